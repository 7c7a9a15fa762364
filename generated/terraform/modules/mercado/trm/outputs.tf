# Generado por cauce desde specs/mercado/trm.yaml; edite ese archivo y ejecute: cauce generate

output "job_name" {
  description = "Nombre del trabajo de Glue."
  value       = aws_glue_job.this.name
}

output "job_role_arn" {
  description = "ARN del rol con el que corre el trabajo."
  value       = aws_iam_role.job.arn
}

output "tags" {
  description = "Etiquetas del dataset."
  value       = local.tags
}
