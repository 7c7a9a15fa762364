"""Protection of personal data: applied before a row is cached, counted, written or quarantined."""

import hashlib
import re

from pyspark.sql import Column as Expression
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from . import storage
from .columns import Column
from .errors import JobError

BLOCK = 64  # bytes of a block of SHA-256
SHORTEST_KEY = 32
INNER, OUTER = "_inner_key", "_outer_key"
DOMAIN = r"@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}$"


def with_key(rows: DataFrame, columns: list[Column], uri: str | None) -> DataFrame:
    """Adds the two pads of the HMAC key, when a column is hashed; without a key the run stops.

    They travel as data of a one-row frame: a literal would be printed in query plans and event logs.
    """
    if not any(item.protect == "hash" for item in columns):
        return rows
    if not uri:
        raise JobError("a column is protected by hash and there is no --protection-key")
    return rows.crossJoin(F.broadcast(_pads(rows.sparkSession, _read_key(uri))))


def protected(item: Column, value: Expression) -> Expression:
    """What may be stored of a text ``value`` of ``item``."""
    if item.protect == "hash":
        return _hmac(value)
    if item.protect == "mask":
        return _mask(value)
    return F.lit(None).cast("string") if item.protect == "drop" else value


def shape(text: Expression) -> Expression:
    """The form of ``text`` without its values: letters become ``x``, digits ``9``; what separates them stays."""
    return F.regexp_replace(F.regexp_replace(text, r"\p{L}", "x"), r"\p{N}", "9")


def _hmac(value: Expression) -> Expression:
    """HMAC-SHA256 of the UTF-8 text, in hexadecimal."""
    inner = F.sha2(F.concat(F.col(INNER), F.encode(value, "UTF-8")), 256)
    return F.sha2(F.concat(F.col(OUTER), F.unhex(inner)), 256)


def _mask(value: Expression) -> Expression:
    """``***`` and the domain of an e-mail address, or the last four characters of a longer text."""
    domain = F.regexp_extract(value, DOMAIN, 0)
    tail = F.when(F.length(value) > 4, F.substring(value, -4, 4)).otherwise("")
    return F.when(value.isNotNull(), F.concat(F.lit("***"), F.when(value.contains("@"), domain).otherwise(tail)))


def _pads(spark: SparkSession, key: bytes) -> DataFrame:
    key = (hashlib.sha256(key).digest() if len(key) > BLOCK else key).ljust(BLOCK, b"\0")
    pads = (bytearray(byte ^ 0x36 for byte in key), bytearray(byte ^ 0x5C for byte in key))
    return spark.createDataFrame([pads], f"{INNER} binary, {OUTER} binary")


def _read_key(uri: str) -> bytes:
    secret = re.fullmatch(r"secretsmanager:(.+)", uri)
    key = (_secret(secret.group(1)) if secret else storage.read_text(uri)).strip().encode("utf-8")
    if len(key) < SHORTEST_KEY:
        raise JobError(f"the protection key is shorter than {SHORTEST_KEY} bytes")
    return key


def _secret(name: str) -> str:
    import boto3  # only where the key is a secret: a laptop runs without it

    return boto3.client("secretsmanager").get_secret_value(SecretId=name)["SecretString"]
