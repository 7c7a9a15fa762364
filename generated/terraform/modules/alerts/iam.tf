# Generado por cauce desde specs/platform.yaml; edite ese archivo y ejecute: cauce generate

data "aws_iam_policy_document" "assume" {
  for_each = { lambda = "lambda.amazonaws.com", scheduler = "scheduler.amazonaws.com" }

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = [each.value]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

resource "aws_iam_role" "this" {
  name                 = local.name
  path                 = "/cauce/"
  description          = "Abre o continúa incidentes y avisa por Slack, Teams y correo."
  assume_role_policy   = data.aws_iam_policy_document.assume["lambda"].json
  permissions_boundary = "arn:aws:iam::${var.account_id}:policy/cauce/ribera-boundary"
}

data "aws_iam_policy_document" "this" {
  statement {
    sid       = "Queue"
    actions   = ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
    resources = [aws_sqs_queue.this.arn]
  }

  statement {
    sid       = "Register"
    actions   = ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"]
    resources = ["arn:aws:dynamodb:${var.region}:${var.account_id}:table/ribera-incidents"]
  }

  statement {
    sid       = "Configuration"
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::${var.artifacts_bucket}/alerts/*.json"]
  }

  statement {
    sid       = "Channels"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [for secret in aws_secretsmanager_secret.channel : secret.arn]
  }

  statement {
    sid       = "Mail"
    actions   = ["ses:SendEmail"]
    resources = ["arn:aws:ses:${var.region}:${var.account_id}:identity/*"]

    condition {
      test     = "StringEquals"
      variable = "ses:FromAddress"
      values   = [var.sender]
    }
  }

  statement {
    sid       = "Logs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.this.arn}:*"]
  }

  statement {
    sid       = "Key"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.platform_key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = [for service in ["dynamodb", "lambda", "s3", "secretsmanager", "sqs"] : "${service}.${var.region}.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "this" {
  name   = "router"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.this.json
}

resource "aws_iam_role" "sweep" {
  name                 = "${local.name}-sweep"
  path                 = "/cauce/"
  description          = "Llama al enrutador de alertas cada cinco minutos."
  assume_role_policy   = data.aws_iam_policy_document.assume["scheduler"].json
  permissions_boundary = "arn:aws:iam::${var.account_id}:policy/cauce/ribera-boundary"
}

data "aws_iam_policy_document" "sweep" {
  statement {
    sid       = "Sweep"
    actions   = ["lambda:InvokeFunction"]
    resources = [aws_lambda_function.this.arn]
  }

  statement {
    sid       = "Key"
    actions   = ["kms:Decrypt"]
    resources = [var.platform_key_arn]
  }
}

resource "aws_iam_role_policy" "sweep" {
  name   = "sweep"
  role   = aws_iam_role.sweep.id
  policy = data.aws_iam_policy_document.sweep.json
}
