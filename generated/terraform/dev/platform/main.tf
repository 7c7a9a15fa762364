# Generado por cauce desde specs/platform.yaml; edite ese archivo y ejecute: cauce generate

module "platform" {
  source = "../../modules/platform"

  env        = "dev"
  account_id = "418823907611"
  region     = "us-east-1"

  buckets = {
    access     = "ribera-dev-access-418823907611"
    artifacts  = "ribera-dev-artifacts-418823907611"
    audit      = "ribera-dev-audit-418823907611"
    curated    = "ribera-dev-curated-418823907611"
    export     = "ribera-dev-export-418823907611"
    landing    = "ribera-dev-landing-418823907611"
    quarantine = "ribera-dev-quarantine-418823907611"
    raw        = "ribera-dev-raw-418823907611"
    state      = "ribera-dev-state-418823907611"
  }

  tfstate_bucket = "ribera-dev-tfstate-418823907611"

  connection_secrets = {
    core-pg        = "ribera/conexiones/core-pg"
    datos-abiertos = "ribera/conexiones/datos-abiertos"
  }

  alerts_email         = "plataforma@ribera.example"
  trail_retention_days = 1825
  log_retention_days   = 365
  deletion_window_days = 30
}
