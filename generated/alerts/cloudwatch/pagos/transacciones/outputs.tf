# Generado por cauce desde specs/pagos/transacciones.yaml; edite ese archivo y ejecute: cauce generate

output "alarm_arns" {
  description = "ARN de cada alarma, por tipo de incidente."
  value = {
    late_file          = aws_cloudwatch_metric_alarm.late_file.arn
    glue_failure       = aws_cloudwatch_metric_alarm.glue_failure.arn
    glue_timeout       = aws_cloudwatch_metric_alarm.glue_timeout.arn
    quality_breach     = aws_cloudwatch_metric_alarm.quality_breach.arn
    rows_not_conserved = aws_cloudwatch_metric_alarm.rows_not_conserved.arn
  }
}
