# Generado por cauce desde specs/core/clientes.yaml; edite ese archivo y ejecute: cauce generate

locals {
  dataset = "core/clientes"

  # Cada versión del código tiene su propia ruta: la que ya corre no cambia, y el despliegue publica la nueva antes de aplicar.
  scripts = {
    for file in ["${local.dataset}.py"] :
    file => "s3://${var.buckets.artifacts}/glue/jobs/${substr(filesha256("${path.module}/../../../../glue/jobs/${file}"), 0, 12)}/${file}"
  }

  tags = {
    dataset        = local.dataset
    owner          = "clientes-datos"
    tier           = "1"
    classification = "restricted"
  }
}

resource "aws_glue_job" "this" {
  name        = "ribera-core-clientes"
  description = "Clientes del banco con su estado de vinculación."
  role_arn    = aws_iam_role.job.arn

  glue_version      = "5.1"
  worker_type       = var.worker_type
  number_of_workers = var.number_of_workers
  timeout           = 30
  # Airflow decide los reintentos: una segunda corrida de Glue escribiría la misma tabla.
  max_retries            = 0
  security_configuration = var.security_configuration

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

    "--protection-key" = "secretsmanager:ribera/proteccion/core"

    "--job-language"            = "python"
    "--job-bookmark-option"     = "job-bookmark-disable"
    "--enable-metrics"          = "true"
    "--enable-glue-datacatalog" = "true"
    "--datalake-formats"        = "hudi"
    "--extra-py-files"          = "s3://${var.buckets.artifacts}/glue/runtime/746f7f66b997/cauce_runtime.zip"
    # Glue escribe en <prefijo>/error y <prefijo>/output, los dos grupos de abajo.
    "--custom-logGroup-prefix" = "/ribera/glue/core/clientes"
    # Glue solo acepta una clave --conf: las demás van encadenadas en su valor.
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

  name              = "/ribera/glue/core/clientes/${each.key}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.platform_key_arn
  tags              = local.tags
}
