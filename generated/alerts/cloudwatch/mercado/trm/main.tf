# Generado por cauce desde specs/mercado/trm.yaml; edite ese archivo y ejecute: cauce generate

locals {
  dimensions = {
    Dataset = "mercado/trm"
    Env     = var.env
  }

  # Solo producción avisa; en los demás ambientes las alarmas se ven pero no despiertan a nadie.
  pages = contains(["prod"], var.env)
}

# Cada corrida verificada publica su frescura una vez: si en todas las horas falta o excede el límite, el dato está tarde.
resource "aws_cloudwatch_metric_alarm" "late_file" {
  alarm_name = "ribera-mercado-trm-late-file"
  alarm_description = join("\n", [
    "P2 mercado/trm: 26 h sin una corrida verificada con datos frescos.",
    "El dato es viejo para quienes lo consumen: falta la entrega, o la corrida no llegó a publicar.",
    "Responsable: Datos de Pagos (#pagos-datos, pagos-datos@ribera.example); atender en 30 min y mitigar en 8 h.",
    "Guía: https://github.com/ribera-datos/plataforma-datos/blob/main/generated/runbooks/late_file.md",
    "Conjunto: https://github.com/ribera-datos/plataforma-datos/blob/main/generated/runbooks/mercado/trm.md",
  ])

  namespace           = "ribera"
  metric_name         = "FreshnessMinutes"
  dimensions          = local.dimensions
  statistic           = "Minimum"
  period              = 3600
  evaluation_periods  = 26
  datapoints_to_alarm = 26
  comparison_operator = "GreaterThanThreshold"
  threshold           = 1560
  treat_missing_data  = "breaching"

  alarm_actions = local.pages ? [var.alert_topic_arns["P2"]] : []
  ok_actions    = local.pages ? [var.alert_topic_arns["P2"]] : []

  tags = merge(var.tags, {
    owner    = "pagos-datos"
    severity = "P2"
    runbook  = "generated/runbooks/late_file.md"
    route    = "pagos-datos/P2"
  })
}

resource "aws_cloudwatch_metric_alarm" "glue_failure" {
  alarm_name = "ribera-mercado-trm-glue-failure"
  alarm_description = join("\n", [
    "P2 mercado/trm: una corrida terminó en error.",
    "Lo publicado sigue siendo lo de la última corrida buena; el lote queda pendiente.",
    "Responsable: Datos de Pagos (#pagos-datos, pagos-datos@ribera.example); atender en 30 min y mitigar en 8 h.",
    "Guía: https://github.com/ribera-datos/plataforma-datos/blob/main/generated/runbooks/glue_failure.md",
    "Conjunto: https://github.com/ribera-datos/plataforma-datos/blob/main/generated/runbooks/mercado/trm.md",
  ])

  namespace           = "ribera"
  metric_name         = "IngestFailed"
  dimensions          = local.dimensions
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  datapoints_to_alarm = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  treat_missing_data  = "notBreaching"

  alarm_actions = local.pages ? [var.alert_topic_arns["P2"]] : []

  tags = merge(var.tags, {
    owner    = "pagos-datos"
    severity = "P2"
    runbook  = "generated/runbooks/glue_failure.md"
    route    = "pagos-datos/P2"
  })
}
