"""The transforms of a spec. None of them drops a row: they add columns, or note what happens to the row."""

from pyspark.sql import Column as Expression
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from .marks import (
    ANNULLED,
    FAILED,
    FATE,
    FILE,
    LEVEL,
    MALFORMED,
    ROWS,
    SOURCE,
    TOMBSTONE,
    alive,
    column,
    no_deletion,
    not_quarantined,
    quarantine,
    quote,
    settle,
)

ROUNDING = {"half_even": "bround", "half_up": "round"}


def derive(rows: DataFrame, name: str, type: str, sql: str, round: str = "") -> DataFrame:
    """Adds column ``name``. A value that does not fit ``type`` quarantines its row as ``cast_<name>``."""
    if round:
        scale = type.removesuffix(")").split(",")[-1].strip()
        sql = f"{ROUNDING[round]}({sql}, {scale})"
    rows = rows.withColumn("_raw", F.expr(sql))
    rows = rows.withColumn(name, F.expr(f"try_cast(_raw as {type})"))
    if rows.schema["_raw"].dataType != rows.schema[name].dataType:
        lost = F.col("_raw").isNotNull() & column(name).isNull()
        rows = quarantine(rows, F.array_compact(F.array(F.when(lost & not_quarantined(), f"cast_{name}"))))
    return rows.drop("_raw")


def join(rows: DataFrame, other: DataFrame, on: dict[str, str], take: list[str], **unmatched) -> DataFrame:
    """Adds columns ``take`` of the row of ``other`` with the same keys (``on``: left name -> right name), else null.

    ``other`` must be unique on its keys; a row that it multiplies breaks the conservation of rows and stops the run.
    ``unmatched``: what becomes of rows without a counterpart, see ``_settle_unmatched``.
    """
    keys = [column(right).alias(f"_on_{right}") for right in on.values()]
    same = [column(left) == column(f"_on_{right}") for left, right in on.items()]
    other = other.select(*keys, *[column(name) for name in take], F.lit(True).alias("_matched"))
    joined = rows.join(other, same, "left").drop(*[f"_on_{right}" for right in on.values()])
    return _settle_unmatched(joined, **unmatched)


def join_as_of(rows: DataFrame, other: DataFrame, on: dict[str, str], take: list[str], **unmatched) -> DataFrame:
    """Like ``join``, but the last pair of ``on`` takes the newest row of ``other`` that is not after the left value.

    Each row of ``other`` holds until the next one of its keys, so that a row finds at most one. ``other`` is small.
    """
    *equal, (left, right) = on.items()
    order = Window.partitionBy(*[column(key) for _, key in equal]).orderBy(column(right))
    keys = [column(key).alias(f"_on_{key}") for _, key in equal]
    span = [column(right).alias("_from"), F.lead(column(right)).over(order).alias("_until")]
    span.append(F.lit(True).alias("_matched"))
    other = other.where(column(right).isNotNull()).select(*keys, *span, *[column(name) for name in take])
    same = [column(name) == column(f"_on_{key}") for name, key in equal]
    holds = (column(left) >= F.col("_from")) & (F.col("_until").isNull() | (column(left) < F.col("_until")))
    joined = rows.join(F.broadcast(other), [*same, holds], "left")
    joined = joined.drop("_from", "_until", *[f"_on_{key}" for _, key in equal])
    return _settle_unmatched(joined, **unmatched)


def filter_rows(rows: DataFrame, where: str, on_existing: str = "keep") -> DataFrame:
    """Filters the rows for which ``where`` is not true. ``on_existing="delete"``: they also delete their key."""
    return filter_out(rows, ~F.coalesce(F.expr(where), F.lit(False)), on_existing)


