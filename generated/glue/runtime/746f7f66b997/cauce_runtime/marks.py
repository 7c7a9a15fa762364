"""The internal columns of a row on its way, and the two ways to change its fate."""

from pyspark.sql import Column as Expression
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

FATES = ("quarantined", "filtered", "deduplicated", "deleted")
SOURCE = "_source"  # struct: the values as delivered; null when the row is malformed or a group
FILE = "_file"  # string: the file or table that the row came from
MALFORMED = "_malformed"  # string: the whole text of a record that has no columns
FAILED = "_failed"  # array<string>: ids of what the row failed, in the order of judgement
FATE = "_fate"  # string: one of FATES; null while the row is alive
TOMBSTONE = "_tombstone"  # boolean: a filtered row that deletes its key
ANNULLED = "_annulled"  # boolean: a survivor that a tombstone of the same batch deletes again
LEVEL = "_level"  # string: only after an aggregation, "row" or "group"
ROWS = "_rows"  # bigint: only after an aggregation, how many rows stand behind this one


def quote(name: str) -> str:
    """``name`` as an identifier of Spark SQL."""
    return "`" + name.replace("`", "``") + "`"


def column(name: str) -> Expression:
    """The column called exactly ``name``, dots included."""
    return F.col(quote(name))


def alive() -> Expression:
    """True for a row that nothing has happened to."""
    return F.col(FATE).isNull()


def not_quarantined() -> Expression:
    """True for a row whose values can be read, whatever else happened to it."""
    return F.coalesce(F.col(FATE) != "quarantined", F.lit(True))


def no_deletion() -> dict[str, Expression]:
    """The marks of a row that deletes nothing and is not deleted."""
    return {TOMBSTONE: F.lit(False), ANNULLED: F.lit(False)}


def business_columns(rows: DataFrame) -> list[str]:
    """The columns of ``rows`` that are not internal."""
    return [name for name in rows.columns if not name.startswith("_")]


def settle(rows: DataFrame, condition: Expression, fate: str) -> DataFrame:
    """Gives ``fate`` to the rows that are still alive and meet ``condition``; null means no."""
    meets = alive() & F.coalesce(condition, F.lit(False))
    return rows.withColumn(FATE, F.when(meets, fate).otherwise(F.col(FATE)))


def quarantine(rows: DataFrame, failed: Expression) -> DataFrame:
    """Quarantines the rows whose array ``failed`` is not empty, whatever had happened to them, and notes the ids."""
    fails = F.size(failed) > 0
    return rows.withColumns(
        {
            FAILED: F.concat(F.col(FAILED), failed),
            FATE: F.when(fails, "quarantined").otherwise(F.col(FATE)),
            TOMBSTONE: F.col(TOMBSTONE) & ~fails,
        }
    )
