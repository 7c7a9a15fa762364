"""Columns of a delivery and how their text becomes typed values: guarded, so that no value is bent or lost unseen."""

import re
from dataclasses import dataclass

from pyspark.sql import Column as Expression
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from .errors import JobError
from .marks import FAILED, FATE, FILE, MALFORMED, SOURCE, column, no_deletion, quote

REPLACEMENT = "\ufffd"  # what a decoder leaves in place of bytes that it cannot read
INTEGERS = ("tinyint", "smallint", "int", "bigint")
ISO_TIMESTAMP = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?$"
)
FLOATING = r"^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?$"
PATTERNS = {
    **dict.fromkeys(INTEGERS, r"^-?[0-9]+$"),
    "float": FLOATING,
    "double": FLOATING,
    "boolean": r"^(true|false)$",
    "date": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "timestamp": ISO_TIMESTAMP,
}


@dataclass(frozen=True)
class Column:
    """One column of a delivery. ``type`` is a Spark SQL type in lower case.

    ``source`` is its name in the delivery when it differs, ``format`` a date pattern of Spark, ``protect`` one of
    ``hash``, ``mask`` and ``drop``: what is done to the value before anything is stored.
    """

    name: str
    type: str
    required: bool = False
    source: str = ""
    format: str = ""
    protect: str = ""

    @property
    def delivered(self) -> str:
        """The name of the column in the delivery."""
        return self.source or self.name

    @property
    def expectation(self) -> str:
        """What a value must look like, for the reason of a quarantined row."""
        return " ".join(filter(None, (self.type, self.format)))


def parse_columns(rows: DataFrame, columns: list[Column], decimal: str = "point") -> DataFrame:
    """Types the delivered values; each row gets its first fate and the ids of what it failed.

    A row whose value is missing or does not parse fails ``required_<column>`` or ``cast_<column>``; a malformed row
    fails ``malformed``, one with undecodable bytes ``encoding``.
    """
    types = dict(rows.dtypes)
    rows = _with_source(rows, columns)
    typed = [_typed(item, types[item.delivered], decimal).alias(item.name) for item in columns]
    rows = rows.select(*typed, SOURCE, FILE, MALFORMED)
    rows = rows.withColumn(FAILED, _failures(columns, types))
    fate = F.when(F.size(FAILED) > 0, "quarantined")
    return rows.withColumns({FATE: fate, **no_deletion()})


def reasons(columns: list[Column]) -> dict[str, str]:
    """What each id that parsing can note expects, by id."""
    found = {"malformed": "columns as in the header", "encoding": "text in the declared encoding"}
    for item in columns:
        if item.required:
            found[f"required_{item.name}"] = f"{item.name}: required"
        if item.type != "string":
            found[f"cast_{item.name}"] = f"{item.name}: {item.expectation}"
    return found


def _with_source(rows: DataFrame, columns: list[Column]) -> DataFrame:
    delivered = F.struct(*[column(item.delivered).alias(item.delivered) for item in columns])
    whole = F.when(F.col(MALFORMED).isNull(), delivered)
    return rows.select(whole.alias(SOURCE), FILE, MALFORMED)


def _delivered(item: Column) -> Expression:
    return F.col(f"{SOURCE}.{quote(item.delivered)}")


def _typed(item: Column, delivered_type: str, decimal: str) -> Expression:
    value = _delivered(item)
    if delivered_type == item.type:
        return value
    if (delivered_type, item.type) == ("timestamp_ntz", "timestamp"):
        return value.cast("timestamp")
    if delivered_type != "string":
        raise JobError(f"column {item.name} is delivered as {delivered_type}, the spec says {item.type}")
    return _parsed(item, value, decimal)


def _parsed(item: Column, text: Expression, decimal: str) -> Expression:
    if item.format:
        return F.try_to_timestamp(text, F.lit(item.format)).cast(item.type)
    pattern, plain = guard(item.type, decimal)
    name = f"{SOURCE}.{quote(item.delivered)}"
    return F.when(text.rlike(pattern), F.expr(f"try_cast({plain.format(name)} as {item.type})"))


def guard(type: str, decimal: str) -> tuple[str, str]:
    """The pattern of a value and the SQL that makes it plain; more fraction digits than the scale are refused."""
    found = re.fullmatch(r"decimal\([0-9]+,\s*([0-9]+)\)", type)
    if not found:
        return PATTERNS[type], "{}"
    scale = int(found.group(1))
    if decimal == "point":
        return rf"^-?[0-9]+{_fraction('[.]', scale)}$", "{}"
    fraction = _fraction(",", scale)
    pattern = rf"^-?[0-9]{{1,3}}([.][0-9]{{3}})*{fraction}$|^-?[0-9]+{fraction}$"
    return pattern, "replace(replace({}, '.', ''), ',', '.')"


def _fraction(mark: str, scale: int) -> str:
    return rf"({mark}[0-9]{{1,{scale}}})?" if scale else ""


def _failures(columns: list[Column], types: dict[str, str]) -> Expression:
    texts = [_delivered(item) for item in columns if types[item.delivered] == "string"]
    checks = [F.when(F.concat_ws("", *texts).contains(REPLACEMENT), "encoding")] if texts else []
    for item in columns:
        value = _delivered(item)
        missing = value.isNull()
        if types[item.delivered] == "string":
            missing |= F.trim(value) == "" if item.type == "string" else value == ""
        if item.required:
            checks.append(F.when(missing, f"required_{item.name}"))
        if item.type != "string":
            checks.append(F.when(~missing & column(item.name).isNull(), f"cast_{item.name}"))
    malformed = F.col(MALFORMED).isNotNull()
    return F.when(malformed, F.array(F.lit("malformed"))).otherwise(F.array_compact(F.array(*checks)))
