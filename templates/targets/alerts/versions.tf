# <{ self.0.header|comment }>

terraform {
  required_version = ">= <{ self.0.terraform|inner }>"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= <{ self.0.aws|inner }>, < <{ self.0.next_aws|idx }>.0.0"
    }
  }
}
