# Generado por cauce desde specs/pagos/transacciones.yaml; edite ese archivo y ejecute: cauce generate

# El evento solo despierta al DAG: lo que se procesa lo deciden el listado de S3 y el registro de entregas.
resource "aws_cloudwatch_event_rule" "arrival" {
  name        = "ribera-pagos-transacciones-arrival"
  description = "Llegada de archivos de pagos/transacciones."

  event_pattern = jsonencode({
    source      = ["aws.s3"]
    detail-type = ["Object Created"]
    detail = {
      bucket = { name = [var.buckets.landing] }
      object = { key = [{ prefix = "aliado/transacciones/" }] }
    }
  })

  tags = local.tags
}

resource "aws_cloudwatch_event_target" "arrival" {
  rule      = aws_cloudwatch_event_rule.arrival.name
  target_id = "arrival"
  arn       = aws_sqs_queue.arrival.arn

  dead_letter_config {
    arn = aws_sqs_queue.arrival_dlq.arn
  }
}

resource "aws_sqs_queue" "arrival" {
  name                       = "ribera-pagos-transacciones-arrival"
  kms_master_key_id          = var.platform_key_arn
  message_retention_seconds  = 345600
  receive_wait_time_seconds  = 20
  visibility_timeout_seconds = 300

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.arrival_dlq.arn
    maxReceiveCount     = 5
  })

  tags = local.tags
}

resource "aws_sqs_queue" "arrival_dlq" {
  name                      = "ribera-pagos-transacciones-arrival-dlq"
  kms_master_key_id         = var.platform_key_arn
  message_retention_seconds = 1209600
  tags                      = local.tags
}

resource "aws_sqs_queue_redrive_allow_policy" "arrival_dlq" {
  queue_url = aws_sqs_queue.arrival_dlq.id

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.arrival.arn]
  })
}

data "aws_iam_policy_document" "arrival" {
  for_each = { queue = aws_sqs_queue.arrival.arn, dlq = aws_sqs_queue.arrival_dlq.arn }

  statement {
    sid       = "OnlyThisRule"
    actions   = ["sqs:SendMessage"]
    resources = [each.value]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_cloudwatch_event_rule.arrival.arn]
    }
  }

  statement {
    sid       = "OnlyTls"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = [each.value]

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

resource "aws_sqs_queue_policy" "arrival" {
  queue_url = aws_sqs_queue.arrival.id
  policy    = data.aws_iam_policy_document.arrival["queue"].json
}

resource "aws_sqs_queue_policy" "arrival_dlq" {
  queue_url = aws_sqs_queue.arrival_dlq.id
  policy    = data.aws_iam_policy_document.arrival["dlq"].json
}
