# <{ header|comment }>

module "dataset_<{ names.module|inner }>" {
  source = "../../modules/<{ names.folder|inner }>"

  env                    = local.env
  account_id             = local.account_id
  region                 = local.region
  buckets                = local.buckets
  domain_key_arn         = module.domain.key_arn
  platform_key_arn       = data.aws_kms_alias.platform.target_key_arn
<%- if let Some(why) = protects %>
  protection_secret_arn  = module.domain.protection_secret_arn<{ why|mark }>
<%- endif %>
  security_configuration = module.domain.security_configuration
  log_retention_days     = local.log_retention_days

  worker_type       = <{ compute.size|lit }>
  number_of_workers = <{ compute.workers|lit }>
}
<%- if alarms %>

module "alarms_<{ names.module|inner }>" {
  source = "../../../alerts/cloudwatch/<{ names.folder|inner }>"

  env              = local.env
  alert_topic_arns = local.alert_topic_arns
  tags             = module.dataset_<{ names.module|inner }>.tags
}
<%- endif %>
