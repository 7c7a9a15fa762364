# <{ header|comment }>

locals {
  dataset = <{ names.folder|lit }>

  # <{ t.script_digest|comment }>
  scripts = {
    for file in ["${local.dataset}.py"<% for module in dataset.modules %>, "${local.dataset}/<{ module.name|inner }>.py"<% endfor %>] :
    file => "s3://${var.buckets.artifacts}/glue/jobs/${substr(filesha256("${path.module}/../../../../glue/jobs/${file}"), 0, 12)}/${file}"
  }
<%- if let Some(own) = own_tags %>

  own_tags = <{ own|block(2) }>

  tags = merge(local.own_tags, {
    dataset        = local.dataset
    owner          = <{ dataset.owner|lit }>
    tier           = <{ tier|lit }>
    classification = <{ classification|lit }>
  })
<%- else %>

  tags = {
    dataset        = local.dataset
    owner          = <{ dataset.owner|lit }>
    tier           = <{ tier|lit }>
    classification = <{ classification|lit }>
  }
<%- endif %>
}

resource "aws_glue_job" "this" {
  name        = <{ names.job|lit }>
  description = <{ dataset.description|lit }>
  role_arn    = aws_iam_role.job.arn

  glue_version      = <{ glue|lit }>
  worker_type       = var.worker_type
  number_of_workers = var.number_of_workers
  timeout           = <{ minutes|lit }>
  # <{ t.no_retries|comment }>
  max_retries            = 0
  security_configuration = var.security_configuration
<%- if let Some(direct) = dataset.source.direct %>
  connections            = [<{ direct.network|lit }>]
<%- endif %>

  command {
    name            = "glueetl"
    python_version  = "3"
    script_location = local.scripts["${local.dataset}.py"]
  }

  execution_property {
    max_concurrent_runs = 1
  }

  default_arguments = {
    "--env"        = var.env
    "--curated"    = "s3://${var.buckets.curated}"
    "--quarantine" = "s3://${var.buckets.quarantine}"
    "--export"     = "s3://${var.buckets.export}"
    "--state"      = "s3://${var.buckets.state}"
<%- if let Some(key) = protection_key %>

    "--protection-key" = <{ key|lit }>
<%- endif %>

    "--job-language"            = "python"
    "--job-bookmark-option"     = "job-bookmark-disable"
    "--enable-metrics"          = "true"
    "--enable-glue-datacatalog" = "true"
    "--datalake-formats"        = "hudi"
    "--extra-py-files"          = "s3://${var.buckets.artifacts}/<{ runtime|inner }><% for module in dataset.modules %>,${local.scripts["${local.dataset}/<{ module.name|inner }>.py"]}<% endfor %>"
    # <{ t.log_prefix|comment }>
    "--custom-logGroup-prefix" = <{ names.log_group|lit }>
    # <{ t.one_conf|comment }>
    "--conf" = join(" --conf ", [
      "spark.serializer=org.apache.spark.serializer.KryoSerializer",
      "spark.kryo.registrator=org.apache.spark.HoodieSparkKryoRegistrar",
      "spark.sql.extensions=org.apache.spark.sql.hudi.HoodieSparkSessionExtension",
      "spark.sql.catalog.spark_catalog=org.apache.spark.sql.hudi.catalog.HoodieCatalog",
    ])
  }

  tags = local.tags

  depends_on = [aws_iam_role_policy.job]
}

resource "aws_cloudwatch_log_group" "job" {
  for_each = toset(["error", "output"])

  name              = "<{ names.log_group|inner }>/${each.key}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.platform_key_arn
  tags              = local.tags
}
