# Generado por cauce desde specs/platform.yaml; edite ese archivo y ejecute: cauce generate

terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.25"
    }
  }

  backend "s3" {
    bucket       = "ribera-prod-tfstate-418823907633"
    key          = "prod/alerts.tfstate"
    region       = "us-east-1"
    encrypt      = true
    use_lockfile = true
  }
}

provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["418823907633"]

  default_tags {
    tags = {
      platform    = "ribera"
      environment = "prod"
      managed_by  = "cauce"
    }
  }
}
