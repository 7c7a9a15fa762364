# <{ header|comment }>

locals {
  env                = <{ env.name|lit }>
  account_id         = <{ env.account|lit }>
  region             = <{ env.region|lit }>
  log_retention_days = <{ security.log_days|lit }>

  buckets = <{ buckets|block(2) }>

  alert_topic_arns = <{ topics|block(2) }>
}

data "aws_kms_alias" "platform" {
  name = "alias/<{ platform_key|inner }>"
}

module "domain" {
  source = "../../modules/platform/domain"

  domain               = <{ domain.name|lit }>
  description          = <{ domain.description|lit }>
  name                 = <{ domain.key|lit }>
  database             = <{ domain.database|lit }>
  protection_secret    = <{ domain.protection_secret|lit }>
  account_id           = local.account_id
  deletion_window_days = <{ security.deletion_days|lit }>
}
