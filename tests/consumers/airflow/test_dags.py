"""What the scheduler reads: every file loads, quietly, and says when and how it runs."""

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from conftest import DAGS, GENERATED

SNAPSHOTS = sorted((Path(__file__).parent / "snapshots").glob("*.json"))
FILES = sorted(path for path in DAGS.glob("*/*.py") if not path.parent.name.startswith("cauce_airflow_"))


def describe(dag):
    """What a reader wants to see of a DAG when it changes."""
    return {
        "schedule": dag.timetable.summary,
        "datasets": sorted(uri for uri, _ in dag.timetable.dataset_condition.iter_datasets()),
        "outlets": sorted(outlet.uri for task in dag.tasks for outlet in task.outlets),
        "timezone": str(dag.timezone),
        "run_minutes": dag.dagrun_timeout.total_seconds() / 60,
        "owner": dag.owner,
        "tags": sorted(dag.tags),
        "tasks": {task.task_id: sorted(task.downstream_task_ids) for task in dag.tasks},
    }


def test_there_are_dags():
    assert FILES


def test_the_scheduler_imports_every_file(bag):
    assert bag.import_errors == {}
    assert sorted(bag.dag_ids) == sorted(f"{path.parent.name}.{path.stem}" for path in FILES)


def test_no_file_warns(bag):
    assert dict(bag.captured_warnings) == {}


@pytest.mark.parametrize("path", SNAPSHOTS, ids=lambda path: path.stem)
def test_a_dag_is_as_its_snapshot_says(bag, path):
    assert describe(bag.dags[path.stem]) == json.loads(path.read_text())


def test_every_dag_says_how_it_runs(bag):
    for dag in bag.dags.values():
        assert dag.catchup is False, dag.dag_id
        assert dag.max_active_runs == 1, dag.dag_id
        assert dag.doc_md, dag.dag_id
        assert dag.dagrun_timeout is not None, dag.dag_id
        assert type(dag.timetable).__name__ in ("CronTriggerTimetable", "DatasetTriggeredTimetable", "NullTimetable")


def test_every_task_can_be_waited_for_and_reports_its_failure(bag):
    for dag in bag.dags.values():
        for task in dag.tasks:
            assert task.owner != "airflow", task
            assert task.on_failure_callback, task
            assert task.execution_timeout < dag.dagrun_timeout, task
            assert getattr(task, "timeout", 0) <= task.execution_timeout.total_seconds(), task


def test_the_wait_for_glue_ends_before_the_task_and_the_task_before_the_run(bag):
    for dag in bag.dags.values():
        task = dag.get_task("transform")
        wait = task.waiter_delay * task.waiter_max_attempts
        assert wait < task.execution_timeout.total_seconds() < dag.dagrun_timeout.total_seconds(), dag.dag_id


def test_a_failed_run_stops_its_job(bag):
    for dag in bag.dags.values():
        stop = dag.get_task("stop")
        assert stop.is_teardown
        assert "stop" in dag.get_task("check").downstream_task_ids


def test_no_file_reads_a_date_from_a_template():
    for path in FILES:
        assert "{{" not in path.read_text(), path


def test_parsing_touches_no_network_and_no_file():
    code = "import socket, sys, runpy; socket.socket.connect = None; sys.path.insert(0, sys.argv[1])\n" + (
        "for path in sys.argv[2:]: runpy.run_path(path)"
    )
    subprocess.run([sys.executable, "-c", code, str(DAGS), *map(str, FILES)], check=True)


def test_without_an_environment_the_platform_does_not_load():
    code = f"import sys; sys.path.insert(0, {str(DAGS)!r}); import cauce_platform"
    done = subprocess.run([sys.executable, "-c", code], env={}, capture_output=True, text=True)
    assert done.returncode != 0
    assert "CAUCE_ENV" in done.stderr


def test_the_constraints_are_what_was_tested():
    lines = (DAGS / "constraints.txt").read_text().splitlines()
    pins = dict(line.split("==") for line in lines if not line.startswith("#"))
    assert {name: version(name) for name in pins} == pins


def test_the_requirements_name_the_constraints_that_travel_with_the_dags():
    lines = (GENERATED / "airflow" / "requirements.txt").read_text().splitlines()
    assert '--constraint "/usr/local/airflow/dags/constraints.txt"' in lines
    assert not any("http" in line for line in lines)


def test_every_requirement_is_pinned():
    lines = (GENERATED / "airflow" / "requirements.txt").read_text().splitlines()
    wanted = {line.partition("[")[0] for line in lines if not line.startswith(("#", "--"))}
    pinned = {line.partition("==")[0] for line in (DAGS / "constraints.txt").read_text().splitlines()}
    assert wanted <= pinned
    assert "apache-airflow-providers-postgres" in wanted
