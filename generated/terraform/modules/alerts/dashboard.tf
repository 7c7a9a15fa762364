# Generado por cauce desde specs/platform.yaml; edite ese archivo y ejecute: cauce generate

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = local.name

  dashboard_body = jsonencode({
    widgets = [
      {
        type   = "metric"
        x      = 0
        y      = 0
        width  = 12
        height = 6
        properties = {
          title  = "Incidentes por hora"
          region = var.region
          stat   = "Sum"
          period = 3600
          metrics = [
            for name in ["IncidentsOpened", "IncidentsResolved", "IncidentsEscalated", "SlaBreaches"] : ["ribera", name, "Env", var.env]
          ]
        }
      },
      {
        type   = "metric"
        x      = 12
        y      = 0
        width  = 12
        height = 6
        properties = {
          title  = "Minutos hasta atender y resolver (p90 por día)"
          region = var.region
          stat   = "p90"
          period = 86400
          metrics = [
            for name in ["MinutesToAcknowledge", "MinutesToResolve"] : ["ribera", name, "Env", var.env]
          ]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 6
        width  = 12
        height = 6
        properties = {
          title  = "Avisos por canal"
          region = var.region
          stat   = "Sum"
          period = 3600
          metrics = [
            for pair in setproduct(["NoticesSent", "NoticesFailed"], ["slack", "teams", "email"]) :
            ["ribera", pair[0], "Env", var.env, "Channel", pair[1]]
          ]
        }
      },
      {
        type   = "metric"
        x      = 12
        y      = 6
        width  = 12
        height = 6
        properties = {
          title  = "Enrutador: latido y pendientes"
          region = var.region
          stat   = "Maximum"
          period = 300
          metrics = [
            for name in ["RouterHeartbeat", "IncidentsOpen", "NoticesPending", "SweepProblems"] : ["ribera", name, "Env", var.env]
          ]
        }
      },
    ]
  })
}
