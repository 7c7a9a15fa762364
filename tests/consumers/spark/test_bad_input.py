"""Everything that can be wrong with a delivery, through a generated job: each row is written or can be found again."""

import gzip
import json

import pytest
from cauce_runtime import JobError, tally
from pyspark.sql import SparkSession

from conftest import uri

DATASET = "pruebas/entradas"
HEADER = "id;version;pagado;valor;tasa;nombre"
GOOD = ["a;1;28/02/2026;1.234,56;0,5;Peña", "b;1;01/03/2026;-10;;"]


def text(*lines, header=HEADER):
    """The bytes of a file as the spec has it."""
    return "".join(f"{line}\n" for line in [header, *lines]).encode()


@pytest.fixture
def deliver(zones):
    """A function that delivers the content of a file, with a control file that says ``rows`` and ``total``."""

    def run(content, rows=0, total="0", run="r1", name="RECAUDO_20260201_01.csv"):
        file = zones.file(f"{run}/{name}", content)
        control = zones.file(f"{run}/RECAUDO_20260201.ctl", f"filas;total\n{rows};{total}\n".encode())
        return zones.run(DATASET, run, [file], [control])

    return run


@pytest.fixture
def table(zones):
    """A function to the rows of the table as text, sorted."""

    def read(*names):
        rows = zones.table(SparkSession.builder.getOrCreate(), DATASET).collect()
        return sorted(tuple(str(row[name]) for name in names) for row in rows)

    return read


