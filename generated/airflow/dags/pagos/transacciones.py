# Generado por cauce desde specs/pagos/transacciones.yaml; edite ese archivo y ejecute: cauce generate
"""Movimientos de cuenta, uno por operación.

Corre cuando llega una entrega completa, que se espera antes de las 06:00; la tabla debe estar lista a las 07:00.
Se espera los días hábiles del calendario `colombia`; en los demás el dato no envejece.
Responsable: Datos de Pagos (#pagos-datos). Guía: `generated/runbooks/pagos/transacciones.md`.
"""

from datetime import timedelta

import pendulum
from airflow import DAG
from airflow.datasets import Dataset
from airflow.decorators import task
from airflow.providers.amazon.aws.sensors.sqs import SqsSensor
from airflow.timetables.trigger import CronTriggerTimetable
from cauce_airflow_188495fcf0fb import arrivals, glue, outcome, results
from cauce_airflow_188495fcf0fb.pipeline import Pipeline, Workdays
from cauce_platform import PLATFORM

WORKDAYS = Workdays("colombia", due="06:00", timezone="America/Bogota")
PIPELINE = Pipeline("pagos/transacciones", PLATFORM, WORKDAYS)
JOB = "ribera-pagos-transacciones"
SOURCE = arrivals.Source(
    prefix="aliado/transacciones/",
    files="TRX_(?P<date>[0-9]{8})_(?P<part>[0-9]+)\\.csv",
    control="TRX_(?P<date>[0-9]{8})\\.ctl",
    settle=timedelta(minutes=2),
)

with DAG(
    dag_id="pagos.transacciones",
    description="Movimientos de cuenta, uno por operación.",
    doc_md=__doc__,
    schedule=CronTriggerTimetable("*/30 * * * *", timezone="America/Bogota"),
    start_date=pendulum.datetime(2024, 1, 1, tz="America/Bogota"),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(minutes=124),
    default_args={
        "owner": "pagos-datos",
        "retries": 2,
        "retry_delay": timedelta(minutes=1),
        "retry_exponential_backoff": True,
        "max_retry_delay": timedelta(minutes=5),
        "execution_timeout": timedelta(minutes=20),
        "on_failure_callback": outcome.reporter(PIPELINE, "glue_failure", "P2"),
    },
    tags=["cauce", "pagos", "s3", "tier-1"],
):
    # El aviso solo despierta a la corrida: qué se procesa lo deciden el listado y el registro de entregas. Si no llega,
    # la corrida mira igual al vencer la espera.
    arrival = SqsSensor(
        task_id="arrival",
        sqs_queue=PIPELINE.queue("ribera-pagos-transacciones-arrival"),
        max_messages=10,
        poke_interval=20,
        timeout=1740,
        execution_timeout=timedelta(minutes=30),
        soft_fail=True,
        deferrable=True,
        aws_conn_id=None,
    )

    @task.sensor(
        mode="reschedule",
        poke_interval=60,
        timeout=1200,
        soft_fail=True,
        trigger_rule="none_failed",
    )
    def claim(run_id: str | None = None):
        """Toma la entrega completa más antigua; si no hay ninguna, la corrida termina aquí."""
        return arrivals.poke(PIPELINE, SOURCE, run_id)

    batch = claim()
    arrival >> batch

    transformed = glue.RunOperator(
        task_id="transform",
        job_name=JOB,
        batch=batch,
        retries=1,
        execution_timeout=timedelta(minutes=50),
        on_failure_callback=outcome.reporter(PIPELINE, "glue_failure", "P2"),
    )

    @task(
        retries=0,
        on_failure_callback=outcome.reporter(PIPELINE, "rows_not_conserved", "P1", tell=True),
    )
    def check(batch: dict) -> dict:
        """Comprueba que las filas cuadran y que el commit está en la tabla."""
        return results.check(PIPELINE, batch)

    @task(outlets=[Dataset("cauce://pagos/transacciones")])
    def finish(batch: dict, counts: dict) -> None:
        """Deja constancia de lo procesado y publica la frescura del dato."""
        outcome.finish(PIPELINE, batch, counts)

    @task(
        execution_timeout=timedelta(minutes=15),
        on_failure_callback=outcome.reporter(PIPELINE, "snowflake_load_failure", "P1"),
    )
    def load_snowflake(batch: dict) -> None:
        """Aquí irá la carga del lote en `PAGOS.TRANSACCIONES` de Snowflake; por ahora no hace nada."""

    @task(on_failure_callback=outcome.reporter(PIPELINE, "bi_refresh_failure", "P2"))
    def refresh_quicksight(batch: dict) -> None:
        """Aquí se refrescará el conjunto `ribera-pagos-transacciones` de QuickSight; por ahora no hace nada."""

    @task
    def stop(batch: dict) -> None:
        """Detiene la corrida de Glue que un fallo haya dejado andando."""
        glue.stop(JOB, batch)

    checked = check(batch)
    transformed >> checked
    finished = finish(batch, checked)
    [checked, finished] >> stop(batch).as_teardown(setups=batch)
    finished >> load_snowflake(batch) >> refresh_quicksight(batch)
