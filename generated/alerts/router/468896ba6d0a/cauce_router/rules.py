"""What an event means for the incident of its fingerprint: pure decisions, tried by thousands of random orders."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from .clock import iso, parse
from .events import Event

# An alarm that comes back so soon after its recovery is the same incident.
HOLD = timedelta(minutes=15)
# So many openings without an acknowledgement raise the severity.
RAISE_EVERY = 3
# So many new incidents of a domain within WINDOW are told as one storm.
STORM = 10
WINDOW = timedelta(minutes=5)

OPEN, ACKED, RECOVERING, RESOLVED = "open", "acked", "recovering", "resolved"


@dataclass(frozen=True)
class Incident:
    """An incident as the register keeps it. Times are UTC texts; `version` grows with every change."""

    id: str
    fingerprint: str
    kind: str
    env: str
    dataset: str
    severity: str
    status: str
    began_at: str
    opened_at: str
    last_at: str
    last_open_at: str
    text: tuple[str, ...]
    detected_by: str
    owner: str = ""
    count: int = 1
    version: int = 0
    recovered_at: str = ""
    acked_at: str = ""
    acked_by: str = ""
    resolved_at: str = ""
    resolved_by: str = ""
    escalated: int = 0
    overdue: bool = False
    storm: str = ""
    personal_data: bool = False
    tlp: str = "amber"
    tuic_class: str = ""
    regulator_notified_at: str = ""

    @property
    def live(self) -> bool:
        """Whether it is not over."""
        return self.status != RESOLVED

    @property
    def domain(self) -> str:
        """The domain of the dataset, or the platform."""
        return self.dataset.partition("/")[0] or "platform"


@dataclass(frozen=True)
class Decision:
    """The incident afterwards (`None`: there is none), what the timeline says and the notices to send."""

    incident: Incident | None
    happened: str
    notices: tuple[str, ...] = field(default=())


def decide(old: Incident | None, well: str, event: Event, now: datetime) -> Decision:
    """What the event does to the last incident of its fingerprint; `well` is the last recovery that was seen."""
    if event.state == "unknown":
        return Decision(old, "no_data")
    if event.state == "ok":
        return _recovered(old, event)
    if old is None:
        return _opened(event, well, now)
    if old.live:
        return _again(old, event)
    return _after_the_end(old, well, event, now)


def _recovered(old: Incident | None, event: Event) -> Decision:
    if old is None or not old.live:
        return Decision(old, "recovered")
    if event.at <= old.last_at:
        return Decision(old, "late_recovery")
    return Decision(replace(old, status=RECOVERING, recovered_at=event.at, last_at=event.at), "recovered")


def _opened(event: Event, well: str, now: datetime) -> Decision:
    # A recovery that overtook its alarm: people hear of the alarm now and of its end from the sweep.
    over = well > event.at
    incident = Incident(
        id=f"INC-{event.at[:10].replace('-', '')}-{event.fingerprint[:8]}-{event.id[-6:]}",
        fingerprint=event.fingerprint,
        kind=event.kind,
        env=event.env,
        dataset=event.dataset,
        severity=event.severity,
        status=RECOVERING if over else OPEN,
        began_at=event.at,
        opened_at=iso(now),
        last_at=well if over else event.at,
        last_open_at=event.at,
        recovered_at=well if over else "",
        text=event.text,
        detected_by=event.source,
        owner=event.owner,
        personal_data=event.personal,
    )
    return Decision(incident, "opened", ("opened",))


def _again(old: Incident, event: Event) -> Decision:
    if event.at <= old.last_at:
        return Decision(old, "late_alarm")
    new = replace(_open_again(old, event), severity=min(old.severity, event.severity))
    if new.severity == old.severity and not new.acked_at and new.count % RAISE_EVERY == 0:
        new = replace(new, severity=graver(new.severity))
    if new.severity == old.severity:
        return Decision(new, "repeated")
    # Who was asked at the old severity has not been asked at the new one.
    return Decision(replace(new, escalated=0), "raised", ("raised",))


def _after_the_end(old: Incident, well: str, event: Event, now: datetime) -> Decision:
    if event.at <= old.last_open_at:
        return Decision(old, "late_alarm")
    flaps = now - parse(old.resolved_at) < HOLD and not old.resolved_by and event.at > well
    if not flaps:
        return _opened(event, well, now)
    return Decision(replace(_open_again(old, event), resolved_at=""), "reopened", ("reopened",))


def _open_again(old: Incident, event: Event) -> Incident:
    return replace(
        old,
        status=ACKED if old.acked_at else OPEN,
        count=old.count + 1,
        recovered_at="",
        last_at=event.at,
        last_open_at=event.at,
    )


def window(moment: datetime) -> str:
    """The window of a storm that a moment lies in: its start."""
    start = moment.replace(minute=moment.minute - moment.minute % 5, second=0, microsecond=0)
    return iso(start)


def graver(severity: str) -> str:
    """One step up; P1 stays."""
    return f"P{max(1, int(severity[1]) - 1)}"


def acknowledge(old: Incident, who: str, now: datetime) -> Decision:
    """Somebody took it; a second one changes nothing."""
    if not old.live or old.acked_at:
        return Decision(old, "acknowledged_again")
    status = old.status if old.status == RECOVERING else ACKED
    return Decision(replace(old, status=status, acked_at=iso(now), acked_by=who), "acknowledged", ("acknowledged",))


def resolve(old: Incident, who: str, now: datetime) -> Decision:
    """Somebody says that it is over."""
    if not old.live:
        return Decision(old, "resolved_again")
    return Decision(replace(old, status=RESOLVED, resolved_at=iso(now), resolved_by=who), "resolved", ("resolved",))


def settle(old: Incident, now: datetime) -> Decision | None:
    """The end of an incident that stayed well for long enough."""
    if old.status != RECOVERING or now - parse(old.recovered_at) < HOLD:
        return None
    return Decision(replace(old, status=RESOLVED, resolved_at=iso(now)), "resolved", ("resolved",))
