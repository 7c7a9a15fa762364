"""What every kind of source makes of the files or tables that a run is given."""

from collections.abc import Callable
from dataclasses import dataclass

from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import StringType, StructField, StructType

from .errors import JobError
from .marks import FILE

LONGEST_LINE = 16 << 20  # in bytes: an executor holds several copies of a record


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


def check_length(uri: str, longest: int) -> None:
    """Refuses a file with a line that no executor should be asked to hold."""
    if longest > LONGEST_LINE:
        raise JobError(f"{uri} has a line of {longest:,} bytes; the longest that is read has {LONGEST_LINE:,}")
