# Generado por cauce desde specs/platform.yaml; edite ese archivo y ejecute: cauce generate

data "aws_kms_alias" "platform" {
  name = "alias/ribera-platform"
}

module "alerts" {
  source = "../../modules/alerts"

  env                = "stage"
  account_id         = "418823907622"
  region             = "us-east-1"
  artifacts_bucket   = "ribera-stage-artifacts-418823907622"
  platform_key_arn   = data.aws_kms_alias.platform.target_key_arn
  log_retention_days = 365
  sender             = "plataforma@ribera.example"
  pages              = false
  teams              = ["pagos-datos", "clientes-datos", "plataforma", "gobierno", "bi"]

  alert_topic_arns = {
    P1 = "arn:aws:sns:us-east-1:418823907622:ribera-alerts-p1"
    P2 = "arn:aws:sns:us-east-1:418823907622:ribera-alerts-p2"
    P3 = "arn:aws:sns:us-east-1:418823907622:ribera-alerts-p3"
    P4 = "arn:aws:sns:us-east-1:418823907622:ribera-alerts-p4"
  }
}
