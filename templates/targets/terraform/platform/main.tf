# <{ v.header|comment }>

locals {
  bucket_arns = { for zone, bucket in aws_s3_bucket.zone : zone => bucket.arn }
}
