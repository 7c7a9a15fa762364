"""The generated jobs on the samples of the specs, against the counts of an oracle in plain Python."""

import json
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from cauce_runtime import Job
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from conftest import ROOT, job

ANSI = "spark.sql.ansi.enabled"
TABLES: dict[str, list] = {}  # what each mode made of the samples
EXPECTED = json.loads((ROOT / "tests" / "samples" / "expected.json").read_text())
ARROW = {"bigint": pa.int64(), "string": pa.string(), "date": pa.date32(), "timestamp": pa.timestamp("us")}
READERS = {"date": date.fromisoformat, "timestamp": datetime.fromisoformat}


def extract(dataset, path):
    """Turns the sample of a typed source into the Parquet part that an extract would be."""
    columns = job(dataset).COLUMNS
    rows = [json.loads(line) for line in (ROOT / "specs" / f"{dataset}.sample.jsonl").read_text().splitlines()]
    for row in rows:
        for item in columns:
            if item.type in READERS and row.get(item.name):
                row[item.name] = READERS[item.type](row[item.name])
    schema = pa.schema([(item.name, ARROW[item.type]) for item in columns])
    parquet.write_table(pa.Table.from_pylist(rows, schema=schema), path)
    return path


def check(dataset, result):
    """Holds the result of a run against the oracle's counts."""
    expected = EXPECTED[dataset]
    for name in ("read", "written", "quarantined", "filtered", "deduplicated", "deleted", "aggregated_in", "groups"):
        assert result["counts"].get(name, 0) == expected.get(name, 0), f"{dataset}: {name}"
    assert result["rules"] == {**expected["reasons"], **{rule: n for rule, n in expected["warned"].items() if n}}
    for name in ("blank_lines", "annulled"):
        assert result["counts"].get(name, 0) == expected.get(name, 0), f"{dataset}: {name}"
    assert result["commit"]["verified"] and not result["commit"]["unchanged"]


def sums(zones, dataset, *names):
    """Rows of the table and the sums of its columns ``names``, as text."""
    table = zones.table(SparkSession.builder.getOrCreate(), dataset)
    row = table.agg(F.count("*"), *[F.sum(name) for name in names]).first()
    return {"rows": row[0], **{name: row[n] for n, name in enumerate(names, 1)}}


@pytest.mark.parametrize("ansi", ["false", "true"])
def test_both_modes_of_spark_give_the_same_tables(zones, tmp_path, monkeypatch, ansi):
    seen = []
    started = Job.__enter__
    monkeypatch.setattr(Job, "__enter__", lambda self: (seen.append(self.spark.conf.get(ANSI)), started(self))[1])
    part = extract("core/clientes", tmp_path / "part.parquet")
    trm = ROOT / "specs" / "mercado" / "trm.sample.json"
    moves = ROOT / "specs" / "pagos" / "transacciones.sample.csv"
    files = {
        "mercado/trm": [trm],
        "core/clientes": [part],
        "pagos/transacciones": [moves],
        "analitica/saldo_diario": [],
    }
    for dataset, given in files.items():
        # A job takes the session that is there, and stops it at its end.
        SparkSession.builder.config(ANSI, ansi).getOrCreate()
        zones.run(dataset, "r1", given, [moves.with_suffix(".ctl")] if given == [moves] else [])
    assert seen == [ansi] * len(files)
    spark = SparkSession.builder.config(ANSI, "false").getOrCreate()
    for dataset in files:
        TABLES.setdefault(dataset, []).append(contents(zones.table(spark, dataset)))
        assert TABLES[dataset][0] and TABLES[dataset][-1] == TABLES[dataset][0], dataset


def contents(table):
    """Every value of a table, as text, row by row in one order."""
    names = [name for name in table.columns if not name.startswith("_hoodie")]
    return sorted(str(row) for row in table.select(*[F.col(name).cast("string") for name in names]).collect())


def test_the_samples_meet_the_counts_of_the_oracle(zones, tmp_path):
    specs = ROOT / "specs"
    check("mercado/trm", zones.run("mercado/trm", "r1", [specs / "mercado" / "trm.sample.json"]))
    part = extract("core/clientes", tmp_path / "part.parquet")
    check("core/clientes", zones.run("core/clientes", "r1", [part]))
    sample = specs / "pagos" / "transacciones.sample.csv"
    check("pagos/transacciones", zones.run("pagos/transacciones", "r1", [sample], [sample.with_suffix(".ctl")]))
    check("analitica/saldo_diario", zones.run("analitica/saldo_diario", "r1"))
    for dataset, *names in [
        ("mercado/trm",),
        ("core/clientes",),
        ("pagos/transacciones", "monto", "monto_usd"),
        ("analitica/saldo_diario", "movimientos", "neto", "neto_usd"),
    ]:
        expected = EXPECTED[dataset]["table"]
        for name, found in sums(zones, dataset, *names).items():
            assert Decimal(found) == Decimal(expected[name]), f"{dataset}: {name}"
    # A derived dataset is new when what it reads is new, and not before.
    assert zones.run("analitica/saldo_diario", "r1")["commit"]["unchanged"]
