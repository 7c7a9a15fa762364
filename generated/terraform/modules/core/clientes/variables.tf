# Generado por cauce desde specs/core/clientes.yaml; edite ese archivo y ejecute: cauce generate

variable "env" {
  description = "Ambiente donde corre el trabajo."
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

variable "domain_key_arn" {
  description = "ARN de la llave KMS del dominio, que cifra sus tablas."
  type        = string
}

variable "platform_key_arn" {
  description = "ARN de la llave KMS de la plataforma, que cifra registros, colas y estado."
  type        = string
}

variable "protection_secret_arn" {
  description = "ARN del secreto con la llave de protección del dominio."
  type        = string
}

variable "security_configuration" {
  description = "Nombre de la configuración de seguridad de Glue."
  type        = string
}

variable "log_retention_days" {
  description = "Días que se conservan los registros."
  type        = number
}

variable "worker_type" {
  description = "Tamaño de cada trabajador de Glue."
  type        = string
}

variable "number_of_workers" {
  description = "Número de trabajadores de Glue."
  type        = number
}
