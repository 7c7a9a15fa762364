"""What an operator asks of a job: batches again, rows in spite of a rule, the table as it was."""

import json

import pytest
from cauce_runtime import JobError, timeline
from pyspark.sql import SparkSession

import conftest
from conftest import uri
from orders import DATASET, deliver, line

READINGS, RATES = "pruebas/lecturas", "pruebas/tarifas"


@pytest.fixture
def bank(zones):
    """Zones with the table of the transactions and short ways to it."""
    return Bank(zones)


class Bank:
    """Runs deliveries of transactions and looks at what they leave."""

    def __init__(self, zones):
        """Nothing is delivered yet."""
        self.zones = zones

    def deliver(self, run, *lines):
        """Delivers and runs."""
        return self.zones.run(DATASET, run, **deliver(self.zones, run, lines))

    def ask(self, run, **operation):
        """Runs an operation."""
        return self.zones.run(DATASET, run, operation=operation)

    def rows(self):
        """(key, version) of the table, sorted."""
        rows = self.zones.table(SparkSession.builder.getOrCreate(), DATASET).collect()
        return sorted((row.id_transaccion, row.version) for row in rows)

    def rejected(self, run):
        """The rules by which a run quarantined rows."""
        rows = self.zones.quarantine(SparkSession.builder.getOrCreate(), DATASET, run).collect()
        return sorted(rule for row in rows for rule in row.rules if rule != "references_id_cliente")


def test_batches_are_replayed_after_a_rule_changed(bank, monkeypatch):
    bank.deliver("r1", line("a", 1), line("b", 1, state="NUEVA"), line("c", 1, day="31/02/2026"))
    bank.deliver("r2", line("a", 3), line("b", 2, state="NUEVA"), line("d", 1, state="?"))
    assert bank.rows() == [("a", 3)]
    load = conftest.job

    def mended(dataset):
        module = load(dataset)
        module.transform.__globals__["RULES"][:] = [rule for rule in module.RULES if "'ANULADA'" not in rule.fails]
        return module

    monkeypatch.setattr(conftest, "job", mended)
    again = bank.ask("p1", replays=["r1", "r2"])
    assert bank.rows() == [("a", 3), ("b", 2), ("d", 1)]
    assert (again["counts"]["read"], again["counts"]["deduplicated"], again["counts"]["quarantined"]) == (6, 2, 1)
    assert bank.rejected("p1") == ["cast_fecha"] and again["operation"]["why"] == "a test"
    assert bank.ask("p1", replays=["r1", "r2"])["commit"]["unchanged"]


def test_rows_are_released_from_quarantine(bank):
    bank.deliver("r1", line("a", 1), line("b", 1, state="NUEVA"), line("c", 1, operation="?"), line("c", 2))
    assert bank.rejected("r1") == ["accepted_values_estado", "accepted_values_operacion"]
    result = bank.ask("p1", replays=["r1"], releases=["accepted_values_estado"])
    # The other rule still keeps its row out, and what is newer in the table stays.
    assert bank.rows() == [("a", 1), ("b", 1), ("c", 2)] and bank.rejected("p1") == ["accepted_values_operacion"]
    assert result["rules"]["accepted_values_estado"] == 1
    spark = SparkSession.builder.getOrCreate()
    newest = next(timeline.commits(spark, uri(bank.zones.root / "curated" / DATASET)))
    told = json.loads(newest.metadata["cauce.operation"])
    assert (told["by"], told["releases"]) == ("ana", ["accepted_values_estado"])


def test_a_batch_that_a_rule_stopped_is_released(bank):
    with pytest.raises(JobError, match="row_count"):
        bank.deliver("r1", line("a", 1, state="?"))
    assert bank.ask("p1", replays=["r1"], releases=["row_count"])["counts"]["quarantined"] == 1


