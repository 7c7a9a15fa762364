"""An HTTP API that pages: every answer is kept as it came, and nothing is cut short in silence.

Paging ends at the first empty page, not at a short one: a server may cap the size that was asked for. A limit that is
reached, an answer that repeats and a redirect stop the run.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from . import aws, manifests, watermarks
from .errors import FlowError
from .pipeline import Pipeline, run_key

PAGES = 10_000
"""Pages of one run."""
BYTES = 64 * 1024 * 1024
"""Size of one answer."""
PAUSE = 0.2
"""Seconds between two requests."""


@dataclass(frozen=True)
class Offset:
    """Paging by the number of records that came before."""

    parameter: str
    size_parameter: str
    size: int

    def query(self, seen: int) -> dict[str, str]:
        """The parameters of the page that follows `seen` records."""
        return {self.parameter: str(seen), self.size_parameter: str(self.size)}


@dataclass(frozen=True)
class Since:
    """A parameter that asks for what is new: the date, or the moment, that the last window began with its lookback."""

    parameter: str
    kind: str
    lookback: timedelta


@dataclass(frozen=True)
class Source:
    """An address, the hosts it may answer from, where the records are in an answer, and how it pages.

    The connection adds headers (its `extra`, under `headers`) and never an address. Without `since`, all is asked for
    each time; without `page`, one answer holds all.
    """

    url: str
    hosts: list[str]
    records: str
    timezone: str
    connection: str | None = None
    page: Offset | None = None
    since: Since | None = None


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
    """Keeps every page in the raw zone, in place of what an earlier try left there."""
    started = time.monotonic()
    root = pipeline.raw(window["run"])
    aws.empty(root)
    files, rows = [], 0
    for number, (body, records) in enumerate(pages(source, window)):
        files.append(aws.put(f"{root}page-{number:05d}.json", body))
        rows += records
    seconds = round(time.monotonic() - started)
    return manifests.write(pipeline, window["run"], files, window=window, rows=rows, ingest_seconds=seconds)


def pages(source: Source, window: dict[str, Any]) -> Iterator[tuple[bytes, int]]:
    """The answers that hold records, each with their number."""
    http = session(source)
    if source.page is None:
        body = get(http, source, since(source, window))
        yield body, len(records(source, body))
        return
    seen, last = 0, b""
    for _ in range(PAGES):
        body = get(http, source, {**since(source, window), **source.page.query(seen)})
        count = len(records(source, body))
        if count == 0:
            return
        if body == last:
            raise FlowError(f"{source.url} answered two pages alike: it does not page by {source.page.parameter}")
        yield body, count
        seen, last = seen + count, body
        time.sleep(PAUSE)
    raise FlowError(f"{source.url} has more than {PAGES} pages")


def since(source: Source, window: dict[str, Any]) -> dict[str, str]:
    """The parameter that asks for what is new; none at first, which asks for everything."""
    if window["low"] is None:
        return {}
    low = datetime.strptime(window["low"], "%Y-%m-%dT%H:%M:%S.%f%z").astimezone(ZoneInfo(source.timezone))
    return {source.since.parameter: low.date().isoformat() if source.since.kind == "date" else low.isoformat()}


def session(source: Source) -> Any:
    """A session that waits and tries again when the server is busy, as long as the server asks."""
    import requests
    from airflow.hooks.base import BaseHook
    from urllib3.util.retry import Retry

    retry = Retry(total=5, backoff_factor=1, status_forcelist=(429, 500, 502, 503, 504), allowed_methods=("GET",))
    http = requests.Session()
    http.trust_env = False
    http.mount(source.url, requests.adapters.HTTPAdapter(max_retries=retry))
    if source.connection:
        http.headers.update(BaseHook.get_connection(source.connection).extra_dejson.get("headers", {}))
    return http


def get(http: Any, source: Source, query: dict[str, str]) -> bytes:
    """One answer, within its limits and from a host that the platform names."""
    import requests

    if urlsplit(source.url).hostname not in source.hosts:
        raise FlowError(f"{source.url} is not on a host that its connection allows")
    try:
        with http.get(source.url, params=query, stream=True, timeout=(10, 60), allow_redirects=False) as answer:
            if answer.status_code != 200:
                raise FlowError(f"{source.url} answered {answer.status_code}")
            return read(source, answer.iter_content(64 * 1024))
    except requests.RequestException as error:
        raise FlowError(f"{source.url} does not answer: {type(error).__name__}") from None


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
        value = json.loads(body)
        for name in source.records.removeprefix("$").split(".")[1:]:
            value = value[name]
    except (ValueError, KeyError, TypeError):
        raise FlowError(f"{source.url} sent an answer without {source.records}") from None
    if not isinstance(value, list):
        raise FlowError(f"{source.url} sent an answer whose {source.records} is not a list")
    return value
