"""The kinds of delivery: each reads rows as they were delivered and counts them on a path of its own."""

from collections.abc import Callable
from dataclasses import dataclass

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, StringType, StructField, StructType

from . import bodies
from .columns import Column
from .errors import JobError
from .marks import FILE, MALFORMED, column


@dataclass(frozen=True)
class Delivery:
    """Rows as delivered, and a function that counts them without looking at those rows: ``{"read": n, ...}``."""

    rows: DataFrame
    count: Callable[[], dict[str, int]]


@dataclass(frozen=True)
class Csv:
    """Delimited text. Everything is read as text; a record with too few or too many columns is kept whole."""

    delimiter: str = ","
    encoding: str = "UTF-8"
    decimal: str = "point"
    header: bool = True

    def read(self, job, columns: list[Column]) -> Delivery:
        """The records of the files of the manifest; refuses a file whose header is not the declared one."""
        names = [item.delivered for item in columns]
        for uri in job.files if self.header else []:
            bodies.check_header(uri, names, self.delimiter, self.encoding)
        reader = job.spark.read.schema(_texts([*names, MALFORMED])).options(**self._options())
        rows = reader.csv(job.files) if job.files else job.spark.createDataFrame([], _texts([*names, MALFORMED]))
        return Delivery(_with_file(rows, job.files), lambda: self._count(job))

    def shape(self, column: Column) -> str:
        """The type in which ``column`` is delivered."""
        return "string"

    def _options(self) -> dict[str, str]:
        return {
            "sep": self.delimiter,
            "encoding": self.encoding,
            "header": str(self.header).lower(),
            "mode": "PERMISSIVE",
            "columnNameOfCorruptRecord": MALFORMED,
            "enforceSchema": "false",
            "escape": '"',
            "multiLine": "false",
        }

    def _count(self, job) -> dict[str, int]:
        if not job.files:
            return {"read": 0, "blank_lines": 0}
        blank = ~F.col("value").rlike(r"[^\x00-\x20]")
        lines = job.spark.read.text(job.files).groupBy(F.col("_metadata.file_path"))
        files = lines.agg(F.count_if(blank).alias("blank"), F.count_if(~blank).alias("filled")).collect()
        headers = sum(1 for file in files if file.filled) if self.header else 0
        return {
            "read": sum(file.filled for file in files) - headers,
            "blank_lines": sum(file.blank for file in files),
        }


@dataclass(frozen=True)
class Json:
    """Bodies of an HTTP API, one JSON array of objects per file, at the path ``records`` (``$``, ``$.data``)."""

    records: str = "$"
    decimal: str = "point"

    def read(self, job, columns: list[Column]) -> Delivery:
        """The objects of all bodies, each value as the text that stood there."""
        names = [item.delivered for item in columns]
        objects = F.udf(bodies.parser(self.records, names), ArrayType(_texts([MALFORMED, *names])))
        records = self._bodies(job).select(FILE, F.explode(objects("value")).alias("record")).select(FILE, "record.*")
        return Delivery(records, lambda: self._count(job))

    def shape(self, column: Column) -> str:
        """The type in which ``column`` is delivered."""
        return "string"

    def _bodies(self, job) -> DataFrame:
        if not job.files:
            return _with_file(job.spark.createDataFrame([], "value string"), [])
        return _with_file(job.spark.read.text(job.files, wholetext=True), job.files)

    def _count(self, job) -> dict[str, int]:
        array = F.col("value") if self.records == "$" else F.get_json_object("value", self.records)
        counts = self._bodies(job).select(FILE, F.json_array_length(array).alias("length")).collect()
        for body in counts:
            if body.length is None:
                raise JobError(f"{body[FILE]} holds no JSON array at {self.records}")
        if len(counts) != len(job.files):  # an empty file is no body at all
            raise JobError(f"{len(job.files) - len(counts)} of the files holds no JSON array at {self.records}")
        return {"read": sum(body.length for body in counts)}


@dataclass(frozen=True)
class Parquet:
    """Parts of a database extract, with the types that the extract declared."""

    decimal: str = "point"

    def read(self, job, columns: list[Column]) -> Delivery:
        """The rows of all parts."""
        names = [item.delivered for item in columns]
        if not job.files:
            return Delivery(_with_file(_nothing(job.spark, columns), []), lambda: {"read": 0})
        parts = job.spark.read.parquet(*job.files)
        absent = [name for name in names if name not in parts.columns]
        if absent:
            raise JobError(f"the extract lacks {', '.join(absent)}")
        rows = _with_file(parts, job.files).select(FILE, *[column(name) for name in names])
        return Delivery(rows.withColumn(MALFORMED, F.lit(None).cast("string")), lambda: {"read": parts.count()})

    def shape(self, column: Column) -> str:
        """The type in which ``column`` is delivered."""
        return column.type


@dataclass(frozen=True)
class Table:
    """The current rows of the curated table of another dataset."""

    dataset: str
    decimal: str = "point"

    def read(self, job, columns: list[Column]) -> Delivery:
        """All rows of the table."""
        table = job.table(self.dataset)
        rows = table.select(
            F.lit(self.dataset).alias(FILE),
            F.lit(None).cast("string").alias(MALFORMED),
            *[column(item.delivered) for item in columns],
        )
        return Delivery(rows, lambda: {"read": table.count()})

    def shape(self, column: Column) -> str:
        """The type in which ``column`` is delivered."""
        return column.type


def _texts(names: list[str]) -> StructType:
    return StructType([StructField(name, StringType()) for name in names])


def _nothing(spark: SparkSession, columns: list[Column]) -> DataFrame:
    return spark.createDataFrame([], ", ".join(f"`{item.delivered}` {item.type}" for item in columns))


def _with_file(rows: DataFrame, files: list[str]) -> DataFrame:
    return rows.withColumn(FILE, F.col("_metadata.file_path") if files else F.lit(None).cast("string"))
