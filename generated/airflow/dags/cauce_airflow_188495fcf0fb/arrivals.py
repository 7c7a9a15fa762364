"""Files that a partner drops: which deliveries are complete, and which one this run takes.

An event only wakes the run. What decides is the listing (the control file is there and nothing has changed for a
while) and the ledger (no other run has it). A run takes one delivery, the oldest, so that a bad one stops no other.
"""

from __future__ import annotations

import hashlib
import logging
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from . import aws, calendars, ledger, manifests
from .errors import FlowError
from .pipeline import Pipeline, run_key

log = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=15)
"""How long after its last file a delivery may still become complete."""


@dataclass(frozen=True)
class Source:
    """What a delivery looks like under a prefix of the landing zone.

    `files` and `control` match the whole name after the prefix; their named groups, `part` apart, name the delivery.
    A delivery without `control` is complete when it has been quiet for `settle`. `resend` says what a delivery
    that comes again with other content does: `replace` (it is processed), `ignore` or `refuse`.
    """

    prefix: str
    files: str
    settle: timedelta
    control: str | None = None
    resend: str = "replace"


@dataclass
class Delivery:
    """The files that belong together."""

    key: str
    once: bool = False
    files: list[dict[str, Any]] = field(default_factory=list)
    control: list[dict[str, Any]] = field(default_factory=list)

    def name(self) -> str:
        """The key with the digest: a resent file makes another delivery. Only the key, where the first one counts."""
        return self.key if self.once else f"{self.key}#{self.digest()}"

    def digest(self) -> str:
        """What changes with the names and contents of the files."""
        content = "\n".join(f"{item['Key']} {item['ETag']}" for item in self.control + self.files)
        return hashlib.sha256(content.encode()).hexdigest()[:16]

    def complete(self, source: Source) -> bool:
        """Whether all that was announced is there."""
        return bool(self.files) and bool(self.control or not source.control)

    def quiet_since(self) -> datetime:
        """When its newest file arrived."""
        return max(item["LastModified"] for item in self.control + self.files)


def poke(pipeline: Pipeline, source: Source, run_id: str) -> Any:
    """One look at the landing zone: the claimed delivery, or try again while one is still arriving, or skip the run."""
    from airflow.providers.common.compat.sdk import AirflowSkipException, PokeReturnValue

    run = run_key(run_id)
    if batch := manifests.known(pipeline, run):
        return PokeReturnValue(is_done=True, xcom_value=batch)
    ready, arriving = deliveries(pipeline, source)
    for delivery in candidates(pipeline, source, ready, run):
        files = [item["Key"] for item in delivery.files]
        if ledger.claim(pipeline, delivery.name(), run, files, delivery.digest()):
            return PokeReturnValue(is_done=True, xcom_value=manifest(pipeline, delivery, run))
    if arriving:
        return PokeReturnValue(is_done=False)
    calendars.excuse(pipeline)
    raise AirflowSkipException("no complete delivery is waiting")


def deliveries(pipeline: Pipeline, source: Source) -> tuple[list[Delivery], list[Delivery]]:
    """The complete deliveries that are quiet, oldest key first, and those that are still arriving."""
    found: dict[str, Delivery] = {}
    root, once = pipeline.zone("landing", source.prefix), source.resend != "replace"
    for item in aws.objects(root):
        name = item["Key"].removeprefix(source.prefix)
        if match := re.fullmatch(source.files, name):
            delivery_of(found, match, once).files.append(item)
        elif source.control and (match := re.fullmatch(source.control, name)):
            delivery_of(found, match, once).control.append(item)
        elif not name.endswith("/") and name:
            log.warning("a file that no delivery expects: %s%s", root, name)
    complete = [d for _, d in sorted(found.items()) if d.complete(source)]
    ready = [d for d in complete if d.quiet_since() <= now() - source.settle]
    # A delivery that has been short of a file for long is late, not arriving: no run waits for it.
    recent = [d for d in found.values() if d.quiet_since() > now() - max(PATIENCE, source.settle)]
    return ready, [d for d in recent if d not in ready]


def delivery_of(found: dict[str, Delivery], match: re.Match[str], once: bool) -> Delivery:
    """The delivery that a file name belongs to."""
    groups = {name: value for name, value in match.groupdict().items() if name != "part"}
    key = "/".join(groups.values()) or match.group()
    return found.setdefault(key, Delivery(key, once))


def candidates(pipeline: Pipeline, source: Source, ready: list[Delivery], run: str) -> list[Delivery]:
    """Those that this run may take: first one that it claimed before it broke off, then the free ones."""
    known = ledger.states(pipeline, [delivery.name() for delivery in ready])
    mine = [d for d in ready if known.get(d.name(), {}).get("run") == run]
    free = [d for d in ready if known.get(d.name(), {"state": "released"})["state"] == "released"]
    resent = [d.key for d in ready if d.once and known.get(d.name(), {}).get("digest", d.digest()) != d.digest()]
    if resent and source.resend == "refuse" and not mine + free:
        raise FlowError(f"delivered again with other content: {', '.join(resent)}; ask the sender, or release it")
    for key in resent:
        log.warning("delivered again with other content, the first one counts: %s", key)
    return mine + free


def manifest(pipeline: Pipeline, delivery: Delivery, run: str) -> dict[str, Any]:
    """Writes down what the run reads."""
    bucket, _ = aws.split(pipeline.zone("landing", ""))
    files, control = (
        [{"uri": f"s3://{bucket}/{o['Key']}", "size": o["Size"], "etag": o["ETag"].strip('"')} for o in objects]
        for objects in (delivery.files, delivery.control)
    )
    as_of = delivery.quiet_since().isoformat()
    return manifests.write(pipeline, run, files, control=control, claim=delivery.name(), as_of=as_of)


def now() -> datetime:
    """The clock, apart so that a test can move it."""
    return datetime.now(UTC)