PACKED = gzip.compress(text(*[f"k{n};1;01/02/2026;{n * 7919};;" for n in range(20_000)]))
STOPS = {
    "cut off": (PACKED[: len(PACKED) // 2], "a compressed file is cut off"),
    "wrong delimiter": (text(*GOOD).replace(b";", b","), "column 1 of the header is not id"),
    "swapped columns": (text(header="version;id;pagado;valor;tasa;nombre"), "column 1 of the header is not id"),
    "missing column": (text("a;1;28/02/2026;1;", header=HEADER[:-7]), "column 6 of the header is not nombre"),
    "extra column": (text(GOOD[0] + ";x", header=HEADER + ";mas"), "the header has 7 columns, the spec 6"),
    "no header": (text(*GOOD)[len(HEADER) + 1 :], "column 1 of the header is not id"),
    "renamed header": (text(*GOOD, header=HEADER.upper()), "column 1 of the header is not id"),
    "UTF-16": ((HEADER + "\n" + GOOD[0] + "\n").encode("utf-16"), "column 1 of the header is not id"),
    "too many columns": (text(GOOD[0], ";" * 200_000), "a record has more columns than can be read"),
    "another count": (text(*GOOD), "the control file says rows = 0, the delivery has 2"),
}


@pytest.mark.parametrize("what", STOPS)
def test_a_file_that_cannot_be_trusted_stops_the_run_and_says_why(zones, deliver, what):
    content, reason = STOPS[what]
    with pytest.raises(Exception):  # noqa: B017 - Spark's own errors have many types
        deliver(content, name="RECAUDO_20260201_01.csv.gz" if what == "cut off" else "RECAUDO_20260201_01.csv")
    result = zones.result(DATASET, "r1")
    assert result["status"] == "failed" and reason in result["error"]
    assert not (zones.root / "curated" / DATASET).exists()


CROOKED = {
    '0;1;01/02/2026;1;;"open at the end': "malformed",
    'c;1;01/02/2026;1;"not closed;': "malformed",
    "d;1;01/02/2026;1;": "malformed",
    "e;1;01/02/2026;1;;x;y": "malformed",
    "f,1,01/02/2026,1,,": "malformed",
    "g;" + ";" * 30_000: "malformed",
    "h;1;31/02/2026;1;;": "cast_pagado",
    "i;1;2026-02-01;1;;": "cast_pagado",
    "j;1;01/02/2026;1,234.56;;": "cast_valor",
    "k;1;01/02/2026;12.5;;": "cast_valor",
    "l;1;01/02/2026;1,005;;": "cast_valor",
    "m;1;01/02/2026;;;": "required_valor",
    "n;1;01/02/2026;1;Infinity;": "cast_tasa",
    "o;1;01/02/2026;1;NaN;": "cast_tasa",
    "p;1;01/02/2026;1;1e999;": "cast_tasa",
    "q;1.5;01/02/2026;1;;": "cast_version",
    ";1;01/02/2026;1;;": "required_id",
}


@pytest.mark.parametrize("ansi", ["false", "true"])
def test_crooked_rows_go_to_quarantine_and_take_no_other_with_them(zones, deliver, table, ansi):
    SparkSession.builder.config("spark.sql.ansi.enabled", ansi).getOrCreate()
    latin = "r;1;01/02/2026;1;;Peña\n".encode("latin-1")
    content = b"\xef\xbb\xbf" + text(GOOD[0], *CROOKED, GOOD[1]) + latin
    # Of the rows whose amount can be read, each of the crooked ones has 1.
    total = f"{1234.56 - 10 + 8:.2f}".replace(".", ",")
    result = deliver(content, len(CROOKED) + 3, total)
    counts = result["counts"]
    assert (counts["read"], counts["written"], counts["quarantined"]) == (len(CROOKED) + 3, 2, len(CROOKED) + 1)
    assert table("id", "valor", "tasa", "nombre") == [("a", "1234.56", "0.5", "Peña"), ("b", "-10.00", "None", "None")]
    rejected = zones.quarantine(SparkSession.builder.getOrCreate(), DATASET, "r1").collect()
    found = {json.loads(row.row).get("record") or json.loads(row.row).get("id", ""): row.rules for row in rejected}
    wanted = {line if rule == "malformed" else line.split(";")[0]: [rule] for line, rule in CROOKED.items()}
    assert found == {**wanted, "r": ["encoding"]}


LONG = 'x;1;01/02/2026;1;"' + "y" * 10_000_000


def test_a_long_line_is_one_bad_row_and_kept_whole(zones, deliver, table):
    result = deliver(text(GOOD[0], LONG, GOOD[1]), 3, "1224,56")
    assert result["rules"] == {"malformed": 1} and table("id") == [("a",), ("b",)]
    rejected = zones.quarantine(SparkSession.builder.getOrCreate(), DATASET, "r1")
    assert rejected.selectExpr("length(row)").first()[0] > len(LONG)


def test_a_line_that_no_executor_could_hold_stops_the_run(zones, deliver):
    with pytest.raises(JobError, match="has a line of 100,000,009 bytes; the longest that is read has 16,777,216"):
        deliver(text(GOOD[0], LONG[:19] + LONG[19:] * 10, GOOD[1]), 3, "1224,56")
    assert not (zones.root / "curated" / DATASET).exists()


NOTHING = {"no byte": b"", "only a mark": b"\xef\xbb\xbf", "only a header": text(), "blank lines": b"\n \n\r\n"}


@pytest.mark.parametrize("what", NOTHING)
def test_a_file_without_rows_is_an_empty_delivery(zones, deliver, what):
    result = deliver(NOTHING[what])
    assert result["status"] == "ok" and result["commit"] == {"instant": None, "verified": True, "unchanged": True}
    assert {name: n for name, n in result["counts"].items() if n and name != "blank_lines"} == {}
    assert not (zones.root / "curated" / DATASET).exists()
    # An empty file that should have had rows is none.
    with pytest.raises(JobError, match="the control file says rows = 2, the delivery has 0"):
        deliver(NOTHING[what], 2, run="r2")


def test_a_delivery_of_bad_rows_alone_is_conserved_and_changes_nothing(zones, deliver, table):
    deliver(text(*GOOD), 2, "1224,56", run="r0")
    before = table("id", "version", "valor")
    result = deliver(text("a;2;31/02/2026;1;;", "b;x"), 2, "1")
    counts = {name: n for name, n in result["counts"].items() if n}
    assert counts == {"read": 2, "quarantined": 2} and result["commit"]["unchanged"]
    assert table("id", "version", "valor") == before
    assert zones.quarantine(SparkSession.builder.getOrCreate(), DATASET, "r1").count() == 2


def test_a_key_that_comes_again_is_one_row_of_its_newest_version(deliver, table):
    deliver(text("a;2;01/02/2026;1;;", "b;1;01/02/2026;1;;"), 2, "2", run="r1")
    result = deliver(text("a;1;01/02/2026;7;;", "b;2;01/02/2026;8;;", "b;3;01/02/2026;9;;"), 3, "24", run="r2")
    assert table("id", "version", "valor") == [("a", "2", "1.00"), ("b", "3", "9.00")]
    assert result["counts"]["deduplicated"] == 1 and result["commit"]["stale"] == 1


@pytest.mark.parametrize(
    ("when", "change"),
    [("before it is read", "grows"), ("before it is written", "grows"), ("before it is written", "is gone")],
)
def test_a_file_that_changes_stops_the_run(zones, deliver, monkeypatch, when, change):
    path = zones.root / "landing/r1/RECAUDO_20260201_01.csv"

    def spoil():
        path.unlink() if change == "is gone" else path.write_bytes(text(*GOOD, GOOD[0]))

    if when == "before it is written":
        counted = tally.count
        monkeypatch.setattr(tally, "count", lambda *given: (counted(*given), spoil())[0])
    else:
        read = zones.run

        def run(dataset, run, files, control):
            size = path.stat().st_size
            spoil()
            return read(dataset, run, [Listed(path, size)], control)

        monkeypatch.setattr(zones, "run", run)
    with pytest.raises(JobError, match="changed after it was listed|is not there any more"):
        deliver(text(*GOOD), 2, "1224,56")
    assert zones.result(DATASET, "r1")["error"].startswith(uri(path))
    assert not (zones.root / "curated" / DATASET).exists()


class Listed:
    """A path as it was when it was listed."""

    def __init__(self, path, size):
        """The ``path`` and the ``size`` that it had."""
        self.path, self.st_size = path, size

    def __str__(self):
        """The path."""
        return str(self.path)

    def stat(self):
        """What the listing saw."""
        return self
