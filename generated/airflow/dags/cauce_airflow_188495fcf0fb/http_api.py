"""An HTTP API that pages: every answer is kept as it came, and nothing is cut short in silence.

A limit that is reached, a page that comes twice, a redirect and a link to a host that the platform does not name stop
the run. A retry goes on after the last page that was kept.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from . import aws, manifests, watermarks
from .errors import FlowError
from .http_auth import Auth, Basic, Bearer, ClientCredentials, Header, Query
from .http_paging import Answer, Cursor, LinkHeader, NextLink, Offset, Page, Paging, Request, at
from .pipeline import Pipeline, run_key

__all__ = [
    "Basic",
    "Bearer",
    "ClientCredentials",
    "Cursor",
    "Header",
    "LinkHeader",
    "NextLink",
    "Offset",
    "Page",
    "Query",
    "Rate",
    "Retries",
    "Since",
    "Source",
    "fetch",
    "window",
]

BYTES = 64 * 1024 * 1024
"""Size of one answer."""
BUSY = (429, 500, 502, 503, 504)
"""Answers after which the same question is asked again."""
FRESH = timedelta(hours=6)
"""How long the pages of a try that failed may be gone on with: an older answer may be another one by now."""
sleep = time.sleep


@dataclass(frozen=True)
class Since:
    """A parameter that asks for what is new: when the last window began with its lookback, and when this one ends.

    `format` is `date`, `datetime`, `epoch` (seconds) or `epoch_ms`.
    """

    parameter: str
    format: str
    lookback: timedelta
    until_parameter: str | None = None


@dataclass(frozen=True)
class Rate:
    """At most `requests` in `seconds`, one after another."""

    requests: int = 5
    seconds: int = 1

    @property
    def pause(self) -> float:
        """Seconds between two requests."""
        return self.seconds / self.requests


@dataclass(frozen=True)
class Retries:
    """How often a busy server is asked again; it may ask to wait, but not for longer than `longest`."""

    times: int = 5
    longest: timedelta = timedelta(minutes=2)


@dataclass(frozen=True)
class Source:
    """An address, the hosts it may answer from, where the records are in an answer, and how it pages.

    The connection gives credentials and never an address. Without `since`, all is asked for each time; without `page`,
    one answer holds all. `timeouts` are those to connect and to wait for bytes, in seconds.
    """

    url: str
    hosts: list[str]
    records: str
    timezone: str
    connection: str | None = None
    auth: Auth | None = None
    parameters: dict[str, str] = field(default_factory=dict)
    page: Paging | None = None
    pages: int = 10_000
    since: Since | None = None
    rate: Rate = Rate()
    retries: Retries = Retries()
    timeouts: tuple[int, int] = (10, 60)


def window(pipeline: Pipeline, source: Source, run_id: str) -> dict[str, Any]:
    """Fixes what this run asks for: from the last commit less the lookback, up to now."""
    if source.since is None:
        return watermarks.whole(run_key(run_id))
    return watermarks.open_window(
        pipeline,
        run_key(run_id),
        newest=lambda: watermarks.instant(datetime.now(UTC)),
        back=lambda value: watermarks.earlier(value, source.since.lookback),
    )


def fetch(pipeline: Pipeline, source: Source, window: dict[str, Any]) -> manifests.Batch:
    """Keeps every page in the raw zone. What an earlier try kept is gone on with if it is fresh, else taken away."""
    started = time.monotonic()
    root, note = pipeline.raw(window["run"]), pipeline.progress(window["run"])
    kept = resumable(note, window) or {"files": [], "rows": 0, "next": first(source, window)}
    if not kept["files"]:
        aws.empty(root)
    for body, records, following in pages(source, kept["next"], len(kept["files"])):
        if records:
            kept["files"].append(aws.put(f"{root}page-{len(kept['files']):05d}.json", body))
        kept = {**kept, "rows": kept["rows"] + records, "next": following}
        aws.put_json(note, {**kept, "window": window, "at": datetime.now(UTC).isoformat()})
    aws.empty(note)
    seconds = round(time.monotonic() - started)
    return manifests.write(
        pipeline, window["run"], kept["files"], window=window, rows=kept["rows"], ingest_seconds=seconds
    )


def resumable(note: str, window: dict[str, Any]) -> dict[str, Any] | None:
    """What an earlier try of the same window kept, unless it is too old."""
    kept = aws.get_json(note)
    if not kept or kept["window"] != window or datetime.now(UTC) - datetime.fromisoformat(kept["at"]) > FRESH:
        return None
    return {name: kept[name] for name in ("files", "rows", "next")}


def first(source: Source, window: dict[str, Any]) -> Request:
    """The request of the first page."""
    return {"url": source.url, "query": source.page.first() if source.page else {}, "seen": 0, **asked(source, window)}


def asked(source: Source, window: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The parameters that every page asks for alike."""
    return {"always": {**source.parameters, **since(source, window)}}


