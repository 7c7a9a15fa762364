# <{ v.header|comment }>

locals {
  network_parameters = {
    subnets         = "/<{ v.prefix|inner }>/red/subredes"
    security_groups = "/<{ v.prefix|inner }>/red/grupos-de-seguridad"
  }
}

<{ v.t.network|remark(0) }>
data "aws_ssm_parameter" "network" {
  for_each = local.network_parameters

  name = each.value
}

<{ v.t.object_versions|remark(0) }>
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
  name               = <{ v.prefix|lit }>
  airflow_version    = <{ v.versions.airflow|lit }>
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
<%- if let Some(folder) = v.connections_folder %>

  airflow_configuration_options = {
    "secrets.backend" = "airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend"
    <{ v.t.only_connections|remark(4) }>
    "secrets.backend_kwargs" = jsonencode({
      connections_prefix = <{ folder|lit }>
      variables_prefix   = null
      config_prefix      = null
    })
  }
<%- endif %>

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
  name                 = "<{ v.prefix|inner }>-airflow"
  path                 = "/cauce/"
  description          = <{ v.t.airflow_role|lit }>
  assume_role_policy   = data.aws_iam_policy_document.airflow_assume.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

resource "aws_iam_role_policy" "airflow" {
  name   = "airflow"
  role   = aws_iam_role.airflow.id
  policy = data.aws_iam_policy_document.airflow.json
}

<{ v.t.airflow_shared|remark(0) }>
data "aws_iam_policy_document" "airflow" {
  statement {
    sid       = "Environment"
    actions   = ["airflow:PublishMetrics"]
    resources = ["arn:aws:airflow:${var.region}:${var.account_id}:environment/<{ v.prefix|inner }>"]
  }

  <{ v.t.airflow_public|remark(2) }>
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
    resources = ["arn:aws:glue:${var.region}:${var.account_id}:job/<{ v.prefix|inner }>-*"]
  }

  statement {
    sid       = "Arrivals"
    actions   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ReceiveMessage"]
    resources = ["arn:aws:sqs:${var.region}:${var.account_id}:<{ v.prefix|inner }>-*-arrival"]
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
<%- if v.connections_folder.is_some() %>

  statement {
    sid       = "Connections"
    actions   = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
    resources = [for secret in aws_secretsmanager_secret.connection : secret.arn]
  }
<%- endif %>

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
    resources = ["arn:aws:logs:${var.region}:${var.account_id}:log-group:airflow-<{ v.prefix|inner }>-*"]
  }

  <{ v.t.airflow_star|remark(2) }>
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
      values   = ["AmazonMWAA", <{ v.names.namespace|lit }>]
    }
  }

  <{ v.t.airflow_executors|remark(2) }>
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
