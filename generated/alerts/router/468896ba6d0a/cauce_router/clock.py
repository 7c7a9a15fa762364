"""Times: UTC in the register, the platform's zone for people and for office hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

OPENS, CLOSES = 8, 18


def iso(moment: datetime) -> str:
    """How the register writes a moment."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def parse(text: str) -> datetime:
    """A moment of the register."""
    return datetime.fromisoformat(text)


def local(text: str, zone: str) -> str:
    """A moment of the register as people read it."""
    return parse(text).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def after(start: datetime, minutes: int, clock: str, zone: str, holidays: frozenset[str] = frozenset()) -> datetime:
    """The moment so many minutes later: of any hour, or of office hours only."""
    if clock == "24x7":
        return start + timedelta(minutes=minutes)
    moment, left = start.astimezone(ZoneInfo(zone)), timedelta(minutes=minutes)
    while True:
        opens, closes = _hours(moment)
        if moment.weekday() < 5 and moment.date().isoformat() not in holidays and moment < closes:
            begin = max(moment, opens)
            # Differences are taken in UTC: a day on which clocks change is longer or shorter.
            open_for = closes.astimezone(UTC) - begin.astimezone(UTC)
            if left <= open_for:
                return (begin.astimezone(UTC) + left).astimezone(UTC)
            left -= open_for
        moment = opens.replace(hour=0) + timedelta(days=1)


def _hours(moment: datetime) -> tuple[datetime, datetime]:
    start = moment.replace(minute=0, second=0, microsecond=0)
    return start.replace(hour=OPENS), start.replace(hour=CLOSES)
