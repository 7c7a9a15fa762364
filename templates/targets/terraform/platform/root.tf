# <{ header|comment }>

module "platform" {
  source = "../../modules/platform"

  env        = <{ env.name|lit }>
  account_id = <{ env.account|lit }>
  region     = <{ env.region|lit }>

  buckets = <{ buckets|block(2) }>

  tfstate_bucket = <{ env.state_bucket|lit }>

  connection_secrets = <{ secrets|block(2) }>

  alerts_email         = <{ email|lit }>
  trail_retention_days = <{ security.trail_days|lit }>
  log_retention_days   = <{ security.log_days|lit }>
  deletion_window_days = <{ security.deletion_days|lit }>
}
