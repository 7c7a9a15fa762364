"""The generated jobs on the samples of the specs, against the counts of an oracle in plain Python."""

import json
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as parquet
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from conftest import ROOT, job

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
