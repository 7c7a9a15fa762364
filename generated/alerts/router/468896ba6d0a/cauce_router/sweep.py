"""Every five minutes: ends what stayed well, escalates what nobody took, tells storms, delivers what is left over."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime

from . import clock, intake, metrics, notices, outbox, rules
from .config import Config
from .register import Conflict, Register, Seen
from .rules import Decision, Incident

log = logging.getLogger(__name__)


def sweep(config: Config, register: Register) -> None:
    """One round. A part that fails stops no other; the metrics say what is left, and an alarm watches them."""
    now = datetime.now(UTC)
    found = [register.incident(number) for number in register.open()]
    live = [incident for incident in found if incident]
    problems = 0
    for step in (settle, overdue, escalate, storms):
        for incident in _heads(live) if step in (escalate, overdue) else live:
            problems += not _safely(step, config, register, incident, now)
    refused = outbox.deliver(config, register)
    left = len(register.items("OUTBOX"))
    metrics.put(
        config, RouterHeartbeat=1, IncidentsOpen=len(live), NoticesPending=left, SweepProblems=problems + refused
    )


def _safely(step: Callable[..., None], config: Config, register: Register, incident: Incident, now: datetime) -> bool:
    try:
        step(config, register, incident, now)
    except (Seen, Conflict):
        # Done before, or an event was faster: the next round looks again.
        pass
    except Exception:
        log.exception("%s: %s", step.__name__, incident.id)
        return False
    return True


def _heads(live: Iterable[Incident]) -> list[Incident]:
    """Incidents that are told one by one, and the first of each storm and severity for all others of it."""
    heads = {(i.storm, i.severity) if i.storm else i.id: i for i in sorted(live, key=lambda i: i.id, reverse=True)}
    return list(heads.values())


def settle(config: Config, register: Register, incident: Incident, now: datetime) -> None:
    """Resolves an incident that stayed well for long enough."""
    decision = rules.settle(incident, now)
    if decision:
        change(config, register, incident, decision, now, by=f"settled#{incident.id}#{incident.version}")


def escalate(config: Config, register: Register, incident: Incident, now: datetime) -> None:
    """Calls the next teams when nobody has taken it in time."""
    severity = config.severity(incident.severity)
    if incident.status != rules.OPEN or incident.escalated >= len(severity["escalate"]):
        return
    step = severity["escalate"][incident.escalated]
    if now < _due(config, incident, step["after_minutes"]):
        return
    new = replace(incident, escalated=incident.escalated + 1)
    number = f"escalated#{incident.id}#{incident.severity}#{incident.escalated}"
    told = notices.of(config, incident, "escalated", f"e{incident.severity}{incident.escalated}", step["teams"])
    register.write(incident, Decision(new, "escalated"), now, by=number, notices=told)
    metrics.put(config, IncidentsEscalated=1)


def overdue(config: Config, register: Register, incident: Incident, now: datetime) -> None:
    """Says once that the time to mitigate has passed."""
    if incident.overdue or now < _due(config, incident, config.severity(incident.severity)["mitigate_minutes"]):
        return
    decision = Decision(replace(incident, overdue=True), "overdue", ("overdue",))
    told = notices.of(config, incident, "overdue", "overdue")
    register.write(incident, decision, now, by=f"overdue#{incident.id}", notices=told)
    metrics.put(config, SlaBreaches=1)


def storms(config: Config, register: Register, incident: Incident, now: datetime) -> None:
    """Tells a storm when it begins and, with its size, when its window is over."""
    if not incident.storm:
        return
    domain, _, window = incident.storm.partition("#")
    members = [i for i in map(register.incident, register.open()) if i and i.storm == incident.storm]
    gravest = min(members or [incident], key=lambda i: (i.severity, i.id))
    ended = now >= clock.parse(window) + rules.WINDOW
    for kind in ("storm", "storm_over") if ended else ("storm",):
        by = f"{kind}#{incident.storm}"
        if not register.seen(by):
            told = notices.of(config, replace(gravest, count=len(members)), kind, f"{kind}#{window}")
            register.write(None, Decision(None, kind), now, by=by, notices=told)
    log.info("a storm in %s: %d incidents", domain, len(members))


def change(config: Config, register: Register, old: Incident, decision: Decision, now: datetime, *, by: str) -> None:
    """Writes a decision with its notices, and counts it."""
    register.write(old, decision, now, by=by, notices=intake.tell(config, decision, by))
    intake.count(config, old, decision)


def _due(config: Config, incident: Incident, minutes: int) -> datetime:
    clock_word = config.severity(incident.severity)["clock"]
    return clock.after(clock.parse(incident.opened_at), minutes, clock_word, config.timezone)
