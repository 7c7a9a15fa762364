"""The transforms that change columns one by one: their names, types, spelling and missing values."""

import unicodedata
from functools import cache

from pyspark.sql import Column as Expression
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from .marks import FAILED, column, not_quarantined, quarantine, quote
from .values import parsed

SPACE = r"[\s\p{Z}]"  # white space of any script: tabs and no-break spaces too


def rename(rows: DataFrame, columns: dict[str, str]) -> DataFrame:
    """Gives columns new names (old -> new), all at once, so that two may swap theirs."""
    return rows.select(*[column(name).alias(columns.get(name, name)) for name in rows.columns])


def cast(rows: DataFrame, columns: dict[str, str], on_error: str = "quarantine") -> DataFrame:
    """Gives columns new types (name -> type). A value fits when it is the same in the new type.

    One that does not fit becomes null and its row fails ``cast_<name>``: it is quarantined, or only noted with
    ``on_error="set_null"``.
    """
    types = dict(rows.dtypes)
    raw = {f"_raw_{name}": column(name) for name in columns}
    rows = rows.withColumns(raw)
    rows = rows.withColumns({name: _fitted(f"_raw_{name}", types[name], type) for name, type in columns.items()})
    lost = [F.when(column(f"_raw_{name}").isNotNull() & column(name).isNull(), f"cast_{name}") for name in columns]
    failed = F.when(not_quarantined(), F.array_compact(F.array(*lost))).otherwise(F.array().cast("array<string>"))
    rows = rows.withColumn("_lost", failed)
    if on_error == "set_null":
        rows = rows.withColumn(FAILED, F.concat(FAILED, "_lost"))
    else:
        rows = quarantine(rows, F.col("_lost"))
    return rows.drop(*raw, "_lost")


def normalise(rows: DataFrame, columns: list[str], do: list[str]) -> DataFrame:
    """Applies the steps ``do``, in order, to text columns."""
    cleaned = {name: column(name) for name in columns}
    for step in do:
        cleaned = {name: CLEANERS[step](text) for name, text in cleaned.items()}
    return rows.withColumns(cleaned)


def fill(rows: DataFrame, columns: dict[str, str]) -> DataFrame:
    """Gives rows without a value in a column that of ``columns``, a text that the column's type can hold."""
    types = dict(rows.dtypes)
    return rows.withColumns({name: filled(name, types[name], text) for name, text in columns.items()})


def filled(name: str, type: str, text: str) -> Expression:
    """The column ``name``, with the value of ``text`` where it is null."""
    # Not `coalesce`, which cannot be null: Hudi refuses such a column in a table where it could be.
    return F.when(column(name).isNull(), F.lit(text).cast(type)).otherwise(column(name))


def _fitted(name: str, found: str, wanted: str) -> Expression:
    value = column(name)
    if found == "string":
        return parsed(quote(name), wanted)
    cast = f"try_cast({quote(name)} as {wanted})"
    same = F.expr(f"try_cast({cast} as {found})").eqNullSafe(value)
    return F.when(same, F.expr(cast))


@cache
def _accents() -> tuple[str, str]:
    """Latin letters with marks, and the same letters without."""
    spelled = {chr(code): unicodedata.normalize("NFD", chr(code)) for code in range(0xC0, 0x2000)}
    latin = {letter: parts[0] for letter, parts in spelled.items() if len(parts) > 1 and parts[0].isascii()}
    return "".join(latin), "".join(latin.values())


def _without_accents(text: Expression) -> Expression:
    return F.regexp_replace(F.translate(text, *_accents()), r"(?<=[A-Za-z])\p{Mn}+", "")


def _compose(text: str | None) -> str | None:
    return text and unicodedata.normalize("NFC", text)


CLEANERS = {
    "trim": lambda text: F.regexp_replace(text, f"^{SPACE}+|{SPACE}+$", ""),
    "collapse_spaces": lambda text: F.regexp_replace(text, f"{SPACE}+", " "),
    "upper": F.upper,
    "lower": F.lower,
    "strip_accents": _without_accents,
    # Spark itself has no Unicode normal forms.
    "nfc": lambda text: F.udf(_compose, "string")(text),
    "digits_only": lambda text: F.regexp_replace(text, "[^0-9]", ""),
    "null_if_empty": lambda text: F.when(text != "", text),
}
