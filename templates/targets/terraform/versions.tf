# <{ header|comment }>

terraform {
  required_version = <{ terraform|lit }>

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = <{ provider|lit }>
    }
  }
}
