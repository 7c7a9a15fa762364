"""A session with each kind of database, from the Airflow connection that the platform names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .dialects import DIALECTS
from .errors import FlowError


def connect(kind: str, connection: str, zone: str) -> Any:
    """A session that reads one state of the data, and local times as the source means them."""
    opened = OPEN[kind](connection)
    for statement in DIALECTS[kind].opening(zone):
        try:
            with opened.cursor() as cursor:
                cursor.execute(statement)
        except Exception as error:
            opened.close()
            raise FlowError(f"the database refuses `{statement}`: {type(error).__name__}") from None
    return opened


def value(opened: Any, statement: str) -> Any:
    """The one value that a statement answers."""
    with opened.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def stream(kind: str, opened: Any, statement: str, size: int) -> Iterator[list[tuple]]:
    """The rows of a statement, `size` at a time: the server keeps the rest."""
    cursor = opened.cursor(name="cauce_extract") if kind == "postgres" else opened.cursor()
    cursor.arraysize = size
    cursor.execute(statement)
    while rows := cursor.fetchmany(size):
        yield rows


def _postgres(connection: str) -> Any:
    from airflow.providers.postgres.hooks.postgres import PostgresHook

    return PostgresHook(postgres_conn_id=connection).get_conn()


def _mysql(connection: str) -> Any:
    # The drivers of Airflow's own hook answer null for 0000-00-00, and one of them must be compiled on the worker.
    import pymysql
    from airflow.providers.common.compat.sdk import BaseHook

    given = BaseHook.get_connection(connection)
    return pymysql.connect(
        host=given.host,
        port=given.port or 3306,
        user=given.login,
        password=given.password or "",
        database=given.schema or None,
        ssl=given.extra_dejson.get("ssl"),
        charset="utf8mb4",
        cursorclass=pymysql.cursors.SSCursor,
    )


def _sqlserver(connection: str) -> Any:
    from airflow.providers.microsoft.mssql.hooks.mssql import MsSqlHook

    return MsSqlHook(mssql_conn_id=connection).get_conn()


def _oracle(connection: str) -> Any:
    import oracledb
    from airflow.providers.oracle.hooks.oracle import OracleHook

    oracledb.defaults.fetch_lobs = False
    return OracleHook(oracle_conn_id=connection).get_conn()


OPEN = {"postgres": _postgres, "mysql": _mysql, "sqlserver": _sqlserver, "oracle": _oracle}
