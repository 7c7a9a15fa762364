"""Tables that are made of tables: what a run reads of them, and how far."""

from collections import Counter

from pyspark.sql import SparkSession

from test_tables import ACCOUNTS, deliver

BALANCES, DAILY = "pruebas/saldos", "pruebas/diario"


def change(zones, run, *lines):
    """Delivers changes of accounts."""
    file = zones.file(f"{run}.csv", "\n".join(["cuenta,op,secuencia,saldo", *lines, ""]).encode())
    return zones.run(ACCOUNTS, run, [file])


def balances(zones):
    """(account, balance) of the derived table, sorted."""
    rows = zones.table(SparkSession.builder.getOrCreate(), BALANCES).collect()
    return sorted((row.cuenta, int(row.saldo)) for row in rows)


def test_a_read_of_changes_goes_on_where_the_last_commit_ended(zones, capfd):
    change(zones, "c1", "a,I,1,10", "b,I,2,20")
    assert zones.run(BALANCES, "r1")["counts"]["read"] == 2
    assert "is read whole: for the first time" in capfd.readouterr().out
    assert zones.run(BALANCES, "r1")["commit"]["unchanged"]
    # Two batches of changes make one read; the newest version of a key is what it sees.
    change(zones, "c2", "b,U,3,21")
    change(zones, "c3", "b,U,4,22", "c,I,5,30")
    second = zones.run(BALANCES, "r2")
    assert second["counts"]["read"] == 2 and balances(zones) == [("a", 10), ("b", 22), ("c", 30)]
    # Nothing new: nothing read, nothing written.
    third = zones.run(BALANCES, "r3")
    assert third["counts"]["read"] == 0 and third["commit"]["instant"] is None
    change(zones, "c4", "c,U,6,31")
    assert zones.run(BALANCES, "r4")["counts"]["read"] == 1 and balances(zones)[-1] == ("c", 31)
    assert "read whole" not in capfd.readouterr().out


def test_changes_that_the_timeline_forgot_are_read_whole(zones, monkeypatch, capfd):
    from cauce_runtime import timeline

    change(zones, "c1", "a,I,1,10", "b,I,2,20")
    zones.run(BALANCES, "r1")
    change(zones, "c2", "b,U,3,21")
    times = timeline._completions
    monkeypatch.setattr(timeline, "_completions", lambda spark, location: times(spark, location)[-1:])
    assert zones.run(BALANCES, "r2")["counts"]["read"] == 2
    assert "is read whole: its timeline begins later" in capfd.readouterr().out
    assert balances(zones) == [("a", 10), ("b", 21)]


def test_a_window_reads_whole_days_and_replaces_their_partitions(zones):
    for run, day in {"d1": "2026-01-30", "d2": "2026-01-31", "d3": "2026-02-01"}.items():
        deliver(zones, run, 1, 2, day=day, as_of=f"{day}T23:00:00-05:00")
    zones.run(DAILY, "r1", as_of="2026-02-01T06:00:00-05:00")
    assert days(zones) == {"2026-01-30": 2, "2026-01-31": 2, "2026-02-01": 2}
    second = zones.run(DAILY, "r2", as_of="2026-02-02T06:00:00-05:00")
    assert second["counts"]["read"] == 4 and days(zones) == {"2026-01-30": 2, "2026-01-31": 2, "2026-02-01": 2}


def days(zones):
    """How many readings each day of the derived table has."""
    rows = zones.table(SparkSession.builder.getOrCreate(), DAILY).collect()
    return dict(Counter(str(row.leido_day) for row in rows))
