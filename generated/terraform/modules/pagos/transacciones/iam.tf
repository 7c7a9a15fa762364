# Generado por cauce desde specs/pagos/transacciones.yaml; edite ese archivo y ejecute: cauce generate

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["glue.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

resource "aws_iam_role" "job" {
  name                 = "ribera-pagos-transacciones-job"
  path                 = "/cauce/"
  description          = "Trabajo de Glue de pagos/transacciones."
  assume_role_policy   = data.aws_iam_policy_document.assume.json
  permissions_boundary = "arn:aws:iam::${var.account_id}:policy/cauce/ribera-boundary"
  tags                 = local.tags
}

resource "aws_iam_role_policy" "job" {
  name   = "job"
  role   = aws_iam_role.job.id
  policy = data.aws_iam_policy_document.job.json
}

data "aws_iam_policy_document" "job" {
  statement {
    sid     = "ReadInputs"
    actions = ["s3:GetObject"]
    resources = [
      "arn:aws:s3:::${var.buckets.artifacts}/glue/jobs/*/pagos/transacciones.py",
      "arn:aws:s3:::${var.buckets.artifacts}/glue/runtime/*",
      "arn:aws:s3:::${var.buckets.landing}/aliado/transacciones/*",
      "arn:aws:s3:::${var.buckets.curated}/core/clientes/*",
      "arn:aws:s3:::${var.buckets.curated}/mercado/trm/*",
      "arn:aws:s3:::${var.buckets.state}/manifests/pagos/transacciones/*",
    ]
  }

  statement {
    sid     = "WriteOutputs"
    actions = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
    resources = [
      "arn:aws:s3:::${var.buckets.curated}/pagos/transacciones/*",
      "arn:aws:s3:::${var.buckets.quarantine}/pagos/transacciones/*",
      "arn:aws:s3:::${var.buckets.export}/pagos/transacciones/*",
      "arn:aws:s3:::${var.buckets.state}/results/pagos/transacciones/*",
      "arn:aws:s3:::${var.buckets.state}/deletions/pagos/transacciones/*",
    ]
  }

  # Sin condición de prefijo: S3A también lista las carpetas que contienen la del dataset, y los nombres no llevan
  # datos.
  statement {
    sid     = "ListFolders"
    actions = ["s3:ListBucket"]
    resources = [
      "arn:aws:s3:::${var.buckets.landing}",
      "arn:aws:s3:::${var.buckets.curated}",
      "arn:aws:s3:::${var.buckets.quarantine}",
      "arn:aws:s3:::${var.buckets.export}",
      "arn:aws:s3:::${var.buckets.state}",
    ]
  }

  # S3A pregunta por cada carpeta como si fuera un archivo, y por las que la contienen: sin esto S3 responde 403.
  statement {
    sid     = "ProbeFolders"
    actions = ["s3:GetObject"]
    resources = [
      "arn:aws:s3:::${var.buckets.landing}/aliado",
      "arn:aws:s3:::${var.buckets.landing}/aliado/transacciones",
      "arn:aws:s3:::${var.buckets.curated}/core",
      "arn:aws:s3:::${var.buckets.curated}/core/clientes",
      "arn:aws:s3:::${var.buckets.curated}/mercado",
      "arn:aws:s3:::${var.buckets.curated}/mercado/trm",
      "arn:aws:s3:::${var.buckets.curated}/pagos",
      "arn:aws:s3:::${var.buckets.curated}/pagos/transacciones",
      "arn:aws:s3:::${var.buckets.quarantine}/pagos",
      "arn:aws:s3:::${var.buckets.quarantine}/pagos/transacciones",
      "arn:aws:s3:::${var.buckets.export}/pagos",
      "arn:aws:s3:::${var.buckets.export}/pagos/transacciones",
      "arn:aws:s3:::${var.buckets.state}/deletions",
      "arn:aws:s3:::${var.buckets.state}/deletions/pagos",
      "arn:aws:s3:::${var.buckets.state}/deletions/pagos/transacciones",
    ]
  }

  statement {
    sid     = "UseKeys"
    actions = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [
      var.platform_key_arn,
      var.domain_key_arn,
    ]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${var.region}.amazonaws.com", "secretsmanager.${var.region}.amazonaws.com"]
    }
  }

  # Las llaves de otros dominios se nombran por su alias: este estado no depende de que el suyo ya esté aplicado.
  statement {
    sid       = "ReadUpstreamKeys"
    actions   = ["kms:Decrypt"]
    resources = ["arn:aws:kms:${var.region}:${var.account_id}:key/*"]

    condition {
      test     = "ForAnyValue:StringEquals"
      variable = "kms:ResourceAliases"
      values   = ["alias/ribera-core", "alias/ribera-mercado"]
    }

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${var.region}.amazonaws.com", "secretsmanager.${var.region}.amazonaws.com"]
    }
  }

  statement {
    sid       = "ReadProtectionKey"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [var.protection_secret_arn]
  }

  # Spark comprueba que exista la base default al conectarse al catálogo.
  statement {
    sid = "SyncCatalogue"
    actions = [
      "glue:BatchCreatePartition",
      "glue:BatchDeletePartition",
      "glue:BatchUpdatePartition",
      "glue:CreateTable",
      "glue:GetDatabase",
      "glue:GetPartition",
      "glue:GetPartitions",
      "glue:GetTable",
      "glue:UpdateTable",
    ]
    resources = [
      "arn:aws:glue:${var.region}:${var.account_id}:catalog",
      "arn:aws:glue:${var.region}:${var.account_id}:database/default",
      "arn:aws:glue:${var.region}:${var.account_id}:database/ribera_pagos",
      "arn:aws:glue:${var.region}:${var.account_id}:table/ribera_pagos/transacciones",
    ]
  }

  statement {
    sid     = "WriteLogs"
    actions = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
    resources = [
      "${aws_cloudwatch_log_group.job["error"].arn}:*",
      "${aws_cloudwatch_log_group.job["output"].arn}:*",
    ]
  }

  # PutMetricData no admite recursos: la condición lo limita a las métricas que publica el propio Glue.
  statement {
    sid       = "PublishMetrics"
    actions   = ["cloudwatch:PutMetricData"]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "cloudwatch:namespace"
      values   = ["Glue"]
    }
  }
}
