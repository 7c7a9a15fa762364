# <{ v.header|comment }>

<{ v.t.boundary_why|remark(0) }>
resource "aws_iam_policy" "boundary" {
  name        = "<{ v.prefix|inner }>-boundary"
  path        = "/cauce/"
  description = <{ v.t.boundary|lit }>
  policy      = data.aws_iam_policy_document.boundary.json
}

data "aws_iam_policy_document" "boundary" {
  statement {
    sid = "Files"
    actions = [
      "s3:AbortMultipartUpload",
      "s3:DeleteObject",
      "s3:GetBucketPublicAccessBlock",
      "s3:GetObject",
      "s3:GetObjectVersion",
      "s3:ListBucket",
      "s3:PutObject",
    ]
    resources = flatten([for zone, arn in local.bucket_arns : [arn, "${arn}/*"] if !contains(["access", "audit"], zone)])
  }

  statement {
    sid = "OwnResources"
    actions = [
      "airflow:PublishMetrics",
      "dynamodb:BatchGetItem",
      "dynamodb:DeleteItem",
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "dynamodb:Query",
      "dynamodb:UpdateItem",
      "glue:BatchCreatePartition",
      "glue:BatchDeletePartition",
      "glue:BatchStopJobRun",
      "glue:BatchUpdatePartition",
      "glue:CreateTable",
      "glue:GetConnection",
      "glue:GetDatabase",
      "glue:GetJob",
      "glue:GetJobRun",
      "glue:GetJobRuns",
      "glue:GetPartition",
      "glue:GetPartitions",
      "glue:GetTable",
      "glue:StartJobRun",
      "glue:UpdateTable",
      "lambda:InvokeFunction",
      "logs:CreateLogGroup",
      "logs:CreateLogStream",
      "logs:GetLogEvents",
      "logs:GetLogGroupFields",
      "logs:GetLogRecord",
      "logs:GetQueryResults",
      "logs:PutLogEvents",
      "secretsmanager:DescribeSecret",
      "secretsmanager:GetSecretValue",
      "sns:Publish",
      "sqs:ChangeMessageVisibility",
      "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
      "sqs:GetQueueUrl",
      "sqs:ReceiveMessage",
      "sqs:SendMessage",
    ]
    resources = [
      "arn:aws:airflow:${var.region}:${var.account_id}:environment/<{ v.prefix|inner }>",
      "arn:aws:dynamodb:${var.region}:${var.account_id}:table/<{ v.prefix|inner }>-*",
      "arn:aws:glue:${var.region}:${var.account_id}:*",
      "arn:aws:lambda:${var.region}:${var.account_id}:function:<{ v.prefix|inner }>-*",
      "arn:aws:logs:${var.region}:${var.account_id}:log-group:/<{ v.prefix|inner }>/*",
      "arn:aws:logs:${var.region}:${var.account_id}:log-group:airflow-<{ v.prefix|inner }>-*",
      "arn:aws:secretsmanager:${var.region}:${var.account_id}:secret:*",
      "arn:aws:sns:${var.region}:${var.account_id}:<{ v.prefix|inner }>-*",
      "arn:aws:sqs:${var.region}:*:airflow-celery-*",
      "arn:aws:sqs:${var.region}:${var.account_id}:<{ v.prefix|inner }>-*",
    ]
  }

  statement {
    sid       = "Keys"
    actions   = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*"]
    resources = ["arn:aws:kms:${var.region}:${var.account_id}:key/*"]
  }

  <{ v.t.boundary_star|remark(2) }>
  statement {
    sid = "Unnamed"
    actions = [
      "cloudwatch:PutMetricData",
      "ec2:CreateNetworkInterface",
      "ec2:CreateTags",
      "ec2:DeleteNetworkInterface",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeRouteTables",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSubnets",
      "ec2:DescribeVpcAttribute",
      "ec2:DescribeVpcEndpoints",
      "logs:DescribeLogGroups",
      "s3:GetAccountPublicAccessBlock",
      "ses:SendEmail",
    ]
    resources = ["*"]
  }
}

<{ v.t.deploy_boundary_why|remark(0) }>
resource "aws_iam_policy" "deploy_boundary" {
  name        = "<{ v.prefix|inner }>-deploy-boundary"
  path        = "/cauce/"
  description = <{ v.t.deploy_boundary|lit }>
  policy      = data.aws_iam_policy_document.deploy_boundary.json
}

data "aws_iam_policy_document" "deploy_boundary" {
  statement {
    sid       = "WhatTheirPoliciesSay"
    actions   = ["*"]
    resources = ["*"]
  }

  statement {
    sid    = "NotTheFence"
    effect = "Deny"
    actions = [
      "iam:AttachRolePolicy",
      "iam:DeleteRole*",
      "iam:DetachRolePolicy",
      "iam:PutRole*",
      "iam:UpdateAssumeRolePolicy",
      "iam:UpdateRole",
    ]
    resources = [
      "arn:aws:iam::${var.account_id}:role/cauce/<{ v.prefix|inner }>-config",
      "arn:aws:iam::${var.account_id}:role/cauce/<{ v.prefix|inner }>-github-*",
    ]
  }

  <{ v.t.deploy_denied|remark(2) }>
  statement {
    sid    = "NotTheGuards"
    effect = "Deny"
    actions = [
      "cloudtrail:DeleteTrail",
      "cloudtrail:PutEventSelectors",
      "cloudtrail:StopLogging",
      "cloudtrail:UpdateTrail",
      "config:Delete*",
      "config:Put*",
      "config:Stop*",
      "iam:*AccessKey*",
      "iam:*Group*",
      "iam:*LoginProfile*",
      "iam:*User*",
      "iam:AddClientIDToOpenIDConnectProvider",
      "iam:CreateOpenIDConnectProvider",
      "iam:CreatePolicy*",
      "iam:DeleteOpenIDConnectProvider",
      "iam:DeletePolicy*",
      "iam:DeleteRolePermissionsBoundary",
      "iam:SetDefaultPolicyVersion",
      "iam:UpdateOpenIDConnectProviderThumbprint",
      "kms:Disable*",
      "kms:PutKeyPolicy",
      "kms:ScheduleKeyDeletion",
      "s3:DeleteBucket*",
      "s3:PutAccountPublicAccessBlock",
      "s3:PutBucketPolicy",
      "s3:PutBucketPublicAccessBlock",
      "s3:PutEncryptionConfiguration",
      "secretsmanager:GetSecretValue",
    ]
    resources = ["*"]
  }

  statement {
    sid     = "NotTheData"
    effect  = "Deny"
    actions = ["s3:*Object*"]
    resources = [
      for zone, arn in local.bucket_arns : "${arn}/*" if zone != "artifacts"
    ]
  }
}
