# Generado por cauce desde specs/platform.yaml; edite ese archivo y ejecute: cauce generate

# Quien avisa no puede avisar de sí mismo: esta alarma llega por el correo directo del tema P1.
resource "aws_cloudwatch_metric_alarm" "notification_failure" {
  alarm_name = "ribera-notification-failure"
  alarm_description = join("\n", [
    "P1: Avisos que no llegan. Van 15 minutos sin latido del enrutador, con avisos sin entregar o con alertas en la cola de fallidos.",
    "Guía: https://github.com/ribera-datos/plataforma-datos/blob/main/generated/runbooks/notification_failure.md",
  ])

  evaluation_periods  = 3
  datapoints_to_alarm = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "breaching"
  alarm_actions       = var.pages ? [var.alert_topic_arns.P1] : []
  ok_actions          = var.pages ? [var.alert_topic_arns.P1] : []

  tags = {
    owner    = "plataforma"
    severity = "P1"
    runbook  = "generated/runbooks/notification_failure.md"
    route    = "plataforma/P1"
  }

  metric_query {
    id          = "silent"
    expression  = "IF(FILL(beat, 0) < 1, 1, 0) + IF(FILL(left, 0) > 0, 1, 0) + IF(FILL(dead, 0) > 0, 1, 0)"
    return_data = true
  }

  metric_query {
    id = "beat"
    metric {
      namespace   = "ribera"
      metric_name = "RouterHeartbeat"
      dimensions  = { Env = var.env }
      stat        = "Sum"
      period      = 300
    }
  }

  metric_query {
    id = "left"
    metric {
      namespace   = "ribera"
      metric_name = "NoticesPending"
      dimensions  = { Env = var.env }
      stat        = "Minimum"
      period      = 300
    }
  }

  metric_query {
    id = "dead"
    metric {
      namespace   = "AWS/SQS"
      metric_name = "ApproximateNumberOfMessagesVisible"
      dimensions  = { QueueName = aws_sqs_queue.dlq.name }
      stat        = "Maximum"
      period      = 300
    }
  }
}
