# <{ header|comment }>

locals {
  dimensions = {
    Dataset = <{ dataset|lit }>
    Env     = var.env
  }

  # <% if es %>Solo producción avisa; en los demás ambientes las alarmas se ven pero no despiertan a nadie.<% else %>Only production pages; elsewhere the alarms can be seen and wake nobody.<% endif %>
  pages = contains(<{ production|lit }>, var.env)
}
<%- for alarm in alarms %>
<% if alarm.stays %>
# <% if es %>Cada corrida verificada publica su frescura una vez: si en todas las horas falta o excede el límite, el dato está tarde.<% else %>Each verified run publishes its freshness once: when every hour lacks it or exceeds the limit, the data is late.<% endif %>
<%- endif %>
resource "aws_cloudwatch_metric_alarm" "<{ alarm.incident|ident }>" {
  alarm_name = <{ alarm.name|lit }>
  alarm_description = join("\n", <{ alarm.description|block(2) }>)
<% if let Some(whole) = alarm.share_of %>
  evaluation_periods  = <{ alarm.periods|idx }>
  datapoints_to_alarm = <{ alarm.breaching|idx }>
  comparison_operator = <{ alarm.comparison|lit }>
  threshold           = <{ alarm.threshold|lit }>
  treat_missing_data  = <{ alarm.missing|lit }>

  metric_query {
    id          = "share"
    expression  = "IF(whole > 0, 100 * part / whole, 0)"
    label       = <{ alarm.label|lit }>
    return_data = true
  }

  metric_query {
    id = "part"
    metric {
      namespace   = <{ namespace|lit }>
      metric_name = <{ alarm.metric|lit }>
      dimensions  = local.dimensions
      stat        = <{ alarm.statistic|lit }>
      period      = <{ alarm.period|idx }>
    }
  }

  metric_query {
    id = "whole"
    metric {
      namespace   = <{ namespace|lit }>
      metric_name = <{ whole|lit }>
      dimensions  = local.dimensions
      stat        = <{ alarm.statistic|lit }>
      period      = <{ alarm.period|idx }>
    }
  }
<%- else %>
  namespace           = <{ namespace|lit }>
  metric_name         = <{ alarm.metric|lit }>
  dimensions          = local.dimensions
  statistic           = <{ alarm.statistic|lit }>
  period              = <{ alarm.period|idx }>
  evaluation_periods  = <{ alarm.periods|idx }>
  datapoints_to_alarm = <{ alarm.breaching|idx }>
  comparison_operator = <{ alarm.comparison|lit }>
  threshold           = <{ alarm.threshold|lit }>
  treat_missing_data  = <{ alarm.missing|lit }>
<%- endif %>

  alarm_actions = local.pages ? [var.alert_topic_arns[<{ alarm.severity|lit }>]] : []
<%- if alarm.stays %>
  ok_actions    = local.pages ? [var.alert_topic_arns[<{ alarm.severity|lit }>]] : []
<%- endif %>

  tags = merge(var.tags, {
    owner    = <{ alarm.owner|lit }>
    severity = <{ alarm.severity|lit }>
    runbook  = <{ alarm.runbook|lit }>
    route    = "<{ alarm.owner|inner }>/<{ alarm.severity|inner }>"
  })
}
<%- endfor %>
