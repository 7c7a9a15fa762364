"""The Glue run of a batch: started once, waited for, stopped when nobody waits any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from airflow.providers.amazon.aws.hooks.glue import GlueJobHook
from airflow.providers.amazon.aws.operators.glue import GlueJobOperator

from . import aws

ACTIVE = ("WAITING", "STARTING", "RUNNING")
DELAY = 30
"""Seconds between two looks at a run."""


class RunHook(GlueJobHook):
    """Attaches to the run of the same key that an earlier try left going, before it starts another."""

    def initialize_job(self, script_arguments: dict | None = None, run_kwargs: dict | None = None) -> dict[str, str]:
        going = active(self.conn, self.job_name, (script_arguments or {})["--run"])
        return {"JobRunId": going[0]} if going else super().initialize_job(script_arguments, run_kwargs)


class RunOperator(GlueJobOperator):
    """Runs a dataset's job on a batch, and waits for it without holding a worker.

    The job has its own, shorter time-out; the wait ends a minute before the task's, so that its end is told as an error
    of the job.
    """

    aws_hook_class = RunHook
    template_fields: Sequence[str] = (*GlueJobOperator.template_fields, "batch")

    def __init__(self, *, batch: Any, execution_timeout: timedelta, **kwargs: Any):
        super().__init__(
            aws_conn_id=None,
            deferrable=True,
            stop_job_run_on_kill=True,
            waiter_delay=DELAY,
            waiter_max_attempts=int(execution_timeout.total_seconds() - 60) // DELAY,
            execution_timeout=execution_timeout,
            **kwargs,
        )
        self.batch = batch

    def execute(self, context: Any) -> str:
        self.script_args = {"--run": self.batch["run"], "--manifest": self.batch["manifest"]}
        return super().execute(context)


def active(glue: Any, job: str, run: str) -> list[str]:
    """The runs of the job with this key that have not ended."""
    pages = glue.get_paginator("get_job_runs").paginate(JobName=job, PaginationConfig={"MaxItems": 50})
    return [
        item["Id"]
        for page in pages
        for item in page["JobRuns"]
        if item["JobRunState"] in ACTIVE and item.get("Arguments", {}).get("--run") == run
    ]


def stop(job: str, batch: dict[str, Any]) -> None:
    """Stops what a failed or cancelled task left running: a deferred task cannot do it itself."""
    glue = aws.client("glue")
    if going := active(glue, job, batch["run"]):
        glue.batch_stop_job_run(JobName=job, JobRunIds=going)
