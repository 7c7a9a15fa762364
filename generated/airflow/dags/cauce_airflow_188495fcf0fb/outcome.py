"""The end of a run: settled when it went well, reported when it did not."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from functools import partial
from typing import Any

from . import aws, calendars, ledger, metrics, watermarks
from .errors import FlowError
from .manifests import Batch
from .pipeline import Pipeline

log = logging.getLogger(__name__)


def finish(pipeline: Pipeline, batch: Batch, counts: dict[str, int]) -> None:
    """Settles what the run had claimed, then says so."""
    if "claim" in batch:
        ledger.settle(pipeline, batch["claim"], batch["run"])
    if batch["window"]:
        watermarks.commit_window(pipeline, batch["window"])
    as_of, now = datetime.fromisoformat(batch["as_of"]), datetime.now(UTC)
    watermarks.note(pipeline, as_of)
    metrics.put(
        pipeline,
        IngestSucceeded=1,
        IngestDuration=batch["ingest_seconds"],
        RecordsIngested=counts["read"],
        FreshnessMinutes=max(0.0, calendars.age(pipeline, as_of, now).total_seconds() / 60),
    )


def reporter(pipeline: Pipeline, incident: str, severity: str, *, tell: bool = False) -> partial[None]:
    """A failure callback that reports an incident of this type and severity.

    An alarm watches the count of failed runs and calls people; `tell` is for what needs a graver call than that.
    """
    return partial(report, pipeline, incident, severity, tell)


def report(pipeline: Pipeline, incident: str, severity: str, tell: bool, context: Any) -> None:
    """Records the incident, counts it and, if it must, tells the topic; one that fails stops no other."""
    task = context["ti"]
    message = {
        "env": pipeline.env,
        "dataset": pipeline.dataset,
        "type": incident,
        "severity": severity,
        "run": task.run_id,
        "task": task.task_id,
        "reason": reason(context.get("exception")),
        "log": task.log_url,
    }
    for step in (record, count, publish) if tell else (record, count):
        try:
            step(pipeline, message)
        except Exception:
            log.exception("the incident could not be handed to: %s", step.__name__)


def record(pipeline: Pipeline, message: dict[str, str]) -> None:
    """Opens the incident, once for a task of a run."""
    opened = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        aws.table(pipeline.table("incidents")).put_item(
            Item={"pk": pipeline.dataset, "sk": f"{message['run']}#{message['task']}", "opened": opened, **message},
            ConditionExpression="attribute_not_exists(pk)",
        )
    except Exception as error:
        if not aws.refused(error):
            raise


def count(pipeline: Pipeline, _message: dict[str, str]) -> None:
    """Feeds the alarm of failed runs."""
    metrics.put(pipeline, IngestFailed=1)


def publish(pipeline: Pipeline, message: dict[str, str]) -> None:
    """Tells the topic of the severity, where the environment pages at all."""
    if pipeline.platform["pages"]:
        body = json.dumps(message, ensure_ascii=False)
        aws.client("sns").publish(TopicArn=pipeline.topic(message["severity"]), Message=body)


def reason(error: BaseException | None) -> str:
    """What may be said of an error: its message only when it is ours, since a driver's may quote a row."""
    if isinstance(error, FlowError):
        return str(error)
    return type(error).__name__ if error else "unknown"
