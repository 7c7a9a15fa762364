"""What the scheduler of Airflow 3 reads: every file loads, quietly, and its structure is that of its snapshot."""

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from conftest import DAGS

SNAPSHOTS = sorted((Path(__file__).parent / "snapshots").glob("*.json"))
# The pinned provider's own import: every use of `@task.sensor` has it, whatever the file.
OF_THE_PROVIDER = "providers/standard/sensors/python.py"
FILES = sorted(path for path in DAGS.glob("*/*.py") if not path.parent.name.startswith("cauce_airflow_"))


def describe(dag):
    """What a reader wants to see of a DAG when it changes."""
    condition = getattr(dag.timetable, "asset_condition", None)
    assets = condition.objects if condition else []
    return {
        "schedule": type(dag.timetable).__name__,
        "condition": type(condition).__name__,
        "assets": sorted([asset.name, asset.uri, [watcher.name for watcher in asset.watchers]] for asset in assets),
        "outlets": sorted([outlet.name, outlet.uri] for task in dag.tasks for outlet in task.outlets),
        "run_minutes": dag.dagrun_timeout.total_seconds() / 60,
        "tasks": {task.task_id: sorted(task.downstream_task_ids) for task in dag.tasks},
    }


def test_the_scheduler_imports_every_file_and_none_warns(bag):
    assert bag.import_errors == {}
    warnings = [text for texts in bag.captured_warnings.values() for text in texts]
    assert [text for text in warnings if OF_THE_PROVIDER not in text] == []
    assert sorted(bag.dag_ids) == sorted(f"{path.parent.name}.{path.stem}" for path in FILES)


def test_every_dag_has_its_snapshot(bag):
    assert sorted(path.stem for path in SNAPSHOTS) == sorted(bag.dag_ids)


@pytest.mark.parametrize("path", SNAPSHOTS, ids=lambda path: path.stem)
def test_a_dag_is_as_its_snapshot_says(bag, path):
    assert describe(bag.dags[path.stem]) == json.loads(path.read_text())


def test_no_import_of_the_runtime_is_deprecated():
    (package,) = DAGS.glob("cauce_airflow_*")
    modules = ", ".join(f"{package.name}.{path.stem}" for path in package.glob("[a-z]*.py"))
    code = f"import sys; sys.path.insert(0, {str(DAGS)!r}); import {modules}"
    done = subprocess.run([sys.executable, "-W", "error::DeprecationWarning:cauce_airflow", "-c", code], check=False)
    assert done.returncode == 0


def test_the_constraints_are_what_was_tested():
    lines = (DAGS / "constraints.txt").read_text().splitlines()
    pins = dict(line.split("==") for line in lines if not line.startswith("#"))
    assert {name: version(name) for name in pins} == pins
