"""What people do: acknowledge and resolve, from the command line or by a signed request."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from datetime import UTC, datetime
from typing import Any

from . import channels, outbox, rules, sweep
from .config import Config
from .register import Conflict, Register, Seen

ACTS = {"acknowledge": rules.acknowledge, "resolve": rules.resolve}
PERSON = re.compile(r"[\w.@+ -]{2,80}")
ATTEMPTS = 5


class Impossible(Exception):
    """What was asked for cannot be done."""


def act(config: Config, register: Register, request: dict[str, Any]) -> dict[str, Any]:
    """`{"act": "acknowledge"|"resolve", "incident": …, "by": …}`: the incident afterwards, in short."""
    decide = ACTS.get(request.get("act", ""))
    who, number = str(request.get("by") or ""), str(request.get("incident") or "")
    if decide is None:
        raise Impossible("`act` is `acknowledge` or `resolve`")
    if not PERSON.fullmatch(who):
        raise Impossible("`by` names a person in 2 to 80 characters")
    for _ in range(ATTEMPTS):
        incident = register.incident(number)
        if incident is None:
            raise Impossible("there is no such incident")
        now = datetime.now(UTC)
        try:
            sweep.change(config, register, incident, decide(incident, who, now), now, by=_number(request, incident))
        except Seen:
            pass
        except Conflict:
            continue
        outbox.deliver(config, register, f"{number}#")
        return shown(register, number)
    raise Conflict(number)


def _number(request: dict[str, Any], incident: rules.Incident) -> str:
    return f"{request['act']}#{incident.id}#{incident.version}"


def shown(register: Register, number: str) -> dict[str, Any]:
    """What a person may see of an incident."""
    incident = register.incident(number)
    if incident is None:
        raise Impossible("there is no such incident")
    keys = ("id", "severity", "kind", "dataset", "env", "status", "opened_at", "acked_by", "resolved_at", "count")
    return {key: getattr(incident, key) for key in keys}


def request(config: Config, register: Register, event: dict[str, Any]) -> dict[str, Any]:
    """A request over HTTP. Only a signed POST changes anything: whoever previews a link changes nothing."""
    method = event["requestContext"]["http"]["method"]
    number = (event.get("queryStringParameters") or {}).get("incident", "")
    try:
        if method == "POST":
            return _answer(200, act(config, register, _signed(config, event)))
        if method == "GET" and _valid(config, event, number.encode()):
            return _answer(200, shown(register, number))
    except Impossible as problem:
        return _answer(400, {"problem": str(problem)})
    return _answer(403, {"problem": "not signed, or not by this platform"})


def _signed(config: Config, event: dict[str, Any]) -> dict[str, Any]:
    body = event.get("body") or ""
    raw = base64.b64decode(body) if event.get("isBase64Encoded") else body.encode()
    if not _valid(config, event, raw):
        raise Impossible("not signed, or not by this platform")
    try:
        value = json.loads(raw)
    except ValueError:
        raise Impossible("the body is not JSON") from None
    if not isinstance(value, dict):
        raise Impossible("the body is not an object")
    return value


def _valid(config: Config, event: dict[str, Any], message: bytes) -> bool:
    """`X-Cauce-Signature` is the HMAC-SHA256 of the message in hexadecimal."""
    given = {key.lower(): value for key, value in (event.get("headers") or {}).items()}.get("x-cauce-signature", "")
    key = channels.secret(f"{config.prefix}/alertas/firma").encode()
    return hmac.compare_digest(hmac.new(key, message, hashlib.sha256).hexdigest(), given)


def _answer(status: int, body: dict[str, Any]) -> dict[str, Any]:
    head = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    return {"statusCode": status, "headers": head, "body": json.dumps(body, ensure_ascii=False)}
