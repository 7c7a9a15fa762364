"""A source that the Glue job reads itself: the DAG fixes the window and says where the rows are to be kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from . import manifests, watermarks
from .pipeline import Pipeline, run_key


@dataclass(frozen=True)
class Source:
    """How a window is cut: `lookback` reads the end of the last one again, `lag` keeps away from open transactions.

    Without a lookback, all is read. The clock is that of this machine: `lag` must cover what it differs by.
    """

    lookback: timedelta | None = None
    lag: timedelta = timedelta(0)


def window(pipeline: Pipeline, source: Source, run_id: str) -> dict[str, Any]:
    """Fixes the rows of this run: `[low, high)` of the watermark column."""
    if source.lookback is None:
        return watermarks.whole(run_key(run_id))
    return watermarks.open_window(
        pipeline,
        run_key(run_id),
        newest=lambda: watermarks.instant(datetime.now(UTC) - source.lag),
        back=lambda value: watermarks.earlier(value, source.lookback),
    )


def hand_over(pipeline: Pipeline, window: dict[str, Any]) -> manifests.Batch:
    """The manifest of a run whose job reads the window itself."""
    return manifests.write(pipeline, window["run"], [], window=window, raw=pipeline.raw(window["run"]))
