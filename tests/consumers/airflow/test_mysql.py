"""A table of MySQL is extracted exactly, with what MySQL alone has: dates that are none, local times, bits."""

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
        settings = {"table": "core.t", "timezone": "America/Bogota", "lag": timedelta(minutes=2), **changes}
        return runtime.databases.Source(
            kind="mysql", connection="tienda", columns=columns, watermark=watermark, **settings
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


def test_values_arrive_exactly(mariadb, source, extract):
    mariadb.execute(
        """
        create table core.t (
            n bigint, monto decimal(30,2), dia date, texto varchar(20) character set utf8mb4, si tinyint(1),
            bit1 bit(1), simple float, doble double, bytes varbinary(4), w timestamp(6) null
        );
        insert into core.t values
            (9007199254740993, 12345678901234567.89, '2026-01-31', 'ñ;"😀', 1, b'0', 0.1, 0.1, x'00ff',
             '2026-01-31 15:00:00.000001'),
            (null, null, null, null, null, null, null, null, null, null);
        """
    )
    kinds = {
        "n": "bigint",
        "monto": "decimal(38,2)",
        "dia": "date",
        "texto": "string",
        "si": "boolean",
        "bit1": "boolean",
        "simple": "float",
        "doble": "double",
        "bytes": "binary",
        "w": "timestamp",
    }
    first, second = extract(source(kinds))
    assert first == {
        "n": 9007199254740993,
        "monto": Decimal("12345678901234567.89"),
        "dia": date(2026, 1, 31),
        "texto": 'ñ;"😀',
        "si": True,
        "bit1": False,
        "simple": pytest.approx(0.1, abs=1e-8),
        "doble": 0.1,
        "bytes": b"\x00\xff",
        "w": datetime(2026, 1, 31, 15, 0, 0, 1, tzinfo=UTC),
    }
    assert second == dict.fromkeys(kinds)


@pytest.mark.parametrize(
    ("definition", "value", "kind"),
    [
        ("date", "'0000-00-00'", "date"),
        ("datetime", "'0000-00-00'", "timestamp"),
        ("timestamp", "'0000-00-00'", "timestamp"),
        ("date", "'2026-02-31'", "date"),
        ("datetime", "'2026-01-31 10:00'", "date"),
        ("decimal(10,3)", "1.005", "decimal(18,2)"),
        ("decimal(10,1)", "1.5", "bigint"),
        ("bigint", "99999999999", "int"),
        ("tinyint", "2", "boolean"),
        ("int", "1", "string"),
        ("varbinary(3)", "x'00'", "string"),
    ],
)
def test_a_value_that_does_not_fit_stops_the_run_and_is_not_quoted(
    mariadb, source, extract, runtime, definition, value, kind
):
    mariadb.execute(f"create table core.t (v {definition}, w int); insert into core.t values ({value}, 1)")
    with pytest.raises(runtime.errors.FlowError) as caught:
        extract(source({"v": kind, "w": "int"}), high=2)
    assert str(caught.value) == f"column v holds a value that does not fit {kind}"
    assert caught.value.__context__ is None


@pytest.mark.parametrize("kind", ["timestamp", "datetime"])
def test_a_window_is_half_open_in_the_source_s_zone(mariadb, source, extract, kind):
    # A TIMESTAMP is a moment and is written here by a session in UTC; a DATETIME is what a clock in Bogotá showed.
    shown = ["14:00", "15:00", "16:00"] if kind == "timestamp" else ["09:00", "10:00", "11:00"]
    rows = ", ".join(f"({n}, '2026-01-31 {time}')" for n, time in enumerate(shown, 1))
    mariadb.execute(f"create table core.t (n int, w {kind} null); insert into core.t values {rows}, (4, null)")
    found = extract(
        source({"n": "int", "w": "timestamp"}), "2026-01-31T15:00:00.000000Z", "2026-01-31T16:00:00.000000Z"
    )
    assert {row["n"]: row["w"] for row in found} == {2: datetime(2026, 1, 31, 15, tzinfo=UTC), 4: None}


def test_local_times_before_1970_are_moved_too(mariadb, source, extract):
    mariadb.execute("create table core.t (v datetime, w int); insert into core.t values ('1950-01-01 00:00:00', 1)")
    (row,) = extract(source({"v": "timestamp", "w": "int"}), high=2)
    assert row["v"] == datetime(1950, 1, 1, 5, tzinfo=UTC)


def test_a_row_whose_watermark_is_no_date_is_in_every_window(mariadb, source, extract):
    mariadb.execute("create table core.t (n int, w datetime); insert into core.t values (1, '0000-00-00 00:00:00')")
    low, high = "2026-01-31T15:00:00.000000Z", "2026-01-31T16:00:00.000000Z"
    assert extract(source({"n": "int"}, watermark=None), None, None) == [{"n": 1}]
    with pytest.raises(Exception, match="column w holds a value that does not fit timestamp"):
        extract(source({"n": "int", "w": "timestamp"}), low, high)


def test_a_zone_that_the_database_does_not_know_is_named(mariadb, source, extract, runtime):
    mariadb.execute("create table core.t (w int)")
    with pytest.raises(runtime.errors.FlowError, match="refuses `set time_zone = 'America/Lima'`"):
        extract(source({"w": "int"}, timezone="America/Lima"), high=1)


def test_windows_end_at_the_clock_or_after_the_largest_number(mariadb, source, runtime, pipeline):
    mariadb.execute("create table core.t (w timestamp null, n bigint); insert into core.t values (null, 7)")
    window = runtime.databases.window(pipeline, source({"w": "timestamp"}), "r1")
    age = datetime.now(UTC) - datetime.fromisoformat(window["high"])
    assert timedelta(minutes=2) <= age < timedelta(minutes=3)
    assert runtime.databases.newest(source({"n": "bigint"}, watermark="n")) == 8


def test_many_rows_come_in_parts_and_names_are_quoted(mariadb, source, extract, cloud):
    mariadb.execute(
        "create table core.t (`select` int, `w;--``` int); insert into core.t select seq, seq from core.seq_1_to_25"
    )
    columns = {"select": "int", "w;--`": "int"}
    rows = extract(source(columns, watermark="w;--`", fetch=10), high=26)
    assert sorted(row["select"] for row in rows) == list(range(1, 26))
    assert len(cloud.keys("raw")) == 3


def test_a_query_is_read_like_a_table(mariadb, source, extract):
    mariadb.execute("create table core.t (n int); insert into core.t select seq from core.seq_1_to_9")
    query = source(
        {"n": "int", "doble": "int"}, watermark=None, table=None, query=["select n, 2 * n as doble", "from t"]
    )
    assert extract(query, None, None)[0] == {"n": 1, "doble": 2}
