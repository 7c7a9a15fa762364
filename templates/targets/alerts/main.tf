# <{ self.0.header|comment }>

locals {
  dimensions = {
    Dataset = <{ self.0.dataset|lit }>
    Env     = var.env
  }

  # <% if self.0.es %>Solo producción avisa; en los demás ambientes las alarmas se ven pero no despiertan a nadie.<% else %>Only production pages; elsewhere the alarms can be seen and wake nobody.<% endif %>
  pages = contains(<{ self.0.production|lit }>, var.env)
}
<%- for item in self.0.alarms %>
<% if item.alarm.recovers %>
# <% if self.0.es %>Cada corrida verificada publica su frescura una vez: si en todas las horas falta o excede el límite, el dato está tarde.<% else %>Each verified run publishes its freshness once: when every hour lacks it or exceeds the limit, the data is late.<% endif %>
<%- endif %>
resource "aws_cloudwatch_metric_alarm" "<{ item.incident|ident }>" {
  alarm_name = <{ item.alarm.name|lit }>
  alarm_description = join("\n", <{ item.description|block(2) }>)
<% if let Some(whole) = item.alarm.share_of %>
  evaluation_periods  = <{ item.alarm.periods|idx }><{ item.alarm.threshold|mark }>
  datapoints_to_alarm = <{ item.alarm.breaching|idx }><{ item.alarm.threshold|mark }>
  comparison_operator = <{ item.alarm.comparison|lit }>
  threshold           = <{ item.alarm.threshold|lit }>
  treat_missing_data  = <{ item.alarm.missing|lit }>

  metric_query {
    id          = "share"
    expression  = "IF(whole > 0, 100 * part / whole, 0)"
    return_data = true
  }

  metric_query {
    id = "part"
    metric {
      namespace   = <{ self.0.namespace|lit }>
      metric_name = <{ item.alarm.metric|lit }>
      dimensions  = local.dimensions
      stat        = <{ item.alarm.statistic|lit }>
      period      = <{ item.alarm.period|idx }>
    }
  }

  metric_query {
    id = "whole"
    metric {
      namespace   = <{ self.0.namespace|lit }>
      metric_name = <{ whole|lit }>
      dimensions  = local.dimensions
      stat        = <{ item.alarm.statistic|lit }>
      period      = <{ item.alarm.period|idx }>
    }
  }
<%- else %>
  namespace           = <{ self.0.namespace|lit }>
  metric_name         = <{ item.alarm.metric|lit }>
  dimensions          = local.dimensions
  statistic           = <{ item.alarm.statistic|lit }>
  period              = <{ item.alarm.period|idx }>
  evaluation_periods  = <{ item.alarm.periods|idx }><{ item.alarm.threshold|mark }>
  datapoints_to_alarm = <{ item.alarm.breaching|idx }><{ item.alarm.threshold|mark }>
  comparison_operator = <{ item.alarm.comparison|lit }>
  threshold           = <{ item.alarm.threshold|lit }>
  treat_missing_data  = <{ item.alarm.missing|lit }>
<%- endif %>

  alarm_actions = local.pages ? [var.alert_topic_arns[<{ item.alarm.severity|lit }>]] : []
<%- if item.alarm.recovers %>
  ok_actions    = local.pages ? [var.alert_topic_arns[<{ item.alarm.severity|lit }>]] : []
<%- endif %>

  tags = merge(var.tags, {
    owner    = <{ item.alarm.owner|lit }>
    severity = <{ item.alarm.severity|lit }>
    runbook  = <{ item.alarm.runbook|lit }>
    route    = "<{ item.alarm.owner|inner }>/<{ item.alarm.severity|inner }>"
  })
}
<%- endfor %>
