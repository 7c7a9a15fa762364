"""What the platform says: routes, texts and the names of this environment."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cache
from typing import Any

import boto3
from botocore.config import Config as ClientConfig

# A hung call must not eat the time of the function; the queue brings the event again.
CLIENT = ClientConfig(connect_timeout=3, read_timeout=10, retries={"total_max_attempts": 3, "mode": "standard"})


@dataclass(frozen=True)
class Config:
    """Settings of one environment and the routes of the platform."""

    env: str
    prefix: str
    table: str
    routes: dict[str, Any]
    messages: dict[str, Any]
    timezone: str
    sender: str
    slack_url: str
    pages: bool

    def severity(self, word: str) -> dict[str, Any]:
        """Channels, clock and times of a severity."""
        return self.routes["severities"][word]

    def incident(self, kind: str) -> dict[str, Any]:
        """Runbook and responders of an incident type."""
        return self.routes["incident_types"][kind]


@cache
def client(service: str) -> Any:
    """A client with time-outs; making one is slow, so that each is made once."""
    return boto3.client(service, config=CLIENT)


@cache
def table(name: str) -> Any:
    """A table of DynamoDB."""
    return boto3.resource("dynamodb", config=CLIENT).Table(name)


@cache
def load() -> Config:
    """The configuration, read once for each start of the function."""
    bucket = os.environ["CONFIG_BUCKET"]
    return Config(
        env=os.environ["CAUCE_ENV"],
        prefix=os.environ["PREFIX"],
        table=os.environ["REGISTER"],
        routes=_json(bucket, "alerts/routes.json"),
        messages=_json(bucket, "alerts/messages.json"),
        timezone=os.environ["PLATFORM_TIMEZONE"],
        sender=os.environ["SENDER"],
        slack_url=os.environ.get("SLACK_URL", "https://slack.com/api/chat.postMessage"),
        pages=os.environ["PAGES"] == "true",
    )


def _json(bucket: str, key: str) -> dict[str, Any]:
    return json.loads(client("s3").get_object(Bucket=bucket, Key=key)["Body"].read())
