# Generado por cauce desde specs/platform.yaml; edite ese archivo y ejecute: cauce generate

locals {
  network_parameters = {
    subnets         = "/ribera/red/subredes"
    security_groups = "/ribera/red/grupos-de-seguridad"
  }
}

# La red es de otro equipo, que publica sus identificadores como listas separadas por comas.
data "aws_ssm_parameter" "network" {
  for_each = local.network_parameters

  name = each.value
}

# El ambiente recibe la versión del objeto: cambiar las dependencias actualiza Airflow, y nada más lo hace.
resource "aws_s3_object" "requirements" {
  bucket      = aws_s3_bucket.zone["artifacts"].id
  key         = "airflow/requirements.txt"
  source      = "${path.module}/../../../airflow/requirements.txt"
  source_hash = filemd5("${path.module}/../../../airflow/requirements.txt")
}

resource "aws_s3_object" "startup" {
  bucket  = aws_s3_bucket.zone["artifacts"].id
  key     = "airflow/startup.sh"
  content = "#!/bin/sh\nexport CAUCE_ENV=${var.env}\n"
}

resource "aws_mwaa_environment" "this" {
  name               = "ribera"
  airflow_version    = "2.11.2"
  environment_class  = "mw1.small"
  execution_role_arn = aws_iam_role.airflow.arn
  kms_key            = aws_kms_key.platform.arn

  source_bucket_arn                = local.bucket_arns.artifacts
  dag_s3_path                      = "airflow/dags"
  requirements_s3_path             = aws_s3_object.requirements.key
  requirements_s3_object_version   = aws_s3_object.requirements.version_id
  startup_script_s3_path           = aws_s3_object.startup.key
  startup_script_s3_object_version = aws_s3_object.startup.version_id
  webserver_access_mode            = "PRIVATE_ONLY"

  airflow_configuration_options = {
    "secrets.backend" = "airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend"
    # Solo conexiones: sin esto cada variable y cada opción se buscaría también en Secrets Manager.
    "secrets.backend_kwargs" = jsonencode({
      connections_prefix = "ribera/conexiones"
      variables_prefix   = null
      config_prefix      = null
    })
  }

  network_configuration {
    subnet_ids         = split(",", data.aws_ssm_parameter.network["subnets"].insecure_value)
    security_group_ids = split(",", data.aws_ssm_parameter.network["security_groups"].insecure_value)
  }

  logging_configuration {
    dag_processing_logs {
      enabled   = true
      log_level = "WARNING"
    }

    scheduler_logs {
      enabled   = true
      log_level = "WARNING"
    }

    task_logs {
      enabled   = true
      log_level = "INFO"
    }

    webserver_logs {
      enabled   = true
      log_level = "WARNING"
    }

    worker_logs {
      enabled   = true
      log_level = "WARNING"
    }
  }

  depends_on = [aws_iam_role_policy.airflow]
}

data "aws_iam_policy_document" "airflow_assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["airflow.amazonaws.com", "airflow-env.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

resource "aws_iam_role" "airflow" {
  name                 = "ribera-airflow"
  path                 = "/cauce/"
  description          = "Ambiente de Airflow, compartido por todos los DAG."
  assume_role_policy   = data.aws_iam_policy_document.airflow_assume.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

resource "aws_iam_role_policy" "airflow" {
  name   = "airflow"
  role   = aws_iam_role.airflow.id
  policy = data.aws_iam_policy_document.airflow.json
}

# Todos los DAG comparten este rol, así que nombra prefijos y nunca datasets: agregar uno no lo cambia.
data "aws_iam_policy_document" "airflow" {
  statement {
    sid       = "Environment"
    actions   = ["airflow:PublishMetrics"]
    resources = ["arn:aws:airflow:${var.region}:${var.account_id}:environment/ribera"]
  }

  # MWAA comprueba que los buckets no sean públicos; la acción de la cuenta no admite recursos.
  statement {
    sid       = "PublicAccess"
    actions   = ["s3:GetAccountPublicAccessBlock"]
    resources = ["*"]
  }

  statement {
    sid       = "Buckets"
    actions   = ["s3:GetBucketPublicAccessBlock", "s3:ListBucket"]
    resources = [for zone in ["artifacts", "landing", "raw", "state"] : local.bucket_arns[zone]]
  }

  statement {
    sid     = "ReadFiles"
    actions = ["s3:GetObject", "s3:GetObjectVersion"]
    resources = [
      "${local.bucket_arns.artifacts}/airflow/*",
      "${local.bucket_arns.state}/results/*",
    ]
  }

  statement {
    sid     = "WriteFiles"
    actions = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
    resources = [
      "${local.bucket_arns.raw}/*",
      "${local.bucket_arns.state}/manifests/*",
    ]
  }

  statement {
    sid       = "Jobs"
    actions   = ["glue:BatchStopJobRun", "glue:GetJob", "glue:GetJobRun", "glue:GetJobRuns", "glue:StartJobRun"]
    resources = ["arn:aws:glue:${var.region}:${var.account_id}:job/ribera-*"]
  }

  statement {
    sid       = "Arrivals"
    actions   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ReceiveMessage"]
    resources = ["arn:aws:sqs:${var.region}:${var.account_id}:ribera-*-arrival"]
  }

  statement {
    sid       = "Registers"
    actions   = ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
    resources = [for table in aws_dynamodb_table.this : table.arn]
  }

  statement {
    sid       = "Alerts"
    actions   = ["sns:Publish"]
    resources = [for topic in aws_sns_topic.alerts : topic.arn]
  }

  statement {
    sid       = "Connections"
    actions   = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
    resources = [for secret in aws_secretsmanager_secret.connection : secret.arn]
  }

  statement {
    sid = "Logs"
    actions = [
      "logs:CreateLogGroup",
      "logs:CreateLogStream",
      "logs:GetLogEvents",
      "logs:GetLogGroupFields",
      "logs:GetLogRecord",
      "logs:GetQueryResults",
      "logs:PutLogEvents",
    ]
    resources = ["arn:aws:logs:${var.region}:${var.account_id}:log-group:airflow-ribera-*"]
  }

  # Ni DescribeLogGroups ni PutMetricData admiten recursos.
  statement {
    sid       = "DescribeLogs"
    actions   = ["logs:DescribeLogGroups"]
    resources = ["*"]
  }

  statement {
    sid       = "Metrics"
    actions   = ["cloudwatch:PutMetricData"]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "cloudwatch:namespace"
      values   = ["AmazonMWAA", "ribera"]
    }
  }

  # Las colas de los ejecutores son de una cuenta de AWS.
  statement {
    sid = "Executors"
    actions = [
      "sqs:ChangeMessageVisibility",
      "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
      "sqs:GetQueueUrl",
      "sqs:ReceiveMessage",
      "sqs:SendMessage",
    ]
    resources = ["arn:aws:sqs:${var.region}:*:airflow-celery-*"]
  }

  statement {
    sid       = "PlatformKey"
    actions   = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*"]
    resources = [aws_kms_key.platform.arn]
  }
}
