# Generado por cauce desde specs/platform.yaml; edite ese archivo y ejecute: cauce generate

# Cifra lo que los trabajos del dominio escriben: sin permiso sobre ella, leer el bucket no alcanza.
resource "aws_kms_key" "this" {
  description             = "Cifra las tablas del dominio ${var.domain}."
  enable_key_rotation     = true
  deletion_window_in_days = var.deletion_window_days
  policy                  = data.aws_iam_policy_document.key.json

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_kms_alias" "this" {
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.this.key_id
}

# En la política de una llave, "*" es la llave misma.
data "aws_iam_policy_document" "key" {
  # Quien administra la llave puede cifrar con ella y no descifrar: eso solo pueden los roles generados a los que su
  # política lo permite.
  statement {
    sid = "Administer"
    actions = [
      "kms:CancelKeyDeletion",
      "kms:CreateAlias",
      "kms:CreateGrant",
      "kms:DeleteAlias",
      "kms:Describe*",
      "kms:Disable*",
      "kms:Enable*",
      "kms:Encrypt",
      "kms:GenerateDataKey*",
      "kms:Get*",
      "kms:List*",
      "kms:PutKeyPolicy",
      "kms:RevokeGrant",
      "kms:ScheduleKeyDeletion",
      "kms:TagResource",
      "kms:UntagResource",
      "kms:Update*",
    ]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${var.account_id}:root"]
    }
  }

  statement {
    sid       = "Use"
    actions   = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${var.account_id}:root"]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:PrincipalArn"
      values   = ["arn:aws:iam::${var.account_id}:role/cauce/*"]
    }
  }
}

# Las tablas las crea y las cambia la sincronización de Hudi: si Terraform también lo hiciera, cada plan las revertiría.
resource "aws_glue_catalog_database" "this" {
  name        = var.database
  description = var.description
}

resource "aws_glue_security_configuration" "this" {
  name = var.name

  encryption_configuration {
    # Cada dataset crea sus grupos de registros ya cifrados; con este modo Glue escribiría en otros, de otro nombre.
    cloudwatch_encryption {
      cloudwatch_encryption_mode = "DISABLED"
    }

    job_bookmarks_encryption {
      job_bookmarks_encryption_mode = "CSE-KMS"
      kms_key_arn                   = aws_kms_key.this.arn
    }

    s3_encryption {
      s3_encryption_mode = "SSE-KMS"
      kms_key_arn        = aws_kms_key.this.arn
    }
  }
}

# Solo el sobre: el valor lo pone una persona una única vez, y ni Terraform ni su estado lo ven. Si cambia, lo protegido
# deja de poder compararse con lo ya escrito.
resource "aws_secretsmanager_secret" "protection" {
  name                    = var.protection_secret
  description             = "Llave con la que se protegen los datos personales del dominio ${var.domain}."
  kms_key_id              = aws_kms_key.this.arn
  recovery_window_in_days = 30

  lifecycle {
    prevent_destroy = true
  }
}
