"""Quality rules: all of a dataset's row rules are judged in one expression, the run rules in the one count."""

from dataclasses import dataclass

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from .marks import FAILED, FATE, TOMBSTONE, column, settle

QUARANTINES = ("quarantine", "fail")
RELEASES = "cauce.releases"  # setting of the session: ids of rules that keep no row out in this run, with commas


@dataclass(frozen=True)
class Rule:
    """One rule. ``fails`` is a Spark SQL predicate that is true for what breaks it; null breaks no rule.

    ``on_fail``: ``quarantine`` or ``drop`` the row, ``warn`` only counts, ``fail`` quarantines it and stops the run
    before the table is written. A ``run`` rule is judged once, over the counts (``rows`` is what was not quarantined)
    and ``as_of``, the moment of the run. Under its own id it finds what it measures: ``measure``, an aggregate over the
    rows that were not quarantined, or the median of ``rows`` of the last ``history`` batches (null: there are too few).
    """

    id: str
    on_fail: str
    fails: str
    scope: str = "row"
    measure: str = ""
    history: int = 0


def judge(rows: DataFrame, rules: list[Rule]) -> DataFrame:
    """Notes the ids of the rules that a parsed row breaks and gives it the fate that they ask for."""
    rules = [rule for rule in rules if rule.scope == "row"]
    if not rules:
        return rows
    parsed = F.coalesce(F.col(FATE) != "quarantined", F.lit(True))
    failed = F.array_compact(F.array(*[F.when(F.expr(rule.fails), rule.id) for rule in rules]))
    rows = rows.withColumn("_broken", F.when(parsed, failed).otherwise(_ids([])))
    dropping = [rule.id for rule in rules if rule.on_fail == "drop"]
    rows = settle(rows, F.arrays_overlap("_broken", _ids(dropping)), "filtered")
    released = rows.sparkSession.conf.get(RELEASES, "").split(",")
    keeping = [rule.id for rule in rules if rule.on_fail in QUARANTINES and rule.id not in released]
    quarantined = F.arrays_overlap("_broken", _ids(keeping))
    return _note(rows, quarantined).drop("_broken")


def delete_quarantined(rows: DataFrame, key: list[str], order_by: str) -> DataFrame:
    """The rows in quarantine delete their key as of their own version, where both could be read."""
    readable = F.array(*[column(name).isNotNull() for name in [*key, order_by]])
    deletes = (F.col(FATE) == "quarantined") & ~F.array_contains(readable, False)
    return rows.withColumn(TOMBSTONE, F.col(TOMBSTONE) | F.coalesce(deletes, F.lit(False)))


def look_up(rows: DataFrame, other: DataFrame, name: str, key: str, mark: str) -> DataFrame:
    """Notes in the internal column ``mark`` whether the value of ``name`` is one of ``other``'s column ``key``."""
    known = other.select(column(key).alias("_key")).where(F.col("_key").isNotNull()).distinct()
    known = known.withColumn(mark, F.lit(True))
    found = rows.join(known, column(name) == F.col("_key"), "left").drop("_key")
    return found.withColumn(mark, F.coalesce(mark, F.lit(False)))


def _note(rows: DataFrame, quarantined) -> DataFrame:
    return rows.withColumns(
        {
            FAILED: F.concat(FAILED, "_broken"),
            FATE: F.when(quarantined, "quarantined").otherwise(F.col(FATE)),
            TOMBSTONE: F.col(TOMBSTONE) & ~quarantined,
        }
    )


def _ids(ids: list[str]):
    return F.array(*[F.lit(id) for id in ids]).cast("array<string>")
