"""Rows of a database that the job reads itself: once for a run, into the raw zone, and from there like any extract."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

from pyspark.sql import DataFrame, DataFrameReader
from pyspark.sql import functions as F

from . import storage
from .columns import Column
from .delivery import Delivery
from .dialects import DIALECTS, Dialect
from .errors import JobError
from .marks import FILE, MALFORMED, column
from .parquet_files import Parquet
from .values import Numbers

PORTS = {"postgres": 5432, "mysql": 3306, "sqlserver": 1433, "oracle": 1521}
URLS = {
    "postgres": "jdbc:postgresql://{host}:{port}/{database}",
    # Without a cursor, MySQL's driver holds the whole answer in memory, whatever the size of a fetch.
    "mysql": "jdbc:mysql://{host}:{port}/{database}?useCursorFetch=true",
    "sqlserver": "jdbc:sqlserver://{host}:{port};databaseName={database}",
    "oracle": "jdbc:oracle:thin:@//{host}:{port}/{database}",
}
FILLING = r"[.]0+$|(?<=[.][0-9]{0,60}[1-9])0+$"
DRIVERS = {
    "postgres": "org.postgresql.Driver",
    "mysql": "com.mysql.cj.jdbc.Driver",
    "sqlserver": "com.microsoft.sqlserver.jdbc.SQLServerDriver",
    "oracle": "oracle.jdbc.OracleDriver",
}


@dataclass(frozen=True)
class Partition:
    """A column of whole numbers or days by which the rows are read in ``parts`` at once.

    Without ``lower`` and ``upper``, the database is asked for the least and the greatest value. Rows outside of them
    and rows without a value are read too: the bounds cut, they do not choose.
    """

    column: str
    parts: int
    lower: str | int | None = None
    upper: str | int | None = None


@dataclass(frozen=True)
class Jdbc:
    """A table or a query of a database, which comes as text that the job parses like that of a file.

    ``secret`` is the name of the connection's secret, ``watermark`` the column that the window of the manifest cuts,
    ``query`` holds its lines.
    """

    kind: str
    secret: str
    timezone: str
    table: str | None = None
    query: list[str] | None = None
    watermark: str | None = None
    partition: Partition | None = None
    fetch: int = 50_000
    numbers = Numbers()

    def read(self, job, columns: list[Column]) -> Delivery:
        """The rows of the window. A run that was begun before reads again what it kept, not what is there by now."""
        if job.files:
            delivery = Parquet().read(job, columns)
            return Delivery(_plain(delivery.rows, columns), delivery.count)
        kept = job.spark.read.parquet(self._kept(job, columns))
        rows = kept.withColumn(FILE, F.col("_metadata.file_path")).withColumn(MALFORMED, F.lit(None).cast("string"))
        return Delivery(_plain(rows, columns), lambda: {"read": kept.count()})

    def shape(self, column: Column) -> str:
        """The type in which ``column`` is delivered."""
        return "binary" if _asked(column) == "binary" else "string"

    @property
    def _dialect(self) -> Dialect:
        return DIALECTS[self.kind]

    def _kept(self, job, columns: list[Column]) -> str:
        raw = job.manifest["raw"]
        done = storage.join(raw.rstrip("/"), "_complete.json")
        if not storage.exists(done):
            reader = self._reader(job)
            parts = [reader.option("dbtable", f"({one}) r").load() for one in self._statements(job, columns, reader)]
            reduce(DataFrame.unionAll, parts).write.mode("overwrite").option("compression", "zstd").parquet(raw)
            storage.write_text(done, json.dumps({"complete": True}) + "\n")
        return raw

    def _reader(self, job) -> DataFrameReader:
        given = connection(storage.secret(self.secret), self.kind)
        reader = job.spark.read.format("jdbc").options(
            url=URLS[self.kind].format(**given),
            driver=DRIVERS[self.kind],
            user=given["user"],
            password=given["password"],
            fetchsize=str(self.fetch),
            **given["options"],
        )
        setting = self._dialect.setting(self.timezone)
        return reader.option("sessionInitStatement", setting) if setting else reader

    def _statements(self, job, columns: list[Column], reader: DataFrameReader) -> Iterator[str]:
        """One statement for each part; together they read every row of the window once."""
        types = {item.delivered: _asked(item) for item in columns}
        rows = self._dialect.rows(self.table, "\n".join(self.query) if self.query else None)
        select = self._dialect.select(rows, types, self.timezone)
        window = self._window(job, types)
        for part in self._cuts(rows, window, types, reader):
            conditions = " and ".join(filter(None, (window, part)))
            yield f"{select}\nwhere {conditions}" if conditions else select

    def _window(self, job, types: dict[str, str]) -> str:
        bounds = job.manifest.get("window")
        if not self.watermark or not bounds:
            return ""
        return self._dialect.window(self.watermark, types[self.watermark], bounds["low"], bounds["high"], self.timezone)

    def _cuts(self, rows: str, window: str, types: dict[str, str], reader: DataFrameReader) -> list[str]:
        by = self.partition
        if by is None:
            return [""]
        kind = types[by.column]
        lower, upper = by.lower, by.upper
        if lower is None or upper is None:
            lower, upper = self._ends(rows, window, kind, reader)
        return self._dialect.cuts(by.column, kind, lower, upper, by.parts)

    def _ends(self, rows: str, window: str, kind: str, reader: DataFrameReader) -> tuple:
        column = self._dialect.quote(self.partition.column)
        ends = [self._dialect.text_of(kind, f"{end}({column})", self.timezone) for end in ("min", "max")]
        where = f" where {window}" if window else ""
        asked = f"(select {ends[0]} as a, {ends[1]} as b from {rows}{where}) r"
        return tuple(reader.option("dbtable", asked).load().first())


def connection(text: str, kind: str) -> dict:
    """What a secret says, in the words of Airflow's connections or of RDS.

    ``options`` are the driver's own: the object ``jdbc`` in the ``extra`` of an Airflow connection.
    """
    try:
        given = json.loads(text)
        extra = given.get("extra") or {}
        own = (json.loads(extra) if isinstance(extra, str) else extra).get("jdbc", {})
        return {
            "host": given["host"],
            "port": given.get("port") or PORTS[kind],
            "database": given.get("schema") or given.get("dbname") or "",
            "user": given.get("login") or given["username"],
            "password": given["password"],
            "options": {name: value if isinstance(value, str) else json.dumps(value) for name, value in own.items()},
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        raise JobError("the connection's secret is no JSON object with host, login, password and schema") from None


def _asked(item: Column) -> str:
    """The type that is asked for; what is written in a format or in words is text in the database."""
    return "string" if item.format or item.true else item.type


def _plain(rows: DataFrame, columns: list[Column]) -> DataFrame:
    """Numbers without the zeros that only fill up a scale: ``5.00`` is the integer 5, ``1.500`` has one decimal."""
    types = dict(rows.dtypes)
    exact = [item for item in columns if item.type in ("int", "bigint") or item.type.startswith("decimal")]
    texts = [item.delivered for item in exact if types[item.delivered] == "string"]
    return rows.withColumns({name: F.regexp_replace(column(name), FILLING, "") for name in texts})
