"""Parquet: parts of a database extract, and files that others write, whose schema may drift away from the spec."""

import re
from dataclasses import dataclass
from itertools import chain

from pyspark.sql import Column as Expression
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import DataType, StructType

from .columns import Column
from .delivery import Delivery, with_file
from .errors import JobError
from .marks import FILE, MALFORMED, column, quote
from .values import FLOATS, Numbers

# Each type holds every value of those that follow its name.
WIDER = {
    "bigint": ("tinyint", "smallint", "int"),
    "int": ("tinyint", "smallint"),
    "double": ("float", "tinyint", "smallint", "int"),
    "float": ("tinyint", "smallint"),
}


@dataclass(frozen=True)
class Parquet:
    """Rows with the types that their files declare. Each file is held against the spec by itself.

    What is done about a schema that is not that of the spec; every kind of drift fails unless the spec says else.
    ``missing``: ``fail``, or ``warn`` and the column is empty. ``extra``: ``fail``, ``warn`` or ``ignore``: the column
    is not kept. ``narrowed`` (an int where the spec says bigint): ``fail``, ``warn`` or ``accept``: every value fits.
    ``widened`` (the reverse): ``fail``, or ``quarantine`` the rows whose value does not fit. A column that arrives as
    text is no drift: its values are parsed as those of any text.
    """

    missing: str = "fail"
    extra: str = "fail"
    narrowed: str = "fail"
    widened: str = "fail"
    numbers = Numbers()

    def read(self, job, columns: list[Column]) -> Delivery:
        """The rows of all files."""
        if not job.files:
            return Delivery(with_file(_nothing(job.spark, columns), []), lambda: {"read": 0})
        groups = [_Group(schema, files, columns, self) for schema, files in _by_schema(job).items()]
        problems = sorted(set(chain.from_iterable(group.problems for group in groups)))
        if problems:
            raise JobError(f"the files are not what the spec says: {'; '.join(problems)}")
        rows = [group.rows(job.spark) for group in groups]
        whole = rows[0]
        for more in rows[1:]:
            whole = whole.unionByName(more)
        warnings = tuple(sorted(set(chain.from_iterable(group.warnings for group in groups))))
        return Delivery(whole, lambda: {"read": job.spark.read.parquet(*job.files).count()}, warnings)

    def shape(self, column: Column) -> str:
        """The type in which ``column`` is delivered: what has a format arrives as text."""
        return "string" if column.format or column.true else column.type


class _Group:
    """Files of one schema, and what is to be said about it."""

    def __init__(self, schema: StructType, files: list[str], columns: list[Column], policy: Parquet):
        """Holds ``schema`` against ``columns``."""
        self.files, self.columns, self.policy = files, columns, policy
        self.schema = schema
        self.problems, self.warnings = [], []
        self.values = [self._value(item) for item in columns]
        found = [self._name(item) for item in columns]
        used = {name if name in schema.names else name.split(".")[0] for name in found}
        for name in schema.names:
            if name not in used:
                self._note(policy.extra, f"{name} is not a column of the spec")

    def rows(self, spark: SparkSession) -> DataFrame:
        """The rows of the files, as the spec has them."""
        rows = with_file(spark.read.schema(self.schema).parquet(*self.files), self.files)
        return rows.select(FILE, *self.values).withColumn(MALFORMED, F.lit(None).cast("string"))

    def _note(self, consequence: str, what: str) -> None:
        {"fail": self.problems, "warn": self.warnings}.get(consequence, []).append(what)

    def _name(self, item: Column) -> str:
        """Under which of its names the column is in the file."""
        return next((name for name in item.names if _type(self.schema, name) is not None), item.delivered)

    def _value(self, item: Column) -> Expression:
        name, there = item.delivered, self._name(item)
        found = _type(self.schema, there)
        if found is None:
            self._note(self.policy.missing, f"{name} is missing")
            return F.lit(None).cast(item.type).alias(name)
        value = column(there) if there in self.schema.names else F.col(there)
        type = found.simpleString()
        if type in (item.type, "string") or (type, item.type) == ("timestamp_ntz", "timestamp"):
            return value.alias(name)
        if _fits(type, item.type):
            self._note(self.policy.narrowed, f"{name} is {type}, narrower than {item.type}")
            return value.cast(item.type).alias(name)
        if _fits(item.type, type) and item.type not in FLOATS:
            self._note(self.policy.widened, f"{name} is {type}, wider than {item.type}")
            return value.cast("string").alias(name)  # parsed as any text: what does not fit is quarantined
        self.problems.append(f"{name} is {type}, the spec says {item.type}")
        return F.lit(None).alias(name)


def _by_schema(job) -> dict[StructType, list[str]]:
    # Together, Spark would take the schema of one of them for that of all.
    found: dict[StructType, list[str]] = {}
    for uri in job.files:
        found.setdefault(job.spark.read.parquet(uri).schema, []).append(uri)
    return found


def _type(schema: StructType, name: str) -> DataType | None:
    """The type of the column called ``name``, or of the field at that path."""
    if name in schema.names:
        return schema[name].dataType
    found: DataType | None = schema
    for part in name.split("."):
        found = found[part].dataType if isinstance(found, StructType) and part in found.names else None
    return found


def _fits(narrow: str, wide: str) -> bool:
    """Whether every value of ``narrow`` is one of ``wide``."""
    small, great = (re.fullmatch(r"decimal\((\d+),(\d+)\)", type) for type in (narrow, wide))
    if small and great:
        return small[2] == great[2] and int(small[1]) < int(great[1])
    return narrow in WIDER.get(wide, ())


def _nothing(spark: SparkSession, columns: list[Column]) -> DataFrame:
    names = ", ".join(f"{quote(item.delivered)} {item.type}" for item in columns)
    return spark.createDataFrame([], names).withColumn(MALFORMED, F.lit(None).cast("string"))
