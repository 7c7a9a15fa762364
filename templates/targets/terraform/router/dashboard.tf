# <{ v.header|comment }>

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
          title  = <{ v.t.board_incidents|lit }>
          region = var.region
          stat   = "Sum"
          period = 3600
          metrics = [
            for name in ["IncidentsOpened", "IncidentsResolved", "IncidentsEscalated", "SlaBreaches"] : [<{ v.prefix|lit }>, name, "Env", var.env]
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
          title  = <{ v.t.board_times|lit }>
          region = var.region
          stat   = "p90"
          period = 86400
          metrics = [
            for name in ["MinutesToAcknowledge", "MinutesToResolve"] : [<{ v.prefix|lit }>, name, "Env", var.env]
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
          title  = <{ v.t.board_notices|lit }>
          region = var.region
          stat   = "Sum"
          period = 3600
          metrics = [
            for pair in setproduct(["NoticesSent", "NoticesFailed"], ["slack", "teams", "email"]) :
            [<{ v.prefix|lit }>, pair[0], "Env", var.env, "Channel", pair[1]]
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
          title  = <{ v.t.board_router|lit }>
          region = var.region
          stat   = "Maximum"
          period = 300
          metrics = [
            for name in ["RouterHeartbeat", "IncidentsOpen", "NoticesPending", "SweepProblems"] : [<{ v.prefix|lit }>, name, "Env", var.env]
          ]
        }
      },
    ]
  })
}
