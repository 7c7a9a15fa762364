"""The list of what a run reads: written once, read by the Glue job and by every later step."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from . import aws
from .pipeline import Pipeline, run_key

Batch = dict[str, Any]
"""What the steps hand on: `run`, `manifest` (its URI), and what the last step needs to settle the run."""


def write(
    pipeline: Pipeline,
    run: str,
    files: list[dict[str, Any]],
    control: list[dict[str, Any]] | None = None,
    window: dict[str, Any] | None = None,
    raw: str | None = None,
    **batch: Any,
) -> Batch:
    """Writes the manifest of a run and returns its batch. `files` and `control` are `{"uri", "size"}` with the `etag`
    of what was listed, which the job finds again, or a `digest` of what was written.

    `raw` is where a job that reads its source itself keeps the rows. `as_of` is the moment that the data speaks for;
    without one it is now.
    """
    now = datetime.now(UTC).isoformat()
    defaults = {"as_of": now, "ingest_seconds": 0}
    batch = {"run": run, "manifest": pipeline.manifest(run), "window": window, **defaults, **batch}
    aws.put_json(
        batch["manifest"],
        {
            "dataset": pipeline.dataset,
            "run": run,
            "files": files,
            "control": control or [],
            "window": window and {"low": window["low"], "high": window["high"]},
            **({"raw": raw} if raw else {}),
            "batch": batch,
        },
    )
    return batch


def known(pipeline: Pipeline, run: str) -> Batch | None:
    """The batch that an earlier try of this run wrote down."""
    manifest = aws.get_json(pipeline.manifest(run))
    return manifest and manifest["batch"]


def of_datasets(pipeline: Pipeline, run_id: str) -> Batch:
    """The manifest of a run that reads other datasets: no files, the job finds their tables by name."""
    return write(pipeline, run_key(run_id), [])
