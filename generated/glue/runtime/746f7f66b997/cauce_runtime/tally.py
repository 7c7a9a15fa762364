"""The one aggregation of a run: fates, reasons, control sums and run rules; and the proof that no row is missing."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from pyspark.sql import Column as Expression
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from .errors import NotProven
from .marks import ANNULLED, FAILED, FATE, FATES, LEVEL, ROWS, TOMBSTONE, alive, column
from .quality import Rule

ENOUGH = 3  # batches that make a history


@dataclass(frozen=True)
class Tally:
    """What one run counted. ``failed`` are the ids that a row broke, ``broken`` the run rules that the run broke."""

    counts: dict[str, int]
    failed: dict[str, int]
    sums: dict[str, Decimal]
    broken: list[str]
    tombstones: int


@dataclass(frozen=True)
class Known:
    """What run rules are judged against: the moment of the run, and the ``rows`` of its last batches."""

    as_of: str
    rows: Callable[[int], list[int]]

    def usual(self, rule: Rule) -> float | None:
        """The median of the last batches; ``None``, and a word about it, when there are fewer than three."""
        found = self.rows(rule.history)
        if len(found) < ENOUGH:
            print(f"{rule.id}: {len(found)} earlier batches are too few to know what is usual; not judged")
            return None
        return float(median(found))


def count(
    rows: DataFrame, delivered: dict[str, int], ids: list[str], rules: list[Rule], sums: list[str], known: Known
) -> Tally:
    """Counts the fates of ``rows`` in one pass and holds them against ``delivered``, which was counted elsewhere."""
    rules = [rule for rule in rules if rule.scope == "run"]
    grouped = LEVEL in rows.columns
    totals = [F.sum(column(name)).alias(f"sum {name}") for name in sums]
    counted = rows.agg(*_fates(grouped), *_failures(ids), *totals, *_measures(rules))
    counted = counted.withColumn("as_of", F.lit(known.as_of).cast("timestamp"))
    for rule in rules:
        if rule.history:
            counted = counted.withColumn(rule.id, F.lit(known.usual(rule)).cast("double"))
    verdicts = [F.coalesce(F.expr(rule.fails), F.lit(False)).alias(f"run {rule.id}") for rule in rules]
    found = counted.select("*", *verdicts).first().asDict()
    counts = {**delivered, **{name: found[name] for name in ("written", *FATES)}}
    if found["annulled"]:
        counts["annulled"] = found["annulled"]
    if grouped:
        counts |= {name: found[name] for name in ("aggregated_in", "groups")}
    _conserve(counts["read"], found, grouped)
    return Tally(
        counts,
        {id: found[f"id {id}"] for id in ids if found[f"id {id}"]},
        {name: found[f"sum {name}"] for name in sums},
        [rule.id for rule in rules if found[f"run {rule.id}"]],
        found["tombstones"],
    )


def _fates(grouped: bool) -> list[Expression]:
    counts = [
        F.count(F.lit(1)).alias("total"),
        F.count_if(F.coalesce(F.col(FATE) != "quarantined", F.lit(True))).alias("rows"),
        F.count_if(alive()).alias("written"),
        F.count_if(F.col(TOMBSTONE)).alias("tombstones"),
        F.count_if(alive() & F.col(ANNULLED)).alias("annulled"),
        *[F.count_if(F.col(FATE) == fate).alias(fate) for fate in FATES],
    ]
    if grouped:
        group = F.col(LEVEL) == "group"
        counts += [
            F.coalesce(F.sum(F.when(group, F.col(ROWS))), F.lit(0)).alias("aggregated_in"),
            F.count_if(group).alias("groups"),
            *[F.count_if(group & (F.col(FATE) == fate)).alias(f"group {fate}") for fate in FATES],
        ]
    return counts


def _measures(rules: list[Rule]) -> list[Expression]:
    kept = f"coalesce({FATE} <> 'quarantined', true)"
    return [F.expr(f"{rule.measure} filter (where {kept})").alias(rule.id) for rule in rules if rule.measure]


def _failures(ids: list[str]) -> list[Expression]:
    return [F.count_if(F.array_contains(FAILED, id)).alias(f"id {id}") for id in ids]


def _conserve(read: int, found: dict, grouped: bool) -> None:
    ends = found["written"] + sum(found[fate] for fate in FATES)
    _equal("rows of the transforms", found["total"], ends)
    if grouped:
        ended_groups = found["written"] + sum(found[f"group {fate}"] for fate in FATES)
        _equal("groups", found["groups"], ended_groups)
        ends += found["aggregated_in"] - ended_groups
    _equal("rows", read, ends)


def _equal(what: str, came: int, went: int) -> None:
    if came != went:
        raise NotProven(f"{what} are not conserved: {came} came in, {went} are accounted for; nothing was written")
