# <{ self.0.header|comment }>

output "alarm_arns" {
  description = "<% if self.0.es %>ARN de cada alarma, por tipo de incidente.<% else %>ARN of each alarm, by incident type.<% endif %>"
  value = {
<%- for item in self.0.alarms %>
    <{ item.incident|ident }><{ item.padding|fragment }> = aws_cloudwatch_metric_alarm.<{ item.incident|ident }>.arn
<%- endfor %>
  }
}
