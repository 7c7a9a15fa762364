"""Spark with the drivers of four databases, and two servers that stand beside the tests of the DAGs."""

import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

HERE = Path(__file__).resolve().parent
GENERATED = Path(os.environ.get("CAUCE_GENERATED", HERE.parents[2] / "generated"))
# The drivers of Glue 5.1, or as near to them as can be had.
DRIVERS = (
    "org.postgresql:postgresql:42.7.4",
    "com.mysql:mysql-connector-j:9.1.0",
    "com.microsoft.sqlserver:mssql-jdbc:12.8.1.jre11",
    "com.oracle.database.jdbc:ojdbc11:23.5.0.24.07",
)
os.environ["PYSPARK_SUBMIT_ARGS"] = (
    f"--packages {','.join(DRIVERS)} --conf 'spark.jars.ivy={os.environ['CAUCE_CACHE']}/tests/ivy' "
    + os.environ["PYSPARK_SUBMIT_ARGS"]
)
runtimes = [path.parent for path in GENERATED.glob("glue/runtime/*/cauce_runtime")]
if len(runtimes) != 1:
    pytest.exit(f"no cauce_runtime in {GENERATED}, or several: cauce generate", returncode=2)
sys.path[:0] = [str(runtimes[0]), str(HERE.parent / "airflow")]
sys.path.append(os.environ["CAUCE_SERVERS"])


@pytest.fixture(scope="session")
def spark():
    """A session as jobs set it up."""
    from cauce_runtime.job import SESSION
    from pyspark.sql import SparkSession

    session = SparkSession.builder.appName("jdbc").getOrCreate()
    for key, value in {**SESSION, "spark.sql.session.timeZone": "America/Bogota"}.items():
        session.conf.set(key, value)
    return session


@pytest.fixture(scope="session")
def servers():
    """Both servers by the word of the spec; each executes statements and can be emptied."""
    from servers import Mariadb, Postgres

    started = {"postgres": Postgres(), "mysql": Mariadb()}
    yield started
    for server in started.values():
        server.stop()


@pytest.fixture(params=["postgres", "mysql"])
def database(request, servers):
    """A server with an empty schema `core`, and the secret that leads to it."""
    server = servers[request.param]
    server.empty()
    if request.param == "postgres":
        server.execute("create schema core")
    secret = {"host": "127.0.0.1", "port": server.port, "password": "", "login": "root", "schema": "core"}
    if request.param == "postgres":
        secret |= {"login": "cauce", "schema": "postgres"}
    return SimpleNamespace(kind=request.param, execute=server.execute, secret=secret)


@pytest.fixture
def read(database, spark, tmp_path, monkeypatch):
    """Reads as a job would: the parsed rows with what they failed, and the count of the delivery."""
    import json

    from cauce_runtime import Column, Jdbc, jdbc, parse_columns

    monkeypatch.setattr(jdbc.storage, "secret", lambda name: json.dumps(database.secret))

    def rows(columns, run="r1", low=None, high=None, **settings):
        source = Jdbc(
            **{"kind": database.kind, "secret": "x", "timezone": "America/Bogota", "table": "core.t", **settings}
        )
        window = {"low": low, "high": high} if "watermark" in settings else None
        manifest = {"raw": f"file://{tmp_path}/raw/run={run}/", "window": window}
        job = SimpleNamespace(spark=spark, files=[], manifest=manifest)
        listed = [Column(name, kind) for name, kind in columns.items()]
        delivery = source.read(job, listed)
        found = parse_columns(delivery.rows, listed).select(*columns, "_failed").collect()
        assert delivery.count() == {"read": len(found)}
        return [row.asDict() for row in found]

    return rows
