"""The function dies between any two steps; what was decided is told all the same, and no channel hears twice."""

import os
import random
from collections import Counter
from datetime import timedelta

import pytest

EVENTS = int(os.environ.get("ROUTER_EVENTS", "150"))


class Kill(BaseException):
    """The end of a process, which nothing catches."""


class Killer:
    """Dies at the n-th call to the outside, before or after it takes effect."""

    def __init__(self, world, monkeypatch) -> None:
        self.at, self.after, self.calls, self.confirmed_unwritten = None, False, 0, 0
        from cauce_router import channels
        from cauce_router.register import Register

        for owner, names in ((Register, ("write", "confirm", "claim", "free", "count")), (channels, ("send",))):
            for name in names:
                monkeypatch.setattr(owner, name, self._wrapped(getattr(owner, name), name))

    def _wrapped(self, call, name):
        def wrapped(*args, **kwargs):
            self.calls += 1
            if self.calls == self.at and not self.after:
                # The channel has the notice and nobody wrote it down: nothing can tell this from a lost one.
                self.confirmed_unwritten += name == "confirm"
                raise Kill
            result = call(*args, **kwargs)
            if self.calls == self.at:
                self.confirmed_unwritten += name == "send"
                raise Kill
            return result

        return wrapped

    def next(self, at: int | None, *, after: bool = False) -> None:
        self.at, self.after, self.calls = at, after, 0


def run(killer, step) -> bool:
    """Runs a step; whether it was killed."""
    try:
        step()
    except Kill:
        return True
    return False


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", range(1, 11))
def test_a_kill_at_any_step_loses_no_alert(world, monkeypatch, at, after):
    killer, alarm = Killer(world, monkeypatch), world.alarm()
    killer.next(at, after=after)
    killed = run(killer, lambda: world.hear(alarm))
    killer.next(None)
    world.hear(alarm)
    world.sweep(minutes=7)
    assert killed == (at <= 8), "the test no longer reaches every step"
    assert len(world.incidents()) == 1 and world.pending() == []
    heard = Counter(world.slack.titles()) + Counter(world.teams.titles())
    assert 2 <= sum(heard.values()) <= 2 + killer.confirmed_unwritten
    assert len(world.register.items(f"SENT#{world.only().id}")) == 2


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_orders_duplicates_and_kills(world, monkeypatch, seed):
    chance, killer = random.Random(seed), Killer(world, monkeypatch)
    messages, last = story(world, chance, EVENTS // 3)
    for message in messages:
        world.clock.moment = max(world.clock.moment, message["moment"])
        killer.next(chance.randrange(1, 40) if chance.random() < 0.2 else None, after=chance.random() < 0.5)
        if chance.random() < 0.1:
            world.slack.faults.append(chance.choice([500, 429, "cut", "refuse"]))
        if run(killer, lambda message=message: world.hear(message)):
            killer.next(None)
            world.hear(message)
        if chance.random() < 0.05:
            run(killer, world.sweep)
    killer.next(None)
    world.slack.faults.clear()
    world.sweep(minutes=10)
    world.sweep(minutes=10)
    check(world, killer, last)


def story(world, chance, events):
    """Alarms of a few datasets that break and recover; late, repeated and out of order. The last state of each."""
    told, last, moment = [], {}, world.clock.moment
    for _ in range(events):
        moment += timedelta(seconds=chance.randrange(20, 900))
        dataset = f"{chance.choice(['pagos', 'core'])}/d{chance.randrange(6)}"
        state = chance.choice(["ALARM", "OK"])
        if state == "ALARM" or dataset in last:
            last[dataset] = state
        message = world.alarm(state, at=moment, dataset=dataset, severity=chance.choice(["P2", "P3"]))
        copies = 1 + (chance.random() < 0.2)
        told += [{**message, "moment": moment, "arrives": moment + timedelta(seconds=chance.randrange(900))}] * copies
    return sorted(told, key=lambda m: m["arrives"]), last


def check(world, killer, last):
    incidents = world.incidents()
    newest = {}
    for incident in incidents:
        newest[incident.dataset] = max(newest.get(incident.dataset, incident), incident, key=lambda i: i.last_at)
    assert set(newest) == set(last), "an alert was lost, or invented"
    live = {dataset for dataset, incident in newest.items() if incident.live}
    assert live == {dataset for dataset, state in last.items() if state == "ALARM"}
    assert sum(i.live for i in incidents) == len(live) == len(world.register.open())
    assert world.pending() == []
    for incident in incidents:
        timeline = world.timeline(incident.id)
        assert timeline[0] == "opened" and timeline.count("opened") == 1
        assert (timeline[-1] == "resolved" or "resolved" in timeline) or incident.live
    sent = sum(len(world.register.items(f"SENT#{incident.id}")) for incident in incidents)
    heard = len(world.slack.taken) + len(world.teams.taken) + len(world.mails())
    assert sent <= heard <= sent + killer.confirmed_unwritten, "a channel that confirmed a notice heard it again"
    told = [i for i in incidents if not i.storm]
    assert all(any(s["sk"].split("#")[2] == "opened" for s in world.register.items(f"SENT#{i.id}")) for i in told)
