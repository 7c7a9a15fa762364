# Generado por cauce desde specs/core/clientes.yaml; edite ese archivo y ejecute: cauce generate
"""Clientes del banco con su estado de vinculación.

Corre según el cron `0 2 * * *`; la tabla debe estar lista a las 05:00.
Responsable: Datos de Clientes (#clientes-datos). Guía: `generated/runbooks/core/clientes.md`.
"""

from datetime import timedelta

import pendulum
from airflow import DAG
from airflow.datasets import Dataset
from airflow.decorators import task
from airflow.timetables.trigger import CronTriggerTimetable
from cauce_airflow_188495fcf0fb import databases, glue, outcome, results
from cauce_airflow_188495fcf0fb.pipeline import Pipeline
from cauce_platform import PLATFORM

PIPELINE = Pipeline("core/clientes", PLATFORM)
JOB = "ribera-core-clientes"
SOURCE = databases.Source(
    kind="postgres",
    connection="core-pg",
    table="core.clientes",
    columns={
        "id_cliente": "bigint",
        "documento": "string",
        "nombre": "string",
        "correo": "string",
        "telefono": "string",
        "ciudad": "string",
        "estado": "string",
        "vinculado_el": "date",
        "actualizado_en": "timestamp",
    },
    timezone="America/Bogota",
    watermark="actualizado_en",
    lookback=timedelta(minutes=10),
    lag=timedelta(minutes=2),
)

with DAG(
    dag_id="core.clientes",
    description="Clientes del banco con su estado de vinculación.",
    doc_md=__doc__,
    schedule=CronTriggerTimetable("0 2 * * *", timezone="America/Bogota"),
    start_date=pendulum.datetime(2024, 1, 1, tz="America/Bogota"),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(minutes=80),
    default_args={
        "owner": "clientes-datos",
        "retries": 2,
        "retry_delay": timedelta(minutes=1),
        "retry_exponential_backoff": True,
        "max_retry_delay": timedelta(minutes=5),
        "execution_timeout": timedelta(minutes=30),
        "on_failure_callback": outcome.reporter(PIPELINE, "source_down", "P2"),
    },
    tags=["cauce", "core", "postgres", "tier-1"],
):

    @task
    def window(run_id: str | None = None) -> dict:
        """Fija las filas de esta corrida; un reintento lee las mismas."""
        return databases.window(PIPELINE, SOURCE, run_id)

    @task
    def extract(window: dict) -> dict:
        """Copia las filas de la ventana a la zona cruda."""
        return databases.extract(PIPELINE, SOURCE, window)

    batch = extract(window())

    transformed = glue.RunOperator(
        task_id="transform",
        job_name=JOB,
        batch=batch,
        retries=1,
        execution_timeout=timedelta(minutes=40),
        on_failure_callback=outcome.reporter(PIPELINE, "glue_failure", "P2"),
    )

    @task(
        retries=0,
        on_failure_callback=outcome.reporter(PIPELINE, "rows_not_conserved", "P1", tell=True),
    )
    def check(batch: dict) -> dict:
        """Comprueba que las filas cuadran y que el commit está en la tabla."""
        return results.check(PIPELINE, batch)

    @task(outlets=[Dataset("cauce://core/clientes")])
    def finish(batch: dict, counts: dict) -> None:
        """Deja constancia de lo procesado y publica la frescura del dato."""
        outcome.finish(PIPELINE, batch, counts)

    @task
    def stop(batch: dict) -> None:
        """Detiene la corrida de Glue que un fallo haya dejado andando."""
        glue.stop(JOB, batch)

    checked = check(batch)
    transformed >> checked
    [checked, finish(batch, checked)] >> stop(batch).as_teardown(setups=batch)
