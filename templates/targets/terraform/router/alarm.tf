# <{ v.header|comment }>

<{ v.t.router_alarm|remark(0) }>
resource "aws_cloudwatch_metric_alarm" "notification_failure" {
  alarm_name = <{ v.alarm|lit }>
  alarm_description = join("\n", <{ v.alarm_text|block(2) }>)

  evaluation_periods  = 3
  datapoints_to_alarm = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "breaching"
  alarm_actions       = var.pages ? [var.alert_topic_arns.P1] : []
  ok_actions          = var.pages ? [var.alert_topic_arns.P1] : []

  tags = {
    owner    = <{ v.owner|lit }>
    severity = "P1"
    runbook  = <{ v.runbook|lit }>
    route    = "<{ v.owner|inner }>/P1"
  }

  metric_query {
    id          = "silent"
    expression  = "IF(FILL(beat, 0) < 1, 1, 0) + IF(FILL(left, 0) > 0, 1, 0) + IF(FILL(dead, 0) > 0, 1, 0)"
    return_data = true
  }

  metric_query {
    id = "beat"
    metric {
      namespace   = <{ v.prefix|lit }>
      metric_name = "RouterHeartbeat"
      dimensions  = { Env = var.env }
      stat        = "Sum"
      period      = 300
    }
  }

  metric_query {
    id = "left"
    metric {
      namespace   = <{ v.prefix|lit }>
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
