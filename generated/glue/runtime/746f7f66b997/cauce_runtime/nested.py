"""Nested values that arrive as JSON: an array, a map or a struct becomes a value whole, or not at all."""

import base64
import binascii
import json
import math
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from pyspark.sql import Column as Expression
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.sql import types as T

RANGES = {"int": 2**31, "bigint": 2**63}


class Unfit(ValueError):
    """A value that is not of its type."""


def parsed(text: Expression, type: str, spark: SparkSession) -> Expression:
    """The value of JSON ``text``, null when something in it is not of ``type``; wall clocks are in the job's zone."""
    data_type = spark.createDataFrame([], f"value {type}").schema["value"].dataType
    return F.udf(reader(data_type, spark.conf.get("spark.sql.session.timeZone")), data_type)(text)


def reader(type: T.DataType, zone: str) -> Callable[[str | None], object]:
    """A function from JSON text to the value that Spark takes for ``type``, or None."""
    read = _reader(type, ZoneInfo(zone))
    hooks = {"parse_float": Decimal, "parse_constant": _unfit, "object_pairs_hook": _object}

    def value(text: str | None):
        try:
            return None if text is None else read(json.loads(text, **hooks))
        except ValueError:
            return None

    return value


def _reader(type: T.DataType, zone: ZoneInfo) -> Callable:
    if isinstance(type, T.ArrayType):
        read = _reader(type.elementType, zone)
        return _optional(lambda found: [read(item) for item in _a(list, found)])
    if isinstance(type, T.MapType):
        key, read = _reader(type.keyType, zone), _reader(type.valueType, zone)
        return _optional(lambda found: {key(name): read(item) for name, item in _a(dict, found).items()})
    if isinstance(type, T.StructType):
        return _optional(_struct(type, zone))
    return _optional(_scalar(type, zone))


def _struct(type: T.StructType, zone: ZoneInfo) -> Callable:
    fields = {field.name: _reader(field.dataType, zone) for field in type.fields}

    def read(found):
        if _a(dict, found).keys() - fields.keys():
            raise Unfit  # a field that the spec does not know would be lost
        return tuple(read(found.get(name)) for name, read in fields.items())

    return read


def _scalar(type: T.DataType, zone: ZoneInfo) -> Callable:
    name = type.typeName()
    simple = {
        "string": _text,
        "boolean": lambda found: _a(bool, found),
        "integer": lambda found: _whole(found, RANGES["int"]),
        "long": lambda found: _whole(found, RANGES["bigint"]),
        "float": _floating,
        "double": _floating,
        "date": lambda found: date.fromisoformat(_a(str, found)),
        "timestamp": lambda found: _moment(found, zone),
        "binary": _bytes,
    }
    return simple[name] if name in simple else lambda found: _decimal(found, type.precision, type.scale)


def _optional(read: Callable) -> Callable:
    return lambda found: None if found is None else read(found)


def _a(kind: type, found):
    if not isinstance(found, kind):
        raise Unfit
    return found


def _text(found) -> str:
    return _a(str, found)


def _whole(found, limit: int) -> int:
    if isinstance(found, bool) or not isinstance(found, int) or not -limit <= found < limit:
        raise Unfit
    return found


def _floating(found) -> float:
    if isinstance(found, bool) or not isinstance(found, int | Decimal):
        raise Unfit
    value = float(found)
    if math.isinf(value):
        raise Unfit
    return value


def _decimal(found, precision: int, scale: int) -> Decimal:
    if isinstance(found, bool) or not isinstance(found, int | str | Decimal):
        raise Unfit
    try:
        value = Decimal(found)
    except InvalidOperation:
        raise Unfit from None
    if not value.is_finite() or -value.as_tuple().exponent > scale or value.adjusted() >= precision - scale:
        raise Unfit
    return value


def _moment(found, zone: ZoneInfo) -> datetime:
    moment = datetime.fromisoformat(_a(str, found))
    if moment.tzinfo:
        return moment
    moment = moment.replace(tzinfo=zone)
    if moment.astimezone(ZoneInfo("UTC")).astimezone(zone).replace(tzinfo=zone) != moment:
        raise Unfit  # a wall clock that the zone skipped
    return moment


def _bytes(found) -> bytearray:
    try:
        return bytearray(base64.b64decode(_a(str, found), validate=True))
    except binascii.Error:
        raise Unfit from None


def _object(pairs: list[tuple]) -> dict:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Unfit  # a key that stands there twice
    return found


def _unfit(_):
    raise Unfit
