"""Quality rules: all of a dataset's row rules are judged in one expression, the run rules in the one count."""

from dataclasses import dataclass

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from .marks import FAILED, FATE, TOMBSTONE, settle

QUARANTINES = ("quarantine", "fail")


@dataclass(frozen=True)
class Rule:
    """One rule. ``fails`` is a Spark SQL predicate that is true for what breaks it; null breaks no rule.

    ``on_fail``: ``quarantine`` or ``drop`` the row, ``warn`` only counts, ``fail`` quarantines it and stops the run
    before the table is written. A ``run`` rule is judged once, over the counts (``rows`` is what was not quarantined).
    """

    id: str
    on_fail: str
    fails: str
    scope: str = "row"


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
    keeping = [rule.id for rule in rules if rule.on_fail in QUARANTINES]
    quarantined = F.arrays_overlap("_broken", _ids(keeping))
    return _note(rows, quarantined).drop("_broken")


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
