"""Columns of a delivery and how their text becomes typed values: guarded, so that no value is bent or lost unseen."""

from dataclasses import dataclass, field

from pyspark.sql import Column as Expression
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from . import nested
from .errors import JobError
from .marks import FAILED, FATE, FILE, MALFORMED, SOURCE, column, no_deletion, quote
from .values import FLOATS, PLAIN, Numbers, finite, is_nested, parsed

REPLACEMENT = "\ufffd"  # what a decoder leaves in place of bytes that it cannot read


@dataclass(frozen=True)
class Column:
    """One column of a delivery. ``type`` is a Spark SQL type in lower case.

    ``source`` is its name in the delivery when it differs, ``former`` one that it may still have there. ``format`` is a
    date pattern of Spark, or ``hex`` or ``base64``; ``true`` and ``false`` are the words of a boolean, ``timezone`` the
    zone of its wall clocks where that is not the job's. ``default`` is the text of the value where the delivery has
    none. ``protect`` is one of ``hash``, ``mask`` and ``drop``: what is done to the value before anything is stored.
    """

    name: str
    type: str
    required: bool = False
    source: str = ""
    format: str = ""
    true: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    timezone: str = ""
    default: str | None = None
    protect: str = ""
    former: str = ""

    @property
    def names(self) -> list[str]:
        """The names that the column may have in the delivery; the first one counts where both are there."""
        return [self.delivered, *filter(None, [self.former])]

    @property
    def delivered(self) -> str:
        """The name of the column in the delivery."""
        return self.source or self.name

    @property
    def expectation(self) -> str:
        """What a value must look like, for the reason of a quarantined row."""
        words = [f"{', '.join(self.true)} or {', '.join(self.false)}"] if self.true else []
        return " ".join(filter(None, (self.type, self.format, self.timezone, *words)))


def parse_columns(rows: DataFrame, columns: list[Column], numbers: Numbers = PLAIN) -> DataFrame:
    """Types the delivered values; each row gets its first fate and the ids of what it failed.

    A row whose value is missing or does not parse fails ``required_<column>`` or ``cast_<column>``; a malformed row
    fails ``malformed``, one with undecodable bytes ``encoding``.
    """
    types = dict(rows.dtypes)
    rows = _with_source(rows, columns)
    typed = [_value(item, types[item.delivered], rows, numbers).alias(item.name) for item in columns]
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


def _value(item: Column, delivered_type: str, rows: DataFrame, numbers: Numbers) -> Expression:
    value = _typed(item, delivered_type, rows, numbers)
    if item.default is None:
        return value
    return F.when(_missing(item, delivered_type), F.lit(item.default).cast(item.type)).otherwise(value)


def _typed(item: Column, delivered_type: str, rows: DataFrame, numbers: Numbers) -> Expression:
    value = _delivered(item)
    if delivered_type == item.type:
        return finite(value) if item.type in FLOATS else value
    if (delivered_type, item.type) == ("timestamp_ntz", "timestamp"):
        return value.cast("timestamp")
    if delivered_type != "string":
        raise JobError(f"column {item.name} is delivered as {delivered_type}, the spec says {item.type}")
    if is_nested(item.type):
        return nested.parsed(value, item.type, rows.sparkSession)
    zone = F.lit(item.timezone) if item.timezone else None
    name = f"{SOURCE}.{quote(item.delivered)}"
    return parsed(name, item.type, item.format, zone, (item.true, item.false), numbers)


def _missing(item: Column, delivered_type: str) -> Expression:
    value = _delivered(item)
    if delivered_type != "string":
        return value.isNull()
    return value.isNull() | (F.trim(value) == "" if item.type == "string" else value == "")


def _failures(columns: list[Column], types: dict[str, str]) -> Expression:
    texts = [_delivered(item) for item in columns if types[item.delivered] == "string"]
    checks = [F.when(F.concat_ws("", *texts).contains(REPLACEMENT), "encoding")] if texts else []
    for item in columns:
        missing = _missing(item, types[item.delivered])
        if item.required:
            checks.append(F.when(missing, f"required_{item.name}"))
        if item.type != "string":
            checks.append(F.when(~missing & column(item.name).isNull(), f"cast_{item.name}"))
    malformed = F.col(MALFORMED).isNotNull()
    return F.when(malformed, F.array(F.lit("malformed"))).otherwise(F.array_compact(F.array(*checks)))
