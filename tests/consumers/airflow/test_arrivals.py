"""Which files make a delivery, when it is complete, and which run takes it."""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from airflow.exceptions import AirflowSkipException

PREFIX = "aliado/transacciones/"


@pytest.fixture
def source(runtime, monkeypatch):
    monkeypatch.setattr(runtime.arrivals, "now", lambda: datetime.now(UTC) + timedelta(hours=1))
    return runtime.arrivals.Source(
        prefix=PREFIX,
        files=r"TRX_(?P<date>\d{8})_(?P<part>[^/]+)\.csv",
        control=r"TRX_(?P<date>\d{8})\.ctl",
        settle=timedelta(minutes=2),
    )


@pytest.fixture
def take(runtime, pipeline, source):
    """The names of the files that a run gets; None when it must wait."""

    def take_delivery(run):
        poked = runtime.arrivals.poke(pipeline, source, run)
        if not poked.is_done:
            return None
        manifest = runtime.aws.get_json(poked.xcom_value["manifest"])
        return [file["uri"].rsplit("/", 1)[1] for file in manifest["files"]]

    return take_delivery


def land(cloud, *names, body=b"x"):
    for name in names:
        cloud.put("landing", PREFIX + name, body)


def test_a_delivery_without_its_control_file_is_not_taken(cloud, take):
    land(cloud, "TRX_20260201_01.csv")
    with pytest.raises(AirflowSkipException):
        take("r1")
    land(cloud, "TRX_20260201.ctl")
    assert take("r1") == ["TRX_20260201_01.csv"]


def test_a_delivery_whose_control_file_may_still_come_is_waited_for(cloud, runtime, take, monkeypatch):
    monkeypatch.setattr(runtime.arrivals, "now", lambda: datetime.now(UTC))
    land(cloud, "TRX_20260201_01.csv")
    assert take("r1") is None


def test_a_control_file_without_files_is_not_a_delivery(cloud, take):
    land(cloud, "TRX_20260201.ctl")
    with pytest.raises(AirflowSkipException):
        take("r1")


def test_a_delivery_that_is_still_changing_is_waited_for(cloud, runtime, take, monkeypatch):
    land(cloud, "TRX_20260201_01.csv", "TRX_20260201.ctl")
    monkeypatch.setattr(runtime.arrivals, "now", lambda: datetime.now(UTC))
    assert take("r1") is None
    assert cloud.items("ledger") == []


def test_the_oldest_delivery_goes_first_and_each_run_takes_one(cloud, take):
    land(cloud, "TRX_20260202_01.csv", "TRX_20260202.ctl", "TRX_20260201_01.csv", "TRX_20260201.ctl")
    assert take("r1") == ["TRX_20260201_01.csv"]
    assert take("r2") == ["TRX_20260202_01.csv"]
    with pytest.raises(AirflowSkipException):
        take("r3")


def test_the_same_bytes_again_are_not_taken_and_a_resend_is(cloud, take):
    land(cloud, "TRX_20260201_01.csv", "TRX_20260201_02.csv", "TRX_20260201.ctl")
    assert len(take("r1")) == 2
    land(cloud, "TRX_20260201_01.csv")
    with pytest.raises(AirflowSkipException):
        take("r2")
    land(cloud, "TRX_20260201_01.csv", body=b"corrected")
    assert len(take("r2")) == 2


@pytest.mark.parametrize("resend", ["ignore", "refuse"])
def test_only_the_first_delivery_counts_where_the_spec_says_so(cloud, runtime, pipeline, source, resend, caplog):
    source = replace(source, resend=resend)
    land(cloud, "TRX_20260201_01.csv", "TRX_20260201.ctl")
    assert runtime.arrivals.poke(pipeline, source, "r1").is_done
    with pytest.raises(AirflowSkipException):
        runtime.arrivals.poke(pipeline, source, "r2")
    land(cloud, "TRX_20260201_01.csv", "TRX_20260202_01.csv", "TRX_20260202.ctl", body=b"corrected")
    # What was sent again stops no other delivery.
    assert "20260202" in runtime.arrivals.poke(pipeline, source, "r2").xcom_value["claim"]
    error = runtime.errors.FlowError if resend == "refuse" else AirflowSkipException
    with pytest.raises(error) as caught:
        runtime.arrivals.poke(pipeline, source, "r3")
    assert "20260201" in (str(caught.value) if resend == "refuse" else caplog.text)


def test_a_run_that_broke_off_between_claim_and_manifest_gets_its_own_delivery(cloud, runtime, pipeline, source, take):
    land(cloud, "TRX_20260202_01.csv", "TRX_20260202.ctl")
    ((delivery,), _) = runtime.arrivals.deliveries(pipeline, source)
    assert runtime.ledger.claim(pipeline, delivery.name(), "r1", [])
    land(cloud, "TRX_20260201_01.csv", "TRX_20260201.ctl")
    assert take("r1") == ["TRX_20260202_01.csv"]


def test_a_released_delivery_is_taken_by_the_next_run(cloud, take):
    land(cloud, "TRX_20260201_01.csv", "TRX_20260201.ctl")
    take("r1")
    (item,) = cloud.items("ledger")
    cloud.dynamodb.Table(cloud.platform["tables"]["ledger"]).put_item(Item={**item, "state": "released"})
    assert take("r2") == ["TRX_20260201_01.csv"]


def test_of_many_runs_one_takes_a_delivery(cloud, runtime, pipeline):
    with ThreadPoolExecutor(8) as pool:
        taken = pool.map(lambda run: runtime.ledger.claim(pipeline, "20260201#x", f"r{run}", []), range(8))
    assert sorted(taken) == [False] * 7 + [True]


def test_more_deliveries_than_one_page_of_the_ledger_are_known(cloud, runtime, pipeline):
    names = [f"d{number}" for number in range(120)]
    for name in names[:3] + names[-3:]:
        runtime.ledger.claim(pipeline, name, "r1", [])
    assert sorted(runtime.ledger.states(pipeline, names)) == sorted(names[:3] + names[-3:])


def test_a_file_that_no_delivery_expects_is_named_in_the_log(cloud, take, caplog):
    land(cloud, "TRX_2026-02-01_01.csv")
    with caplog.at_level(logging.WARNING), pytest.raises(AirflowSkipException):
        take("r1")
    assert "TRX_2026-02-01_01.csv" in caplog.text


def test_a_run_settles_only_what_it_claimed(cloud, runtime, pipeline):
    runtime.ledger.claim(pipeline, "d", "r1", [])
    with pytest.raises(Exception, match="ConditionalCheckFailed"):
        runtime.ledger.settle(pipeline, "d", "r2")
    runtime.ledger.settle(pipeline, "d", "r1")
    assert runtime.ledger.states(pipeline, ["d"])["d"]["state"] == "done"


def test_a_run_key_is_safe_in_a_path(runtime):
    key = runtime.pipeline.run_key("scheduled__2026-02-01T06:00:00+00:00")
    assert key == "scheduled__2026-02-01T06_00_00_00_00"
