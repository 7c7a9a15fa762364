"""Every DAG runs from its source to its outlet: AWS is played by moto, the Glue job by a stand-in that counts rows."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from airflow.utils.state import DagRunState

LANDING = "aliado/transacciones/"


@pytest.fixture
def job(cloud, runtime, monkeypatch):
    """Stands in for the Glue job: reads the manifest of a run that has started and leaves a result."""
    settings = {"counts": {}, "verified": True, "starts": []}
    start = runtime.glue.RunHook.initialize_job

    def initialize_job(hook, script_arguments=None, run_kwargs=None):
        started = start(hook, script_arguments, run_kwargs)
        settings["starts"].append(script_arguments["--run"])
        manifest = json.loads(cloud.read(script_arguments["--manifest"]))
        read = sum(rows(cloud.read(file["uri"]), file["uri"]) for file in manifest["files"])
        result = {
            "dataset": manifest["dataset"],
            "run": manifest["run"],
            "status": "ok",
            "counts": {"read": read, "written": read, "quarantined": 0, **settings["counts"]},
            "commit": {"instant": "1", "verified": settings["verified"], "unchanged": False},
        }
        cloud.put("state", f"results/{manifest['dataset']}/{manifest['run']}.json", json.dumps(result))
        return started

    monkeypatch.setattr(runtime.glue.RunHook, "initialize_job", initialize_job)
    return settings


def rows(body, uri):
    """The rows of a file of any of the kinds that a job reads."""
    if uri.endswith(".csv"):
        return len(body.splitlines()) - 1
    if uri.endswith(".json"):
        return len(json.loads(body))
    import pyarrow.parquet as pq
    from pyarrow import BufferReader

    return pq.read_metadata(BufferReader(body)).num_rows


@pytest.fixture
def run(bag, cloud):
    """Runs a DAG at a minute of a day and returns its run; the same minute again is the same run, cleared."""

    def run_dag(dag_id, minute=0):
        dag = bag.dags[dag_id]
        for task in dag.tasks:
            # In this kind of run, a retry of a deferred task never ends.
            task.retries = 0
        return dag.test(execution_date=datetime(2026, 2, 1, tzinfo=UTC) + timedelta(minutes=minute))

    for dag in bag.dags.values():
        cloud.create_job(dag.get_task("transform").job_name)
    return run_dag


def states(dag_run):
    return {task.task_id: task.state for task in dag_run.get_task_instances()}


def only_manifest(cloud, dataset):
    (key,) = cloud.keys("state", f"manifests/{dataset}/")
    return json.loads(cloud.read(f"{cloud.platform['zones']['state']}/{key}"))


def names(entries):
    return [entry["uri"].rsplit("/", 1)[1] for entry in entries]


@pytest.fixture
def land(cloud, runtime, bag, monkeypatch):
    """Lands a complete delivery of a day, quiet for an hour, and announces it."""
    monkeypatch.setattr(runtime.arrivals, "now", lambda: datetime.now(UTC) + timedelta(hours=1))
    queue = cloud.sqs.create_queue(QueueName="ribera-pagos-transacciones-arrival")["QueueUrl"]

    def land_delivery(day):
        for part in ("01", "02"):
            cloud.put("landing", f"{LANDING}TRX_{day}_{part}.csv", b"id;monto\nT1;1,00\nT2;2,00\n")
        cloud.put("landing", f"{LANDING}TRX_{day}.ctl", b"filas;total\n4;6,00\n")
        announce()

    def announce():
        cloud.sqs.send_message(QueueUrl=queue, MessageBody="{}")

    land_delivery.announce = announce
    return land_delivery


def test_a_complete_delivery_reaches_the_table_once(run, land, job, cloud):
    land("20260201")
    first = run("pagos.transacciones")
    assert first.state == DagRunState.SUCCESS
    assert set(states(first).values()) == {"success"}
    manifest = only_manifest(cloud, "pagos/transacciones")
    assert names(manifest["files"]) == ["TRX_20260201_01.csv", "TRX_20260201_02.csv"]
    assert names(manifest["control"]) == ["TRX_20260201.ctl"]
    assert [item["state"] for item in cloud.items("ledger")] == ["done"]
    assert {"IngestSucceeded", "RecordsIngested", "IngestDuration", "FreshnessMinutes"} <= cloud.metrics()

    land.announce()
    second = run("pagos.transacciones", minute=15)
    assert second.state == DagRunState.SUCCESS
    assert states(second)["transform"] == "skipped"
    assert len(job["starts"]) == 1


def test_a_cleared_run_takes_its_own_delivery_again_and_the_next_run_the_next(run, land, job, cloud):
    land("20260201")
    run("pagos.transacciones")
    land("20260131")
    assert run("pagos.transacciones").state == DagRunState.SUCCESS
    assert len(job["starts"]) == 2
    assert len(set(job["starts"])) == 1
    land.announce()
    assert run("pagos.transacciones", minute=15).state == DagRunState.SUCCESS
    assert sorted(item["file"].split("#")[0] for item in cloud.items("ledger")) == ["20260131", "20260201"]


def test_rows_that_do_not_add_up_stop_the_run_and_open_an_incident(run, land, job, cloud):
    land("20260201")
    job["counts"] = {"written": 3}
    failed = run("pagos.transacciones")
    assert failed.state == DagRunState.FAILED
    assert states(failed) == {
        **dict.fromkeys(["arrival", "claim", "transform", "stop"], "success"),
        "check": "failed",
        **dict.fromkeys(["finish", "load_snowflake", "refresh_quicksight"], "upstream_failed"),
    }
    assert [item["state"] for item in cloud.items("ledger")] == ["claimed"]
    (incident,) = cloud.items("incidents")
    assert (incident["type"], incident["severity"]) == ("rows_not_conserved", "P1")
    ((topic, message),) = cloud.alerts()
    assert topic == "ribera-alerts-p1"
    assert message["dataset"] == "pagos/transacciones"
    assert "IngestFailed" in cloud.metrics()


def test_a_commit_that_cannot_be_read_back_stops_the_run(run, land, job):
    land("20260201")
    job["verified"] = False
    assert states(run("pagos.transacciones"))["check"] == "failed"


def test_a_failed_job_is_reported_and_what_still_runs_is_stopped(run, land, cloud, runtime, monkeypatch):
    land("20260201")
    stopped = []
    monkeypatch.setattr(runtime.glue, "stop", lambda job, batch: stopped.append((job, batch["run"])))
    monkeypatch.setattr(runtime.glue.RunOperator, "execute", broken)
    failed = run("pagos.transacciones")
    assert failed.state == DagRunState.FAILED
    assert states(failed)["finish"] == "upstream_failed"
    assert [job for job, _ in stopped] == ["ribera-pagos-transacciones"]
    (incident,) = cloud.items("incidents")
    assert incident["type"] == "glue_failure"
    assert incident["reason"] == "RuntimeError"


def broken(operator, context):
    raise RuntimeError("a message that quotes a row")


def test_derived_data_runs_without_files(run, job, cloud):
    dag_run = run("analitica.saldo_diario")
    assert dag_run.state == DagRunState.SUCCESS
    manifest = only_manifest(cloud, "analitica/saldo_diario")
    assert (manifest["files"], manifest["window"]) == ([], None)


def test_an_api_is_paged_to_its_end_and_read_from_its_last_commit(run, job, cloud, bag, api, monkeypatch):
    days = [f"2026-01-{day:02d}" for day in range(1, 31)]
    server = api([{"vigenciadesde": f"{day}T00:00:00.000", "valor": "4100.25"} for day in days], cap=7)
    source = pointed_at(bag.dags["mercado.trm"], server, monkeypatch)
    assert run("mercado.trm").state == DagRunState.SUCCESS
    assert len(only_manifest(cloud, "mercado/trm")["files"]) == 5
    assert [query.get("desde") for query in server.queries] == [None] * 6
    (mark,) = (item for item in cloud.items("watermarks") if item["dataset"] == "mercado/trm")
    assert "pending" not in mark

    server.queries.clear()
    assert run("mercado.trm", minute=15).state == DagRunState.SUCCESS
    since = datetime.fromisoformat(mark["committed"]) - source.since.lookback
    assert server.queries[0]["desde"] == since.astimezone(ZoneInfo("America/Bogota")).date().isoformat()


def pointed_at(dag, server, monkeypatch):
    """Lets the DAG's source ask a server of this machine."""
    module = dag.get_task("fetch").python_callable.__globals__
    source = replace(module["SOURCE"], url=server.url, hosts=["127.0.0.1"])
    monkeypatch.setitem(module, "SOURCE", source)
    return source


