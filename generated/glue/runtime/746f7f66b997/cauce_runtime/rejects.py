"""The quarantine: each rejected row with the ids and the reasons, and what may be kept of it."""

from pyspark.sql import Column as Expression
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from .columns import Column
from .marks import FAILED, FATE, FILE, LEVEL, MALFORMED, SOURCE, column, quote
from .protect import protected, shape


def kept(rows: DataFrame, columns: list[Column]) -> Expression:
    """What is stored of a quarantined row: JSON of the values as delivered, protected; null for every other row.

    A malformed record is kept whole, or only its shape where the dataset has protected columns: in a record without
    columns nobody knows where the personal data stands. The original stays in the file that ``file`` names.
    """
    safe = [_safe(item).alias(item.delivered) for item in columns if item.protect != "drop"]
    personal = any(item.protect for item in columns)
    text = shape(F.col(MALFORMED)) if personal else F.col(MALFORMED)
    malformed = F.to_json(F.struct(text.alias("record")))
    row = F.when(F.col(MALFORMED).isNotNull(), malformed).otherwise(F.to_json(F.struct(*safe)))
    if LEVEL in rows.columns:
        row = F.when(F.col(LEVEL) == "group", F.to_json(F.struct(*_group(rows, columns)))).otherwise(row)
    return F.when(F.col(FATE) == "quarantined", row)


def write(rows: DataFrame, reasons: dict[str, str], location: str) -> None:
    """Replaces ``location`` with the quarantined ``rows``, which carry ``_row`` as made by ``kept``."""
    texts = F.create_map(*[F.lit(text) for pair in reasons.items() for text in pair])
    rejected = rows.where(F.col(FATE) == "quarantined").select(
        F.col(FAILED).alias("rules"),
        F.transform(FAILED, lambda id: texts[id]).alias("reasons"),
        F.col(FILE).alias("file"),
        F.col("_row").alias("row"),
    )
    rejected.write.mode("overwrite").parquet(location)


def _group(rows: DataFrame, columns: list[Column]) -> list[Expression]:
    """The columns of a group; what is protected by its name in the table is so here."""
    items = {item.name: item for item in columns if item.protect}
    names = [name for name in rows.columns if not name.startswith("_")]
    kept = [name for name in names if name not in items or items[name].protect != "drop"]
    return [(protected(items[name], column(name)) if name in items else column(name)).alias(name) for name in kept]


def _safe(item: Column) -> Expression:
    value = F.col(f"{SOURCE}.{quote(item.delivered)}")
    return protected(item, value.cast("string")) if item.protect else value
