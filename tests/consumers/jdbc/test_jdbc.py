"""A job reads a database exactly: every row of the window once, every value as it is there, or the row is refused."""

import json
from datetime import date, datetime
from decimal import Decimal

import pytest

EVERYTHING = {
    "n": "bigint",
    "monto": "decimal(38,2)",
    "dia": "date",
    "texto": "string",
    "si": "boolean",
    "v": "timestamp",
}
DRIVERS = [
    "org.postgresql.Driver",
    "com.mysql.cj.jdbc.Driver",
    "com.microsoft.sqlserver.jdbc.SQLServerDriver",
    "oracle.jdbc.OracleDriver",
]


def numbers(database, values, kind="int"):
    database.execute(f"create table core.t (n {kind}, w int)")
    rows = ", ".join(f"({value}, {at})" for at, value in enumerate(values))
    database.execute(f"insert into core.t values {rows}")


def test_values_arrive_exactly(database, read):
    zoned = {"postgres": "timestamptz", "mysql": "timestamp(6)"}[database.kind]
    database.execute(
        f"""
        create table core.t (
            n bigint, monto decimal(30,4), dia date, texto varchar(20), si boolean, v {zoned} null
        );
        insert into core.t values
            (9007199254740993, 12345678901234567.89, '2026-01-31', 'a;"', true, '2026-01-31 15:00:00.000001'),
            (null, null, null, null, null, null);
        """
    )
    # The servers' own sessions are in UTC, the answers are local to Bogotá.
    first, second = read(EVERYTHING)
    assert first == {
        "n": 9007199254740993,
        "monto": Decimal("12345678901234567.89"),
        "dia": date(2026, 1, 31),
        "texto": 'a;"',
        "si": True,
        "v": first["v"],
        "_failed": [],
    }
    assert first["v"].timestamp() == pytest.approx(
        datetime.fromisoformat("2026-01-31T15:00:00.000001+00:00").timestamp()
    )
    assert second == {**dict.fromkeys(EVERYTHING), "_failed": []}


@pytest.mark.parametrize(
    ("definition", "value", "kind"),
    [
        ("decimal(10,3)", "1.005", "decimal(18,2)"),
        ("decimal(10,1)", "1.5", "bigint"),
        ("bigint", "99999999999", "int"),
        ("int", "2", "boolean"),
        ("timestamp", "'2026-01-31 10:00:00'", "date"),
    ],
)
def test_a_row_whose_value_does_not_fit_is_refused_and_not_bent(database, read, definition, value, kind):
    database.execute(f"create table core.t (v {definition}); insert into core.t values ({value})")
    assert read({"v": kind}) == [{"v": None, "_failed": ["cast_v"]}]


def test_numbers_that_only_fill_up_a_scale_fit(database, read):
    database.execute(
        "create table core.t (n decimal(10,2), m decimal(10,4)); insert into core.t values (10.00, -20.5000)"
    )
    (row,) = read({"n": "int", "m": "decimal(18,1)"})
    assert (row["n"], row["m"]) == (10, Decimal("-20.5"))


@pytest.mark.parametrize("edges", [{}, {"lower": 10, "upper": 20}, {"lower": -5, "upper": -1}])
def test_parts_hold_every_row_once(database, read, edges):
    from cauce_runtime import Partition

    values = [*range(-3, 30), "null", "null", 5, 5, 2147483647, -2147483648]
    numbers(database, values)
    rows = read({"n": "int", "w": "int"}, partition=Partition("n", parts=4, **edges))
    assert sorted(row["w"] for row in rows) == list(range(len(values)))


def test_days_are_cut_too(database, read):
    from cauce_runtime import Partition

    days = ["'2026-01-01'", "'2026-01-05'", "'2026-02-01'", "null", "'1900-01-01'", "'2999-12-31'"]
    numbers(database, days, "date")
    rows = read({"n": "date", "w": "int"}, partition=Partition("n", parts=3))
    assert sorted(row["w"] for row in rows) == list(range(len(days)))
    rows = read({"n": "date", "w": "int"}, run="r2", partition=Partition("n", 3, "2026-01-01", "2026-02-01"))
    assert sorted(row["w"] for row in rows) == list(range(len(days)))


def test_an_empty_table_has_no_edges_and_no_rows(database, read):
    from cauce_runtime import Partition

    database.execute("create table core.t (n int)")
    assert read({"n": "int"}, partition=Partition("n", parts=4)) == []


def test_a_window_is_half_open_and_a_row_without_a_watermark_is_in_all(database, read):
    kind = {"postgres": "timestamp", "mysql": "datetime"}[database.kind]
    rows = ", ".join(f"({n}, '2026-01-31 {hour}:00:00')" for n, hour in enumerate(["09", "10", "11"], 1))
    database.execute(f"create table core.t (n int, w {kind}); insert into core.t values {rows}, (4, null)")
    low, high = "2026-01-31T15:00:00.000000Z", "2026-01-31T16:00:00.000000Z"
    found = read({"n": "int", "w": "timestamp"}, low=low, high=high, watermark="w")
    assert sorted(row["n"] for row in found) == [2, 4]
    found = read({"n": "int", "w": "timestamp"}, run="r2", high=high, watermark="w")
    assert sorted(row["n"] for row in found) == [1, 2, 4]


def test_a_run_that_was_begun_reads_again_what_it_kept(database, read):
    numbers(database, [1, 2])
    assert len(read({"n": "int"})) == 2
    database.execute("insert into core.t values (3, 3)")
    assert len(read({"n": "int"})) == 2
    assert len(read({"n": "int"}, run="r2")) == 3


def test_a_query_with_a_remark_at_its_end_is_read(database, read):
    numbers(database, [1, 2, 3])
    (row,) = read({"n": "int"}, table=None, query=["select 2 * n as n from core.t", "where n = 3 -- only"])
    assert row["n"] == 6


def test_a_secret_that_says_too_little_is_not_quoted(database, read):
    from cauce_runtime import JobError

    database.secret.pop("host")
    with pytest.raises(JobError) as caught:
        read({"n": "int"})
    assert "no JSON object with host" in str(caught.value)
    assert str(database.secret) not in str(caught.value)


def test_secrets_of_rds_are_understood():
    from cauce_runtime import jdbc

    found = jdbc.connection('{"host": "h", "username": "u", "password": "p", "dbname": "d"}', "oracle")
    assert jdbc.URLS["oracle"].format(**found) == "jdbc:oracle:thin:@//h:1521/d"
    assert (found["user"], found["options"]) == ("u", {})


@pytest.mark.parametrize("extra", ['{"jdbc": {"encrypt": true}}', {"jdbc": {"encrypt": True}}])
def test_options_of_the_driver_stand_in_the_extra_of_airflow_s_connection(extra):
    from cauce_runtime import jdbc

    text = json.dumps({"host": "h", "port": 1, "login": "u", "password": "p", "schema": "d", "extra": extra})
    found = jdbc.connection(text, "sqlserver")
    assert found["options"] == {"encrypt": "true"}
    assert jdbc.URLS["sqlserver"].format(**found) == "jdbc:sqlserver://h:1;databaseName=d"


@pytest.mark.parametrize("name", DRIVERS)
def test_the_drivers_are_there(spark, name):
    assert spark._jvm.org.apache.spark.util.Utils.classForName(name, True, False).getName() == name
