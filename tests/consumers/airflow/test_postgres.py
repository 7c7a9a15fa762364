"""A table is extracted with its declared types: exactly, or not at all."""

import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

HIGH = "2026-02-01T00:00:00.000000Z"


@pytest.fixture
def source(runtime):
    def source_of(columns, watermark="w", **changes):
        return runtime.databases.Source(
            kind="postgres",
            connection="core-pg",
            table=None if "query" in changes else "core.t",
            columns=columns,
            watermark=watermark,
            lookback=timedelta(0),
            lag=timedelta(minutes=2),
            **{"timezone": "America/Bogota", **changes},
        )

    return source_of


@pytest.fixture
def extract(runtime, pipeline, cloud):
    """The rows that an extract leaves in the raw zone."""

    def extract_rows(source, low=None, high=HIGH):
        batch = runtime.databases.extract(pipeline, source, {"run": "r1", "low": low, "high": high})
        files = runtime.aws.get_json(batch["manifest"])["files"]
        parts = [pq.read_table(io.BytesIO(cloud.read(file["uri"]))) for file in files]
        rows = pa.concat_tables(parts).to_pylist() if parts else []
        assert batch["rows"] == len(rows)
        return rows

    return extract_rows


def test_values_arrive_exactly(postgres, source, extract):
    postgres.execute(
        """
        create schema core;
        create table core.t (n bigint, monto numeric, dia date, texto text, si boolean, w timestamptz);
        insert into core.t values
            (9007199254740993, 12345678901234567.89, '2026-01-31', 'ñ;"', true, '2026-01-31 10:00-05'),
            (null, null, null, null, null, '2026-01-31 10:00-05');
        """
    )
    kinds = {
        "n": "bigint",
        "monto": "decimal(38,2)",
        "dia": "date",
        "texto": "string",
        "si": "boolean",
        "w": "timestamp",
    }
    first, second = extract(source(kinds))
    assert first == {
        "n": 9007199254740993,
        "monto": Decimal("12345678901234567.89"),
        "dia": date(2026, 1, 31),
        "texto": 'ñ;"',
        "si": True,
        "w": datetime(2026, 1, 31, 15, tzinfo=UTC),
    }
    assert second == {**dict.fromkeys(kinds), "w": first["w"]}


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("1.005::numeric", "decimal(18,2)"),
        ("1.5::numeric", "bigint"),
        ("'2026-13'::text", "date"),
        ("1e9::int8", "string"),
        ("timestamptz '2026-01-01 10:00Z'", "date"),
        ("0.1::float8 + 0.2::float8", "decimal(18,2)"),
        ("1e300::float8", "float"),
        ("'infinity'::float8", "double"),
        ("timestamptz 'infinity'", "timestamp"),
        ("timestamp '0044-03-15 BC'", "timestamp"),
        ("date '0044-03-15 BC'", "date"),
        ("2::int", "boolean"),
        ("99999999999::int8", "int"),
        ("99.5::numeric", "decimal(2,1)"),
    ],
)
def test_a_value_that_does_not_fit_stops_the_run_and_is_not_quoted(postgres, source, extract, runtime, value, kind):
    postgres.execute(f"create schema core; create table core.t as select {value} as v, timestamptz '2026-01-01' as w")
    with pytest.raises(runtime.errors.FlowError) as caught:
        extract(source({"v": kind, "w": "timestamp"}))
    assert str(caught.value) == f"column v holds a value that does not fit {kind}"
    assert caught.value.__context__ is None


def test_a_window_is_half_open_and_a_row_without_a_watermark_is_in_all(postgres, source, extract):
    postgres.execute(
        """
        create schema core;
        create table core.t (n bigint, w timestamptz);
        insert into core.t values (1, '2026-01-01Z'), (2, '2026-01-02Z'), (3, '2026-01-03Z'), (4, null);
        """
    )
    rows = extract(
        source({"n": "bigint", "w": "timestamp"}), "2026-01-02T00:00:00.000000Z", "2026-01-03T00:00:00.000000Z"
    )
    assert sorted(row["n"] for row in rows) == [2, 4]


def test_a_time_without_offset_is_read_where_the_source_lives(postgres, source, extract):
    postgres.execute(
        """
        create schema core;
        create table core.t (n bigint, w timestamp);
        insert into core.t values (1, '2026-01-31 18:59:59'), (2, '2026-01-31 19:00:00');
        """
    )
    (row,) = extract(source({"n": "bigint", "w": "timestamp"}))
    assert row == {"n": 1, "w": datetime(2026, 1, 31, 23, 59, 59, tzinfo=UTC)}


def test_many_rows_come_in_parts_and_a_retry_leaves_no_old_part(postgres, source, extract, cloud):
    postgres.execute("create schema core; create table core.t as select n, n as w from generate_series(1, 25) n")
    columns = {"n": "bigint", "w": "bigint"}
    assert sorted(row["n"] for row in extract(source(columns, fetch=10), high=26)) == list(range(1, 26))
    assert len(cloud.keys("raw")) == 3
    assert len(extract(source(columns, fetch=10), high=6)) == 5
    assert len(cloud.keys("raw")) == 1


def test_a_table_without_a_watermark_is_read_whole(postgres, source, extract, runtime, pipeline, cloud):
    postgres.execute("create schema core; create table core.t as select n from generate_series(1, 3) n")
    whole = source({"n": "int"}, watermark=None)
    window = runtime.databases.window(pipeline, whole, "r1")
    assert (window["low"], window["high"], cloud.items("watermarks")) == (None, None, [])
    assert len(extract(whole, high=None)) == 3


def test_an_empty_window_leaves_an_empty_manifest(postgres, source, extract):
    postgres.execute("create schema core; create table core.t (w bigint)")
    assert extract(source({"w": "bigint"}), high=1) == []


def test_a_window_ends_at_the_database_s_clock_less_the_lag(postgres, source, runtime, pipeline):
    postgres.execute("create schema core; create table core.t (w timestamptz)")
    window = runtime.databases.window(pipeline, source({"w": "timestamp"}), "r1")
    assert datetime.fromisoformat(window["high"]) < datetime.now(UTC) - timedelta(minutes=1)


def test_a_window_of_numbers_ends_after_the_largest(postgres, source, runtime, pipeline):
    postgres.execute("create schema core; create table core.t as select 7::bigint as w")
    assert runtime.databases.window(pipeline, source({"w": "bigint"}), "r1")["high"] == 8


def test_names_are_quoted(postgres, source, extract):
    postgres.execute('create schema core; create table core.t as select 1::bigint as "select", 1::bigint as "w;--"')
    assert extract(source({"select": "bigint", "w;--": "bigint"}, watermark="w;--"), high=2) == [
        {"select": 1, "w;--": 1}
    ]


def test_a_query_is_read_like_a_table(postgres, source, extract):
    postgres.execute("create schema core; create table core.t as select n, n % 2 as rest from generate_series(1, 9) n")
    lines = ["select n, rest as w from core.t", "where n > 2 -- a remark at the end"]
    rows = extract(source({"n": "int", "w": "int"}, query=lines), high=1)
    assert sorted(row["n"] for row in rows) == [4, 6, 8]


def test_the_zone_of_the_source_counts(postgres, source, extract):
    postgres.execute("create schema core; create table core.t as select timestamp '2026-07-01 12:00' as v, 1 as w")
    (row,) = extract(source({"v": "timestamp", "w": "int"}, timezone="America/New_York"), high=2)
    assert row["v"] == datetime(2026, 7, 1, 16, tzinfo=UTC)
