"""JSON: arrays of objects, in files or in the bodies of an API, and objects one a line."""

from dataclasses import dataclass

from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType

from . import bodies
from .columns import Column
from .delivery import Delivery, check_length, texts, with_file
from .errors import JobError
from .marks import FILE, MALFORMED
from .values import Numbers

MARK = "\ufeff"  # a byte-order mark, as it stands before the first character
FILLED = r"[^\x00-\x20\ufeff]"  # something that is neither blank nor a mark


@dataclass(frozen=True)
class Json:
    """One JSON array of objects per file, at the path ``records`` (``$``, ``$.data``)."""

    records: str = "$"
    numbers = Numbers()

    def read(self, job, columns: list[Column]) -> Delivery:
        """The objects of all bodies, each value as the text that stood there."""
        names = [item.delivered for item in columns]
        objects = F.udf(
            bodies.parser(self.records, [item.names for item in columns]), ArrayType(texts([MALFORMED, *names]))
        )
        records = self._bodies(job).select(FILE, F.explode(objects("value")).alias("record")).select(FILE, "record.*")
        return Delivery(records, lambda: self._count(job))

    def shape(self, column: Column) -> str:
        """The type in which ``column`` is delivered."""
        return "string"

    def _bodies(self, job) -> DataFrame:
        if not job.files:
            return with_file(job.spark.createDataFrame([], "value string"), [])
        bodies = job.spark.read.text(job.files, wholetext=True)
        bodies = bodies.withColumn("value", F.expr(f"if(startswith(value, '{MARK}'), substring(value, 2), value)"))
        return with_file(bodies, job.files)

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
class JsonLines:
    """One JSON object per line; a line that holds anything else is kept whole."""

    numbers = Numbers()

    def read(self, job, columns: list[Column]) -> Delivery:
        """The objects of all lines that are not blank, each value as the text that stood there."""
        names = [item.delivered for item in columns]
        record = F.udf(bodies.line_parser([item.names for item in columns]), texts([MALFORMED, *names]))
        lines = self._lines(job).where(F.col("value").rlike(FILLED))
        rows = lines.select(FILE, record("value").alias("record")).select(FILE, "record.*")
        return Delivery(rows, lambda: self._count(job))

    def shape(self, column: Column) -> str:
        """The type in which ``column`` is delivered."""
        return "string"

    def _lines(self, job) -> DataFrame:
        if not job.files:
            return with_file(job.spark.createDataFrame([], "value string"), [])
        return with_file(job.spark.read.text(job.files), job.files)

    def _count(self, job) -> dict[str, int]:
        filled = F.col("value").rlike(FILLED)
        counts = {"read": F.count_if(filled), "blank_lines": F.count_if(~filled)}
        counted = [count.alias(name) for name, count in counts.items()]
        files = self._lines(job).groupBy(FILE).agg(*counted, F.max(F.octet_length("value")).alias("longest")).collect()
        for file in files:
            check_length(file[FILE], file.longest)
        return {name: sum(file[name] for file in files) for name in counts}
