"""Days off: Colombian holidays as they were published, ages that leave them out, and runs that skip them."""

from datetime import UTC, date, datetime, timedelta

import pytest

PUBLISHED = {
    2024: "01-01 01-08 03-25 03-28 03-29 05-01 05-13 06-03 06-10 07-01 07-20 08-07 08-19 10-14 11-04 11-11 12-08 12-25",
    2025: "01-01 01-06 03-24 04-17 04-18 05-01 06-02 06-23 06-30 07-20 08-07 08-18 10-13 11-03 11-17 12-08 12-25",
    2026: "01-01 01-12 03-23 04-02 04-03 05-01 05-18 06-08 06-15 06-29 07-20 08-07 08-17 10-12 11-02 11-16 12-08 12-25",
}
BANKS = {"holidays": "colombia", "weekend": [5, 6], "closed": [], "open": []}
FRIDAY = datetime(2026, 10, 30, 11, 0, tzinfo=UTC)
"""06:00 in Bogotá; Monday 2 November is a holiday."""


@pytest.mark.parametrize("year", PUBLISHED)
def test_colombian_holidays_are_those_published(runtime, year):
    published = {date.fromisoformat(f"{year}-{day}") for day in PUBLISHED[year].split()}
    assert runtime.calendars.colombian_holidays(year) == published


@pytest.mark.parametrize("year", range(2024, 2031))
def test_colombian_holidays_follow_the_law(runtime, year):
    """The rules of the law in other words: Easter from another library, Mondays by search."""
    from dateutil.easter import easter

    def monday(day):
        while day.strftime("%a") != "Mon":
            day += timedelta(days=1)
        return day

    sunday = easter(year)
    fixed = [date(year, 1, 1), date(year, 5, 1), date(year, 7, 20), date(year, 8, 7), date(year, 12, 8)]
    saints = [(1, 6), (3, 19), (6, 29), (8, 15), (10, 12), (11, 1), (11, 11)]
    # Ascension, Corpus Christi and the Sacred Heart fall 39, 60 and 68 days after Easter.
    feasts = [monday(sunday + timedelta(days=days)) for days in (39, 60, 68)]
    thursday = sunday - timedelta(days=3)
    expected = {*fixed, date(year, 12, 25), *(monday(date(year, *saint)) for saint in saints), *feasts, thursday}
    assert runtime.calendars.colombian_holidays(year) == expected | {thursday + timedelta(days=1)}


def test_own_days_go_before_the_rules(runtime):
    own = {"holidays": None, "weekend": [6], "closed": ["2026-12-24"], "open": ["2026-12-27"]}
    days = {day: runtime.calendars.works(own, date(2026, 12, day)) for day in (24, 25, 27)}
    assert days == {24: False, 25: True, 27: True}


@pytest.fixture
def banks(runtime, pipeline):
    """A dataset that is expected on the working days of Colombian banks, at 06:00."""
    workdays = runtime.pipeline.Workdays("banks", due="06:00", timezone="America/Bogota")
    platform = {**pipeline.platform, "calendars": {"banks": BANKS}}
    return runtime.pipeline.Pipeline(pipeline.dataset, platform, workdays)


def test_an_age_leaves_days_off_out(runtime, banks, pipeline):
    tuesday = FRIDAY + timedelta(days=4)
    assert runtime.calendars.age(banks, FRIDAY, tuesday) == timedelta(days=1)
    assert runtime.calendars.age(pipeline, FRIDAY, tuesday) == timedelta(days=4)
    saturday = FRIDAY + timedelta(days=1)
    assert runtime.calendars.age(banks, FRIDAY, saturday) == timedelta(hours=18)
    assert runtime.calendars.age(banks, saturday, saturday + timedelta(hours=1)) == timedelta(0)


@pytest.fixture
def at(runtime, monkeypatch):
    """Sets the clock of the calendar."""
    return lambda moment: monkeypatch.setattr(runtime.calendars, "clock", lambda: moment)


def freshness(cloud):
    """The numbers that the alarm of late data has seen."""
    return [round(value) for name, value in cloud.values() if name == "FreshnessMinutes"]


def test_a_day_off_is_excused_once_and_when_the_table_was_due(runtime, banks, cloud, at):
    runtime.watermarks.note(banks, FRIDAY)
    saturday = FRIDAY + timedelta(days=1)
    at(saturday - timedelta(minutes=1))
    assert runtime.calendars.excuse(banks)
    assert freshness(cloud) == []
    for minutes in (0, 30, 60):
        at(saturday + timedelta(minutes=minutes))
        assert runtime.calendars.excuse(banks)
    assert freshness(cloud) == [18 * 60]


def test_a_table_that_was_late_before_stays_late(runtime, banks, cloud, at):
    runtime.watermarks.note(banks, FRIDAY - timedelta(days=1))
    at(FRIDAY + timedelta(days=1))
    assert runtime.calendars.excuse(banks)
    assert freshness(cloud) == [(18 + 24) * 60]


def test_a_working_day_is_no_excuse(runtime, banks, pipeline, cloud, at):
    runtime.watermarks.note(banks, FRIDAY)
    at(FRIDAY + timedelta(hours=3))
    assert not runtime.calendars.excuse(banks)
    runtime.calendars.working_day(banks)
    at(FRIDAY + timedelta(days=1))
    assert not runtime.calendars.excuse(pipeline)
    assert freshness(cloud) == []


def test_a_run_is_skipped_on_a_day_off(runtime, banks, at):
    from airflow.exceptions import AirflowSkipException

    at(FRIDAY + timedelta(days=3))
    with pytest.raises(AirflowSkipException, match="day off"):
        runtime.calendars.working_day(banks)


def test_a_table_without_a_first_load_has_no_age(runtime, banks, cloud, at):
    at(FRIDAY + timedelta(days=1))
    assert runtime.calendars.excuse(banks)
    assert freshness(cloud) == []


def test_freshness_never_goes_back(runtime, banks):
    runtime.watermarks.note(banks, FRIDAY)
    runtime.watermarks.note(banks, FRIDAY - timedelta(days=2))
    assert datetime.fromisoformat(runtime.watermarks.freshness(banks)["as_of"]) == FRIDAY
