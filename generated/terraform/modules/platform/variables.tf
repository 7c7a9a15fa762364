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

variable "buckets" {
  description = "Nombre del bucket de cada zona."
  type        = map(string)
}

variable "tfstate_bucket" {
  description = "Nombre del bucket que guarda los estados de Terraform."
  type        = string
}

variable "connection_secrets" {
  description = "Nombre del secreto de cada conexión."
  type        = map(string)
}

variable "alerts_email" {
  description = "Correo que recibe todas las alertas del ambiente."
  type        = string
}

variable "trail_retention_days" {
  description = "Días que se conserva la auditoría."
  type        = number
}

variable "log_retention_days" {
  description = "Días que se conservan los registros."
  type        = number
}

variable "deletion_window_days" {
  description = "Días de espera antes de borrar una llave KMS."
  type        = number
}
