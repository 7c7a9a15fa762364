# Generado por cauce desde specs/platform.yaml; edite ese archivo y ejecute: cauce generate

locals {
  bucket_arns = { for zone, bucket in aws_s3_bucket.zone : zone => bucket.arn }
}
