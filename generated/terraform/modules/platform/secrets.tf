# Generado por cauce desde specs/platform.yaml; edite ese archivo y ejecute: cauce generate

# Solo el sobre: el valor lo pone quien administra la conexión, y ni Terraform ni su estado lo ven.
resource "aws_secretsmanager_secret" "connection" {
  for_each = var.connection_secrets

  name                    = each.value
  description             = "Credenciales de la conexión ${each.key}."
  kms_key_id              = aws_kms_key.platform.arn
  recovery_window_in_days = 30
}
