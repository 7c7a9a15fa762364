"""A dataset in its environment: where its files are and how its run is called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Workdays:
    """The days on which a dataset is expected: a calendar of the platform, and the local time (`06:00`) of a day."""

    calendar: str
    due: str
    timezone: str


@dataclass(frozen=True)
class Pipeline:
    """One dataset (`pagos/transacciones`) of one environment (the `PLATFORM` of `cauce_platform`).

    Without `workdays` it is expected on all days.
    """

    dataset: str
    platform: Mapping[str, Any]
    workdays: Workdays | None = None

    @property
    def env(self) -> str:
        """The environment's name."""
        return self.platform["env"]

    @property
    def calendar(self) -> Mapping[str, Any]:
        """The calendar of the working days."""
        return self.platform["calendars"][self.workdays.calendar]

    def zone(self, name: str, *path: str) -> str:
        """The URI of a path in a zone."""
        return "/".join([self.platform["zones"][name], *path])

    def manifest(self, run: str) -> str:
        """Where the list of a run's input stands."""
        return self.zone("state", "manifests", self.dataset, f"{run}.json")

    def progress(self, run: str) -> str:
        """Where a run notes what it has kept so far of an answer of many pages."""
        return self.zone("state", "manifests", self.dataset, f"{run}.progress.json")

    def result(self, run: str) -> str:
        """Where the Glue job leaves the result of a run."""
        return self.zone("state", "results", self.dataset, f"{run}.json")

    def raw(self, run: str) -> str:
        """The folder of what a run extracted, with a slash at its end."""
        return self.zone("raw", self.dataset, f"run={run}", "")

    def table(self, name: str) -> str:
        """The DynamoDB table that plays a role: `ledger`, `watermarks` or `incidents`."""
        return self.platform["tables"][name]

    def topic(self, severity: str) -> str:
        """The ARN of the topic of a severity."""
        return f"arn:aws:sns:{self.platform['region']}:{self.platform['account']}:{self.platform['topics'][severity]}"

    def queue(self, name: str) -> str:
        """The URL of a queue of this account."""
        return f"https://sqs.{self.platform['region']}.amazonaws.com/{self.platform['account']}/{name}"


def run_key(run_id: str) -> str:
    """The run's name in paths and arguments: stable across retries and clears, and never read as a date."""
    return re.sub(r"[^A-Za-z0-9_.-]", "_", run_id)
