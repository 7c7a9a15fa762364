# Generado por cauce desde specs/platform.yaml; edite ese archivo y ejecute: cauce generate

locals {
  # GitHub firma el sujeto con identificadores inmutables en los repositorios nuevos y sin ellos en los antiguos.
  github_subjects = [
    "repo:ribera-datos/plataforma-datos",
    "repo:ribera-datos@90217733/plataforma-datos@640118822",
  ]

  # Rol => ambiente de GitHub que puede asumirlo.
  github_roles = {
    plan  = "${var.env}-plan"
    apply = var.env
  }

  tfstate_arn = "arn:aws:s3:::${var.tfstate_bucket}"
}

resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

data "aws_iam_policy_document" "github_assume" {
  for_each = local.github_roles

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.github.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:sub"
      values   = [for subject in local.github_subjects : "${subject}:environment:${each.value}"]
    }
  }
}

resource "aws_iam_role" "github" {
  for_each = local.github_roles

  name                 = "ribera-github-${each.key}"
  path                 = "/cauce/"
  description          = "GitHub Actions, ambiente ${each.value}."
  assume_role_policy   = data.aws_iam_policy_document.github_assume[each.key].json
  permissions_boundary = aws_iam_policy.deploy_boundary.arn
  max_session_duration = 3600
}

resource "aws_iam_role_policy" "github_plan" {
  name   = "plan"
  role   = aws_iam_role.github["plan"].id
  policy = data.aws_iam_policy_document.github_plan.json
}

resource "aws_iam_role_policy" "github_apply" {
  name   = "apply"
  role   = aws_iam_role.github["apply"].id
  policy = data.aws_iam_policy_document.github_apply.json
}

data "aws_iam_policy_document" "github_state" {
  statement {
    sid       = "ListState"
    actions   = ["s3:ListBucket"]
    resources = [local.tfstate_arn]
  }

  statement {
    sid       = "ReadState"
    actions   = ["s3:GetObject"]
    resources = ["${local.tfstate_arn}/*"]
  }

  statement {
    sid       = "LockState"
    actions   = ["s3:DeleteObject", "s3:PutObject"]
    resources = ["${local.tfstate_arn}/*.tflock"]
  }
}

data "aws_iam_policy_document" "github_plan" {
  source_policy_documents = [data.aws_iam_policy_document.github_state.json]

  statement {
    sid       = "SavePlans"
    actions   = ["s3:PutObject"]
    resources = ["${local.tfstate_arn}/plans/*"]

    # Un plan se escribe una sola vez: quien aprueba ve su huella, y nadie lo cambia después.
    condition {
      test     = "Null"
      variable = "s3:if-none-match"
      values   = ["false"]
    }
  }

  # Leer la configuración no admite recursos en varios de estos servicios. Ninguna acción lee datos ni secretos.
  statement {
    sid = "ReadConfiguration"
    actions = [
      "airflow:GetEnvironment",
      "airflow:ListTagsForResource",
      "cloudtrail:DescribeTrails",
      "cloudtrail:GetEventSelectors",
      "cloudtrail:GetTrail",
      "cloudtrail:GetTrailStatus",
      "cloudtrail:ListTags",
      "cloudwatch:DescribeAlarms",
      "cloudwatch:GetDashboard",
      "cloudwatch:ListTagsForResource",
      "config:Describe*",
      "config:ListTagsForResource",
      "dynamodb:DescribeContinuousBackups",
      "dynamodb:DescribeTable",
      "dynamodb:DescribeTimeToLive",
      "dynamodb:ListTagsOfResource",
      "events:DescribeRule",
      "events:ListTagsForResource",
      "events:ListTargetsByRule",
      "glue:GetDatabase",
      "glue:GetJob",
      "glue:GetSecurityConfiguration",
      "glue:GetTags",
      "iam:GetOpenIDConnectProvider",
      "iam:GetPolicy",
      "iam:GetPolicyVersion",
      "iam:GetRole",
      "iam:GetRolePolicy",
      "iam:ListAttachedRolePolicies",
      "iam:ListRolePolicies",
      "kms:DescribeKey",
      "kms:GetKeyPolicy",
      "kms:GetKeyRotationStatus",
      "kms:ListAliases",
      "kms:ListResourceTags",
      "lambda:GetEventSourceMapping",
      "lambda:GetFunction",
      "lambda:GetFunctionCodeSigningConfig",
      "lambda:ListTags",
      "lambda:ListVersionsByFunction",
      "logs:DescribeLogGroups",
      "logs:ListTagsForResource",
      "s3:GetAccelerateConfiguration",
      "s3:GetBucket*",
      "s3:GetEncryptionConfiguration",
      "s3:GetLifecycleConfiguration",
      "s3:GetReplicationConfiguration",
      "scheduler:GetSchedule",
      "scheduler:ListTagsForResource",
      "secretsmanager:DescribeSecret",
      "secretsmanager:GetResourcePolicy",
      "sns:GetSubscriptionAttributes",
      "sns:GetTopicAttributes",
      "sns:ListTagsForResource",
      "sqs:GetQueueAttributes",
      "sqs:ListQueueTags",
    ]
    resources = ["*"]
  }

  statement {
    sid       = "ReadNetwork"
    actions   = ["ssm:GetParameter"]
    resources = [for name in values(local.network_parameters) : "arn:aws:ssm:${var.region}:${var.account_id}:parameter${name}"]
  }

  statement {
    sid       = "ReadPublishedSettings"
    actions   = ["s3:GetObject", "s3:GetObjectTagging"]
    resources = ["${local.bucket_arns.artifacts}/airflow/*", "${local.bucket_arns.artifacts}/alerts/*.json"]
  }
}

