"""The tables of other datasets as a source."""

from dataclasses import dataclass

from pyspark.sql import functions as F

from .columns import Column
from .delivery import Delivery
from .marks import FILE, MALFORMED, column
from .values import Numbers


@dataclass(frozen=True)
class Table:
    """The current rows of the curated table of another dataset.

    All of them, those that ``changed`` since the last run, or those of the last ``days`` by ``column``.
    """

    dataset: str
    changed: bool = False
    column: str = ""
    days: int = 0
    numbers = Numbers()

    def read(self, job, columns: list[Column]) -> Delivery:
        """The rows of the table that this run is about."""
        table = job.changes(self.dataset) if self.changed else job.table(self.dataset)
        if self.days:
            today = F.to_date(F.lit(job.as_of).cast("timestamp"))
            table = table.where(column(self.column) >= F.date_sub(today, self.days))
        rows = table.select(
            F.lit(self.dataset).alias(FILE),
            F.lit(None).cast("string").alias(MALFORMED),
            *[column(item.delivered) for item in columns],
        )
        return Delivery(rows, lambda: {"read": table.count()})

    def shape(self, column: Column) -> str:
        """The type in which ``column`` is delivered."""
        return column.type
