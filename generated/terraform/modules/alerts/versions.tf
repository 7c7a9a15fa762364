# Generado por cauce desde specs/platform.yaml; edite ese archivo y ejecute: cauce generate

terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.25.0, < 7.0.0"
    }
  }
}
