# Generado por cauce desde specs/pagos/transacciones.yaml; edite ese archivo y ejecute: cauce generate

variable "env" {
  description = "Ambiente donde viven las alarmas; es la dimensión Env de las métricas."
  type        = string
  nullable    = false
}

variable "alert_topic_arns" {
  description = "ARN del tema de SNS que atiende cada severidad, de P1 a P4."
  type        = map(string)
  nullable    = false
}

variable "tags" {
  description = "Etiquetas comunes; cada alarma agrega dueño, severidad, guía y ruta."
  type        = map(string)
  default     = {}
  nullable    = false
}
