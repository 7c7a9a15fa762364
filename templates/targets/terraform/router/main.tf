# <{ v.header|comment }>

locals {
  name = <{ v.name|lit }>

  secrets = toset(concat(
    [<{ v.slack_secret|lit }>, <{ v.signature_secret|lit }>],
    [for team in var.teams : "<{ v.teams_secret|inner }>/${team}"],
  ))
}

<{ v.t.router_secrets|remark(0) }>
resource "aws_secretsmanager_secret" "channel" {
  for_each = local.secrets

  name                    = each.value
  description             = <{ v.t.router_secret|lit }>
  kms_key_id              = var.platform_key_arn
  recovery_window_in_days = 30
}

resource "aws_s3_object" "config" {
  for_each = toset(["messages", "routes"])

  bucket      = var.artifacts_bucket
  key         = "alerts/${each.value}.json"
  source      = "${path.module}/../../../alerts/${each.value}.json"
  source_hash = filemd5("${path.module}/../../../alerts/${each.value}.json")
}

resource "aws_cloudwatch_log_group" "this" {
  name              = <{ v.log_group|lit }>
  retention_in_days = var.log_retention_days
  kms_key_id        = var.platform_key_arn
}

resource "aws_lambda_function" "this" {
  function_name = local.name
  description   = <{ v.t.router_about|lit }>
  role          = aws_iam_role.this.arn
  runtime       = "python3.13"
  handler       = "cauce_router.handler.handle"
  s3_bucket     = var.artifacts_bucket
  s3_key        = <{ v.key|lit }>
  architectures = ["arm64"]
  memory_size   = 512
  timeout       = 120
  kms_key_arn   = var.platform_key_arn

  environment {
    variables = {
      CAUCE_ENV         = var.env
      CONFIG_BUCKET     = var.artifacts_bucket
      PAGES             = tostring(var.pages)
      PLATFORM_TIMEZONE = <{ v.timezone|lit }>
      PREFIX            = <{ v.prefix|lit }>
      REGISTER          = <{ v.register|lit }>
      SENDER            = var.sender
    }
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.this.name
  }

  depends_on = [aws_iam_role_policy.this, aws_s3_object.config]
}

resource "aws_lambda_event_source_mapping" "queue" {
  event_source_arn        = aws_sqs_queue.this.arn
  function_name           = aws_lambda_function.this.arn
  batch_size              = 10
  function_response_types = ["ReportBatchItemFailures"]

  <{ v.t.router_calm|remark(2) }>
  scaling_config {
    maximum_concurrency = 5
  }
}

<{ v.t.router_sweep|remark(0) }>
resource "aws_scheduler_schedule" "sweep" {
  name                = "${local.name}-sweep"
  schedule_expression = "rate(5 minutes)"
  kms_key_arn         = var.platform_key_arn

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_lambda_function.this.arn
    role_arn = aws_iam_role.sweep.arn
    input    = jsonencode({ sweep = true })

    <{ v.t.router_no_retry|remark(4) }>
    retry_policy {
      maximum_retry_attempts = 0
    }
  }
}
