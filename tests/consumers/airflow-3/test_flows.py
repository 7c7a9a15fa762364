"""Runs without a logical date: an arrival that an event has started, and a derived dataset."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from airflow.utils.state import DagRunState

LANDING = "aliado/transacciones/"


@pytest.fixture
def job(cloud, runtime, monkeypatch):
    """Stands in for the Glue job: a run that has started leaves a result."""
    hook, starts = runtime("glue").RunHook, []
    start = hook.initialize_job

    def initialize_job(self, script_arguments=None, run_kwargs=None):
        started = start(self, script_arguments, run_kwargs)
        starts.append(script_arguments["--run"])
        manifest = json.loads(cloud.read(script_arguments["--manifest"]))
        result = {
            "dataset": manifest["dataset"],
            "run": manifest["run"],
            "status": "ok",
            "counts": {"read": 2, "written": 2},
            "commit": {"verified": True, "unchanged": False},
        }
        cloud.put("state", f"results/{manifest['dataset']}/{manifest['run']}.json", json.dumps(result))
        return started

    monkeypatch.setattr(hook, "initialize_job", initialize_job)
    return starts


@pytest.fixture
def run(bag, cloud):
    """Runs a DAG as an event does: there is no logical date."""

    def run_dag(dag_id):
        return bag.dags[dag_id].test(logical_date=None)

    for dag in bag.dags.values():
        cloud.create_job(dag.get_task("transform").job_name)
        for task in dag.tasks:
            task.retries = 0
    return run_dag


def states(dag_run):
    return {task.task_id: task.state for task in dag_run.get_task_instances()}


def land(cloud, runtime, monkeypatch):
    monkeypatch.setattr(runtime("arrivals"), "now", lambda: datetime.now(UTC) + timedelta(hours=1))
    cloud.put("landing", f"{LANDING}TRX_20260201_01.csv", b"id;monto\nT1;1,00\nT2;2,00\n")
    cloud.put("landing", f"{LANDING}TRX_20260201.ctl", b"filas;total\n2;3,00\n")


def test_an_event_starts_a_run_that_takes_the_delivery(run, job, cloud, runtime, monkeypatch):
    land(cloud, runtime, monkeypatch)
    first = run("pagos.transacciones")
    assert first.state == DagRunState.SUCCESS
    assert first.logical_date is None
    assert set(states(first).values()) == {"success"}
    assert [item["state"] for item in cloud.items("ledger")] == ["done"]
    assert states(run("pagos.transacciones"))["transform"] == "skipped"
    assert len(job) == 1


def test_derived_data_runs_without_a_date(run, job, cloud):
    assert run("analitica.saldo_diario").state == DagRunState.SUCCESS
    assert len(job) == 1


def test_a_failure_opens_one_incident(run, job, cloud, runtime, monkeypatch):
    land(cloud, runtime, monkeypatch)
    monkeypatch.setattr(runtime("results"), "conserved", lambda counts: False)
    failed = run("pagos.transacciones")
    assert failed.state == DagRunState.FAILED
    assert states(failed)["check"] == "failed"
    (incident,) = cloud.items("incidents")
    assert (incident["type"], incident["severity"]) == ("rows_not_conserved", "P1")
    assert [item["state"] for item in cloud.items("ledger")] == ["claimed"]
