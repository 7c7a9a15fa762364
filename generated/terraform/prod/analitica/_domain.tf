# Generado por cauce desde specs/analitica/_domain.yaml; edite ese archivo y ejecute: cauce generate

locals {
  env                = "prod"
  account_id         = "418823907633"
  region             = "us-east-1"
  log_retention_days = 365

  buckets = {
    artifacts  = "ribera-prod-artifacts-418823907633"
    curated    = "ribera-prod-curated-418823907633"
    export     = "ribera-prod-export-418823907633"
    landing    = "ribera-prod-landing-418823907633"
    quarantine = "ribera-prod-quarantine-418823907633"
    raw        = "ribera-prod-raw-418823907633"
    state      = "ribera-prod-state-418823907633"
  }

  alert_topic_arns = {
    P1 = "arn:aws:sns:us-east-1:418823907633:ribera-alerts-p1"
    P2 = "arn:aws:sns:us-east-1:418823907633:ribera-alerts-p2"
    P3 = "arn:aws:sns:us-east-1:418823907633:ribera-alerts-p3"
    P4 = "arn:aws:sns:us-east-1:418823907633:ribera-alerts-p4"
  }
}

data "aws_kms_alias" "platform" {
  name = "alias/ribera-platform"
}

module "domain" {
  source = "../../modules/platform/domain"

  domain               = "analitica"
  description          = "Tablas derivadas para análisis."
  name                 = "ribera-analitica"
  database             = "ribera_analitica"
  protection_secret    = "ribera/proteccion/analitica"
  account_id           = local.account_id
  deletion_window_days = 30
}
