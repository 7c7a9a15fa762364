# Generado por cauce desde specs/platform.yaml; edite ese archivo y ejecute: cauce generate

module "platform" {
  source = "../../modules/platform"

  env        = "prod"
  account_id = "418823907633"
  region     = "us-east-1"

  buckets = {
    access     = "ribera-prod-access-418823907633"
    artifacts  = "ribera-prod-artifacts-418823907633"
    audit      = "ribera-prod-audit-418823907633"
    curated    = "ribera-prod-curated-418823907633"
    export     = "ribera-prod-export-418823907633"
    landing    = "ribera-prod-landing-418823907633"
    quarantine = "ribera-prod-quarantine-418823907633"
    raw        = "ribera-prod-raw-418823907633"
    state      = "ribera-prod-state-418823907633"
  }

  tfstate_bucket = "ribera-prod-tfstate-418823907633"

  connection_secrets = {
    core-pg        = "ribera/conexiones/core-pg"
    datos-abiertos = "ribera/conexiones/datos-abiertos"
  }

  alerts_email         = "plataforma@ribera.example"
  trail_retention_days = 1825
  log_retention_days   = 365
  deletion_window_days = 30
}