data "aws_iam_policy_document" "github_apply" {
  source_policy_documents = [data.aws_iam_policy_document.github_plan.json]

  statement {
    sid       = "WriteState"
    actions   = ["s3:PutObject"]
    resources = ["${local.tfstate_arn}/*.tfstate"]
  }

  # Los buckets se administran; sus datos no se leen: solo se publica código.
  statement {
    sid       = "Buckets"
    actions   = ["s3:PutBucketNotification", "s3:PutBucketTagging", "s3:PutLifecycleConfiguration"]
    resources = [for zone, arn in local.bucket_arns : arn if !contains(["access", "audit"], zone)]
  }

  statement {
    sid       = "PublishCode"
    actions   = ["s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:PutObject", "s3:PutObjectTagging"]
    resources = [local.bucket_arns.artifacts, "${local.bucket_arns.artifacts}/*"]
  }

  statement {
    sid       = "PublishCodeKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [aws_kms_key.platform.arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${var.region}.amazonaws.com"]
    }
  }

  statement {
    sid = "NamedResources"
    actions = [
      "airflow:CreateEnvironment",
      "airflow:DeleteEnvironment",
      "airflow:TagResource",
      "airflow:UntagResource",
      "airflow:UpdateEnvironment",
      "cloudwatch:DeleteAlarms",
      "cloudwatch:DeleteDashboards",
      "cloudwatch:PutDashboard",
      "cloudwatch:PutMetricAlarm",
      "cloudwatch:TagResource",
      "cloudwatch:UntagResource",
      "dynamodb:CreateTable",
      "dynamodb:DeleteTable",
      "dynamodb:TagResource",
      "dynamodb:UntagResource",
      "dynamodb:UpdateContinuousBackups",
      "dynamodb:UpdateTable",
      "events:DeleteRule",
      "events:DisableRule",
      "events:EnableRule",
      "events:PutRule",
      "events:PutTargets",
      "events:RemoveTargets",
      "events:TagResource",
      "events:UntagResource",
      "glue:CreateDatabase",
      "glue:CreateJob",
      "glue:DeleteDatabase",
      "glue:DeleteJob",
      "glue:TagResource",
      "glue:UntagResource",
      "glue:UpdateDatabase",
      "glue:UpdateJob",
      "lambda:CreateFunction",
      "lambda:DeleteFunction",
      "lambda:TagResource",
      "lambda:UntagResource",
      "lambda:UpdateFunctionCode",
      "lambda:UpdateFunctionConfiguration",
      "logs:AssociateKmsKey",
      "logs:CreateLogGroup",
      "logs:DeleteLogGroup",
      "logs:DeleteRetentionPolicy",
      "logs:DisassociateKmsKey",
      "logs:PutRetentionPolicy",
      "logs:TagResource",
      "logs:UntagResource",
      "scheduler:CreateSchedule",
      "scheduler:DeleteSchedule",
      "scheduler:UpdateSchedule",
      "secretsmanager:CreateSecret",
      "secretsmanager:DeleteSecret",
      "secretsmanager:TagResource",
      "secretsmanager:UntagResource",
      "secretsmanager:UpdateSecret",
      "sns:CreateTopic",
      "sns:DeleteTopic",
      "sns:SetTopicAttributes",
      "sns:Subscribe",
      "sns:TagResource",
      "sns:UntagResource",
      "sqs:CreateQueue",
      "sqs:DeleteQueue",
      "sqs:SetQueueAttributes",
      "sqs:TagQueue",
      "sqs:UntagQueue",
      "ssm:PutParameter",
    ]
    resources = [
      "arn:aws:airflow:${var.region}:${var.account_id}:environment/ribera",
      "arn:aws:cloudwatch:${var.region}:${var.account_id}:alarm:ribera-*",
      "arn:aws:cloudwatch::${var.account_id}:dashboard/ribera-*",
      "arn:aws:dynamodb:${var.region}:${var.account_id}:table/ribera-*",
      "arn:aws:events:${var.region}:${var.account_id}:rule/ribera-*",
      "arn:aws:glue:${var.region}:${var.account_id}:catalog",
      "arn:aws:glue:${var.region}:${var.account_id}:database/ribera_*",
      "arn:aws:glue:${var.region}:${var.account_id}:job/ribera-*",
      "arn:aws:glue:${var.region}:${var.account_id}:table/ribera_*",
      "arn:aws:glue:${var.region}:${var.account_id}:userDefinedFunction/ribera_*",
      "arn:aws:lambda:${var.region}:${var.account_id}:function:ribera-*",
      "arn:aws:logs:${var.region}:${var.account_id}:log-group:/ribera/*",
      "arn:aws:scheduler:${var.region}:${var.account_id}:schedule/default/ribera-*",
      "arn:aws:secretsmanager:${var.region}:${var.account_id}:secret:ribera/*",
      "arn:aws:sns:${var.region}:${var.account_id}:ribera-*",
      "arn:aws:sqs:${var.region}:${var.account_id}:ribera-*",
      "arn:aws:ssm:${var.region}:${var.account_id}:parameter/ribera/*",
    ]
  }

  # Estas acciones crean recursos que aún no tienen nombre, o no admiten recursos.
  statement {
    sid = "UnnamedResources"
    actions = [
      "glue:CreateSecurityConfiguration",
      "glue:DeleteSecurityConfiguration",
      "kms:CreateKey",
      "kms:TagResource",
      "lambda:CreateEventSourceMapping",
      "lambda:DeleteEventSourceMapping",
      "lambda:UpdateEventSourceMapping",
      "sns:Unsubscribe",
    ]
    resources = ["*"]
  }

  # Una llave no tiene nombre propio, y cambiar un alias cambia qué leen los trabajos: solo los alias de la plataforma.
  statement {
    sid = "Keys"
    actions = [
      "kms:CreateAlias",
      "kms:CreateGrant",
      "kms:DeleteAlias",
      "kms:EnableKeyRotation",
      "kms:UpdateAlias",
      "kms:UpdateKeyDescription",
    ]
    resources = [
      "arn:aws:kms:${var.region}:${var.account_id}:alias/ribera-*",
      "arn:aws:kms:${var.region}:${var.account_id}:key/*",
    ]
  }

  statement {
    sid = "Roles"
    actions = [
      "iam:AttachRolePolicy",
      "iam:CreateRole",
      "iam:DeleteRolePolicy",
      "iam:DetachRolePolicy",
      "iam:PutRolePermissionsBoundary",
      "iam:PutRolePolicy",
    ]
    resources = ["arn:aws:iam::${var.account_id}:role/cauce/ribera-*"]

    # Un rol nuevo nace con su límite y nadie puede quitárselo: un despliegue no reparte más de lo que el límite deja.
    condition {
      test     = "StringEquals"
      variable = "iam:PermissionsBoundary"
      values   = [aws_iam_policy.boundary.arn]
    }
  }

  statement {
    sid = "RoleDetails"
    actions = [
      "iam:DeleteRole",
      "iam:ListInstanceProfilesForRole",
      "iam:TagRole",
      "iam:UntagRole",
      "iam:UpdateAssumeRolePolicy",
      "iam:UpdateRole",
      "iam:UpdateRoleDescription",
    ]
    resources = ["arn:aws:iam::${var.account_id}:role/cauce/ribera-*"]
  }

  dynamic "statement" {
    for_each = {
      Airflow   = ["airflow.amazonaws.com", "ribera-airflow"]
      Glue      = ["glue.amazonaws.com", "ribera-*-job"]
      Lambda    = ["lambda.amazonaws.com", "ribera-alert-router"]
      Scheduler = ["scheduler.amazonaws.com", "ribera-alert-router-sweep"]
    }

    content {
      sid       = "PassRoleTo${statement.key}"
      actions   = ["iam:PassRole"]
      resources = ["arn:aws:iam::${var.account_id}:role/cauce/${statement.value[1]}"]

      condition {
        test     = "StringEquals"
        variable = "iam:PassedToService"
        values   = [statement.value[0]]
      }
    }
  }
}
