"""The generated jobs of the cases, from a file of each format to the committed table."""

import gzip
import json
from dataclasses import replace
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from cauce_runtime.job import SESSION
from cauce_runtime.table import one_line
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

import conftest
from conftest import ROOT


@pytest.fixture
def case(monkeypatch):
    """A function that makes ``Zones.run`` find the job of a case."""

    def choose(name: str) -> None:
        monkeypatch.setattr(conftest, "GENERATED", ROOT / "tests/cases/sources" / name / "expected/generated")

    return choose


def session():
    """A session as jobs set it up, in the zone of the cases."""
    spark = SparkSession.builder.getOrCreate()
    for key, value in {**SESSION, "spark.sql.session.timeZone": "America/New_York"}.items():
        spark.conf.set(key, value)
    return spark


def rows(zones, dataset, *columns):
    """Columns of the table as text, in order."""
    table = zones.table(session(), dataset).orderBy(columns[0])
    return [tuple(row) for row in table.select(*[F.col(name).cast("string") for name in columns]).collect()]


def test_a_dialect_with_everything(case, zones):
    case("s3-dialect")
    lines = [
        "# made by hand",
        r"1||1|| Sí ||1 234,5||w7E=||08/03/2026 01:30||2026-02-01T10:00:00-05:00||1.2.2026",
        r"2||1||NULL||-||'w7E='||01/01/1850 00:00||0001-01-01T00:00:00Z||",
        r"3||1||X||1.5||w7||08/03/2026 02:30||2026-02-01||31.2.2026",
        r"4||1||N",
    ]
    file = zones.file("PAR_20260201_01.csv.gz", gzip.compress("\r\n".join([*lines, ""]).encode("cp1252")))
    result = zones.run("sales/parcels", "r1", [file])
    assert result["counts"] | {"read": 4, "written": 2, "quarantined": 2, "comment_lines": 1} == result["counts"]
    failed = ["fragile", "weight", "label", "sent_at", "seen_at", "due_on"]
    assert result["rules"] == {**{f"cast_{name}": 1 for name in failed}, "malformed": 1}
    shown = ["parcel_id", "fragile", "weight", "sent_at", "seen_at", "due_on"]
    assert rows(zones, "sales/parcels", *shown) == [
        ("1", "true", "1234.5", "2026-03-08 05:30:00", "2026-02-01 10:00:00", "2026-02-01"),
        ("2", "false", None, "1850-01-01 02:56:56", "0000-12-31 19:03:58", "9999-12-31"),
    ]


REPORT = ["Returns of the day", "", "return_id\tversion\t{}\tcomment"]


def report(zones, name, amount, *lines):
    """A report with a name for its third column."""
    text = "\r\n".join([*REPORT, *lines, ""]).format(amount)
    return zones.file(f"{name}/RET_20260201.csv", text.encode("utf-16"))


def test_a_report_whose_column_gets_another_name(case, zones, monkeypatch):
    case("s3-report")
    made = conftest.job

    def older(dataset):
        module = made(dataset)
        former = {"refund": "amount", "remark": "note"}
        module.COLUMNS = [replace(c, name=former.get(c.name, c.name), source=c.delivered) for c in module.COLUMNS]
        module.RULES = []
        names = [former.get(name, name) for name in module.TABLE.columns]
        module.TABLE = replace(module.TABLE, columns=names, renamed={})
        return module

    with monkeypatch.context() as before:
        before.setattr(conftest, "job", older)
        zones.run("sales/returns", "r1", [report(zones, "r1", "refund", '1\t1\t1,50\t"two\nlines"', "2\t1\t\tx")])
    assert "amount" in zones.table(session(), "sales/returns").columns
    file = report(zones, "r2", "amount", '2\t2\t2,50\t"y', "3\t1\t-1\tz", "4\t1\t4\tz")
    result = zones.run("sales/returns", "r2", [file])
    assert result["counts"] | {"read": 3, "written": 1, "quarantined": 2} == result["counts"]
    shown = [("1", "1.50", "two\nlines"), ("2", None, "x"), ("4", "4.00", "z")]
    assert rows(zones, "sales/returns", "return_id", "refund", "remark") == shown
    assert zones.run("sales/returns", "r2", [file])["commit"]["unchanged"]


def test_an_array_of_nested_objects(case, zones):
    case("s3-json")
    item = {"sku": "a", "qty": 2, "price": 1.5}
    good = {"cart": {"id": 1}, "version": 1, "items": [item], "labels": {"k": "v"}, "opened_at": "2026-02-01T10:00:00"}
    carts = [good, {"cart": {"id": 2}, "version": 1, "items": [{**item, "qty": 1.5}]}, {"cart": 7}, 9]
    file = zones.file("carts_20260201_01.json", json.dumps({"data": {"carts": carts}}).encode())
    result = zones.run("sales/carts", "r1", [file])
    assert result["counts"] | {"read": 4, "written": 1, "quarantined": 3} == result["counts"]
    assert result["rules"] == {"cast_items": 1, "malformed": 2}
    row = zones.table(session(), "sales/carts").first()
    assert [tuple(found) for found in row.items] == [("a", 2, Decimal("1.50"))] and row.labels == {"k": "v"}
    schema = zones.root / "curated/sales/carts/.hoodie/timeline"
    assert any(b"What lies in it. [internal]" in path.read_bytes() for path in schema.glob("*.commit"))


def test_lines_of_objects(case, zones):
    case("s3-lines")
    lines = [
        '{"click_id": "a", "version": 1, "device": {"agent": {"name": "x"}}}',
        '{"click_id": "b", "version": 1}',
        "{",
    ]
    file = zones.file("clicks_20260201_01.jsonl.gz", gzip.compress("\n".join(lines).encode()))
    result = zones.run("sales/clicks", "r1", [file])
    assert result["counts"] | {"read": 3, "written": 2, "quarantined": 1} == result["counts"]
    assert rows(zones, "sales/clicks", "click_id", "agent") == [("a", "x"), ("b", "unknown")]


def test_parquet_that_drifts(case, zones):
    case("s3-parquet")
    path = zones.file("visits_20260201_01.parquet", b"")
    table = {
        "visit_id": pa.array([1, 2], pa.int32()),
        "version": pa.array([1, 1], pa.int64()),
        "duration": pa.array([5, 2**31], pa.int64()),
        "began_on": ["31/01/2026", "31/01/2026"],
        "more": [1, 2],
    }
    parquet.write_table(pa.table(table), path)
    result = zones.run("sales/visits", "r1", [path])
    assert result["counts"] | {"read": 2, "written": 1, "quarantined": 1} == result["counts"]
    assert result["warnings"] == ["pages is missing"] and result["rules"] == {"cast_duration": 1}
    assert rows(zones, "sales/visits", "visit_id", "duration", "began_on", "pages") == [("1", "5", "2026-01-31", None)]


def test_a_comment_fits_the_catalogue_and_keeps_its_class():
    assert one_line("Valor\n en  pesos\u200b. (COP) [internal]") == "Valor en pesos. (COP) [internal]"
    long = one_line("ñ" * 300 + " (COP) [restricted]")
    assert len(long) == 255 and long.endswith("ñ… [restricted]")
