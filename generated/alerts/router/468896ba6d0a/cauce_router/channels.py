"""Channels: Slack with a bot's token, Teams with a workflow's address, e-mail with SES.

Each sends one notice and returns only when the other side has confirmed it.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from functools import cache
from typing import Any

from . import config as settings
from .config import Config

TRIES = 3
LONGEST_WAIT = 10.0
SLACK = {"header": 150, "section": 3000, "all": 12_000}
CARD = 20_000


class Refused(Exception):
    """A channel did not take a notice; the reason holds no address and no secret."""


def send(config: Config, notice: dict[str, Any]) -> None:
    """Sends a notice through its channel."""
    CHANNELS[notice["channel"]](config, notice, config.routes["teams"][notice["team"]])


def _slack(config: Config, notice: dict[str, Any], team: dict[str, Any]) -> None:
    head = {"Authorization": f"Bearer {secret(team['slack']['secret'])}"}
    body = {"channel": team["slack"]["channel"], "text": notice["title"], "blocks": blocks(notice)}
    answer = post("slack", config.slack_url, body, head)
    # Slack says 200 and means it only when it says so in the body, too.
    try:
        verdict = json.loads(answer)
    except ValueError:
        raise Refused("slack: an answer that is not JSON") from None
    if verdict.get("ok") is not True:
        raise Refused(f"slack: {str(verdict.get('error'))[:60]}")


def blocks(notice: dict[str, Any]) -> list[dict[str, Any]]:
    """Block Kit, within its limits."""
    text = cut("\n".join(escaped(line) for line in notice["lines"]) or "-", SLACK["section"])
    links = " · ".join(f"<{url}|{escaped(label)}>" for label, url in notice["links"])
    found: list[dict[str, Any]] = [
        {"type": "header", "text": {"type": "plain_text", "text": cut(notice["title"], SLACK["header"])}},
        {"type": "section", "text": {"type": "mrkdwn", "text": text}},
    ]
    if links:
        found.append({"type": "context", "elements": [{"type": "mrkdwn", "text": cut(links, SLACK["section"])}]})
    return found


def escaped(text: str) -> str:
    """Slack reads these three as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _teams(_config: Config, notice: dict[str, Any], team: dict[str, Any]) -> None:
    post("teams", secret(team["teams"]["secret"]), card(notice), {})


def card(notice: dict[str, Any]) -> dict[str, Any]:
    """An adaptive card for a workflow of Teams."""
    color = "Attention" if notice["severity"] in ("P1", "P2") else "Default"
    title = {"type": "TextBlock", "weight": "Bolder", "size": "Large", "wrap": True, "color": color}
    body = [{**title, "text": cut(notice["title"], 300)}]
    body += [{"type": "TextBlock", "wrap": True, "text": cut(line, CARD // 10)} for line in notice["lines"][:20]]
    content = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "msteams": {"width": "Full"},
        "body": body,
        "actions": [{"type": "Action.OpenUrl", "title": label, "url": url} for label, url in notice["links"][:6]],
    }
    kind = "application/vnd.microsoft.card.adaptive"
    return {"type": "message", "attachments": [{"contentType": kind, "contentUrl": None, "content": content}]}


def _email(config: Config, notice: dict[str, Any], team: dict[str, Any]) -> None:
    links = [f"{label}: {url}" for label, url in notice["links"]]
    text = "\n".join([*notice["lines"], "", *links, "", notice["sk"]])
    content = {"Subject": {"Data": cut(notice["title"], 200)}, "Body": {"Text": {"Data": text}}}
    settings.client("sesv2").send_email(
        FromEmailAddress=config.sender,
        Destination={"ToAddresses": [team["email"]]},
        Content={"Simple": content},
    )


CHANNELS = {"slack": _slack, "teams": _teams, "email": _email}


def post(name: str, url: str, body: dict[str, Any], head: dict[str, str]) -> bytes:
    """Posts JSON; waits and tries again when the other side is busy."""
    data = json.dumps(body, ensure_ascii=False).encode()
    for attempt in range(1, TRIES + 1):
        request = urllib.request.Request(url, data, {"Content-Type": "application/json; charset=utf-8", **head})
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            if error.code not in (429, 500, 502, 503, 504) or attempt == TRIES:
                raise Refused(f"{name}: HTTP {error.code}") from None
            time.sleep(wait(error.headers.get("Retry-After"), attempt))
        except OSError as error:
            # A read that timed out may have been taken: asking again at once could tell people twice.
            raise Refused(f"{name}: {type(error).__name__}") from None
    raise AssertionError("the last attempt returns or raises")


def wait(said: str | None, attempt: int) -> float:
    """Seconds until the next attempt."""
    try:
        return min(float(said), LONGEST_WAIT) if said else min(2.0**attempt / 2, LONGEST_WAIT)
    except ValueError:
        return min(2.0**attempt / 2, LONGEST_WAIT)


def cut(text: str, longest: int) -> str:
    """The text, with an ellipsis where it is too long."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


@cache
def secret(name: str) -> str:
    """The text of a secret."""
    value = settings.client("secretsmanager").get_secret_value(SecretId=name)["SecretString"].strip()
    if not value:
        raise Refused(f"the secret {name} is empty")
    return value
