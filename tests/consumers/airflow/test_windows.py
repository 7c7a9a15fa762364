"""Windows meet, stay as they are across retries, and never go back."""

from datetime import UTC, datetime, timedelta

import pytest


@pytest.fixture
def window(runtime, pipeline):
    def open_window(run, newest, back=lambda value: value):
        return runtime.watermarks.open_window(pipeline, run, lambda: newest, back)

    return open_window


def test_the_first_window_reads_everything_and_a_retry_reads_the_same(window):
    assert window("r1", 10) == {"run": "r1", "low": None, "high": 10}
    assert window("r1", 99) == {"run": "r1", "low": None, "high": 10}


def test_the_next_window_begins_where_the_last_ended(window, runtime, pipeline):
    runtime.watermarks.commit_window(pipeline, window("r1", 10))
    assert window("r2", 20) == {"run": "r2", "low": 10, "high": 20}


def test_a_window_that_failed_is_read_again_by_the_next_run(window, runtime, pipeline):
    runtime.watermarks.commit_window(pipeline, window("r1", 10))
    window("r2", 20)
    assert window("r3", 30)["low"] == 10


def test_a_late_commit_does_not_go_back(window, runtime, pipeline, cloud):
    early, late = window("r1", 9), window("r2", 10)
    runtime.watermarks.commit_window(pipeline, late)
    runtime.watermarks.commit_window(pipeline, early)
    (mark,) = cloud.items("watermarks")
    # As text, 9 comes after 10.
    assert mark["committed"] == 10


def test_an_empty_source_commits_nothing(window, runtime, pipeline, cloud):
    runtime.watermarks.commit_window(pipeline, window("r1", None))
    assert "committed" not in cloud.items("watermarks")[0]


def test_moments_are_ordered_whatever_their_offset_and_precision(runtime):
    instant = runtime.watermarks.instant
    whole = datetime(2026, 2, 1, 5, tzinfo=UTC)
    local = datetime.fromisoformat("2026-01-31T23:59:59.999999-05:00")
    assert instant(local) < instant(whole) < instant(whole + timedelta(microseconds=1))
    with pytest.raises(ValueError, match="offset"):
        instant(datetime(2026, 2, 1))


def test_the_lookback_moves_a_moment_and_not_a_number(runtime):
    earlier = runtime.watermarks.earlier
    assert earlier("2026-02-01T00:05:00.000000Z", timedelta(minutes=10)) == "2026-01-31T23:55:00.000000Z"
    assert earlier(7, timedelta(minutes=10)) == 7