def pages(source: Source, request: Request | None, number: int = 0) -> Iterator[tuple[bytes, int, Request | None]]:
    """The answers, each with the number of its records and the request of the next one."""
    http, asked_before, last = session(source), set(), None
    while request:
        if number >= source.pages:
            raise FlowError(f"{source.url} has more than {source.pages} pages")
        question = json.dumps([request["url"], request["query"]], sort_keys=True)
        if question in asked_before:
            raise FlowError(f"{source.url} leads back to a page that was read: it does not page as it should")
        asked_before.add(question)
        body, links = get(http, source, request)
        answer = Answer(len(records(source, body)), json.loads(body), links)
        if answer.records and body == last:
            raise FlowError(f"{source.url} answered two pages alike: it does not page as it should")
        request, last, number = source.page.next(request, answer) if source.page else None, body, number + 1
        yield body, answer.records, request
        if request:
            sleep(source.rate.pause)


def since(source: Source, window: dict[str, Any]) -> dict[str, str]:
    """The parameters that ask for what is new; the first run asks for everything up to its end."""
    if source.since is None:
        return {}
    ends = {source.since.parameter: window["low"], source.since.until_parameter: window["high"]}
    return {name: shown(source, end) for name, end in ends.items() if name and end}


def shown(source: Source, moment: str) -> str:
    """A moment as the API wants it, in the source's zone."""
    local = datetime.strptime(moment, "%Y-%m-%dT%H:%M:%S.%f%z").astimezone(ZoneInfo(source.timezone))
    return {
        "date": local.date().isoformat(),
        "datetime": local.isoformat(),
        "epoch": str(int(local.timestamp())),
        "epoch_ms": str(int(local.timestamp() * 1000)),
    }[source.since.format]


def session(source: Source) -> Any:
    """A session that shows the credentials of the connection, and nothing that the machine holds."""
    import requests

    http = requests.Session()
    http.trust_env = False
    sign(http, source)
    return http


def sign(http: Any, source: Source) -> None:
    """Lets the session show who asks."""
    from airflow.providers.common.compat.sdk import BaseHook

    if source.auth:
        source.auth.sign(http, BaseHook.get_connection(source.connection))


def get(http: Any, source: Source, request: Request) -> tuple[bytes, Any]:
    """One answer and its links, asked for again while the server is busy."""
    allowed(source, request["url"])
    signed_again = False
    for attempt in range(source.retries.times + 1):
        status, found = once(http, source, request)
        if status == 200:
            return found
        if status == 401 and isinstance(source.auth, ClientCredentials) and not signed_again:
            signed_again = True
            sign(http, source)
        elif status and status not in BUSY:
            raise FlowError(f"{source.url} answered {status}")
        elif attempt < source.retries.times:
            sleep(patience(source, attempt, found))
    raise FlowError(f"{source.url} {f'answered {status}' if status else 'does not answer'} every time")


def once(http: Any, source: Source, request: Request) -> tuple[int, Any]:
    """The status of an answer, 0 for none, with its body and links; of a failure, how long it asks to wait."""
    import requests

    query = {**request["always"], **request["query"]} if request["query"] is not None else None
    settings = {"params": query, "stream": True, "timeout": source.timeouts, "allow_redirects": False}
    try:
        with http.get(request["url"], **settings) as answer:
            if answer.status_code != 200:
                return answer.status_code, answer.headers.get("Retry-After")
            return 200, (read(source, answer.iter_content(64 * 1024)), answer.links)
    except requests.RequestException:
        return 0, None


def allowed(source: Source, url: str) -> None:
    """Refuses an address that is not on a host of the platform's, or is less safe than the first one."""
    there, here = urlsplit(url), urlsplit(source.url)
    if there.hostname not in source.hosts or there.scheme != here.scheme:
        raise FlowError(f"{source.url} leads to a host that its connection does not allow")


def patience(source: Source, attempt: int, asked: str | None) -> float:
    """Seconds to wait before the next try: as many as the server asks for, else twice as many each time."""
    longest = source.retries.longest.total_seconds()
    wait = wished(asked)
    if wait is None:
        return min(2.0**attempt, longest)
    if wait > longest:
        raise FlowError(f"{source.url} asks to wait for longer than {longest:.0f} seconds")
    return wait


def wished(text: str | None) -> float | None:
    """The seconds of a header `Retry-After`, which holds a number or a date."""
    try:
        if text is None or text.isdecimal():
            return text and float(text)
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def read(source: Source, chunks: Iterator[bytes]) -> bytes:
    """The body, which may not be larger than the worker can hold."""
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > BYTES:
            raise FlowError(f"{source.url} sent an answer of more than {BYTES} bytes")
    return bytes(body)


def records(source: Source, body: bytes) -> list[Any]:
    """The list of records in an answer: `$` is the answer itself, `$.data.items` a list inside it."""
    try:
        value = at(json.loads(body), source.records)
    except (ValueError, KeyError, TypeError):
        raise FlowError(f"{source.url} sent an answer without {source.records}") from None
    if not isinstance(value, list):
        raise FlowError(f"{source.url} sent an answer whose {source.records} is not a list")
    return value
