# <{ header|comment }>

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["glue.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

resource "aws_iam_role" "job" {
  name                 = <{ names.role|lit }>
  path                 = "/cauce/"
  description          = "<{ t.job_role|inner }> <{ names.folder|inner }>."
  assume_role_policy   = data.aws_iam_policy_document.assume.json
  permissions_boundary = "arn:aws:iam::${var.account_id}:policy/cauce/<{ prefix|inner }>-boundary"
  tags                 = local.tags
}

resource "aws_iam_role_policy" "job" {
  name   = "job"
  role   = aws_iam_role.job.id
  policy = data.aws_iam_policy_document.job.json
}

data "aws_iam_policy_document" "job" {
<%- for statement in statements %>
<%- if !loop.first %>
<% endif %>
<%- if let Some(note) = statement.note %>
  <{ note|remark(2) }>
<%- endif %>
  statement {
<%- if statement.long() %>
    sid = <{ statement.sid|lit }>
    actions = <{ statement.actions|block(4) }>
<%- else if let Some(only) = statement.one() %>
    sid       = <{ statement.sid|lit }>
    actions   = <{ statement.actions|lit }>
    resources = [<{ only|fragment }>]
<%- else %>
    sid     = <{ statement.sid|lit }>
    actions = <{ statement.actions|lit }>
<%- endif %>
<%- if statement.listed() %>
    resources = [
<%- for resource in statement.resources %>
      <{ resource|fragment }>,
<%- endfor %>
    ]
<%- endif %>
<%- for condition in statement.conditions %>

    condition {
      test     = <{ condition.test|lit }>
      variable = <{ condition.variable|lit }>
      values   = [<%- for value in condition.values %><%- if !loop.first %>, <% endif %><{ value|fragment }><%- endfor %>]
    }
<%- endfor %>
  }
<%- endfor %>
}
