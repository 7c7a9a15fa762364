"""Steps whose values come back from elsewhere: a query over named tables, or a function written by hand.

A row is known there by its ``_id``. With ``gives="rows"`` every row must come back once; with ``gives="some"`` one
that does not come back is filtered; with ``gives="groups"`` the rows that are alive are folded into groups, whose
``_rows`` says how many rows stand behind each. What else comes back breaks the conservation of rows and stops the run.
"""

from collections.abc import Callable

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from .errors import JobError
from .marks import FATE, FILE, MALFORMED, ROWS, SOURCE, alive, business_columns, column, not_quarantined
from .steps import filter_out, fold, typed

ID = "_id"
EXACT = {"timestampFormat": "yyyy-MM-dd HH:mm:ss.SSSSSS"}


def query(
    rows: DataFrame, tables: dict[str, DataFrame], sql: str, columns: dict[str, str], gives: str = "rows", **deletion
) -> DataFrame:
    """Adds ``columns`` (name -> type) that ``sql`` gives over ``rows`` and ``tables`` (by the names that it uses)."""
    rows, given = _handed_out(rows, gives)
    views = {"rows": given, **tables}
    for name, frame in views.items():
        frame.createOrReplaceTempView(name)
    result = rows.sparkSession.sql(sql)
    for name in views:
        rows.sparkSession.catalog.dropTempView(name)
    return _taken_back(rows, result, columns, gives, **deletion)


def apply(
    rows: DataFrame,
    function: Callable[[DataFrame], DataFrame],
    reads: list[str],
    columns: dict[str, str],
    gives: str = "rows",
    **deletion,
) -> DataFrame:
    """Adds ``columns`` (name -> type) that ``function`` makes of the columns ``reads``, which is all that it sees."""
    rows, given = _handed_out(rows, gives, reads)
    return _taken_back(rows, function(given), columns, gives, **deletion)


def _handed_out(rows: DataFrame, gives: str, reads: list[str] | None = None) -> tuple[DataFrame, DataFrame]:
    shown = [column(name) for name in (business_columns(rows) if reads is None else reads)]
    if gives == "groups":
        rows = rows.persist()
        return rows, rows.where(alive()).select(*shown)
    rows = _numbered(rows).persist()
    return rows, rows.where(not_quarantined()).select(ID, *shown)


def _numbered(rows: DataFrame) -> DataFrame:
    """Adds ``_id``: the content, and a number for rows that are equal.

    A part of the rows that Spark has to compute again gets the same ids, which a running number would not.
    """
    parts = [column(name) for name in [*business_columns(rows), SOURCE, MALFORMED, FILE]]
    rows = rows.withColumn("_content", F.sha2(F.to_json(F.struct(*parts), EXACT), 256))
    number = F.row_number().over(Window.partitionBy("_content").orderBy("_content"))
    return rows.withColumn(ID, F.concat_ws("-", "_content", number)).drop("_content")


def _taken_back(rows: DataFrame, result: DataFrame, columns: dict[str, str], gives: str, **deletion) -> DataFrame:
    key = ROWS if gives == "groups" else ID
    if sorted(result.columns) != sorted([key, *columns]):
        raise JobError(f"the step gives {', '.join(result.columns)}; declared are {', '.join([key, *columns])}")
    fresh = result.select(column(key), *[column(name).alias(f"_new_{name}") for name in columns])
    if gives == "groups":
        return fold(rows, fresh.withColumn(ROWS, column(ROWS).cast("bigint")), columns)
    # A full join: a row that nobody handed out must be seen, and counted as one too many.
    rows = rows.join(fresh.withColumn("_matched", F.lit(True)), ID, "full")
    missing = not_quarantined() & F.col("_matched").isNull()
    if gives == "some":
        rows = filter_out(rows, missing, **deletion)
    else:
        rows = rows.withColumn(FATE, F.when(missing, "lost").otherwise(F.col(FATE)))
    return typed(rows, columns).drop(ID, "_matched")
