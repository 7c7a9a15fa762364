"""What the Glue job says of a run, and whether it can be believed."""

from __future__ import annotations

from typing import Any

from . import aws
from .errors import FlowError
from .manifests import Batch
from .pipeline import Pipeline

KEPT_APART = ("quarantined", "filtered", "deduplicated", "deleted", "aggregated_in")


def check(pipeline: Pipeline, batch: Batch) -> dict[str, Any]:
    """The counts of the run, once they add up and the commit was read back."""
    result = aws.get_json(pipeline.result(batch["run"]))
    if result is None:
        raise FlowError("the job ended well but left no result")
    if (result["dataset"], result["run"], result["status"]) != (pipeline.dataset, batch["run"], "ok"):
        raise FlowError("the result is not that of this run")
    counts = result["counts"]
    if not conserved(counts):
        raise FlowError(f"rows are not conserved: {counts}")
    if "rows" in batch and batch["rows"] != counts["read"]:
        raise FlowError(f"{batch['rows']} rows were extracted, the job read {counts['read']}")
    if not (result["commit"]["verified"] or result["commit"]["unchanged"] or counts["written"] == 0):
        raise FlowError("the commit was not found in the table")
    return counts


def conserved(counts: dict[str, int]) -> bool:
    """Whether every row that came in, or was made by an aggregation, is in the table or counted apart."""
    came = counts["read"] + counts.get("groups", 0)
    return came == counts["written"] + sum(counts.get(name, 0) for name in KEPT_APART)
