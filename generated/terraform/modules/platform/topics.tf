# Generado por cauce desde specs/platform.yaml; edite ese archivo y ejecute: cauce generate

resource "aws_sns_topic" "alerts" {
  for_each = {
    P1 = "ribera-alerts-p1"
    P2 = "ribera-alerts-p2"
    P3 = "ribera-alerts-p3"
    P4 = "ribera-alerts-p4"
  }

  name              = each.value
  kms_master_key_id = aws_kms_key.platform.arn
}

data "aws_iam_policy_document" "alerts" {
  for_each = aws_sns_topic.alerts

  statement {
    sid       = "Alarms"
    actions   = ["sns:Publish"]
    resources = [each.value.arn]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }

  statement {
    sid       = "OnlyTls"
    effect    = "Deny"
    actions   = ["sns:Publish"]
    resources = [each.value.arn]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_sns_topic_policy" "alerts" {
  for_each = aws_sns_topic.alerts

  arn    = each.value.arn
  policy = data.aws_iam_policy_document.alerts[each.key].json
}

# Camino directo, sin enrutador: una alerta llega a una persona aunque lo demás falle.
resource "aws_sns_topic_subscription" "email" {
  for_each = aws_sns_topic.alerts

  topic_arn = each.value.arn
  protocol  = "email"
  endpoint  = var.alerts_email
}
