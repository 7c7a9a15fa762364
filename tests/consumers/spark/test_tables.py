"""What a table is told: inserts, derived partitions, a schema that may not change, rules on earlier batches."""

import pytest
from cauce_runtime import Hudi, JobError, timeline
from pyspark.sql import SparkSession

from conftest import uri

READINGS, ACCOUNTS = "pruebas/lecturas", "pruebas/cuentas"


def deliver(zones, run, *values, day="2026-02-01", header="medidor,leido,valor", as_of="2026-02-02T06:00:00-05:00"):
    """Runs a delivery of readings, one for each value."""
    lines = [f"m{number},{day} 10:00:0{number},{value}" for number, value in enumerate(values)]
    file = zones.file(f"{run}.csv", "\n".join([header, *lines, ""]).encode())
    return zones.run(READINGS, run, [file], as_of=as_of)


def test_inserts_are_added_in_derived_partitions_and_counted(zones):
    deliver(zones, "r1", 1, 2)
    again = deliver(zones, "r2", 1, 3, day="2026-01-31")
    assert again["counts"]["written"] == 2 and again["commit"]["verified"]
    rows = zones.table(SparkSession.builder.getOrCreate(), READINGS).collect()
    assert sorted((row.medidor, row.leido_month, row.leido_year, row.valor) for row in rows) == [
        ("m0", "2026-01", 2026, 1),
        ("m0", "2026-02", 2026, 1),
        ("m1", "2026-01", 2026, 3),
        ("m1", "2026-02", 2026, 2),
    ]
    assert deliver(zones, "r2", 1, 3, day="2026-01-31")["commit"]["unchanged"]


def test_run_rules_look_at_the_age_and_at_earlier_batches(zones, capsys):
    with pytest.raises(JobError, match="rules that stop the run: freshness_leido"):
        deliver(zones, "r0", 1, 2, as_of="2026-02-04T06:00:00-05:00")
    assert "volume: 0 earlier batches are too few" in capsys.readouterr().out
    for run in ("r1", "r2", "r3"):
        deliver(zones, run, 1, 2)
    with pytest.raises(JobError, match="rules that stop the run: volume; the table was not written"):
        deliver(zones, "r4", 1, 2, 3, 4)
    deliver(zones, "r5", 1, 2, 3)
    assert zones.table(SparkSession.builder.getOrCreate(), READINGS).count() == 9


def test_a_row_in_quarantine_deletes_its_key(zones):
    header = "cuenta,op,secuencia,saldo"
    for run, lines in {"r1": ["a,I,1,10", "b,I,2,10"], "r2": ["a,?,3,11", "b,U,5,x", "z,?,1,1"]}.items():
        file = zones.file(f"{run}.csv", "\n".join([header, *lines, ""]).encode())
        result = zones.run(ACCOUNTS, run, [file])
    assert result["counts"]["quarantined"] == 3 and result["counts"]["written"] == 0
    assert zones.table(SparkSession.builder.getOrCreate(), ACCOUNTS).count() == 0


def frame(spark, schema, *rows):
    return spark.createDataFrame(list(rows), schema)


def test_a_schema_changes_only_as_the_spec_allows(spark, tmp_path):
    table = Hudi("t", "d", "upsert", ["id"], ["id", "v", "n"], order_by="v")
    location = uri(tmp_path / "t")
    extra = {"cauce.batch_id": "one", **table.local()}
    table.save(frame(spark, "id string, v bigint, n int", ("a", 1, 1)), location, extra)
    held = spark.read.format("hudi").load(location)
    table.accept(frame(spark, "id string, v bigint, n int, more string", ("a", 2, 1, "x")), held)
    for schema, message in {
        "id string, v bigint": "the table has n, which this batch lacks",
        "id string, v bigint, n string": "n is int in the table and string in this batch",
        "id string, v int, n int": "v is bigint in the table and int in this batch",
    }.items():
        with pytest.raises(JobError, match=message):
            table.accept(spark.createDataFrame([], schema), held)
    fixed = Hudi("t", "d", "upsert", ["id"], ["id", "v", "n"], order_by="v", evolve="none")
    with pytest.raises(JobError, match="more is new, and the table takes no new columns"):
        fixed.accept(spark.createDataFrame([], "id string, v bigint, n int, more string"), held)
    # What is added and what is widened is really there afterwards.
    wider = spark.createDataFrame([("b", 1, 2**40, "x")], "id string, v bigint, n bigint, more string")
    table.accept(wider, held)
    table.save(wider, location, {**extra, "cauce.batch_id": "two"})
    rows = spark.read.format("hudi").load(location).select("id", "n", "more").collect()
    assert sorted(tuple(row) for row in rows) == [("a", 1, None), ("b", 2**40, "x")]


@pytest.mark.parametrize(
    ("index", "buckets"), [("partition", 0), ("bloom", 0), ("bucket", 4), ("global_bloom", 0), ("record", 0)]
)
def test_every_index_finds_the_old_version_of_a_key(spark, tmp_path, index, buckets):
    table = Hudi(
        "t", "d", "upsert", ["id"], ["id", "v", "p"], order_by="v", partition_by=["p"], index=index, buckets=buckets
    )
    location = uri(tmp_path / "t")
    for batch, rows in {"one": [("a", 1, "x"), ("b", 5, "x")], "two": [("a", 2, "x"), ("b", 4, "x")]}.items():
        frame_ = frame(spark, "id string, v bigint, p string", *rows)
        table.save(frame_, location, {"cauce.batch_id": batch, **table.local()})
    found = spark.read.format("hudi").load(location)
    assert sorted((row.id, row.v) for row in found.collect()) == [("a", 2), ("b", 5)]
    assert [commit.metadata["cauce.batch_id"] for commit in timeline.commits(spark, location)] == ["two", "one"]
