"""The statements of every database are read by a parser of its own; no server of SQL Server and Oracle can be had."""

import importlib
import re

import pytest
import sqlglot

KINDS = ["string", "boolean", "int", "bigint", "float", "double", "date", "timestamp", "binary", "decimal(18,2)"]
READERS = {"postgres": "postgres", "mysql": "mysql", "sqlserver": "tsql", "oracle": "oracle"}
LOW, HIGH = "2026-01-31T15:00:00.000000Z", "2026-02-01T15:00:00.000000Z"
ZONE = "America/Bogota"


@pytest.fixture(params=READERS)
def kind(request):
    return request.param


def read(kind, statement):
    return sqlglot.parse_one(statement, read=READERS[kind])


@pytest.mark.parametrize("mark", ["timestamp", "date", "bigint"])
def test_a_window_is_one_select_of_every_column(runtime, kind, mark):
    columns = {f"c {type}": type for type in KINDS} | {"w": mark}
    source = runtime.databases.Source(
        kind=kind, connection="x", columns=columns, timezone=ZONE, table="core.t", watermark="w"
    )
    ends = (LOW, HIGH) if mark != "bigint" else (3, 9)
    tree = read(kind, runtime.databases.statement(source, {"run": "r", "low": ends[0], "high": ends[1]}))
    assert isinstance(tree, sqlglot.exp.Select)
    assert [item.alias for item in tree.selects] == list(columns)
    assert tree.find(sqlglot.exp.Where).find(sqlglot.exp.Or)
    assert {column.name.lower() for column in tree.find_all(sqlglot.exp.Column)} >= {name.lower() for name in columns}


def test_a_query_with_a_remark_at_its_end_is_closed(runtime, kind):
    rows = runtime.dialects.DIALECTS[kind].rows(None, "select a from t -- all")
    tree = read(kind, f"select a from {rows}")
    assert tree.find(sqlglot.exp.Subquery).alias == "q"


def test_the_clock_is_a_moment_in_utc(runtime, kind):
    clock = runtime.dialects.DIALECTS[kind].clock
    assert len(read(kind, clock).selects) == 1
    assert "utc" in clock.lower()


def test_a_quote_in_a_name_cannot_end_it(runtime, kind):
    dialect = runtime.dialects.DIALECTS[kind]
    name = f"a{dialect.quotes[1]} from x; --"
    tree = read(kind, f"select {dialect.quote(name)} from t")
    assert [column.name.lower() for column in tree.find_all(sqlglot.exp.Column)] == [name.lower()]


@pytest.mark.parametrize("type", ["string", "binary"])
def test_what_a_driver_hands_over_as_it_is_stays(runtime, kind, type):
    dialect = runtime.dialects.DIALECTS[kind]
    assert dialect.text(type, "c", ZONE) == dialect.quote("c")


def test_no_template_is_left_open(runtime, kind):
    dialect = runtime.dialects.DIALECTS[kind]
    texts = [dialect.text(type, "c", ZONE) for type in KINDS] + dialect.opening(ZONE)
    assert not [text for text in texts if re.search(r"[{}]", text)]


def test_oracle_finds_names_that_were_not_quoted(runtime):
    oracle = runtime.dialects.ORACLE
    assert oracle.rows("core.clientes", None) == '"CORE"."CLIENTES"'
    assert oracle.quote("idCliente") == '"idCliente"'
    assert '"ID" as "id"' in " ".join(oracle.select("T", {"id": "string"}, ZONE).split())


def test_sql_server_reads_every_moment_in_the_zone_of_the_source(runtime):
    dialect = runtime.dialects.SQLSERVER
    assert "at time zone 'SA Pacific Standard Time'" in dialect.text("timestamp", "c", ZONE)
    assert "at time zone 'SA Pacific Standard Time'" in dialect.window("c", "date", LOW, HIGH, ZONE)
    assert dialect.text("timestamp", "c", ZONE).endswith("+ 'Z'")


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("airflow.providers.postgres.hooks.postgres", "PostgresHook"),
        ("airflow.providers.microsoft.mssql.hooks.mssql", "MsSqlHook"),
        ("airflow.providers.oracle.hooks.oracle", "OracleHook"),
        ("pymysql.cursors", "SSCursor"),
        ("pymssql", "connect"),
        ("oracledb", "connect"),
    ],
)
def test_the_drivers_are_there(module, name):
    assert hasattr(importlib.import_module(module), name)


def test_every_kind_has_a_driver(runtime):
    assert set(runtime.drivers.OPEN) == set(runtime.dialects.DIALECTS) == set(READERS)


@pytest.mark.parametrize(("type", "ends"), [("bigint", (1, 100)), ("date", ("2026-01-01", "2026-12-31"))])
def test_parts_are_conditions_that_leave_no_gap(runtime, kind, type, ends):
    cuts = runtime.dialects.DIALECTS[kind].cuts("c", type, *ends, 4)
    assert len(cuts) == 4
    trees = [read(kind, f"select 1 from t where {cut}").find(sqlglot.exp.Where) for cut in cuts]
    assert trees[0].find(sqlglot.exp.Is)
    above = [tree.find(sqlglot.exp.GTE).expression.sql() for tree in trees[1:]]
    below = [tree.find(sqlglot.exp.LT).expression.sql() for tree in trees[:-1]]
    assert above == below


@pytest.mark.parametrize("ends", [(None, None), (5, 5)])
def test_what_cannot_be_cut_is_one_part(runtime, kind, ends):
    assert runtime.dialects.DIALECTS[kind].cuts("c", "int", *ends, 8) == [""]
