# Generado por cauce desde specs/platform.yaml; edite ese archivo y ejecute: cauce generate

# Un bucket tiene un solo recurso de ciclo de vida y sus reglas son por prefijo, así que aquí se juntan las de todos los
# datasets. Cada uno deja la suya en su carpeta (retention.json) y este archivo nunca los nombra. Las etiquetas de
# objeto no sirven: ni quien entrega archivos ni Hudi las ponen.
locals {
  dataset_retention = {
    for file in fileset("${path.module}/..", "*/*/retention.json") :
    dirname(file) => jsondecode(file("${path.module}/../${file}"))
  }

  # La zona curada nunca expira por edad: Hudi sigue leyendo archivos viejos que nadie ha reescrito.
  zone_retention = {
    access = { access = { prefix = "", days = var.log_retention_days } }
    audit  = { audit = { prefix = "", days = var.trail_retention_days } }
  }

  expirations = {
    for zone in keys(var.buckets) : zone => merge(
      try(local.zone_retention[zone], {}),
      { for dataset, rules in local.dataset_retention : dataset => rules[zone] if contains(keys(rules), zone) },
    )
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "zone" {
  for_each = var.buckets

  bucket = aws_s3_bucket.zone[each.key].id

  rule {
    id     = "versions"
    status = "Enabled"

    filter {
      prefix = ""
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }

    expiration {
      expired_object_delete_marker = true
    }

    noncurrent_version_expiration {
      noncurrent_days = 30
    }
  }

  dynamic "rule" {
    for_each = local.expirations[each.key]

    content {
      id     = rule.key
      status = "Enabled"

      filter {
        prefix = rule.value.prefix
      }

      expiration {
        days = rule.value.days
      }
    }
  }

  lifecycle {
    precondition {
      condition     = length(local.expirations[each.key]) < 1000
      error_message = "S3 admite 1000 reglas de ciclo de vida por bucket: reparta los datasets en otra plataforma."
    }
  }

  depends_on = [aws_s3_bucket_versioning.zone]
}
