# Generado por cauce desde specs/pagos/transacciones.yaml; edite ese archivo y ejecute: cauce generate

locals {
  dimensions = {
    Dataset = "pagos/transacciones"
    Env     = var.env
  }

  # Solo producción avisa; en los demás ambientes las alarmas se ven pero no despiertan a nadie.
  pages = contains(["prod"], var.env)
}

# Cada corrida verificada publica su frescura una vez: si en todas las horas falta o excede el límite, el dato está tarde.
resource "aws_cloudwatch_metric_alarm" "late_file" {
  alarm_name = "ribera-pagos-transacciones-late-file"
  alarm_description = join("\n", [
    "P1 pagos/transacciones: 26 h sin una corrida verificada con datos frescos.",
    "El dato es viejo para quienes lo consumen: falta la entrega, o la corrida no llegó a publicar.",
    "Responsable: Datos de Pagos (#pagos-datos, pagos-datos@ribera.example); atender en 15 min y mitigar en 4 h.",
    "Guía: https://github.com/ribera-datos/plataforma-datos/blob/main/generated/runbooks/late_file.md",
    "Conjunto: https://github.com/ribera-datos/plataforma-datos/blob/main/generated/runbooks/pagos/transacciones.md",
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

  alarm_actions = local.pages ? [var.alert_topic_arns["P1"]] : []
  ok_actions    = local.pages ? [var.alert_topic_arns["P1"]] : []

  tags = merge(var.tags, {
    owner    = "pagos-datos"
    severity = "P1"
    runbook  = "generated/runbooks/late_file.md"
    route    = "pagos-datos/P1"
  })
}

resource "aws_cloudwatch_metric_alarm" "glue_failure" {
  alarm_name = "ribera-pagos-transacciones-glue-failure"
  alarm_description = join("\n", [
    "P2 pagos/transacciones: una corrida terminó en error.",
    "Lo publicado sigue siendo lo de la última corrida buena; el lote queda pendiente.",
    "Responsable: Datos de Pagos (#pagos-datos, pagos-datos@ribera.example); atender en 30 min y mitigar en 8 h.",
    "Guía: https://github.com/ribera-datos/plataforma-datos/blob/main/generated/runbooks/glue_failure.md",
    "Conjunto: https://github.com/ribera-datos/plataforma-datos/blob/main/generated/runbooks/pagos/transacciones.md",
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

resource "aws_cloudwatch_metric_alarm" "glue_timeout" {
  alarm_name = "ribera-pagos-transacciones-glue-timeout"
  alarm_description = join("\n", [
    "P2 pagos/transacciones: la corrida usó más del 90 % de su tiempo de proceso (40 min).",
    "Con un poco más de datos, la próxima se cortará por tiempo.",
    "Responsable: Datos de Pagos (#pagos-datos, pagos-datos@ribera.example); atender en 30 min y mitigar en 8 h.",
    "Guía: https://github.com/ribera-datos/plataforma-datos/blob/main/generated/runbooks/glue_timeout.md",
    "Conjunto: https://github.com/ribera-datos/plataforma-datos/blob/main/generated/runbooks/pagos/transacciones.md",
  ])

  namespace           = "ribera"
  metric_name         = "ProcessDuration"
  dimensions          = local.dimensions
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  datapoints_to_alarm = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 2160
  treat_missing_data  = "notBreaching"

  alarm_actions = local.pages ? [var.alert_topic_arns["P2"]] : []

  tags = merge(var.tags, {
    owner    = "pagos-datos"
    severity = "P2"
    runbook  = "generated/runbooks/glue_timeout.md"
    route    = "pagos-datos/P2"
  })
}

resource "aws_cloudwatch_metric_alarm" "quality_breach" {
  alarm_name = "ribera-pagos-transacciones-quality-breach"
  alarm_description = join("\n", [
    "P1 pagos/transacciones: más del 5 % de las filas de una corrida fue a cuarentena.",
    "El origen cambió o llegó dañado; lo apartado no está en la tabla.",
    "Responsable: Datos de Pagos (#pagos-datos, pagos-datos@ribera.example); atender en 15 min y mitigar en 4 h.",
    "Guía: https://github.com/ribera-datos/plataforma-datos/blob/main/generated/runbooks/quality_breach.md",
    "Conjunto: https://github.com/ribera-datos/plataforma-datos/blob/main/generated/runbooks/pagos/transacciones.md",
  ])

  evaluation_periods  = 1
  datapoints_to_alarm = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  treat_missing_data  = "notBreaching"

  metric_query {
    id          = "share"
    expression  = "IF(whole > 0, 100 * part / whole, 0)"
    return_data = true
  }

  metric_query {
    id = "part"
    metric {
      namespace   = "ribera"
      metric_name = "RecordsQuarantined"
      dimensions  = local.dimensions
      stat        = "Sum"
      period      = 300
    }
  }

  metric_query {
    id = "whole"
    metric {
      namespace   = "ribera"
      metric_name = "RecordsRead"
      dimensions  = local.dimensions
      stat        = "Sum"
      period      = 300
    }
  }

  alarm_actions = local.pages ? [var.alert_topic_arns["P1"]] : []

  tags = merge(var.tags, {
    owner    = "pagos-datos"
    severity = "P1"
    runbook  = "generated/runbooks/quality_breach.md"
    route    = "pagos-datos/P1"
  })
}

resource "aws_cloudwatch_metric_alarm" "rows_not_conserved" {
  alarm_name = "ribera-pagos-transacciones-rows-not-conserved"
  alarm_description = join("\n", [
    "P1 pagos/transacciones: los conteos de una corrida no cuadran o su commit no se pudo verificar.",
    "Puede haber filas perdidas o repetidas: no publique más hasta entender la diferencia.",
    "Responsable: Datos de Pagos (#pagos-datos, pagos-datos@ribera.example); atender en 15 min y mitigar en 4 h.",
    "Guía: https://github.com/ribera-datos/plataforma-datos/blob/main/generated/runbooks/rows_not_conserved.md",
    "Conjunto: https://github.com/ribera-datos/plataforma-datos/blob/main/generated/runbooks/pagos/transacciones.md",
  ])

  namespace           = "ribera"
  metric_name         = "HudiCommitVerified"
  dimensions          = local.dimensions
  statistic           = "Minimum"
  period              = 300
  evaluation_periods  = 1
  datapoints_to_alarm = 1
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "notBreaching"

  alarm_actions = local.pages ? [var.alert_topic_arns["P1"]] : []

  tags = merge(var.tags, {
    owner    = "pagos-datos"
    severity = "P1"
    runbook  = "generated/runbooks/rows_not_conserved.md"
    route    = "pagos-datos/P1"
  })
}
