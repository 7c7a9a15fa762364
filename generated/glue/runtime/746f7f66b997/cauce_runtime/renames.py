"""Columns with a new name: a table that has the old one is written anew, once, before the batch with the new one.

The values are copied: a reader that knows nothing of renames, such as Athena, would find none under a name that only
stands in the table's history. The copy is a commit of its own: a run that breaks off behind it goes on from there.
"""

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from . import timeline
from .errors import JobError, NotProven
from .marks import column
from .table import Hudi

OF_HUDI = ("_commit_time", "_commit_seqno", "_record_key", "_partition_path", "_file_name")
WHOLE = {
    "hoodie.datasource.write.operation": "insert_overwrite_table",
    "hoodie.datasource.write.schema.allow.auto.evolution.column.drop": "true",
}


def follow(spark: SparkSession, table: Hudi, location: str, place: dict[str, str], run: str) -> None:
    """Gives the columns of the table at ``location`` their new names, in a commit of ``run``.

    ``place`` are the options of where the table lies.
    """
    if not table.renamed or not timeline.exists(spark, location):
        return
    held = spark.read.format("hudi").load(location)
    due = {old: new for new, old in table.renamed.items() if old in held.columns}
    if not due:
        return
    both = [f"{old} and {new}" for old, new in due.items() if new in held.columns]
    if both:
        raise JobError(f"the table has both {'; '.join(both)}; the table was not written")
    kept = [name for name in held.columns if name.removeprefix("_hoodie") not in OF_HUDI]
    before = _values(held, list(due))
    batch = f"{run}:renamed"
    renamed = held.select(*[column(name).alias(due.get(name, name)) for name in kept])
    options = {**table.options(), **WHOLE, **place, "cauce.batch_id": batch}
    renamed.write.format("hudi").options(**options).mode("append").save(location)
    after = _values(spark.read.format("hudi").load(location), list(due.values()))
    if timeline.find(spark, location, batch) is None or after != before:
        raise NotProven(f"the renamed columns had {before} rows and values, the table now has {after}")
    print(f"the table was written anew: {', '.join(f'{old} is now {new}' for old, new in due.items())}")


def _values(table: DataFrame, names: list[str]) -> list[int]:
    """How many rows the table has, and how many values in each of the columns ``names``."""
    return list(table.agg(F.count(F.lit(1)), *[F.count(column(name)) for name in names]).first())
