"""A result is believed when it adds up; an incident says enough and quotes no row."""

from types import SimpleNamespace

import pytest

TASK = SimpleNamespace(run_id="r1", task_id="extract", log_url="https://airflow.example/log")
BALANCED = [
    {"read": 10, "written": 6, "quarantined": 1, "filtered": 1, "deduplicated": 1, "deleted": 1},
    {"read": 10, "aggregated_in": 9, "filtered": 1, "groups": 3, "written": 2, "quarantined": 1},
    {"read": 0, "written": 0},
]


@pytest.mark.parametrize("counts", BALANCED)
def test_rows_that_add_up_are_conserved(runtime, counts):
    assert runtime.results.conserved(counts)
    assert not runtime.results.conserved({**counts, "written": counts["written"] + 1})


@pytest.fixture
def check(runtime, pipeline):
    def check_result(batch=(), **changes):
        result = {
            "dataset": pipeline.dataset,
            "run": "r1",
            "status": "ok",
            "counts": {"read": 2, "written": 2},
            "commit": {"verified": True, "unchanged": False},
        }
        runtime.aws.put_json(pipeline.result("r1"), {**result, **changes})
        return runtime.results.check(pipeline, {"run": "r1", **dict(batch)})

    return check_result


def test_a_good_result_is_believed(check):
    assert check() == {"read": 2, "written": 2}
    assert check(batch={"rows": 2}) == {"read": 2, "written": 2}
    assert check(commit={"verified": False, "unchanged": True})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"counts": {"read": 3, "written": 2}}, "not conserved"),
        ({"commit": {"verified": False, "unchanged": False}}, "commit"),
        ({"run": "r0"}, "not that of this run"),
        ({"status": "failed"}, "not that of this run"),
        ({"batch": {"rows": 3}}, "3 rows were extracted, the job read 2"),
    ],
)
def test_any_other_result_stops_the_run(check, runtime, changes, message):
    with pytest.raises(runtime.errors.FlowError, match=message):
        check(**changes)


def test_a_missing_result_stops_the_run(runtime, pipeline):
    with pytest.raises(runtime.errors.FlowError, match="no result"):
        runtime.results.check(pipeline, {"run": "r1"})


def report(runtime, pipeline, error, tell=True):
    runtime.outcome.reporter(pipeline, "source_down", "P2", tell=tell)({"ti": TASK, "exception": error})


def test_an_incident_is_opened_once_and_told_to_the_topic_of_its_severity(runtime, pipeline, cloud):
    report(runtime, pipeline, runtime.errors.FlowError("column v does not fit"))
    report(runtime, pipeline, runtime.errors.FlowError("column v does not fit"))
    (incident,) = cloud.items("incidents")
    assert (incident["pk"], incident["sk"]) == ("pagos/transacciones", "r1#extract")
    assert incident["reason"] == "column v does not fit"
    assert {topic for topic, _ in cloud.alerts()} == {"ribera-alerts-p2"}
    assert cloud.metrics() == {"IngestFailed"}


def test_an_incident_never_quotes_the_message_of_a_driver(runtime, pipeline, cloud):
    report(runtime, pipeline, ValueError("Key (documento)=(1020304050) already exists"))
    (incident,) = cloud.items("incidents")
    assert incident["reason"] == "ValueError"
    assert "1020304050" not in str(cloud.alerts())


def test_one_broken_channel_stops_no_other(runtime, pipeline, cloud, monkeypatch):
    cloud.dynamodb.Table(cloud.platform["tables"]["incidents"]).delete()
    report(runtime, pipeline, None)
    assert [topic for topic, _ in cloud.alerts()] == ["ribera-alerts-p2"]


def test_what_an_alarm_calls_people_for_is_not_told_twice(runtime, pipeline, cloud):
    report(runtime, pipeline, None, tell=False)
    assert len(cloud.items("incidents")) == 1
    assert cloud.metrics() == {"IngestFailed"}
    assert cloud.alerts() == []


def test_only_an_environment_that_pages_tells_anybody(runtime, pipeline, cloud):
    quiet = runtime.pipeline.Pipeline(pipeline.dataset, {**pipeline.platform, "pages": False})
    report(runtime, quiet, None)
    assert len(cloud.items("incidents")) == 1
    assert cloud.alerts() == []


def test_a_retry_attaches_to_the_job_run_that_is_going(runtime, cloud):
    runs = [
        {"Id": "old", "JobRunState": "FAILED", "Arguments": {"--run": "r1"}},
        {"Id": "other", "JobRunState": "RUNNING", "Arguments": {"--run": "r2"}},
        {"Id": "mine", "JobRunState": "RUNNING", "Arguments": {"--run": "r1"}},
    ]
    paginator = SimpleNamespace(paginate=lambda **_: [{"JobRuns": runs}])
    glue = SimpleNamespace(get_paginator=lambda _: paginator)
    assert runtime.glue.active(glue, "job", "r1") == ["mine"]
    assert runtime.glue.active(glue, "job", "r3") == []
