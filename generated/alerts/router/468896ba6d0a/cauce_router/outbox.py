"""The outbox: what was decided is told, once a channel has confirmed it never again."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

from . import channels, metrics
from .config import Config
from .register import Register

log = logging.getLogger(__name__)

# Longer than the function may run: a notice is free again only when its sender is surely gone.
LEASE = timedelta(minutes=6)


def deliver(config: Config, register: Register, start: str = "") -> int:
    """Sends the pending notices whose key starts so; how many a channel refused."""
    refused = 0
    for notice in register.items("OUTBOX", start):
        now = datetime.now(UTC)
        if register.claim(notice, now, now + LEASE):
            refused += not _one(config, register, notice)
    return refused


def _one(config: Config, register: Register, notice: dict[str, Any]) -> bool:
    try:
        channels.send(config, notice)
    except Exception as problem:
        # One channel that is down must not keep the others from hearing.
        said = str(problem) if isinstance(problem, channels.Refused) else type(problem).__name__
        log.error("%s was refused: %s", notice["sk"], said)
        metrics.put(config, channel=notice["channel"], NoticesSent=0, NoticesFailed=1)
        register.free(notice)
        return False
    register.confirm(notice, datetime.now(UTC))
    metrics.put(config, channel=notice["channel"], NoticesSent=1, NoticesFailed=0)
    return True
