# <{ header|comment }>

terraform {
  required_version = <{ terraform|lit }>

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = <{ provider|lit }>
    }
  }

  backend "s3" {
    bucket       = <{ env.state_bucket|lit }>
    key          = <{ state|lit }>
    region       = <{ env.region|lit }>
    encrypt      = true
    use_lockfile = true
  }
}

provider "aws" {
  region              = <{ env.region|lit }>
  allowed_account_ids = [<{ env.account|lit }>]

  default_tags {
    tags = <{ tags|block(4) }>
  }
}
