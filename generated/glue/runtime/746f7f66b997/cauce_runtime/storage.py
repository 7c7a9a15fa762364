"""Small texts and documents beside the data, on ``file://`` and ``s3://``."""

import os
from pathlib import Path


def read_bytes(uri: str, limit: int | None = None) -> bytes:
    """The content of ``uri``, or its first ``limit`` bytes."""
    scheme, bucket, path = _split(uri)
    if scheme == "file":
        with open(path, "rb") as file:
            return file.read(limit)
    asked = {"Range": f"bytes=0-{limit - 1}"} if limit else {}
    try:
        return _s3().get_object(Bucket=bucket, Key=path.lstrip("/"), **asked)["Body"].read()
    except _s3().exceptions.ClientError as error:
        if error.response["Error"]["Code"] == "InvalidRange":  # an empty object has no first byte
            return b""
        raise


def read_text(uri: str) -> str:
    """The content of ``uri``, which is UTF-8."""
    return read_bytes(uri).decode("utf-8")


def write_text(uri: str, text: str) -> None:
    """Replaces the content of ``uri``, whole or not at all."""
    scheme, bucket, path = _split(uri)
    if scheme == "s3":
        _s3().put_object(Bucket=bucket, Key=path.lstrip("/"), Body=text.encode("utf-8"))
        return
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    partial.write_text(text, encoding="utf-8")
    partial.replace(target)


def exists(uri: str) -> bool:
    """Whether there is an object or a file at ``uri``."""
    return bool(identity(uri))


def identity(uri: str) -> dict[str, str | int]:
    """The ``size`` of what is at ``uri`` in bytes, and its ``etag`` where the store has one; empty when it is gone."""
    scheme, bucket, path = _split(uri)
    if scheme == "file":
        return {"size": os.path.getsize(path)} if os.path.exists(path) else {}
    try:
        found = _s3().head_object(Bucket=bucket, Key=path.lstrip("/"))
    except _s3().exceptions.ClientError as error:
        if error.response["Error"]["Code"] in ("404", "NoSuchKey"):
            return {}
        raise
    return {"size": found["ContentLength"], "etag": found["ETag"].strip('"')}


def secret(name: str) -> str:
    """The text of a secret of the account."""
    import boto3  # only where there are secrets: a laptop runs without it

    return boto3.client("secretsmanager").get_secret_value(SecretId=name)["SecretString"]


def join(root: str, *parts: str) -> str:
    """``parts`` below ``root``."""
    return "/".join([root.rstrip("/"), *parts])


def _split(uri: str) -> tuple[str, str, str]:
    """Scheme, bucket and path. Nothing is percent-encoded: Spark takes addresses as they stand, and so must we."""
    scheme, found, rest = uri.partition("://")
    if not found or scheme not in ("file", "s3"):
        raise ValueError(f"neither file:// nor s3://: {uri}")
    bucket, _, path = rest.partition("/")
    return scheme, bucket, f"/{path}"


def _s3():
    import boto3  # only where there is an S3: a laptop runs without it

    return boto3.client("s3")
