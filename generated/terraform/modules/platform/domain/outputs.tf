# Generado por cauce desde specs/platform.yaml; edite ese archivo y ejecute: cauce generate

output "key_arn" {
  description = "ARN de la llave KMS del dominio."
  value       = aws_kms_key.this.arn
}

output "database" {
  description = "Base del catálogo de Glue."
  value       = aws_glue_catalog_database.this.name
}

output "protection_secret_arn" {
  description = "ARN del secreto con la llave de protección."
  value       = aws_secretsmanager_secret.protection.arn
}

output "security_configuration" {
  description = "Nombre de la configuración de seguridad de Glue."
  value       = aws_glue_security_configuration.this.name
}
