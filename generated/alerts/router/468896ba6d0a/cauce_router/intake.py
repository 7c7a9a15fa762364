"""An event becomes part of an incident, together with the notices that it asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from . import metrics, notices, rules
from .config import Config
from .events import Event
from .register import Conflict, Register, Seen
from .rules import Decision, Incident

ATTEMPTS = 8


def take(config: Config, register: Register, event: Event) -> str | None:
    """Takes an event in, once; the id of its incident."""
    for _ in range(ATTEMPTS):
        if register.seen(event.id):
            break
        try:
            return _take(config, register, event)
        except Seen:
            break
        except Conflict:
            continue
    else:
        raise Conflict(f"the incident of {event.id} keeps changing")
    last = register.last(event.fingerprint)
    return last.id if last else None


def _take(config: Config, register: Register, event: Event) -> str | None:
    now = datetime.now(UTC)
    old, well = register.last(event.fingerprint), register.well(event.fingerprint)
    decision = rules.decide(old, well, event, now)
    if decision.happened == "opened":
        decision = _in_a_storm(register, decision, now)
    recovery = (event.fingerprint, event.at) if event.state == "ok" and event.at > well else None
    told = tell(config, decision, event.id)
    register.write(old, decision, now, by=event.id, notices=told, well=recovery)
    count(config, old, decision)
    return decision.incident.id if decision.incident else None


def tell(config: Config, decision: Decision, by: str) -> list[dict[str, Any]]:
    """The notices of a decision; one of a storm is told with the storm."""
    incident = decision.incident
    if incident is None or (incident.storm and decision.happened != "raised"):
        return []
    return [notice for kind in decision.notices for notice in notices.of(config, incident, kind, by)]


def _in_a_storm(register: Register, decision: Decision, now: datetime) -> Decision:
    incident: Incident = decision.incident
    window = rules.window(now)
    if register.count(incident.domain, window) <= rules.STORM:
        return decision
    return replace(decision, incident=replace(incident, storm=f"{incident.domain}#{window}"))


def count(config: Config, old: Incident | None, decision: Decision) -> None:
    """Counts what happened to incidents, for the indicators."""
    new = decision.incident
    if decision.happened == "opened":
        metrics.put(config, IncidentsOpened=1)
    if new and decision.happened == "resolved":
        opened = datetime.fromisoformat(new.opened_at)
        minutes = (datetime.fromisoformat(new.resolved_at) - opened).total_seconds() / 60
        metrics.put(config, IncidentsResolved=1, MinutesToResolve=minutes)
    if new and decision.happened == "acknowledged":
        minutes = (datetime.fromisoformat(new.acked_at) - datetime.fromisoformat(new.opened_at)).total_seconds() / 60
        metrics.put(config, MinutesToAcknowledge=minutes)
