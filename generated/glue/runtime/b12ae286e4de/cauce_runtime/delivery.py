"""What every kind of source makes of the files or tables that a run is given."""

from collections.abc import Callable
from dataclasses import dataclass

from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import StringType, StructField, StructType

from .marks import FILE


@dataclass(frozen=True)
class Delivery:
    """Rows as delivered, and a function that counts them without looking at those rows: ``{"read": n, ...}``.

    ``warnings`` are sentences about the delivery that stand in the result of the run.
    """

    rows: DataFrame
    count: Callable[[], dict[str, int]]
    warnings: tuple[str, ...] = ()


def texts(names: list[str]) -> StructType:
    """The schema of text columns."""
    return StructType([StructField(name, StringType()) for name in names])


def with_file(rows: DataFrame, files: list[str]) -> DataFrame:
    """``rows`` that were read from ``files`` with the file of each."""
    return rows.withColumn(FILE, F.col("_metadata.file_path") if files else F.lit(None).cast("string"))
