# Generado por cauce desde specs/pagos/transacciones.yaml; edite ese archivo y ejecute: cauce generate

output "job_name" {
  description = "Nombre del trabajo de Glue."
  value       = aws_glue_job.this.name
}

output "job_role_arn" {
  description = "ARN del rol con el que corre el trabajo."
  value       = aws_iam_role.job.arn
}

output "arrival_queue_url" {
  description = "URL de la cola que avisa la llegada de archivos."
  value       = aws_sqs_queue.arrival.url
}

output "tags" {
  description = "Etiquetas del dataset."
  value       = local.tags
}
