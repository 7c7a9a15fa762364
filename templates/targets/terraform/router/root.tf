# <{ header|comment }>

data "aws_kms_alias" "platform" {
  name = "alias/<{ platform_key|inner }>"
}

module "alerts" {
  source = "../../modules/alerts"

  env                = <{ env.name|lit }>
  account_id         = <{ env.account|lit }>
  region             = <{ env.region|lit }>
  artifacts_bucket   = <{ artifacts|lit }>
  platform_key_arn   = data.aws_kms_alias.platform.target_key_arn
  log_retention_days = <{ security.log_days|lit }>
  sender             = <{ sender|lit }>
  pages              = <{ env.production|lit }>
  teams              = <{ teams|lit }>

  alert_topic_arns = <{ topics|block(2) }>
}
