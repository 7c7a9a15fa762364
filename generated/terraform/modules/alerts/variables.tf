# Generado por cauce desde specs/platform.yaml; edite ese archivo y ejecute: cauce generate

variable "env" {
  description = "Ambiente de la plataforma."
  type        = string
}

variable "account_id" {
  description = "Cuenta de AWS del ambiente."
  type        = string
}

variable "region" {
  description = "Región de AWS del ambiente."
  type        = string
}

variable "artifacts_bucket" {
  description = "Bucket del código y la configuración publicados."
  type        = string
}

variable "platform_key_arn" {
  description = "ARN de la llave KMS de la plataforma, que cifra registros, colas y estado."
  type        = string
}

variable "log_retention_days" {
  description = "Días que se conservan los registros."
  type        = number
}

variable "sender" {
  description = "Dirección desde la que se envían los correos; SES debe haberla verificado."
  type        = string
}

variable "pages" {
  description = "Si el ambiente avisa a personas."
  type        = bool
}

variable "teams" {
  description = "Equipos que reciben avisos."
  type        = list(string)
}

variable "alert_topic_arns" {
  description = "ARN del tema de cada severidad."
  type        = map(string)
}
