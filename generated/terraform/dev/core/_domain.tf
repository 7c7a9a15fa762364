# Generado por cauce desde specs/core/_domain.yaml; edite ese archivo y ejecute: cauce generate

locals {
  env                = "dev"
  account_id         = "418823907611"
  region             = "us-east-1"
  log_retention_days = 365

  buckets = {
    artifacts  = "ribera-dev-artifacts-418823907611"
    curated    = "ribera-dev-curated-418823907611"
    export     = "ribera-dev-export-418823907611"
    landing    = "ribera-dev-landing-418823907611"
    quarantine = "ribera-dev-quarantine-418823907611"
    raw        = "ribera-dev-raw-418823907611"
    state      = "ribera-dev-state-418823907611"
  }

  alert_topic_arns = {
    P1 = "arn:aws:sns:us-east-1:418823907611:ribera-alerts-p1"
    P2 = "arn:aws:sns:us-east-1:418823907611:ribera-alerts-p2"
    P3 = "arn:aws:sns:us-east-1:418823907611:ribera-alerts-p3"
    P4 = "arn:aws:sns:us-east-1:418823907611:ribera-alerts-p4"
  }
}

data "aws_kms_alias" "platform" {
  name = "alias/ribera-platform"
}

module "domain" {
  source = "../../modules/platform/domain"

  domain               = "core"
  description          = "Datos maestros del banco."
  name                 = "ribera-core"
  database             = "ribera_core"
  protection_secret    = "ribera/proteccion/core"
  account_id           = local.account_id
  deletion_window_days = 30
}
