# Generado por cauce desde specs/platform.yaml; edite ese archivo y ejecute: cauce generate

locals {
  name = "ribera-alert-router"

  secrets = toset(concat(
    ["ribera/alertas/slack", "ribera/alertas/firma"],
    [for team in var.teams : "ribera/alertas/teams/${team}"],
  ))
}

# Solo los sobres: los valores los pone una persona, y ni Terraform ni su estado los ven.
resource "aws_secretsmanager_secret" "channel" {
  for_each = local.secrets

  name                    = each.value
  description             = "Canal de avisos del enrutador de alertas."
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
  name              = "/ribera/alert-router"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.platform_key_arn
}

resource "aws_lambda_function" "this" {
  function_name = local.name
  description   = "Abre o continúa incidentes y avisa por Slack, Teams y correo."
  role          = aws_iam_role.this.arn
  runtime       = "python3.13"
  handler       = "cauce_router.handler.handle"
  s3_bucket     = var.artifacts_bucket
  s3_key        = "alerts/router/468896ba6d0a/cauce_router.zip"
  architectures = ["arm64"]
  memory_size   = 512
  timeout       = 120
  kms_key_arn   = var.platform_key_arn

  environment {
    variables = {
      CAUCE_ENV         = var.env
      CONFIG_BUCKET     = var.artifacts_bucket
      PAGES             = tostring(var.pages)
      PLATFORM_TIMEZONE = "America/Bogota"
      PREFIX            = "ribera"
      REGISTER          = "ribera-incidents"
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

  # Una tormenta se atiende en fila: así la base y los canales no se saturan.
  scaling_config {
    maximum_concurrency = 5
  }
}

# Cierra lo que se recuperó, escala lo que nadie atiende y reenvía lo que un canal no tomó. También es el latido.
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

    # La ronda siguiente viene en cinco minutos.
    retry_policy {
      maximum_retry_attempts = 0
    }
  }
}