def dedupe(rows: DataFrame, by: list[str], order_by: str) -> DataFrame:
    """Keeps the row with the greatest ``order_by`` of each key.

    Rows that are equal in both are told apart by their content, so that a rerun keeps the same one. Tombstones rank
    apart; the newest of a key and the survivor then meet: the tombstone annuls a survivor that is not newer, and does
    nothing against one that is.
    """
    # No later step quarantines, and only rows in quarantine are kept as they were delivered: the others travel light.
    rows = rows.withColumn(SOURCE, F.when(F.col(FATE) == "quarantined", F.col(SOURCE)))
    key = Window.partitionBy(*[column(name) for name in by])
    order, tombstone = column(order_by), F.col(TOMBSTONE)
    content = F.xxhash64(*[_hashable(name, type) for name, type in rows.dtypes if not name.startswith("_")])
    ranked = key.orderBy(alive().desc(), order.desc_nulls_last(), content)
    rows = rows.withColumns(
        {
            "_rank": F.row_number().over(ranked),
            "_newest": F.max(F.when(alive(), order)).over(key),
            "_annuls": F.max(F.when(tombstone, order)).over(key),
        }
    )
    rows = settle(rows, F.col("_rank") > 1, "deduplicated")
    annulled = F.coalesce(F.col("_annuls") >= order, F.lit(False))
    deletes = (order == F.col("_annuls")) & F.coalesce(order >= F.col("_newest"), F.lit(True))
    rows = rows.withColumns({ANNULLED: alive() & annulled, TOMBSTONE: tombstone & F.coalesce(deletes, F.lit(False))})
    return rows.drop("_rank", "_newest", "_annuls")


def mark_deleted(rows: DataFrame, flag: str) -> DataFrame:
    """The surviving rows for which ``flag`` is true delete their key."""
    return settle(rows, F.expr(flag), "deleted")


def aggregate(rows: DataFrame, by: list[str], columns: list[tuple[str, str, str]]) -> DataFrame:
    """Groups the rows that are alive. ``columns``: (name, type, SQL). The other rows are carried along as they are."""
    rows = rows.persist()
    measures = [F.expr(sql).alias(f"_new_{name}") for name, _, sql in columns]
    groups = rows.where(alive()).groupBy(*[column(name) for name in by]).agg(*measures, F.count(F.lit(1)).alias(ROWS))
    return fold(rows, groups, {name: type for name, type, _ in columns})


def fold(rows: DataFrame, groups: DataFrame, columns: dict[str, str]) -> DataFrame:
    """``groups``, with ``_rows`` and a ``_new_<name>`` for each of ``columns``, in place of the rows that are alive."""
    nothing = {name: F.lit(None).cast(type) for name, type in rows.select(SOURCE, MALFORMED, FILE, FATE).dtypes}
    groups = groups.withColumns({**nothing, FAILED: F.array().cast("array<string>"), **no_deletion()})
    groups = typed(groups, columns)
    others = rows.where(~alive()).select(SOURCE, MALFORMED, FILE, FATE, FAILED, TOMBSTONE, ANNULLED)
    others = others.withColumns({ROWS: F.lit(1).cast("bigint"), LEVEL: F.lit("row")})
    return groups.withColumn(LEVEL, F.lit("group")).unionByName(others, allowMissingColumns=True)


def typed(rows: DataFrame, columns: dict[str, str]) -> DataFrame:
    """Makes of each ``_new_<name>`` a column ``name`` of its type, as ``derive`` does."""
    for name, type in columns.items():
        rows = derive(rows, name, type, quote(f"_new_{name}")).drop(f"_new_{name}")
    return rows


def _settle_unmatched(rows: DataFrame, fill=None, filter: bool = False, **deletion) -> DataFrame:
    """Gives rows that found no counterpart the values ``fill``, or filters them (``on_existing`` as in a filter)."""
    missing = F.col("_matched").isNull()
    types = dict(rows.dtypes)
    values = {name: F.lit(text).cast(types[name]) for name, text in (fill or {}).items()}
    rows = rows.withColumns({name: F.when(missing, value).otherwise(column(name)) for name, value in values.items()})
    if filter:
        rows = filter_out(rows, missing, **deletion)
    return rows.drop("_matched")


def filter_out(rows: DataFrame, condition: Expression, on_existing: str = "keep") -> DataFrame:
    """Filters the rows that are alive and meet ``condition``, which is never null."""
    taken = alive() & condition
    tombstone = F.col(TOMBSTONE) | taken if on_existing == "delete" else F.col(TOMBSTONE)
    return rows.withColumns({TOMBSTONE: tombstone, FATE: F.when(taken, "filtered").otherwise(F.col(FATE))})


def _hashable(name: str, type: str):
    """The column, or its JSON: Spark makes no hash of a map."""
    return F.to_json(column(name)) if "map<" in type else column(name)
