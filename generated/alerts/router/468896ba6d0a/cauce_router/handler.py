"""The function: batches of the queue, the sweep, acts of people."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

from . import acts, config, events, intake, outbox, sweep
from .register import Register

logging.getLogger().setLevel(logging.INFO)
log = logging.getLogger(__name__)


def handle(event: dict[str, Any], _context: Any) -> dict[str, Any] | None:
    """Whatever the function is called with."""
    settings = config.load()
    register = Register(settings)
    if "Records" in event:
        return batch(settings, register, event["Records"])
    if "requestContext" in event:
        return acts.request(settings, register, event)
    if "act" in event:
        return acts.act(settings, register, event)
    sweep.sweep(settings, register)
    return None


def batch(settings: config.Config, register: Register, records: list[dict[str, Any]]) -> dict[str, Any]:
    """Takes each message in; those that failed come again, and at last into the dead-letter queue."""
    failed = []
    for record in records:
        try:
            one(settings, register, record["body"])
        except Exception:
            log.exception("message %s stays in the queue", record["messageId"])
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def one(settings: config.Config, register: Register, body: str) -> None:
    """Takes a message in and tells people. A notice that a channel refuses waits for the sweep."""
    number = intake.take(settings, register, events.read(body, settings))
    if number is None:
        return
    incident = register.incident(number)
    if incident and incident.storm:
        sweep.storms(settings, register, incident, datetime.now(UTC))
    outbox.deliver(settings, register, f"{number}#")
