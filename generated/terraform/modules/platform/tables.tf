# Generado por cauce desde specs/platform.yaml; edite ese archivo y ejecute: cauce generate

locals {
  # Tabla => atributos de su llave, todos de texto.
  tables = {
    ribera-ledger     = ["dataset", "file"]
    ribera-watermarks = ["dataset"]
    ribera-incidents  = ["pk", "sk"]
  }
}

resource "aws_dynamodb_table" "this" {
  for_each = local.tables

  name                        = each.key
  billing_mode                = "PAY_PER_REQUEST"
  deletion_protection_enabled = true
  hash_key                    = each.value[0]
  range_key                   = one(slice(each.value, 1, length(each.value)))

  dynamic "attribute" {
    for_each = each.value

    content {
      name = attribute.value
      type = "S"
    }
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.platform.arn
  }

  lifecycle {
    prevent_destroy = true
  }
}