def test_what_would_double_or_lose_rows_is_refused(bank, zones):
    bank.deliver("r1", line("a", 1))
    for operation, message in {
        ("replays", "r9"): "run r9 left no manifest",
        ("releases", "unique"): "one of: replays, savepoint, restore",
        ("restore", "2026"): "2026 is no savepoint of the table; there are: none",
        ("drop", "all"): "no job knows the operation drop",
    }.items():
        with pytest.raises(JobError, match=message):
            bank.ask("p1", **{operation[0]: operation[1] if operation[0] == "restore" else [operation[1]]})
    with pytest.raises(JobError, match="cast_monto cannot be released; what can be: accepted_values_estado"):
        bank.ask("p2", replays=["r1"], releases=["cast_monto"])
    with pytest.raises(JobError, match=r"who asks for it \(by\) and why"):
        bank.ask("p3", replays=["r1"], why=" ")
    readings = zones.file("lecturas.csv", b"medidor,leido,valor\nm1,2026-02-01 10:00:01,1\n")
    zones.run(READINGS, "r1", [readings], as_of="2026-02-02T06:00:00-05:00")
    with pytest.raises(JobError, match="only takes inserts would have the rows twice"):
        zones.run(READINGS, "p1", operation={"replays": ["r1"]})
    for run, lines in {"r1": "a,1,10\nb,1,10\n", "r2": "a,2,11\nb,2,10\nc,1,1\n"}.items():
        zones.run(RATES, run, [zones.file(f"{run}.csv", f"codigo,version,valor\n{lines}".encode())])
    with pytest.raises(JobError, match="only the newest full delivery can be replayed, that of run r2"):
        zones.run(RATES, "p1", operation={"replays": ["r1"]})
    assert zones.run(RATES, "p2", operation={"replays": ["r2"]})["counts"]["written"] == 3


def test_a_table_goes_back_to_a_savepoint_with_all_that_came_after(bank, zones):
    bank.deliver("r1", line("a", 1), line("b", 1), line("c", 1))
    instant = bank.ask("s1", savepoint=True)["savepoint"]
    assert bank.ask("s1", savepoint=True)["savepoint"] == instant
    bank.deliver("r2", line("a", 2), line("b", 5, operation="D"), line("d", 1, state="?"))
    bank.deliver("r3", line("c", 2), line("e", 1))
    after = bank.rows()
    undone = bank.ask("s2", restore=instant)["undone"]
    assert bank.rows() == [("a", 1), ("b", 1), ("c", 1)]
    assert [(one["run"], len(one["files"])) for one in undone] == [("r2", 1), ("r3", 1)]
    assert zones.result(DATASET, "r2") == {"dataset": DATASET, "run": "r2", "status": "undone", "by": "s2"}
    assert not [zone for zone in ("quarantine", "export") if (zones.root / zone / DATASET / "run=r2").exists()]
    # Killed and started again, it says the same; what was deleted after the savepoint is not remembered any more.
    assert bank.ask("s2", restore=instant)["undone"] == undone
    assert not list((zones.root / "state" / "deletions" / DATASET).glob("r2.*"))
    batch = {name: [zones.root / "landing" / f"r2.{end}"] for name, end in {"files": "csv", "control": "ctl"}.items()}
    again = zones.run(DATASET, "r2", **batch)
    assert again["counts"]["written"] == 1 and not again["commit"]["unchanged"] and bank.rejected("r2")
    zones.run(DATASET, "r3", **{name: [path[0].with_stem("r3")] for name, path in batch.items()})
    assert bank.rows() == after


def test_a_batch_hands_out_what_it_sends(bank, zones):
    bank.deliver("r1", line("a", 1), line("b", 1), line("c", 1, state="?"))
    bank.deliver("r2", line("a", 2), line("b", 2, operation="D"), line("d", 1))
    spark = SparkSession.builder.getOrCreate()
    rows = spark.read.parquet(uri(zones.root / "export" / DATASET / "run=r2")).collect()
    found = sorted((row.id_transaccion, row.version, row._deleted) for row in rows)
    assert found == [("a", 2, False), ("b", 2, True), ("d", 1, False)]
