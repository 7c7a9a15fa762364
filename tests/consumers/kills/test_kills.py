"""A job that is killed and started again leaves what an undisturbed one leaves: table, quarantine, memory, result."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cauce_runtime.job import STAGES
from pyspark.sql import SparkSession
from spark_conftest import GENERATED, Zones

from orders import DATASET, deliver, line

SCRIPT = GENERATED / "glue" / "jobs" / f"{DATASET}.py"
VICTIM = Path(__file__).with_name("victim.py")
KILLS = int(os.environ.get("KILLS", "1"))
FIRST = [line(key, 5) for key in "abcdefg"]
SECOND = [
    line("a", 6, day="09/02/2026"),
    line("a", 7, day="10/02/2026"),
    line("b", 4),
    line("c", 6, operation="D"),
    line("e", 6, state="ANULADA"),
    line("f", 6, state="?"),
    line("g", 6, amount="1.23"),
    line("new", 1),
    line("new", 1) + ";one column more",
    line("gone", 2, operation="D"),
]


class Bank(Zones):
    """Zones whose table has a first batch; runs are given as commands, since some of them are killed."""

    def second(self) -> dict:
        """Runs the second batch in this process; returns its result."""
        return self.run(DATASET, "r2", **self.batch())

    def batch(self) -> dict:
        """The second delivery."""
        return {"files": [self.root / "landing" / "two.csv"], "control": [self.root / "landing" / "two.ctl"]}

    def kill(self, when: str) -> int:
        """Runs the second batch in another process that dies; returns its exit code."""
        arguments = self.arguments(DATASET, "r2", **self.batch())
        command = [sys.executable, VICTIM, when, SCRIPT, *arguments]
        done = subprocess.run(command, start_new_session=True, capture_output=True, text=True, cwd=self.root)
        assert done.returncode in (0, -signal.SIGKILL), done.stderr[-3000:]
        return done.returncode

    def state(self) -> dict:
        """All that a reader can see."""
        spark = SparkSession.builder.getOrCreate()
        table, rejected = self.table(spark, DATASET), self.quarantine(spark, DATASET, "r2")
        names = [name for name in table.columns if not name.startswith("_hoodie")]
        [memory] = (self.root / "state" / "deletions" / DATASET).iterdir()
        result = self.result(DATASET, "r2")
        commit = {"verified": result["commit"]["verified"]}
        return {
            "table": sorted(map(str, table.select(*names).collect())),
            "quarantine": sorted(str(row).replace(str(self.root), "") for row in rejected.collect()),
            "memory": sorted(map(tuple, spark.read.parquet(f"file://{memory}").collect())),
            "result": {**result, "seconds": 0, "commit": commit, "batch": ""},
        }


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """A bank after its first batch, with the second one delivered."""
    bank = Bank(tmp_path_factory.mktemp("base"))
    sys.argv[0] = str(SCRIPT)  # a batch is known by the code that made it
    bank.run(DATASET, "r1", **deliver(bank, "one", FIRST))
    deliver(bank, "two", SECOND, total="80,00")
    return bank


@pytest.fixture(scope="module")
def undisturbed(base, tmp_path_factory):
    """What is there after the second batch, the stages that it went through, and the metrics that it told."""
    return copy(base, tmp_path_factory.mktemp("undisturbed"))


def copy(bank: Bank, root: Path) -> Bank:
    """Another bank with the same content."""
    shutil.copytree(bank.root, root, dirs_exist_ok=True)
    return Bank(root)


def metrics(text: str) -> list[dict]:
    """The metrics that were printed, without what differs from run to run."""
    lines = [json.loads(line) for line in text.splitlines() if line.startswith('{"_aws"')]
    return [{name: value for name, value in line.items() if name not in ("_aws", "ProcessDuration")} for line in lines]


@pytest.fixture(scope="module")
def expected(undisturbed):
    """The state of the bank where nothing was killed."""
    undisturbed.second()
    return undisturbed.state()


def test_an_undisturbed_run_passes_every_stage_in_order(base, tmp_path, monkeypatch, expected):
    from cauce_runtime import Job

    seen = []
    monkeypatch.setattr(Job, "reached", lambda job, stage: seen.append(stage))
    copy(base, tmp_path).second()
    assert tuple(seen) == STAGES
    assert expected["result"]["counts"]["written"] == 3 and expected["result"]["counts"]["quarantined"] == 3


@pytest.mark.parametrize("when", [*STAGES, "inside"])
def test_killed_after_a_stage_and_started_again(base, tmp_path, capfd, expected, when):
    bank = copy(base, tmp_path)
    assert bank.kill(when) == -signal.SIGKILL
    capfd.readouterr()
    bank.second()
    told = metrics(capfd.readouterr().out)
    assert bank.state() == expected
    counts = expected["result"]["counts"]
    # Told by the run that died, or by this one; what was told and not yet noted is told again.
    assert [line["RecordsRead"] for line in told] == ([] if when == "saved" else [counts["read"]])


@pytest.mark.parametrize("number", range(KILLS))
def test_killed_at_a_random_time_and_started_again(base, tmp_path, expected, number):
    bank = copy(base, tmp_path)
    bank.kill(f"{random.uniform(1, 40):.3f}")
    bank.second()
    assert bank.state() == expected
