"""What people hear and what the register says."""

import hashlib
import hmac
import json

import pytest

LINE = "P2 algo falló."


def test_an_alarm_is_told_once_on_each_channel_of_its_severity(world):
    alarm = world.alarm()
    assert world.hear(alarm, alarm) == []
    assert world.slack.titles() == ["P2 · Corrida fallida: pagos/transacciones (prod)"] == world.teams.titles()
    assert world.only().status == "open" and world.pending() == []
    assert LINE in world.slack.taken[0]["blocks"][1]["text"]["text"]
    assert world.slack.heads[0]["Authorization"] == "Bearer bot-token"
    assert world.timeline(world.only().id) == ["opened"]


def test_the_gravest_also_comes_by_mail(world):
    world.hear(world.alarm(severity="P1", kind="rows_not_conserved"))
    (mail,) = world.mails()
    assert mail.destinations["ToAddresses"] == ["pagos-datos@ribera.example"]
    assert "runbooks/rows_not_conserved.md" in mail.body


def test_recovery_resolves_after_a_quiet_while(world):
    world.hear(world.alarm())
    world.clock.wait(minutes=3)
    world.hear(world.alarm("OK"))
    world.sweep(minutes=14)
    assert world.only().status == "recovering" and len(world.slack.taken) == 1
    world.sweep(minutes=2)
    assert world.only().status == "resolved"
    assert world.slack.titles()[1] == "P2 · Resuelto: Corrida fallida: pagos/transacciones (prod)"
    world.sweep(minutes=5)
    assert len(world.slack.taken) == 2


def test_a_flapping_alarm_is_one_incident_that_grows_graver(world):
    for _ in range(4):
        world.hear(world.alarm())
        world.clock.wait(minutes=2)
        world.hear(world.alarm("OK"))
        world.clock.wait(minutes=2)
    incident = world.only()
    assert (incident.count, incident.severity, incident.status) == (4, "P1", "recovering")
    assert [t.split(" · ")[1][:4] for t in world.slack.titles()] == ["Corr", "Sube"]


def test_an_alarm_soon_after_the_end_opens_the_same_incident_again(world):
    world.hear(world.alarm())
    world.clock.wait(minutes=1)
    world.hear(world.alarm("OK"))
    world.sweep(minutes=16)
    world.clock.wait(minutes=5)
    world.hear(world.alarm())
    assert world.only().status == "open"
    assert "Vuelve" in world.slack.titles()[-1]
    world.clock.wait(minutes=1)
    world.hear(world.alarm("OK"))
    world.sweep(minutes=16)
    world.clock.wait(hours=2)
    world.hear(world.alarm())
    assert len(world.incidents()) == 2


def test_a_recovery_that_overtakes_its_alarm_hides_nothing(world):
    at = world.clock.moment
    world.clock.wait(minutes=2)
    world.hear(world.alarm("OK"))
    assert world.incidents() == []
    world.hear(world.alarm(at=at))
    assert world.only().status == "recovering" and len(world.slack.taken) == 1
    world.sweep(minutes=20)
    assert world.only().status == "resolved" and len(world.slack.taken) == 2


def test_an_old_recovery_does_not_close_a_new_alarm(world):
    world.hear(world.alarm())
    before = world.clock.moment
    world.clock.wait(minutes=10)
    world.hear(world.alarm())
    world.hear(world.alarm("OK", at=before.replace(minute=before.minute + 5)))
    assert world.only().status == "open"


def test_missing_data_opens_nothing(world):
    world.hear(world.alarm("INSUFFICIENT_DATA"))
    assert world.incidents() == [] and world.slack.taken == []


def test_nobody_answers_and_the_next_are_called(world):
    world.hear(world.alarm(severity="P1", kind="rows_not_conserved"))
    world.sweep(minutes=14)
    assert len(world.slack.taken) == 1
    world.sweep(minutes=1)
    world.sweep(minutes=1)
    assert world.slack.taken[-1]["channel"] == "#plataforma-datos" and len(world.slack.taken) == 2
    world.sweep(minutes=15)
    assert world.slack.taken[-1]["channel"] == "#lider-datos" and len(world.slack.taken) == 3
    world.sweep(hours=1)
    assert len(world.slack.taken) == 3


def test_who_acknowledges_stops_the_escalation(world):
    world.hear(world.alarm(severity="P1", kind="rows_not_conserved"))
    shown = world.act("acknowledge", world.only().id)
    assert shown["status"] == "acked" and shown["acked_by"] == "ana@ribera.example"
    world.act("acknowledge", world.only().id, "otra@ribera.example")
    world.sweep(hours=1)
    assert world.only().acked_by == "ana@ribera.example"
    assert [t.split(" · ")[1][:4] for t in world.slack.titles()] == ["Fila", "En a"]


def test_time_to_mitigate_passes_once(world):
    world.hear(world.alarm())
    world.act("acknowledge", world.only().id)
    world.sweep(hours=8)
    world.sweep(hours=8)
    assert sum("Fuera de tiempo" in t for t in world.slack.titles()) == 1


