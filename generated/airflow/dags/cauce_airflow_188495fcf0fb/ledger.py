"""Which deliveries were processed, and by which run.

An item is one delivery with one content: `file` is its name and a digest of its files, so that the same bytes are never
processed twice and a resent delivery is a new one. Where only the first delivery counts, `file` is the name alone.
A run that fails keeps its claim: clearing the run processes the same delivery again, and no other run takes it until
somebody sets its `state` to `released`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from . import aws
from .pipeline import Pipeline


def states(pipeline: Pipeline, names: list[str]) -> dict[str, dict[str, Any]]:
    """The items of these deliveries that the ledger knows."""
    ledger = aws.table(pipeline.table("ledger"))
    found = {}
    for start in range(0, len(names), 100):
        keys = [{"dataset": pipeline.dataset, "file": name} for name in names[start : start + 100]]
        request = {ledger.name: {"Keys": keys, "ConsistentRead": True}}
        while request:
            answer = ledger.meta.client.batch_get_item(RequestItems=request)
            found |= {item["file"]: item for item in answer["Responses"].get(ledger.name, [])}
            request = answer.get("UnprocessedKeys")
    return found


def claim(pipeline: Pipeline, name: str, run: str, files: list[str], digest: str = "") -> bool:
    """Takes a delivery for a run; False when another run has it."""
    try:
        aws.table(pipeline.table("ledger")).put_item(
            Item={
                "dataset": pipeline.dataset,
                "file": name,
                "run": run,
                "state": "claimed",
                "files": files,
                "digest": digest,
                "at": datetime.now(UTC).isoformat(timespec="seconds"),
            },
            ConditionExpression="attribute_not_exists(#file) OR #run = :run OR #state = :released",
            ExpressionAttributeNames={"#file": "file", "#run": "run", "#state": "state"},
            ExpressionAttributeValues={":run": run, ":released": "released"},
        )
    except Exception as error:
        if aws.refused(error):
            return False
        raise
    return True


def settle(pipeline: Pipeline, name: str, run: str) -> None:
    """Marks a delivery as done by the run that claimed it."""
    aws.table(pipeline.table("ledger")).update_item(
        Key={"dataset": pipeline.dataset, "file": name},
        UpdateExpression="SET #state = :done",
        ConditionExpression="#run = :run",
        ExpressionAttributeNames={"#run": "run", "#state": "state"},
        ExpressionAttributeValues={":run": run, ":done": "done"},
    )
