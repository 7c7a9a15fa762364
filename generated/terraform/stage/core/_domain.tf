# Generado por cauce desde specs/core/_domain.yaml; edite ese archivo y ejecute: cauce generate

locals {
  env                = "stage"
  account_id         = "418823907622"
  region             = "us-east-1"
  log_retention_days = 365

  buckets = {
    artifacts  = "ribera-stage-artifacts-418823907622"
    curated    = "ribera-stage-curated-418823907622"
    export     = "ribera-stage-export-418823907622"
    landing    = "ribera-stage-landing-418823907622"
    quarantine = "ribera-stage-quarantine-418823907622"
    raw        = "ribera-stage-raw-418823907622"
    state      = "ribera-stage-state-418823907622"
  }

  alert_topic_arns = {
    P1 = "arn:aws:sns:us-east-1:418823907622:ribera-alerts-p1"
    P2 = "arn:aws:sns:us-east-1:418823907622:ribera-alerts-p2"
    P3 = "arn:aws:sns:us-east-1:418823907622:ribera-alerts-p3"
    P4 = "arn:aws:sns:us-east-1:418823907622:ribera-alerts-p4"
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
