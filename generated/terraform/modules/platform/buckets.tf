# Generado por cauce desde specs/platform.yaml; edite ese archivo y ejecute: cauce generate

resource "aws_s3_bucket" "zone" {
  for_each = var.buckets

  bucket = each.value
  tags   = { zone = each.key }

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_public_access_block" "zone" {
  for_each = var.buckets

  bucket                  = aws_s3_bucket.zone[each.key].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "zone" {
  for_each = var.buckets

  bucket = aws_s3_bucket.zone[each.key].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_versioning" "zone" {
  for_each = var.buckets

  bucket = aws_s3_bucket.zone[each.key].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "zone" {
  for_each = var.buckets

  bucket = aws_s3_bucket.zone[each.key].id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      # S3 no entrega registros de acceso en un bucket cifrado con una llave propia.
      sse_algorithm     = each.key == "access" ? "AES256" : "aws:kms"
      kms_master_key_id = each.key == "access" ? null : aws_kms_key.platform.arn
    }
  }
}

# Un bucket tiene un solo recurso de notificaciones: EventBridge recibe todo y cada dataset filtra con su propia regla.
resource "aws_s3_bucket_notification" "landing" {
  bucket      = aws_s3_bucket.zone["landing"].id
  eventbridge = true
}

resource "aws_s3_bucket_logging" "zone" {
  for_each = toset(["artifacts", "audit", "curated", "export", "landing", "quarantine", "raw", "state"])

  bucket        = aws_s3_bucket.zone[each.key].id
  target_bucket = aws_s3_bucket.zone["access"].id
  target_prefix = "${each.key}/"
}

locals {
  zone_policies = {
    access = [data.aws_iam_policy_document.access_log.json]
    audit  = [data.aws_iam_policy_document.audit.json, data.aws_iam_policy_document.encrypted["audit"].json]
  }
}

data "aws_iam_policy_document" "zone" {
  for_each = var.buckets

  source_policy_documents = try(local.zone_policies[each.key], [data.aws_iam_policy_document.encrypted[each.key].json])

  statement {
    sid       = "OnlyTls"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [local.bucket_arns[each.key], "${local.bucket_arns[each.key]}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

# Un objeto no llega cifrado de otro modo que con una llave de esta cuenta. Sin encabezado, el bucket pone la suya.
data "aws_iam_policy_document" "encrypted" {
  for_each = { for zone, name in var.buckets : zone => name if zone != "access" }

  dynamic "statement" {
    for_each = {
      OnlyKms        = ["s3:x-amz-server-side-encryption", "aws:kms"]
      OnlyOwnKeys    = ["s3:x-amz-server-side-encryption-aws-kms-key-id", "arn:aws:kms:${var.region}:${var.account_id}:key/*"]
      NoKeyOfSenders = ["s3:x-amz-server-side-encryption-customer-algorithm", ""]
    }

    content {
      sid       = statement.key
      effect    = "Deny"
      actions   = ["s3:PutObject"]
      resources = ["${local.bucket_arns[each.key]}/*"]

      principals {
        type        = "*"
        identifiers = ["*"]
      }

      condition {
        test     = "Null"
        variable = statement.value[0]
        values   = ["false"]
      }

      condition {
        test     = "StringNotLike"
        variable = statement.value[0]
        values   = [statement.value[1]]
      }
    }
  }
}

data "aws_iam_policy_document" "access_log" {
  statement {
    sid       = "Deliver"
    actions   = ["s3:PutObject"]
    resources = ["${local.bucket_arns.access}/*"]

    principals {
      type        = "Service"
      identifiers = ["logging.s3.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

resource "aws_s3_bucket_policy" "zone" {
  for_each = var.buckets

  bucket = aws_s3_bucket.zone[each.key].id
  policy = data.aws_iam_policy_document.zone[each.key].json

  depends_on = [aws_s3_bucket_public_access_block.zone]
}
