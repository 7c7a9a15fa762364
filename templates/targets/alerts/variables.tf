# <{ self.0.header|comment }>

variable "env" {
  description = "<% if self.0.es %>Ambiente donde viven las alarmas; es la dimensión Env de las métricas.<% else %>Environment of the alarms; the dimension Env of the metrics.<% endif %>"
  type        = string
  nullable    = false
}

variable "alert_topic_arns" {
  description = "<% if self.0.es %>ARN del tema de SNS que atiende cada severidad, de P1 a P4.<% else %>ARN of the SNS topic of each severity, P1 to P4.<% endif %>"
  type        = map(string)
  nullable    = false
}

variable "tags" {
  description = "<% if self.0.es %>Etiquetas comunes; cada alarma agrega dueño, severidad, guía y ruta.<% else %>Common tags; each alarm adds owner, severity, runbook and route.<% endif %>"
  type        = map(string)
  default     = {}
  nullable    = false
}
