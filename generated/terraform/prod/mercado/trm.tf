# Generado por cauce desde specs/mercado/trm.yaml; edite ese archivo y ejecute: cauce generate

module "dataset_trm" {
  source = "../../modules/mercado/trm"

  env                    = local.env
  account_id             = local.account_id
  region                 = local.region
  buckets                = local.buckets
  domain_key_arn         = module.domain.key_arn
  platform_key_arn       = data.aws_kms_alias.platform.target_key_arn
  security_configuration = module.domain.security_configuration
  log_retention_days     = local.log_retention_days

  worker_type       = "G.1X"
  number_of_workers = 2
}

module "alarms_trm" {
  source = "../../../alerts/cloudwatch/mercado/trm"

  env              = local.env
  alert_topic_arns = local.alert_topic_arns
  tags             = module.dataset_trm.tags
}
