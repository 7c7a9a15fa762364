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
    bucket       = "ribera-stage-tfstate-418823907622"
    key          = "stage/alerts.tfstate"
    region       = "us-east-1"
    encrypt      = true
    use_lockfile = true
  }
}

provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["418823907622"]

  default_tags {
    tags = {
      platform    = "ribera"
      environment = "stage"
      managed_by  = "cauce"
    }
  }
}