def test_a_table_is_read_by_windows_that_meet(run, job, cloud, postgres):
    postgres.execute(
        """
        create schema core;
        create table core.clientes (
            id_cliente bigint, documento text, nombre text, correo text, telefono text, ciudad text, estado text,
            vinculado_el date, actualizado_en timestamptz
        );
        insert into core.clientes
        select n, '1020' || n, 'N', 'n@x.example', '300', 'Cali', 'ACTIVO', '2020-01-01', now() - interval '1 day'
        from generate_series(1, 1000) n;
        """
    )
    assert run("core.clientes").state == DagRunState.SUCCESS
    first = only_manifest(cloud, "core/clientes")
    assert first["window"]["low"] is None
    assert first["batch"]["rows"] == 1000

    postgres.execute("update core.clientes set actualizado_en = now() - interval '5 minutes' where id_cliente <= 10")
    assert run("core.clientes", minute=15).state == DagRunState.SUCCESS
    manifests = [
        json.loads(cloud.read(f"{cloud.platform['zones']['state']}/{k}")) for k in cloud.keys("state", "manif")
    ]
    assert sorted(manifest["batch"]["rows"] for manifest in manifests) == [10, 1000]
    (mark,) = cloud.items("watermarks")
    assert mark["committed"] == max(manifest["window"]["high"] for manifest in manifests)
