"""The tables of other datasets as a source."""

from dataclasses import dataclass

from pyspark.sql import functions as F

from .columns import Column
from .delivery import Delivery
from .marks import FILE, MALFORMED, column
from .values import Numbers


@dataclass(frozen=True)
class Table:
    """The current rows of the curated table of another dataset."""

    dataset: str
    numbers = Numbers()

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
