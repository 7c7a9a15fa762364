# <{ header|comment }>

output "alarm_arns" {
  description = "<% if es %>ARN de cada alarma, por tipo de incidente.<% else %>ARN of each alarm, by incident type.<% endif %>"
  value = {
<%- for alarm in alarms %>
    <{ alarm.padded|fragment }> = aws_cloudwatch_metric_alarm.<{ alarm.incident|ident }>.arn
<%- endfor %>
  }
}
