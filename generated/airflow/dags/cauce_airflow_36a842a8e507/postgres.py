"""A table of PostgreSQL, read by window into Parquet with the declared types.

Rows stream through a server-side cursor: the worker holds one batch, whatever the size of the table. A value that does
not fit its declared type stops the run; nothing is rounded or turned into null.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from . import aws, manifests, watermarks
from .errors import FlowError
from .pipeline import Pipeline, run_key

ROWS = 50_000
"""Rows in a part; what the worker holds in memory."""
PYTHON_TYPES = {
    "string": (str,),
    "boolean": (bool,),
    "int": (int,),
    "bigint": (int,),
    "float": (float, int, Decimal),
    "double": (float, int, Decimal),
    "decimal": (Decimal, int),
    "date": (date,),
    "timestamp": (datetime,),
    "binary": (memoryview, bytes),
}
"""What the driver hands over for a type of the spec."""


@dataclass(frozen=True)
class Source:
    """A table, its columns with the types of the spec, and the column that tells what is new; without one, all is read.

    `timezone` gives times without an offset their meaning. `lag` keeps away from transactions that are still open,
    `lookback` reads the end of the last window again.
    """

    connection: str
    table: str
    columns: dict[str, str]
    timezone: str
    watermark: str | None = None
    lookback: timedelta = timedelta(0)
    lag: timedelta = timedelta(0)

    @property
    def mark_type(self) -> str:
        """The SQL type that the watermark is compared in."""
        return "timestamptz" if self.columns[self.watermark] in ("timestamp", "date") else "bigint"


def window(pipeline: Pipeline, source: Source, run_id: str) -> dict[str, Any]:
    """Fixes the rows of this run: `[low, high)` of the watermark column."""
    if source.watermark is None:
        return watermarks.whole(run_key(run_id))
    return watermarks.open_window(
        pipeline,
        run_key(run_id),
        newest=lambda: newest(source),
        back=lambda value: watermarks.earlier(value, source.lookback),
    )


def newest(source: Source) -> watermarks.Value | None:
    """The end of a window: the database's clock less the lag, or one past the largest number."""
    from psycopg2 import sql

    with closing(connect(source)) as connection, connection.cursor() as cursor:
        if source.mark_type == "timestamptz":
            cursor.execute("select clock_timestamp()")
            return watermarks.instant(cursor.fetchone()[0] - source.lag)
        column, table = sql.Identifier(source.watermark), sql.Identifier(*source.table.split("."))
        cursor.execute(sql.SQL("select max({}) + 1 from {}").format(column, table))
        return cursor.fetchone()[0]


def extract(pipeline: Pipeline, source: Source, window: dict[str, Any]) -> manifests.Batch:
    """Copies the rows of the window to the raw zone, in place of what an earlier try left there."""
    started = time.monotonic()
    root = pipeline.raw(window["run"])
    aws.empty(root)
    files, rows = [], 0
    with closing(connect(source)) as connection:
        for number, batch in enumerate(batches(connection, source, window)):
            files.append(aws.put(f"{root}part-{number:05d}.parquet", parquet(source.columns, batch)))
            rows += len(batch)
    seconds = round(time.monotonic() - started)
    return manifests.write(pipeline, window["run"], files, window=window, rows=rows, ingest_seconds=seconds)


def batches(connection: Any, source: Source, window: dict[str, Any]) -> Iterator[list[tuple]]:
    """The rows of the window, some at a time."""
    with connection.cursor(name="cauce_extract") as cursor:
        cursor.itersize = ROWS
        cursor.execute(query(source), window)
        while rows := cursor.fetchmany(ROWS):
            yield rows


def query(source: Source) -> Any:
    """The statement of a window. A row without a watermark belongs to every window: leaving it out would lose it."""
    from psycopg2 import sql

    columns = sql.SQL(", ").join(
        sql.SQL("{}::timestamptz" if kind == "timestamp" else "{}").format(sql.Identifier(name))
        for name, kind in source.columns.items()
    )
    select = sql.SQL("select {} from {}").format(columns, sql.Identifier(*source.table.split(".")))
    if source.watermark is None:
        return select
    where = (
        " where {mark} is null"
        " or ((%(low)s::{kind} is null or {mark} >= %(low)s::{kind}) and {mark} < %(high)s::{kind})"
    )
    mark, kind = sql.Identifier(source.watermark), sql.SQL(source.mark_type)
    return select + sql.SQL(where).format(mark=mark, kind=kind)


def connect(source: Source) -> Any:
    """A read-only session whose clock reads local times as the source means them."""
    from airflow.providers.postgres.hooks.postgres import PostgresHook

    connection = PostgresHook(postgres_conn_id=source.connection).get_conn()
    connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('TimeZone', %s, false)", [source.timezone])
    return connection


def parquet(columns: dict[str, str], rows: list[tuple]) -> bytes:
    """One part, compressed, with the declared types."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrays = {
        name: array(name, kind, values)
        for (name, kind), values in zip(columns.items(), zip(*rows, strict=True), strict=True)
    }
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(arrays), sink, compression="zstd")
    return sink.getvalue().to_pybytes()


def array(name: str, kind: str, values: tuple) -> Any:
    """The values of one column; the error names the column and never the value."""
    import pyarrow as pa

    try:
        if all(value is None or fits(kind, value) for value in values):
            return pa.array(values, type=arrow_type(kind))
    except (pa.ArrowException, ValueError, OverflowError):
        pass
    raise FlowError(f"column {name} holds a value that does not fit {kind}")


def fits(kind: str, value: Any) -> bool:
    """Whether a value is of the kind that was declared: Arrow would cut fractions and times of day off in silence."""
    if kind in ("int", "bigint") and isinstance(value, Decimal):
        return value == value.to_integral_value()
    return type(value) in PYTHON_TYPES[kind.partition("(")[0]]


def arrow_type(kind: str) -> Any:
    """The Arrow type of a type of the spec."""
    import pyarrow as pa

    if decimal := re.fullmatch(r"decimal\((\d+),(\d+)\)", kind):
        return pa.decimal128(int(decimal[1]), int(decimal[2]))
    return {
        "string": pa.string(),
        "boolean": pa.bool_(),
        "int": pa.int32(),
        "bigint": pa.int64(),
        "float": pa.float32(),
        "double": pa.float64(),
        "date": pa.date32(),
        "timestamp": pa.timestamp("us", tz="UTC"),
        "binary": pa.binary(),
    }[kind]
