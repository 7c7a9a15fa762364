"""How an API hands out its records page after page.

A paging tells the first request and, from an answer, the next one: its address and parameters, or None at the end. A
short page is no end: a server may cap the size that was asked for. Requests are plain dictionaries, so that a retry can
go on where an earlier try stopped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

Request = dict[str, Any]
"""`url`, `query` (the parameters of the page) and `seen` (the records and the pages before it)."""


@dataclass(frozen=True)
class Answer:
    """What an answer tells: the records in it, the whole body, and the links of its headers."""

    records: int
    body: Any
    links: Mapping[str, Mapping[str, str]]


def at(body: Any, path: str) -> Any:
    """The value at a path: `$` is the body, `$.data.next` a value inside it; KeyError or TypeError without it."""
    for name in path.removeprefix("$").split(".")[1:]:
        body = body[name]
    return body


def optional(body: Any, path: str) -> Any | None:
    """The value at a path, if there is one."""
    try:
        return at(body, path)
    except (KeyError, TypeError):
        return None


@dataclass(frozen=True)
class Offset:
    """By the number of records that came before; the end is an empty page."""

    parameter: str
    size_parameter: str
    size: int

    def first(self) -> dict[str, str]:
        """The parameters of the first page."""
        return {self.parameter: "0", self.size_parameter: str(self.size)}

    def next(self, request: Request, answer: Answer) -> Request | None:
        """The request of the next page."""
        seen = request["seen"] + answer.records
        query = {**self.first(), self.parameter: str(seen)}
        return {**request, "query": query, "seen": seen} if answer.records else None


@dataclass(frozen=True)
class Page:
    """By the number of the page, which begins at `start`; the end is an empty page."""

    parameter: str
    start: int = 1
    size_parameter: str | None = None
    size: int | None = None

    def first(self) -> dict[str, str]:
        """The parameters of the first page."""
        size = {self.size_parameter: str(self.size)} if self.size_parameter else {}
        return {self.parameter: str(self.start), **size}

    def next(self, request: Request, answer: Answer) -> Request | None:
        """The request of the next page."""
        number = str(int(request["query"][self.parameter]) + 1)
        return {**request, "query": {**request["query"], self.parameter: number}} if answer.records else None


@dataclass(frozen=True)
class Cursor:
    """By a value at a path of the answer, which the next request hands back; the end is an answer without it."""

    parameter: str
    path: str
    size_parameter: str | None = None
    size: int | None = None

    def first(self) -> dict[str, str]:
        """The parameters of the first page."""
        return {self.size_parameter: str(self.size)} if self.size_parameter else {}

    def next(self, request: Request, answer: Answer) -> Request | None:
        """The request of the next page."""
        cursor = optional(answer.body, self.path)
        return None if cursor in (None, "") else {**request, "query": {**self.first(), self.parameter: str(cursor)}}


@dataclass(frozen=True)
class NextLink:
    """By the address at a path of the answer; the end is an answer without it."""

    path: str

    def first(self) -> dict[str, str]:
        """The parameters of the first page."""
        return {}

    def next(self, request: Request, answer: Answer) -> Request | None:
        """The request of the next page, whose address holds all of its parameters."""
        return follow(request, optional(answer.body, self.path))


@dataclass(frozen=True)
class LinkHeader:
    """By the address of the header `Link` whose relation is `next`; the end is an answer without it."""

    def first(self) -> dict[str, str]:
        """The parameters of the first page."""
        return {}

    def next(self, request: Request, answer: Answer) -> Request | None:
        """The request of the next page, whose address holds all of its parameters."""
        return follow(request, answer.links.get("next", {}).get("url"))


def follow(request: Request, link: Any) -> Request | None:
    """The request of a link, which may be relative to the page that holds it."""
    return {**request, "url": urljoin(request["url"], link), "query": None} if isinstance(link, str) and link else None


Paging = Offset | Page | Cursor | NextLink | LinkHeader
