"""The generated router, the register in moto, two channels, and a clock that the tests turn."""

import importlib
import json
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from servers import Channel

GENERATED = Path(os.environ["CAUCE_GENERATED"])
(PACKAGE,) = (GENERATED / "alerts/router").iterdir()
sys.path[:0] = [str(PACKAGE)]

SECRETS = {"ribera/alertas/slack": "bot-token", "ribera/alertas/firma": "a-key-that-signs-requests"}
ENVIRONMENT = {
    "CAUCE_ENV": "prod",
    "PREFIX": "ribera",
    "REGISTER": "ribera-incidents",
    "CONFIG_BUCKET": "artifacts",
    "PLATFORM_TIMEZONE": "America/Bogota",
    "SENDER": "alertas@ribera.example",
    "PAGES": "true",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
}


class Clock:
    """What `datetime.now` says in the router."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)

    def wait(self, **time: float) -> None:
        self.moment += timedelta(**time)

    def type(self) -> type:
        clock = self

        class Moment(datetime):
            @classmethod
            def now(cls, tz=None):
                return clock.moment.astimezone(tz)

        return Moment


class World:
    """Everything that a test looks at."""

    def __init__(self, slack: Channel, teams: Channel, clock: Clock) -> None:
        self.slack, self.teams, self.clock = slack, teams, clock
        self.handler = importlib.import_module("cauce_router.handler")
        self.config = importlib.import_module("cauce_router.config").load()
        self.register = importlib.import_module("cauce_router.register").Register(self.config)
        self.numbers = 0

    def alarm(self, state: str = "ALARM", *, at: datetime | None = None, severity: str = "P2", **other: str) -> dict:
        """A message of the queue that holds an alarm of CloudWatch."""
        dataset, kind = other.get("dataset", "pagos/transacciones"), other.get("kind", "glue_failure")
        name = f"ribera-{dataset}-{kind}".replace("/", "-").replace("_", "-")
        dimensions = [{"name": "Dataset", "value": dataset}, {"name": "Env", "value": "prod"}]
        alarm = {
            "AlarmName": name,
            "AlarmDescription": "P2 algo falló.\nResponsable: Pagos (#pagos-datos, pagos-datos@ribera.example).",
            "NewStateValue": state,
            "NewStateReason": "Threshold Crossed",
            "StateChangeTime": (at or self.clock.moment).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "+0000",
            "Trigger": {"MetricName": "IngestFailed", "Dimensions": dimensions},
        }
        return self.message(alarm, severity, other.get("id"))

    def message(self, body: dict | str, severity: str = "P2", number: str | None = None) -> dict:
        """A message of the queue that holds what a topic was given."""
        self.numbers += 1
        number = number or f"00000000-0000-4000-8000-{self.numbers:012d}"
        envelope = {
            "Type": "Notification",
            "MessageId": number,
            "TopicArn": f"arn:aws:sns:us-east-1:418823907633:ribera-alerts-{severity.lower()}",
            "Message": body if isinstance(body, str) else json.dumps(body),
            "Timestamp": self.clock.moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        }
        return {"messageId": f"q-{self.numbers}", "body": json.dumps(envelope)}

    def hear(self, *messages: dict) -> list[str]:
        """Hands messages over; those that come again."""
        answer = self.handler.handle({"Records": list(messages)}, None)
        return [item["itemIdentifier"] for item in answer["batchItemFailures"]]

    def sweep(self, **time: float) -> None:
        self.clock.wait(**time)
        self.handler.handle({"sweep": True}, None)

    def act(self, act: str, incident: str, who: str = "ana@ribera.example") -> dict:
        return self.handler.handle({"act": act, "incident": incident, "by": who}, None)

    def incidents(self) -> list:
        items = self.register.table.scan(ConsistentRead=True)["Items"]
        numbers = sorted(item["pk"].removeprefix("INC#") for item in items if item["sk"] == "META")
        return [self.register.incident(number) for number in numbers]

    def only(self):
        (incident,) = self.incidents()
        return incident

    def timeline(self, incident: str) -> list[str]:
        return [item["what"] for item in self.register.items(f"INC#{incident}", "EV#")]

    def pending(self) -> list[str]:
        return [item["sk"] for item in self.register.items("OUTBOX")]

    def mails(self) -> list[str]:
        from moto.ses.models import ses_backends

        return [m for m in ses_backends["123456789012"]["us-east-1"].sent_messages]


@pytest.fixture
def channels():
    slack, teams = Channel(slack=True), Channel(slack=False)
    yield slack, teams
    slack.close()
    teams.close()


@pytest.fixture
def world(channels, monkeypatch):
    slack, teams = channels
    for key, value in {**ENVIRONMENT, "SLACK_URL": slack.url}.items():
        monkeypatch.setenv(key, value)
    with mock_aws():
        _aws(teams.url)
        clock = Clock()
        for name in ("handler", "intake", "outbox", "sweep", "acts"):
            monkeypatch.setattr(importlib.import_module(f"cauce_router.{name}"), "datetime", clock.type())
        sends = importlib.import_module("cauce_router.channels")
        monkeypatch.setattr(sends.time, "sleep", lambda _seconds: None)
        config = importlib.import_module("cauce_router.config")
        for cached in (config.load, config.client, config.table, sends.secret):
            cached.cache_clear()
        yield World(slack, teams, clock)


def _aws(teams_url: str) -> None:
    boto3.client("s3").create_bucket(Bucket="artifacts")
    for name in ("routes", "messages"):
        body = (GENERATED / f"alerts/{name}.json").read_bytes()
        boto3.client("s3").put_object(Bucket="artifacts", Key=f"alerts/{name}.json", Body=body)
    boto3.client("dynamodb").create_table(
        TableName="ribera-incidents",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    )
    routes = json.loads((GENERATED / "alerts/routes.json").read_text())
    addresses = {team["teams"]["secret"]: teams_url for team in routes["teams"].values()}
    for name, value in {**SECRETS, **addresses}.items():
        boto3.client("secretsmanager").create_secret(Name=name, SecretString=value)
    boto3.client("sesv2").create_email_identity(EmailIdentity="alertas@ribera.example")
