# Generado por cauce desde specs/platform.yaml; edite ese archivo y ejecute: cauce generate

module "platform" {
  source = "../../modules/platform"

  env        = "stage"
  account_id = "418823907622"
  region     = "us-east-1"

  buckets = {
    access     = "ribera-stage-access-418823907622"
    artifacts  = "ribera-stage-artifacts-418823907622"
    audit      = "ribera-stage-audit-418823907622"
    curated    = "ribera-stage-curated-418823907622"
    export     = "ribera-stage-export-418823907622"
    landing    = "ribera-stage-landing-418823907622"
    quarantine = "ribera-stage-quarantine-418823907622"
    raw        = "ribera-stage-raw-418823907622"
    state      = "ribera-stage-state-418823907622"
  }

  tfstate_bucket = "ribera-stage-tfstate-418823907622"

  connection_secrets = {
    core-pg        = "ribera/conexiones/core-pg"
    datos-abiertos = "ribera/conexiones/datos-abiertos"
  }

  alerts_email         = "plataforma@ribera.example"
  trail_retention_days = 1825
  log_retention_days   = 365
  deletion_window_days = 30
}
