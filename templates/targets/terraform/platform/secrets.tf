# <{ v.header|comment }>

<{ v.t.secret_envelope|remark(0) }>
resource "aws_secretsmanager_secret" "connection" {
  for_each = var.connection_secrets

  name                    = each.value
  description             = "<{ v.t.connection_secret|inner }> ${each.key}."
  kms_key_id              = aws_kms_key.platform.arn
  recovery_window_in_days = 30
}
