# Generado por cauce desde specs/platform.yaml; edite ese archivo y ejecute: cauce generate

output "bucket_names" {
  description = "Nombre del bucket de cada zona."
  value       = { for zone, bucket in aws_s3_bucket.zone : zone => bucket.id }
}

output "platform_key_arn" {
  description = "ARN de la llave KMS de la plataforma."
  value       = aws_kms_key.platform.arn
}

output "alert_topic_arns" {
  description = "ARN del tema de SNS de cada severidad."
  value       = { for severity, topic in aws_sns_topic.alerts : severity => topic.arn }
}

output "github_role_arns" {
  description = "ARN de los roles con los que GitHub Actions planea y aplica."
  value       = { for name, role in aws_iam_role.github : name => role.arn }
}

output "airflow_environment" {
  description = "Nombre del ambiente de Airflow."
  value       = aws_mwaa_environment.this.name
}
