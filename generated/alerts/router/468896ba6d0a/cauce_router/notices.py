"""Notices: who must hear what, and in which words.

Words come from `messages.json`, rendered when the code was generated; `${slots}` are the only thing filled in here.
"""

from __future__ import annotations

from string import Template
from typing import Any
from urllib.parse import quote

from . import clock
from .config import Config
from .rules import Incident


def of(
    config: Config, incident: Incident, kind: str, number: str, teams: list[str] | None = None
) -> list[dict[str, Any]]:
    """A notice for each channel of the severity and each team that must hear it."""
    if not config.pages:
        return []
    teams = teams or responders(config, incident)
    channels = config.severity(incident.severity)["channels"]
    return [notice(config, incident, kind, number, channel, team) for team in teams for channel in channels]


def notice(config: Config, incident: Incident, kind: str, number: str, channel: str, team: str) -> dict[str, Any]:
    """One notice of the outbox, with its words."""
    return {
        "sk": f"{incident.id}#{number}#{kind}#{channel}#{team}",
        "incident": incident.id,
        "notice": kind,
        "channel": channel,
        "team": team,
        "severity": incident.severity,
        **words(config, incident, kind, team),
    }


def responders(config: Config, incident: Incident) -> list[str]:
    """The team that owns the dataset, or those whose role acts; nobody is never the answer."""
    kind = config.incident(incident.kind)
    owner = _owner(config, incident) if kind["owner_responds"] else None
    return [owner] if owner else list(kind["responders"] or config.routes["fallback"])


def _owner(config: Config, incident: Incident) -> str | None:
    """The team that the event names, or whose address stands in the alarm's text."""
    teams = config.routes["teams"]
    if incident.owner in teams:
        return incident.owner
    text = "\n".join(incident.text)
    return next((team for team, contact in teams.items() if contact["email"] in text), None)


def words(config: Config, incident: Incident, kind: str, team: str) -> dict[str, Any]:
    """Title and lines, with every slot filled."""
    template = config.messages["notices"][kind]
    slots = _slots(config, incident, team)
    lines = [Template(line).substitute(slots) for line in template["lines"]]
    return {
        "title": Template(template["title"]).substitute(slots),
        "lines": [*([] if kind == "storm" else incident.text), *lines],
        "links": [[label, slots[slot]] for slot, label in config.messages["links"].items() if slots.get(slot)],
    }


def _slots(config: Config, incident: Incident, team: str) -> dict[str, str]:
    """The closed list of slots."""
    site, severity = config.routes["site"], config.severity(incident.severity)
    due = clock.after(
        clock.parse(incident.opened_at), severity["acknowledge_minutes"], severity["clock"], config.timezone
    )
    return {
        "severity": incident.severity,
        "type": config.messages["types"][incident.kind],
        "subject": incident.dataset or config.messages["platform"],
        "domain": incident.domain,
        "env": incident.env,
        "incident": incident.id,
        "team": config.routes["teams"][team]["name"],
        "count": str(incident.count),
        "opened_at": clock.local(incident.opened_at, config.timezone),
        "acknowledge_by": clock.local(clock.iso(due), config.timezone),
        "acked_by": incident.acked_by,
        "resolved_at": clock.local(incident.resolved_at, config.timezone) if incident.resolved_at else "",
        "runbook": f"{site}{config.incident(incident.kind)['runbook']}",
        "dataset_runbook": f"{site}generated/runbooks/{quote(incident.dataset)}.md" if incident.dataset else "",
    }
