# Generado por cauce desde specs/analitica/saldo_diario.yaml; edite ese archivo y ejecute: cauce generate
"""Movimiento neto de cada cliente por día, en pesos y en dólares.

Corre cuando se han actualizado todos los conjuntos de los que depende; la tabla debe estar lista a las 08:00.
Responsable: Datos de Pagos (#pagos-datos). Guía: `generated/runbooks/analitica/saldo_diario.md`.
"""

from datetime import timedelta

import pendulum
from airflow import DAG
from airflow.datasets import Dataset, DatasetAll
from airflow.decorators import task
from cauce_airflow_188495fcf0fb import glue, manifests, outcome, results
from cauce_airflow_188495fcf0fb.pipeline import Pipeline
from cauce_platform import PLATFORM

PIPELINE = Pipeline("analitica/saldo_diario", PLATFORM)
JOB = "ribera-analitica-saldo-diario"

with DAG(
    dag_id="analitica.saldo_diario",
    description="Movimiento neto de cada cliente por día, en pesos y en dólares.",
    doc_md=__doc__,
    schedule=DatasetAll(
        Dataset("cauce://pagos/transacciones"),
        Dataset("cauce://core/clientes"),
    ),
    start_date=pendulum.datetime(2024, 1, 1, tz="America/Bogota"),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(minutes=65),
    default_args={
        "owner": "pagos-datos",
        "retries": 2,
        "retry_delay": timedelta(minutes=1),
        "retry_exponential_backoff": True,
        "max_retry_delay": timedelta(minutes=5),
        "execution_timeout": timedelta(minutes=5),
        "on_failure_callback": outcome.reporter(PIPELINE, "glue_failure", "P2"),
    },
    tags=["cauce", "analitica", "datasets", "tier-2"],
):

    @task
    def inputs(run_id: str | None = None) -> dict:
        """Anota la corrida; el trabajo lee las tablas de las que depende."""
        return manifests.of_datasets(PIPELINE, run_id)

    batch = inputs()

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

    @task(outlets=[Dataset("cauce://analitica/saldo_diario")])
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
