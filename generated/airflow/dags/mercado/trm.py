# Generado por cauce desde specs/mercado/trm.yaml; edite ese archivo y ejecute: cauce generate
"""Tasa representativa del mercado, una por día.

Corre según el cron `30 18 * * *`; la tabla debe estar lista a las 20:00.
Se espera los días hábiles del calendario `colombia`; en los demás el dato no envejece.
Responsable: Datos de Pagos (#pagos-datos). Guía: `generated/runbooks/mercado/trm.md`.
"""

from datetime import timedelta

import pendulum
from airflow import DAG
from airflow.datasets import Dataset
from airflow.decorators import task
from airflow.timetables.trigger import CronTriggerTimetable
from cauce_airflow_188495fcf0fb import calendars, glue, http_api, outcome, results
from cauce_airflow_188495fcf0fb.pipeline import Pipeline, Workdays
from cauce_platform import PLATFORM

WORKDAYS = Workdays("colombia", due="18:30", timezone="America/Bogota")
PIPELINE = Pipeline("mercado/trm", PLATFORM, WORKDAYS)
JOB = "ribera-mercado-trm"
SOURCE = http_api.Source(
    connection="datos-abiertos",
    auth=http_api.Header(name="X-App-Token"),
    url="https://www.datos.gov.co/resource/32sa-8pi3.json",
    hosts=["www.datos.gov.co"],
    records="$",
    timezone="America/Bogota",
    page=http_api.Offset(parameter="offset", size_parameter="limit", size=1000),
    since=http_api.Since(parameter="desde", format="date", lookback=timedelta(days=7)),
)

with DAG(
    dag_id="mercado.trm",
    description="Tasa representativa del mercado, una por día.",
    doc_md=__doc__,
    schedule=CronTriggerTimetable("30 18 * * *", timezone="America/Bogota"),
    start_date=pendulum.datetime(2024, 1, 1, tz="America/Bogota"),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(minutes=50),
    default_args={
        "owner": "pagos-datos",
        "retries": 2,
        "retry_delay": timedelta(minutes=1),
        "retry_exponential_backoff": True,
        "max_retry_delay": timedelta(minutes=5),
        "execution_timeout": timedelta(minutes=10),
        "on_failure_callback": outcome.reporter(PIPELINE, "source_down", "P2"),
    },
    tags=["cauce", "mercado", "http", "tier-2"],
) as dag:

    @task
    def window(run_id: str | None = None) -> dict:
        """Fija desde cuándo se pregunta; un reintento pregunta lo mismo."""
        return http_api.window(PIPELINE, SOURCE, run_id)

    @task
    def fetch(window: dict) -> dict:
        """Guarda cada página tal como llegó en la zona cruda."""
        return http_api.fetch(PIPELINE, SOURCE, window)

    batch = fetch(window())

    @task
    def working_day() -> None:
        """En un día no hábil no se pregunta a la fuente, y el dato no envejece."""
        calendars.working_day(PIPELINE)

    starts = dag.roots
    working_day() >> starts

    transformed = glue.RunOperator(
        task_id="transform",
        job_name=JOB,
        batch=batch,
        retries=1,
        execution_timeout=timedelta(minutes=30),
        on_failure_callback=outcome.reporter(PIPELINE, "glue_failure", "P2"),
    )

    @task(
        retries=0,
        on_failure_callback=outcome.reporter(PIPELINE, "rows_not_conserved", "P1", tell=True),
    )
    def check(batch: dict) -> dict:
        """Comprueba que las filas cuadran y que el commit está en la tabla."""
        return results.check(PIPELINE, batch)

    @task(outlets=[Dataset("cauce://mercado/trm")])
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
