# <{ header|comment }>

terraform {
  required_version = ">= <{ terraform|inner }>"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= <{ aws|inner }>, < <{ next|idx }>.0.0"
    }
  }
}