def test_a_person_resolves(world):
    world.hear(world.alarm())
    world.act("resolve", world.only().id)
    assert world.only().status == "resolved" and "Resuelto" in world.slack.titles()[-1]
    world.clock.wait(minutes=1)
    world.hear(world.alarm())
    assert len(world.incidents()) == 2, "what a person ended is not opened again in silence"


@pytest.mark.parametrize("faults", [[500, 500, 500], ["cut"], ["refuse"], [403]])
def test_a_channel_that_fails_is_asked_again_and_the_other_hears_at_once(world, faults):
    world.slack.faults.extend(faults)
    assert world.hear(world.alarm()) == []
    assert (len(world.slack.taken), len(world.teams.taken)) == (0, 1)
    assert len(world.pending()) == 1
    world.sweep(minutes=5)
    assert (len(world.slack.taken), len(world.teams.taken)) == (1, 1) and world.pending() == []


def test_a_busy_channel_is_waited_for(world):
    world.slack.faults.extend([429, 503])
    world.hear(world.alarm())
    assert len(world.slack.taken) == 1


@pytest.mark.parametrize(
    "body",
    [
        "not json",
        "[]",
        json.dumps({"AlarmName": "otra-cosa", "NewStateValue": "ALARM", "StateChangeTime": "2026-03-04T15:00:00Z"}),
        json.dumps({"AlarmName": "ribera-x", "NewStateValue": "?", "StateChangeTime": "2026-03-04T15:00:00Z"}),
        json.dumps({"type": "no_such_type", "env": "prod"}),
        json.dumps({"hello": 1}),
    ],
)
def test_what_cannot_be_understood_is_an_incident_of_its_own(world, body):
    assert world.hear(world.message(body)) == []
    incident = world.only()
    assert incident.kind == "malformed_event" and body not in "".join(incident.text)
    assert world.slack.taken[0]["channel"] == "#plataforma-datos"


def test_a_broken_envelope_is_an_incident_too(world):
    assert world.hear({"messageId": "q", "body": "{"}) == []
    assert world.only().kind == "malformed_event"


def test_a_report_of_a_dag_is_told_to_the_owner(world):
    report = {"env": "prod", "dataset": "core/clientes", "type": "rows_not_conserved", "owner": "clientes-datos"}
    world.hear(world.message({**report, "severity": "P1", "run": "r1", "reason": "no cuadra"}, "P1"))
    assert world.slack.taken[0]["channel"] == "#clientes-datos"


def test_a_storm_is_told_as_one(world):
    for i in range(40):
        world.hear(world.alarm(dataset=f"pagos/d{i}", kind="late_file", severity="P1" if i == 30 else "P2"))
    world.sweep(minutes=1)
    titles = world.slack.titles()
    assert sum("Tormenta" in t for t in titles) == 1
    assert len(titles) == 11 and len(world.incidents()) == 40
    world.sweep(minutes=5)
    over = [b for b in world.slack.taken if "Balance" in b["text"]]
    assert len(over) == 1 and "30 incidentes" in over[0]["blocks"][1]["text"]["text"]
    assert over[0]["text"].startswith("P1")


def test_another_domain_is_not_in_the_storm(world):
    for i in range(15):
        world.hear(world.alarm(dataset=f"pagos/d{i}", kind="late_file"))
    world.hear(world.alarm(dataset="core/clientes", kind="late_file"))
    assert "core/clientes" in world.slack.titles()[-1]


def test_only_production_pages(world, monkeypatch):
    monkeypatch.setenv("PAGES", "false")
    import cauce_router.config

    cauce_router.config.load.cache_clear()
    world.hear(world.alarm())
    assert world.only().status == "open" and world.slack.taken == []


def _request(method: str, body: str = "", key: str = "a-key-that-signs-requests", number: str = "") -> dict:
    message = body if method == "POST" else number
    signature = hmac.new(key.encode(), message.encode(), hashlib.sha256).hexdigest()
    return {
        "requestContext": {"http": {"method": method}},
        "headers": {"X-Cauce-Signature": signature},
        "queryStringParameters": {"incident": number},
        "body": body,
    }


def test_a_signed_post_acknowledges_and_a_get_only_shows(world):
    world.hear(world.alarm())
    number = world.only().id
    body = json.dumps({"act": "acknowledge", "incident": number, "by": "ana"})
    ask = world.handler.handle
    assert ask(_request("GET", number=number), None)["statusCode"] == 200
    assert ask(_request("GET", number=number, key="other"), None)["statusCode"] == 403
    assert ask(_request("POST", body, key="other"), None)["statusCode"] == 400
    assert world.only().status == "open"
    assert ask(_request("POST", body), None)["statusCode"] == 200
    assert world.only().acked_by == "ana"


@pytest.mark.parametrize(
    "request_", [{"act": "acknowledge", "incident": "INC-0", "by": "ana"}, {"act": "?"}, {"act": "resolve", "by": ""}]
)
def test_an_impossible_act_says_why(world, request_):
    with pytest.raises(Exception, match="incident|act|by"):
        world.handler.handle(request_, None)
