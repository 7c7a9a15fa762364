"""A generated job from delivery to commit: rerun, replayed, late, wrong and interrupted."""

import json

import pyarrow.parquet as parquet
import pytest
from cauce_runtime import Csv, JobError
from cauce_runtime.errors import NotProven
from pyspark.sql import SparkSession

from orders import DATASET, deliver, line

CANARY = "3009998887"


@pytest.fixture
def versions(zones):
    """A function to the (key, version) pairs of the table, sorted."""

    def read():
        table = zones.table(SparkSession.builder.getOrCreate(), DATASET)
        return sorted((row.id_transaccion, row.version) for row in table.collect())

    return read


def test_a_batch_again_changes_nothing(zones, versions, capfd):
    batch = deliver(zones, "one", [line("a"), line("b", 2), line("c", state="ANULADA")])
    first = zones.run(DATASET, "r1", **batch)
    assert first["counts"]["read"] == 3 and first["counts"]["written"] == 2 and first["counts"]["filtered"] == 1
    assert first["commit"]["verified"] and not first["commit"]["unchanged"]
    # The commit is there, the result is not: what a kill between the two leaves.
    (zones.root / "state" / "results" / DATASET / "r1.json").unlink()
    again = zones.run(DATASET, "r1", **batch)
    assert again["commit"] == {"instant": first["commit"]["instant"], "verified": True, "unchanged": True}
    assert (again["counts"], again["rules"]) == (first["counts"], first["rules"])
    before = versions()
    other = zones.run(DATASET, "r2", **batch)
    assert other["counts"] == first["counts"] and versions() == before == [("a", 1), ("b", 2)]
    assert "unchanged" in capfd.readouterr().out


def test_late_rows_lose_and_deletions_delete(zones, versions):
    zones.run(DATASET, "r1", **deliver(zones, "one", [line(key, 5) for key in "abcde"]))
    late = [
        line("a", 4, day="09/02/2026"),
        line("b", 6, day="09/02/2026"),
        line("c", 6, operation="D"),
        line("d", 4, operation="D"),
        line("e", 6, state="ANULADA"),
        line("unknown", 1, state="ANULADA"),
    ]
    result = zones.run(DATASET, "r2", **deliver(zones, "two", late))
    assert versions() == [("a", 5), ("b", 6), ("d", 5)]
    assert result["counts"]["written"] == 2 and result["counts"]["deleted"] == 2 and result["counts"]["filtered"] == 2
    assert result["commit"]["stale"] == 1


def test_a_tombstone_of_the_same_batch_annuls(zones, versions):
    lines = [line("a", 1), line("a", 2, state="ANULADA"), line("b", 1, state="ANULADA"), line("b", 2)]
    result = zones.run(DATASET, "r1", **deliver(zones, "one", lines))
    assert versions() == [("b", 2)]
    assert (result["counts"]["written"], result["counts"]["annulled"]) == (2, 1)


@pytest.mark.parametrize(
    ("changed", "message"),
    [({"rows": 3}, "rows = 3"), ({"total": "20,01"}, "sum of monto"), ({"rows": ""}, "no number")],
)
def test_a_control_file_that_disagrees_writes_nothing(zones, changed, message):
    batch = deliver(zones, "one", [line("a"), line("b")], **changed)
    with pytest.raises(JobError, match=message):
        zones.run(DATASET, "r1", **batch)
    result = zones.result(DATASET, "r1")
    assert result["status"] == "failed" and message in result["error"]
    assert not (zones.root / "curated" / DATASET).exists() and not (zones.root / "quarantine" / DATASET).exists()


def test_rows_that_do_not_add_up_raise_the_alarm_and_write_nothing(zones, monkeypatch, capsys):
    monkeypatch.setattr(Csv, "_count", lambda self, lines, heads: {"read": 2, "blank_lines": 0})
    with pytest.raises(NotProven, match="rows are not conserved: 2 came in, 1 are accounted for"):
        zones.run(DATASET, "r1", **deliver(zones, "one", [line("a")]))
    [metric] = [json.loads(text) for text in capsys.readouterr().out.splitlines() if text.startswith('{"_aws"')]
    assert (metric["HudiCommitVerified"], metric["Dataset"], metric["Env"]) == (0, DATASET, "local")
    assert not (zones.root / "curated" / DATASET).exists()


def test_a_rule_that_stops_the_run_leaves_its_rows_to_look_at(zones):
    with pytest.raises(JobError, match="rules that stop the run: row_count; the table was not written"):
        zones.run(DATASET, "r1", **deliver(zones, "one", [line("a", state="?")]))
    rejected = zones.quarantine(SparkSession.builder.getOrCreate(), DATASET, "r1").collect()
    # No customer is known yet: that rule only warns, and a rejected row says all that is wrong with it.
    assert [row.rules for row in rejected] == [["references_id_cliente", "accepted_values_estado"]]
    assert not (zones.root / "curated" / DATASET).exists()
    # The sender mends the file, the same run is started again: its quarantine is replaced.
    zones.run(DATASET, "r1", **deliver(zones, "one", [line("a")]))
    assert zones.quarantine(SparkSession.builder.getOrCreate(), DATASET, "r1").count() == 0


def test_personal_data_stays_where_it_came_from(zones, capfd):
    lines = [
        line("a", phone=CANARY),
        line("b", phone=CANARY, state="?"),
        line("c", phone=CANARY, amount="N/A"),
        line("d", phone=CANARY) + ";one column more",
        f'"e;1;{CANARY}',
    ]
    zones.run(DATASET, "r1", **deliver(zones, "one", lines, total="20,00"))
    with pytest.raises(JobError):
        zones.run(DATASET, "r2", **deliver(zones, "two", [line("a", phone=CANARY)], rows=9))
    zones.file("three.csv", (line("a", phone=CANARY) + "\n").encode())
    with pytest.raises(JobError, match="column 1 of the header"):
        zones.run(DATASET, "r3", files=[zones.root / "landing" / "three.csv"])
    shown = capfd.readouterr()
    assert CANARY not in shown.out + shown.err
    for path in [path for path in zones.root.rglob("*") if path.is_file() and "landing" not in path.parts]:
        assert CANARY.encode() not in path.read_bytes(), path
    _nowhere_in_parquet(zones)


def _nowhere_in_parquet(zones):
    files = [path for path in zones.root.rglob("*.parquet") if path.stat().st_size]
    texts = [str(parquet.ParquetFile(path).read().to_pylist()) for path in files]
    assert any("malformed" in text for text in texts) and any("'a'" in text for text in texts)
    assert not any(CANARY in text for text in texts)
