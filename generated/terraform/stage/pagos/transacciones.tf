# Generado por cauce desde specs/pagos/transacciones.yaml; edite ese archivo y ejecute: cauce generate

module "dataset_transacciones" {
  source = "../../modules/pagos/transacciones"

  env                    = local.env
  account_id             = local.account_id
  region                 = local.region
  buckets                = local.buckets
  domain_key_arn         = module.domain.key_arn
  platform_key_arn       = data.aws_kms_alias.platform.target_key_arn
  protection_secret_arn  = module.domain.protection_secret_arn
  security_configuration = module.domain.security_configuration
  log_retention_days     = local.log_retention_days

  worker_type       = "G.1X"
  number_of_workers = 4
}

module "alarms_transacciones" {
  source = "../../../alerts/cloudwatch/pagos/transacciones"

  env              = local.env
  alert_topic_arns = local.alert_topic_arns
  tags             = module.dataset_transacciones.tags
}
