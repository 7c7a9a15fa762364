"""Up to where a source has been read.

`pending` is the window of the run in progress: fixed once, so that a retry or a clear reads the same rows. `committed`
moves only after the rows are in the table, and never back. Values keep their type: an integer is compared as a number,
a time as text of one fixed format in UTC, whose order is the order of time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from . import aws
from .pipeline import Pipeline

Value = str | int


def open_window(
    pipeline: Pipeline, run: str, newest: Callable[[], Value | None], back: Callable[[Value], Value]
) -> dict[str, Any]:
    """The half-open window `[low, high)` of a run.

    `newest` asks the source for `high`, `back` moves a committed value back by the lookback. `low` is None at first:
    everything. `high` is None when the source is empty.
    """
    marks = aws.table(pipeline.table("watermarks"))
    item = marks.get_item(Key={"dataset": pipeline.dataset}, ConsistentRead=True).get("Item", {})
    pending = item.get("pending")
    if pending and pending["run"] == run:
        return plain(pending)
    committed = plain(item).get("committed")
    window = {"run": run, "low": None if committed is None else back(committed), "high": newest()}
    marks.update_item(
        Key={"dataset": pipeline.dataset},
        UpdateExpression="SET pending = :window",
        ExpressionAttributeValues={":window": window},
    )
    return window


def whole(run: str) -> dict[str, Any]:
    """The window of a source that is read whole each time."""
    return {"run": run, "low": None, "high": None}


def commit_window(pipeline: Pipeline, window: dict[str, Any]) -> None:
    """Moves `committed` to the window's end, unless a later run has moved it further."""
    if window["high"] is None:
        return
    try:
        aws.table(pipeline.table("watermarks")).update_item(
            Key={"dataset": pipeline.dataset},
            UpdateExpression="SET committed = :high REMOVE pending",
            ConditionExpression="attribute_not_exists(committed) OR committed <= :high",
            ExpressionAttributeValues={":high": window["high"]},
        )
    except Exception as error:
        if not aws.refused(error):
            raise


def note(pipeline: Pipeline, as_of: datetime) -> None:
    """Remembers how new the table is, unless a later run has made it newer; only days off ask for it."""
    if pipeline.workdays is None:
        return
    try:
        aws.table(pipeline.table("watermarks")).update_item(
            Key={"dataset": freshness_key(pipeline)},
            UpdateExpression="SET as_of = :as_of",
            ConditionExpression="attribute_not_exists(as_of) OR as_of < :as_of",
            ExpressionAttributeValues={":as_of": instant(as_of)},
        )
    except Exception as error:
        if not aws.refused(error):
            raise


def freshness(pipeline: Pipeline) -> dict[str, Any] | None:
    """What `note` and `excuse` remember: `as_of`, and the last day that was excused."""
    answer = aws.table(pipeline.table("watermarks")).get_item(
        Key={"dataset": freshness_key(pipeline)}, ConsistentRead=True
    )
    return answer.get("Item")


def excuse(pipeline: Pipeline, day: str) -> None:
    """Remembers that a day off was excused."""
    aws.table(pipeline.table("watermarks")).update_item(
        Key={"dataset": freshness_key(pipeline)},
        UpdateExpression="SET excused = :day",
        ExpressionAttributeValues={":day": day},
    )


def freshness_key(pipeline: Pipeline) -> str:
    """An item of its own: a window must not come between."""
    return f"{pipeline.dataset}#freshness"


def instant(moment: datetime) -> str:
    """A moment in the one format that the table compares."""
    if moment.tzinfo is None:
        raise ValueError("a watermark without an offset cannot be ordered")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def earlier(value: Value, lookback: timedelta) -> Value:
    """A committed value moved back; a number has no lookback in time and stays."""
    if isinstance(value, int):
        return value
    return instant(datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%f%z") - lookback)


def plain(item: dict[str, Any]) -> dict[str, Any]:
    """DynamoDB hands numbers back as decimals; the manifest wants integers."""
    return {name: int(value) if hasattr(value, "as_tuple") else value for name, value in item.items()}
