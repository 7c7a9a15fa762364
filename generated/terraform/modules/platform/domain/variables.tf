# Generado por cauce desde specs/platform.yaml; edite ese archivo y ejecute: cauce generate

variable "domain" {
  description = "Nombre del dominio."
  type        = string
}

variable "description" {
  description = "Qué datos tiene el dominio."
  type        = string
}

variable "name" {
  description = "Nombre físico del dominio, con el que se llaman su llave y su configuración de seguridad."
  type        = string
}

variable "database" {
  description = "Nombre de la base del catálogo de Glue."
  type        = string
}

variable "protection_secret" {
  description = "Nombre del secreto con la llave de protección."
  type        = string
}

variable "account_id" {
  description = "Cuenta de AWS del ambiente."
  type        = string
}

variable "deletion_window_days" {
  description = "Días de espera antes de borrar una llave KMS."
  type        = number
}
