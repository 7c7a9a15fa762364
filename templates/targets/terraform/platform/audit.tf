# <{ v.header|comment }>

locals {
  config_policy = "arn:aws:iam::aws:policy/service-role/AWS_ConfigRole"
  trail_arn     = "arn:aws:cloudtrail:${var.region}:${var.account_id}:trail/<{ v.prefix|inner }>"
}

data "aws_iam_policy_document" "audit" {
  statement {
    sid       = "CheckBucket"
    actions   = ["s3:GetBucketAcl", "s3:ListBucket"]
    resources = [local.bucket_arns.audit]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com", "config.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }

  statement {
    sid       = "Deliver"
    actions   = ["s3:PutObject"]
    resources = ["${local.bucket_arns.audit}/AWSLogs/${var.account_id}/*"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com", "config.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

resource "aws_cloudtrail" "this" {
  name                       = <{ v.prefix|lit }>
  s3_bucket_name             = aws_s3_bucket.zone["audit"].id
  kms_key_id                 = aws_kms_key.platform.arn
  is_multi_region_trail      = true
  enable_log_file_validation = true

  advanced_event_selector {
    name = <{ v.t.trail_management|lit }>

    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }
  }

  advanced_event_selector {
    name = <{ v.t.trail_data|lit }>

    field_selector {
      field  = "eventCategory"
      equals = ["Data"]
    }

    field_selector {
      field  = "resources.type"
      equals = ["AWS::S3::Object"]
    }

    field_selector {
      field       = "resources.ARN"
      starts_with = [for zone in ["curated", "export", "landing", "quarantine", "raw"] : "${local.bucket_arns[zone]}/"]
    }
  }

  depends_on = [aws_s3_bucket_policy.zone]
}

data "aws_iam_policy_document" "config_assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["config.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

resource "aws_iam_role" "config" {
  name                 = "<{ v.prefix|inner }>-config"
  path                 = "/cauce/"
  description          = <{ v.t.config_role|lit }>
  assume_role_policy   = data.aws_iam_policy_document.config_assume.json
  permissions_boundary = local.config_policy
}

resource "aws_iam_role_policy_attachment" "config" {
  role       = aws_iam_role.config.name
  policy_arn = local.config_policy
}

resource "aws_config_configuration_recorder" "this" {
  name     = <{ v.prefix|lit }>
  role_arn = aws_iam_role.config.arn

  recording_group {
    all_supported                 = true
    include_global_resource_types = true
  }
}

resource "aws_config_delivery_channel" "this" {
  name           = <{ v.prefix|lit }>
  s3_bucket_name = aws_s3_bucket.zone["audit"].id
  s3_kms_key_arn = aws_kms_key.platform.arn

  depends_on = [aws_config_configuration_recorder.this, aws_s3_bucket_policy.zone]
}

resource "aws_config_configuration_recorder_status" "this" {
  name       = aws_config_configuration_recorder.this.name
  is_enabled = true

  depends_on = [aws_config_delivery_channel.this]
}

resource "aws_config_config_rule" "this" {
  for_each = {
    bucket-encryption = "S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED"
    bucket-public     = "S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED"
    key-rotation      = "CMK_BACKING_KEY_ROTATION_ENABLED"
    trail             = "CLOUD_TRAIL_ENABLED"
  }

  name = "<{ v.prefix|inner }>-${each.key}"

  source {
    owner             = "AWS"
    source_identifier = each.value
  }

  depends_on = [aws_config_configuration_recorder_status.this]
}
