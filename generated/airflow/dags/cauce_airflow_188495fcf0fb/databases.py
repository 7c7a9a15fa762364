"""Rows of a database, read by window into Parquet with the declared types.

Rows stream: the worker holds one batch, whatever the size of the table. The database itself writes each value as text
(`dialects`), and a text that does not fit its declared type stops the run; nothing is rounded or turned into null.
"""

from __future__ import annotations

import math
import re
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from . import aws, drivers, manifests, watermarks
from .dialects import DIALECTS, PLAIN, Dialect
from .errors import FlowError
from .pipeline import Pipeline, run_key


@dataclass(frozen=True)
class Source:
    """A table or a query, its columns with the types of the spec, and the column that tells what is new.

    Without a watermark, all is read. `timezone` gives times without an offset their meaning. `lag` keeps away from
    transactions that are still open, `lookback` reads the end of the last window again. `query` holds its lines.
    `fetch` rows make a part, which is what the worker holds in memory.
    """

    kind: str
    connection: str
    columns: dict[str, str]
    timezone: str
    table: str | None = None
    query: list[str] | None = None
    watermark: str | None = None
    lookback: timedelta = timedelta(0)
    lag: timedelta = timedelta(0)
    fetch: int = 50_000

    @property
    def dialect(self) -> Dialect:
        """How the database is asked."""
        return DIALECTS[self.kind]

    @property
    def rows(self) -> str:
        """What follows `from`."""
        return self.dialect.rows(self.table, "\n".join(self.query) if self.query else None)

    def connect(self) -> Any:
        """A session."""
        return drivers.connect(self.kind, self.connection, self.timezone)


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
    with closing(source.connect()) as opened:
        if source.columns[source.watermark] in ("timestamp", "date"):
            clock = drivers.value(opened, source.dialect.clock)
            return watermarks.instant(datetime.fromisoformat(clock) - source.lag)
        largest = drivers.value(opened, f"select max({source.dialect.quote(source.watermark)}) from {source.rows}")
        return None if largest is None else int(largest) + 1


def extract(pipeline: Pipeline, source: Source, window: dict[str, Any]) -> manifests.Batch:
    """Copies the rows of the window to the raw zone, in place of what an earlier try left there."""
    started = time.monotonic()
    root = pipeline.raw(window["run"])
    aws.empty(root)
    files, rows = [], 0
    with closing(source.connect()) as opened:
        batches = drivers.stream(source.kind, opened, statement(source, window), source.fetch)
        for number, batch in enumerate(batches):
            files.append(aws.put(f"{root}part-{number:05d}.parquet", parquet(source, batch)))
            rows += len(batch)
    seconds = round(time.monotonic() - started)
    return manifests.write(pipeline, window["run"], files, window=window, rows=rows, ingest_seconds=seconds)


def statement(source: Source, window: dict[str, Any]) -> str:
    """The statement that reads a window."""
    dialect, mark = source.dialect, source.watermark
    select = dialect.select(source.rows, source.columns, source.timezone)
    if mark is None:
        return select
    bounds = dialect.window(mark, source.columns[mark], window["low"], window["high"], source.timezone)
    return f"{select}\nwhere {bounds}"


def parquet(source: Source, rows: list[tuple]) -> bytes:
    """One part, compressed, with the declared types."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = zip(source.columns.items(), zip(*rows, strict=True), strict=True)
    arrays = {name: array(name, kind, values, source.timezone) for (name, kind), values in columns}
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(arrays), sink, compression="zstd")
    return sink.getvalue().to_pybytes()


def array(name: str, kind: str, values: tuple, zone: str) -> Any:
    """The values of one column; the error names the column and never the value."""
    import pyarrow as pa

    given = (memoryview, bytes, bytearray) if kind == "binary" else (str,)
    try:
        if all(value is None or isinstance(value, given) for value in values):
            return typed(kind, values, zone)
    except (pa.ArrowException, ValueError, OverflowError):
        pass
    raise FlowError(f"column {name} holds a value that does not fit {kind}")


def typed(kind: str, values: tuple, zone: str) -> Any:
    """The values with their type, whose text must say all of it: Arrow refuses what it would have to cut."""
    import pyarrow as pa

    if kind in PLAIN:
        return pa.array(
            [value if value is None or kind == "string" else bytes(value) for value in values], arrow_type(kind)
        )
    texts = pa.array(values, pa.string())
    if kind == "timestamp":
        return moments(texts, zone)
    found = texts.cast(arrow_type(kind))
    if kind in ("float", "double") and math.inf in map(abs, found.drop_null().to_pylist()):
        raise ValueError("a number without end, or one that is too large")
    return found


def moments(texts: Any, zone: str) -> Any:
    """Moments, to the microsecond, of texts with an offset or of local times; an hour that comes twice is the first."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = pc.replace_substring_regex(texts, r"(\.\d{6})\d+", r"\1")
    utc = arrow_type("timestamp")
    if pc.any(pc.ends_with(texts, "Z")).as_py():
        return texts.cast(utc)
    local = texts.cast(pa.timestamp("us"))
    return pc.assume_timezone(local, zone, ambiguous="earliest", nonexistent="earliest").cast(utc)


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
