"""What arrives: alarms of CloudWatch and reports of DAGs, through SNS and the router's queue."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from .config import Config

STATES = {"ALARM": "open", "OK": "ok", "INSUFFICIENT_DATA": "unknown"}
LONGEST = 900


@dataclass(frozen=True)
class Event:
    """Something that was seen: `state` is `open`, `ok` or `unknown`; `at` is when, in UTC."""

    id: str
    at: str
    kind: str
    env: str
    dataset: str
    severity: str
    state: str
    text: tuple[str, ...]
    source: str
    owner: str = ""
    personal: bool = False

    @property
    def domain(self) -> str:
        """The domain of the dataset, or the platform."""
        return self.dataset.partition("/")[0] or "platform"

    @property
    def fingerprint(self) -> str:
        """The same trouble of the same dataset has the same fingerprint."""
        whole = f"{self.env}|{self.dataset}|{self.kind}"
        return hashlib.sha256(whole.encode()).hexdigest()[:16]


class Malformed(Exception):
    """An event that the router does not understand."""


def read(body: str, config: Config) -> Event:
    """The event in a message of the queue; one that cannot be read is an incident of its own kind."""
    try:
        return _known(_object(body), config)
    except Malformed as problem:
        return _malformed(body, str(problem), config)


def _known(envelope: dict[str, Any], config: Config) -> Event:
    message = _object(_text(envelope, "Message"))
    topic = _text(envelope, "TopicArn").rpartition("-")[2].upper()
    if topic not in config.routes["severities"]:
        raise Malformed("its topic belongs to no severity")
    read_one = _alarm if "AlarmName" in message else _report
    return read_one(message, _text(envelope, "MessageId"), topic, _moment(_text(envelope, "Timestamp")), config)


def _alarm(alarm: dict[str, Any], number: str, severity: str, _sent: str, config: Config) -> Event:
    name = _text(alarm, "AlarmName")
    state = STATES.get(_text(alarm, "NewStateValue"))
    if state is None:
        raise Malformed("the alarm is in no known state")
    dataset = _dimension(alarm.get("Trigger") or {}, "Dataset") or ""
    return Event(
        id=number,
        at=_moment(_text(alarm, "StateChangeTime")),
        kind=_kind(name, dataset, config),
        env=config.env,
        dataset=dataset,
        severity=severity,
        state=state,
        text=tuple(str(alarm.get("AlarmDescription") or "").splitlines()),
        source=name,
    )


def _report(report: dict[str, Any], number: str, severity: str, sent: str, config: Config) -> Event:
    kind = _text(report, "type")
    if kind not in config.routes["incident_types"]:
        raise Malformed("its incident type is unknown")
    lines = [report[key] for key in ("reason", "log") if isinstance(report.get(key), str)]
    return Event(
        id=number,
        at=sent,
        kind=kind,
        env=_text(report, "env"),
        dataset=str(report.get("dataset") or ""),
        severity=severity,
        state="open",
        text=tuple(lines),
        source=str(report.get("run") or "report"),
        owner=str(report.get("owner") or ""),
        personal=report.get("personal") is True,
    )


def _malformed(body: str, problem: str, config: Config) -> Event:
    number = hashlib.sha256(body.encode()).hexdigest()
    return Event(
        id=f"malformed-{number[:32]}",
        at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        kind="malformed_event",
        env=config.env,
        dataset="",
        severity=config.incident("malformed_event")["others"],
        state="open",
        # The body may hold anything, so that only its digest is kept.
        text=(f"{problem} (sha256 {number[:12]})",),
        source="router",
    )


def _kind(name: str, dataset: str, config: Config) -> str:
    """The incident type at the end of an alarm's name, after the prefix and the dataset."""
    subject = dataset.replace("/", "-").replace("_", "-")
    start = f"{config.prefix}-{subject}-" if subject else f"{config.prefix}-"
    kind = name.removeprefix(start).replace("-", "_")
    if not name.startswith(start) or kind not in config.routes["incident_types"]:
        raise Malformed("the alarm's name ends in no incident type")
    return kind


def _dimension(trigger: dict[str, Any], name: str) -> str | None:
    """A dimension of the alarm's metric, or of the first of its metrics that has it."""
    metrics = [m["MetricStat"]["Metric"] for m in trigger.get("Metrics") or [] if "MetricStat" in m]
    for metric in [trigger, *metrics]:
        for dimension in metric.get("Dimensions") or []:
            if dimension.get("name", dimension.get("Name")) == name:
                return dimension.get("value", dimension.get("Value"))
    return None


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        raise Malformed("it is not JSON") from None
    if not isinstance(value, dict):
        raise Malformed("it is not an object")
    return value


def _text(value: dict[str, Any], key: str) -> str:
    found = value.get(key)
    if not isinstance(found, str) or not found:
        raise Malformed(f"it has no {key}")
    return found[:LONGEST] if key != "Message" else found


def _moment(text: str) -> str:
    """The same moment in UTC, so that texts compare as times do."""
    try:
        moment = datetime.fromisoformat(text.replace("+0000", "+00:00"))
    except ValueError:
        raise Malformed("its time cannot be read") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat(timespec="milliseconds")
