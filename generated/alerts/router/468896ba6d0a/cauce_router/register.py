"""The register of incidents: one DynamoDB table, written in transactions.

| pk | sk | what |
|---|---|---|
| `LAST#<fingerprint>` | `-` | id of the last incident of a fingerprint |
| `WELL#<fingerprint>` | `-` | when it was last seen to be well |
| `OPEN` | `<incident>` | the incidents that are not over |
| `INC#<incident>` | `META` | the incident |
| `INC#<incident>` | `EV#<time>#<event>` | its timeline; never changed |
| `SEEN#<event>` | `-` | events that were taken in |
| `OUTBOX` | `<incident>#<n>#<notice>#<channel>#<team>` | notices that nobody confirmed yet |
| `SENT#<incident>` | the same | notices that a channel confirmed |
| `STORM#<domain>` | `<window>` | new incidents of a domain, counted |
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from . import config as settings
from .clock import iso
from .config import Config
from .rules import Decision, Incident

NAMES = [field.name for field in fields(Incident)]


class Conflict(Exception):
    """Somebody else changed the same incident; look again."""


class Seen(Exception):
    """The event was taken in before."""


class Register:
    """The table of one environment."""

    def __init__(self, config: Config) -> None:
        self.table = settings.table(config.table)
        self.client = self.table.meta.client

    def last(self, fingerprint: str) -> Incident | None:
        """The last incident of a fingerprint."""
        pointer = self._get(f"LAST#{fingerprint}", "-")
        return self.incident(pointer["incident"]) if pointer else None

    def well(self, fingerprint: str) -> str:
        """When a fingerprint was last seen to be well; empty when never."""
        item = self._get(f"WELL#{fingerprint}", "-")
        return item["at"] if item else ""

    def incident(self, number: str) -> Incident | None:
        """An incident by its id."""
        item = self._get(f"INC#{number}", "META")
        return _incident(item) if item else None

    def seen(self, event: str) -> bool:
        """Whether an event was taken in before."""
        return self._get(f"SEEN#{event}", "-") is not None

    def open(self) -> list[str]:
        """Ids of the incidents that are not over."""
        return [item["sk"] for item in self.items("OPEN")]

    def write(
        self,
        old: Incident | None,
        decision: Decision,
        now: datetime,
        *,
        by: str,
        notices: Iterable[dict[str, Any]],
        well: tuple[str, str] | None = None,
    ) -> None:
        """All of a decision or nothing of it.

        `by` names what caused it: an event, a person, the sweep. `well` is a fingerprint and when it recovered.
        """
        steps = [self._put({"pk": f"SEEN#{by}", "sk": "-", "at": iso(now)}, new=True)]
        if well:
            steps.append(self._recovery(*well))
        if decision.incident:
            steps += self._incident(old, decision.incident)
            event = {"sk": f"EV#{iso(now)}#{by}", "what": decision.happened, "by": by}
            steps.append(self._put({"pk": f"INC#{decision.incident.id}", **event}, new=True))
        steps += [self._put({"pk": "OUTBOX", **notice}, new=True) for notice in notices]
        try:
            self.client.transact_write_items(TransactItems=steps)
        except ClientError as error:
            raise _refusal(error) from error

    def _incident(self, old: Incident | None, new: Incident) -> list[dict[str, Any]]:
        item = {**asdict(new), "text": list(new.text), "version": new.version + 1, "pk": f"INC#{new.id}", "sk": "META"}
        same = old is not None and old.id == new.id
        put = self._put(item, new=not same)
        if same:
            put["Put"] |= {"ConditionExpression": "version = :v", "ExpressionAttributeValues": {":v": old.version}}
        pointer = self._put({"pk": f"LAST#{new.fingerprint}", "sk": "-", "incident": new.id})
        if not same:
            # Two first alarms at once must not open two incidents.
            condition = "incident = :old" if old else "attribute_not_exists(pk)"
            pointer["Put"]["ConditionExpression"] = condition
            if old:
                pointer["Put"]["ExpressionAttributeValues"] = {":old": old.id}
        listed = {"pk": "OPEN", "sk": new.id}
        steps = [put, self._put(listed) if new.live else {"Delete": {"TableName": self.table.name, "Key": listed}}]
        return steps if same else [*steps, pointer]

    def _recovery(self, fingerprint: str, at: str) -> dict[str, Any]:
        put = self._put({"pk": f"WELL#{fingerprint}", "sk": "-", "at": at})
        put["Put"] |= {
            "ConditionExpression": "attribute_not_exists(pk) OR #at < :at",
            "ExpressionAttributeNames": {"#at": "at"},
            "ExpressionAttributeValues": {":at": at},
        }
        return put

    def _put(self, item: dict[str, Any], *, new: bool = False) -> dict[str, Any]:
        put: dict[str, Any] = {"TableName": self.table.name, "Item": item}
        if new:
            put["ConditionExpression"] = "attribute_not_exists(pk)"
        return {"Put": put}

    def _get(self, pk: str, sk: str) -> dict[str, Any] | None:
        return self.table.get_item(Key={"pk": pk, "sk": sk}, ConsistentRead=True).get("Item")

    def items(self, pk: str, start: str = "") -> list[dict[str, Any]]:
        """All items of a partition whose sort key starts so, in order."""
        condition, values = "pk = :pk", {":pk": pk}
        if start:
            condition, values = condition + " AND begins_with(sk, :start)", {**values, ":start": start}
        query = {"KeyConditionExpression": condition, "ExpressionAttributeValues": values, "ConsistentRead": True}
        found: list[dict[str, Any]] = []
        while True:
            page = self.table.query(**query)
            found += page["Items"]
            if "LastEvaluatedKey" not in page:
                return found
            query["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    def count(self, domain: str, window: str) -> int:
        """Counts a new incident of a domain; how many there were in the window."""
        answer = self.table.update_item(
            Key={"pk": f"STORM#{domain}", "sk": window},
            UpdateExpression="ADD incidents :one",
            ExpressionAttributeValues={":one": 1},
            ReturnValues="UPDATED_NEW",
        )
        return int(answer["Attributes"]["incidents"])

    def claim(self, notice: dict[str, Any], now: datetime, until: datetime) -> bool:
        """Takes a notice for a while, so that two functions do not send it at once."""
        try:
            self.table.update_item(
                Key={"pk": "OUTBOX", "sk": notice["sk"]},
                UpdateExpression="SET lease = :until ADD tries :one",
                ConditionExpression="attribute_exists(pk) AND (attribute_not_exists(lease) OR lease < :now)",
                ExpressionAttributeValues={":until": iso(until), ":now": iso(now), ":one": 1},
            )
        except ClientError as error:
            if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                return False
            raise
        return True

    def free(self, notice: dict[str, Any]) -> None:
        """Gives a notice back after a channel refused it."""
        self.table.update_item(Key={"pk": "OUTBOX", "sk": notice["sk"]}, UpdateExpression="REMOVE lease")

    def confirm(self, notice: dict[str, Any], now: datetime) -> None:
        """A channel has the notice."""
        sent = {"pk": f"SENT#{notice['incident']}", "sk": notice["sk"], "at": iso(now)}
        gone = {"Delete": {"TableName": self.table.name, "Key": {"pk": "OUTBOX", "sk": notice["sk"]}}}
        self.client.transact_write_items(TransactItems=[gone, self._put(sent)])


def _incident(item: dict[str, Any]) -> Incident:
    known = {name: item[name] for name in NAMES if name in item}
    numbers = {name: int(known[name]) for name in ("count", "version", "escalated")}
    return Incident(**{**known, **numbers, "text": tuple(known["text"])})


def _refusal(error: ClientError) -> Exception:
    """Which condition failed: the first one is that the event is new."""
    if error.response["Error"]["Code"] != "TransactionCanceledException":
        return error
    reasons = error.response.get("CancellationReasons") or [{}]
    return Seen() if reasons[0].get("Code") == "ConditionalCheckFailed" else Conflict()
