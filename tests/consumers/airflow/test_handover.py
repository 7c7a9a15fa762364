"""A job that reads its source itself is told a window that holds still, and where to keep the rows."""

from datetime import UTC, datetime, timedelta

import pytest


@pytest.fixture
def source(runtime):
    return runtime.handover.Source(lookback=timedelta(minutes=10), lag=timedelta(minutes=2))


def test_a_window_ends_before_open_transactions_and_a_retry_gets_the_same(runtime, pipeline, source):
    window = runtime.handover.window(pipeline, source, "manual__1")
    age = datetime.now(UTC) - datetime.fromisoformat(window["high"])
    assert timedelta(minutes=2) <= age < timedelta(minutes=3)
    assert window["low"] is None
    assert runtime.handover.window(pipeline, source, "manual__1") == window


def test_the_next_window_looks_back(runtime, pipeline, source):
    first = runtime.handover.window(pipeline, source, "r1")
    runtime.watermarks.commit_window(pipeline, first)
    second = runtime.handover.window(pipeline, source, "r2")
    looked_back = datetime.fromisoformat(first["high"]) - timedelta(minutes=10)
    assert datetime.fromisoformat(second["low"]) == looked_back


def test_a_source_without_a_watermark_is_read_whole(runtime, pipeline, cloud):
    window = runtime.handover.window(pipeline, runtime.handover.Source(), "r1")
    assert (window["low"], window["high"], cloud.items("watermarks")) == (None, None, [])


def test_the_manifest_says_where_the_rows_are_kept(runtime, pipeline, source):
    window = runtime.handover.window(pipeline, source, "r1")
    batch = runtime.handover.hand_over(pipeline, window)
    manifest = runtime.aws.get_json(batch["manifest"])
    assert manifest["files"] == []
    assert manifest["raw"] == pipeline.raw("r1")
    assert manifest["window"] == {"low": None, "high": window["high"]}
    assert "rows" not in batch
