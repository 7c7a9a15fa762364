"""The few calls to AWS that the steps are made of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any


def client(service: str) -> Any:
    """A low-level client with the worker's own role."""
    from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook

    return AwsBaseHook(aws_conn_id=None, client_type=service).get_conn()


def table(name: str) -> Any:
    """A DynamoDB table whose items are plain Python values."""
    from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook

    return AwsBaseHook(aws_conn_id=None, resource_type="dynamodb").get_conn().Table(name)


def split(uri: str) -> tuple[str, str]:
    """`s3://bucket/key` as bucket and key."""
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    return bucket, key


def objects(uri: str) -> Iterator[dict[str, Any]]:
    """Every object under a prefix, page after page, in the order of its key."""
    bucket, prefix = split(uri)
    for page in client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        yield from page.get("Contents", [])


def put(uri: str, body: bytes) -> dict[str, Any]:
    """Writes one object and returns what a manifest says of it."""
    bucket, key = split(uri)
    client("s3").put_object(Bucket=bucket, Key=key, Body=body)
    return {"uri": uri, "size": len(body), "digest": hashlib.sha256(body).hexdigest()[:16]}


def put_json(uri: str, value: Any) -> None:
    """Writes one JSON object, with its keys in a stable order."""
    put(uri, json.dumps(value, ensure_ascii=False, sort_keys=True).encode())


def get_json(uri: str) -> Any | None:
    """Reads one JSON object; None when it does not exist."""
    s3 = client("s3")
    bucket, key = split(uri)
    try:
        return json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read())
    except s3.exceptions.NoSuchKey:
        return None


def empty(uri: str) -> None:
    """Deletes what a previous try left under a prefix."""
    s3 = client("s3")
    bucket, _ = split(uri)
    for item in list(objects(uri)):
        s3.delete_object(Bucket=bucket, Key=item["Key"])


def refused(error: Exception) -> bool:
    """Whether a conditional write found its condition false."""
    return getattr(error, "response", {}).get("Error", {}).get("Code") == "ConditionalCheckFailedException"
