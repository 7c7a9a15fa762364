# Generado por cauce desde specs/mercado/trm.yaml; edite ese archivo y ejecute: cauce generate

output "alarm_arns" {
  description = "ARN de cada alarma, por tipo de incidente."
  value = {
    late_file    = aws_cloudwatch_metric_alarm.late_file.arn
    glue_failure = aws_cloudwatch_metric_alarm.glue_failure.arn
  }
}
