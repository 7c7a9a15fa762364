"""Days on which a dataset is expected.

On a day off no run is due and no table grows older: the DAG skips the day, or finds nothing to do, and says once, when
the table would have been due, how old it is without the days off. The alarm of late data lives on that number.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from . import metrics, watermarks
from .pipeline import Pipeline

log = logging.getLogger(__name__)

DAY = timedelta(days=1)
FIXED = ((1, 1), (5, 1), (7, 20), (8, 7), (12, 8), (12, 25))
"""Colombian holidays that stay on their date (Ley 51 de 1983)."""
MOVED = ((1, 6), (3, 19), (6, 29), (8, 15), (10, 12), (11, 1), (11, 11))
"""Those that move to the Monday on or after their date."""
FROM_EASTER = (-3, -2, 43, 64, 71)
"""Days from Easter Sunday of those that follow it."""


def easter(year: int) -> date:
    """Easter Sunday: the Sunday after the ecclesiastical full moon that follows 21 March."""
    century, golden = year // 100, year % 19
    epact = (19 * golden + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    if epact == 29 or (epact == 28 and golden > 10):
        epact -= 1
    full_moon = date(year, 3, 21) + epact * DAY
    return full_moon + (7 - full_moon.isoweekday() % 7) * DAY


@cache
def colombian_holidays(year: int) -> frozenset[date]:
    """The public holidays of Colombia."""
    moved = [date(year, *day) for day in MOVED]
    return frozenset(
        [date(year, *day) for day in FIXED]
        + [day + (-day.weekday() % 7) * DAY for day in moved]
        + [easter(year) + days * DAY for days in FROM_EASTER]
    )


HOLIDAYS = {"colombia": colombian_holidays}


def works(calendar: Mapping[str, Any], day: date) -> bool:
    """Whether a day is a working day."""
    if day.isoformat() in calendar["open"]:
        return True
    holidays = HOLIDAYS.get(calendar["holidays"], lambda year: frozenset())
    return not (
        day.isoformat() in calendar["closed"] or day.weekday() in calendar["weekend"] or day in holidays(day.year)
    )


def age(pipeline: Pipeline, since: datetime, until: datetime) -> timedelta:
    """The time between two moments, days off left out."""
    if pipeline.workdays is None:
        return until - since
    zone, calendar = ZoneInfo(pipeline.workdays.timezone), pipeline.calendar
    day, last, off = since.astimezone(zone).date(), until.astimezone(zone).date(), timedelta(0)
    while day <= last:
        if not works(calendar, day):
            off += min(until, midnight(day + DAY, zone)) - max(since, midnight(day, zone))
        day += DAY
    return until - since - off


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The moment at which a day begins, in UTC: there the length of a day on which clocks change is right."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def working_day(pipeline: Pipeline) -> None:
    """Skips the run on a day off."""
    from airflow.providers.common.compat.sdk import AirflowSkipException

    if excuse(pipeline):
        raise AirflowSkipException("today is a day off")


def excuse(pipeline: Pipeline) -> bool:
    """Whether today is a day off; then the age of the table is told, once and not before it would have been due."""
    if pipeline.workdays is None:
        return False
    now = clock()
    local = now.astimezone(ZoneInfo(pipeline.workdays.timezone))
    if works(pipeline.calendar, local.date()):
        return False
    today = local.date().isoformat()
    mark = watermarks.freshness(pipeline)
    if f"{local:%H:%M}" >= pipeline.workdays.due and mark and mark.get("excused") != today:
        minutes = age(pipeline, datetime.fromisoformat(mark["as_of"]), now).total_seconds() / 60
        metrics.put(pipeline, FreshnessMinutes=minutes)
        watermarks.excuse(pipeline, today)
    return True


def clock() -> datetime:
    """The time, apart so that a test can move it."""
    return datetime.now(UTC)
