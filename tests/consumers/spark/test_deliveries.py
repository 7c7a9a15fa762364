"""What a delivery does to the rows that the table already has: changes, deletions, and keys that are missing."""

import pytest
from cauce_runtime import JobError
from pyspark.sql import SparkSession

from orders import DATASET, deliver, line

RATES, ACCOUNTS = "pruebas/tarifas", "pruebas/cuentas"


@pytest.fixture
def send(zones):
    """A function that delivers CSV lines to a dataset and returns the result of the run."""

    def run(dataset, name, header, *lines):
        file = zones.file(f"{dataset}/{name}.csv", "\n".join([header, *lines, ""]).encode())
        return zones.run(dataset, name, [file])

    return run


@pytest.fixture
def rows(zones):
    """A function to the values of a table's columns, sorted."""

    def read(dataset, *names):
        table = zones.table(SparkSession.builder.getOrCreate(), dataset)
        return sorted(tuple(row) for row in table.select(*names).collect())

    return read


def test_a_full_delivery_deletes_what_it_no_longer_has(send, rows):
    header = "codigo,version,valor"
    send(RATES, "r1", header, "a,1,10", "b,1,10", "c,1,10")
    result = send(RATES, "r2", header, "a,1,11", "b,2,12")
    assert rows(RATES, "codigo", "version", "valor") == [("a", 1, 11), ("b", 2, 12)]
    assert (result["counts"]["read"], result["counts"]["written"], result["counts"]["missing"]) == (2, 2, 1)
    # What was missing once is no deletion of the source: the key comes back with the version that it had.
    send(RATES, "r3", header, "a,1,11", "b,2,12", "c,1,10")
    assert rows(RATES, "codigo") == [("a",), ("b",), ("c",)]


def test_too_many_missing_keys_stop_the_run(send, rows):
    header = "codigo,version,valor"
    send(RATES, "r1", header, "a,1,10", "b,1,10", "c,1,10")
    with pytest.raises(JobError, match=r"2 of the 3 keys .* \(66.7%\); max_pct allows 50 %; the table was not written"):
        send(RATES, "r2", header, "a,2,11")
    assert rows(RATES, "codigo", "version") == [("a", 1), ("b", 1), ("c", 1)]


def test_a_row_that_cannot_be_read_may_be_the_missing_key(send, rows, capfd):
    header = "codigo,version,valor"
    send(RATES, "r1", header, "a,1,10", "b,1,10", "c,1,10")
    quarantined = send(RATES, "r2", header, "a,2,11", "b,2,11", "c,2,?")
    assert quarantined["counts"]["quarantined"] == 1 and quarantined["counts"]["missing"] == 0
    unreadable = send(RATES, "r3", header, "a,3,11", "b,3,11", "c;3;11")
    assert "missing" not in unreadable["counts"] and "no key is deleted for being missing" in capfd.readouterr().out
    assert rows(RATES, "codigo", "version") == [("a", 3), ("b", 3), ("c", 1)]


def test_changes_are_applied_in_their_order_and_deletions_stay(send, rows):
    header = "cuenta,op,secuencia,saldo"
    first = send(ACCOUNTS, "r1", header, "a,I,1,10", "a,U,3,30", "a,U,2,20", "b,I,4,10", "b,D,5,", "c,I,6,1", "d,?,7,1")
    assert rows(ACCOUNTS, "cuenta", "secuencia", "saldo") == [("a", 3, 30), ("c", 6, 1)]
    assert first["rules"] == {"accepted_values_op": 1} and first["counts"]["deleted"] == 1
    # Older changes that arrive late undo no deletion; newer ones make the key anew.
    late = send(ACCOUNTS, "r2", header, "b,U,4,40", "c,X,9,")
    assert rows(ACCOUNTS, "cuenta") == [("a",)] and late["counts"]["annulled"] == 1
    send(ACCOUNTS, "r3", header, "b,U,3,40", "c,U,8,5")
    assert rows(ACCOUNTS, "cuenta") == [("a",)]
    send(ACCOUNTS, "r4", header, "b,I,11,50", "c,U,9,5", "z,I,1,1")
    assert rows(ACCOUNTS, "cuenta", "secuencia") == [("a", 3), ("b", 11), ("z", 1)]


def test_what_is_remembered_goes_with_the_commits(zones, send, rows):
    header = "cuenta,op,secuencia,saldo"
    send(ACCOUNTS, "r1", header, "a,I,1,10", "a2,I,1,10", "b,D,5,")
    # The commit of a batch that was interrupted before it is not there: what it remembered counts for nothing.
    lost = zones.root / "state" / "deletions" / ACCOUNTS / "r2.0"
    lost.mkdir()
    send(ACCOUNTS, "r2", header, "a,D,2,")
    assert send(ACCOUNTS, "r2", header, "a,D,2,")["commit"]["unchanged"]
    assert not lost.exists() and rows(ACCOUNTS, "cuenta") == [("a2",)]
    send(ACCOUNTS, "r3", header, "a,U,2,7", "b,U,5,7")
    assert rows(ACCOUNTS, "cuenta") == [("a2",)]


def test_a_corrected_date_moves_and_an_annulled_operation_stays_away(zones, rows):
    name, keys = "pruebas/seccion7", ["id_transaccion", "version", "fecha_day"]

    def send(run, *lines):
        result = zones.run(name, run, **deliver(zones, f"{name}/{run}", lines))
        return result, [(key, version, str(day)) for key, version, day in rows(name, *keys)]

    first, table = send("r1", line("a", 1, day="01/02/2026"), line("b", 1, day="01/02/2026"))
    assert table == [("a", 1, "2026-02-01"), ("b", 1, "2026-02-01")]
    assert first["rules"]["references_id_cliente"] == 2  # there are no clients here: counted, and nothing else
    assert send("r2", line("a", 2, day="28/01/2026"))[1] == [("a", 2, "2026-01-28"), ("b", 1, "2026-02-01")]
    assert send("r3", line("a", 4, state="ANULADA", day="05/02/2026"))[1] == [("b", 1, "2026-02-01")]
    late, table = send("r4", line("a", 3, day="28/01/2026"), line("c", 1, day="05/02/2026"))
    assert table == [("b", 1, "2026-02-01"), ("c", 1, "2026-02-05")] and late["counts"]["annulled"] == 1


def test_a_late_version_of_an_annulled_operation_stays_out(zones, rows):
    zones.run(DATASET, "r1", **deliver(zones, "one", [line("a", 1, day="01/02/2026"), line("b", 1)]))
    # The day was wrong: the row moves to another partition, then the operation is annulled there.
    zones.run(DATASET, "r2", **deliver(zones, "two", [line("a", 2, day="03/02/2026")]))
    assert [(key, str(day)) for key, day in rows(DATASET, "id_transaccion", "fecha_dia")] == [
        ("a", "2026-02-03"),
        ("b", "2026-02-01"),
    ]
    annulled = line("a", 4, state="ANULADA", day="05/02/2026")
    zones.run(DATASET, "r3", **deliver(zones, "three", [annulled]))
    assert rows(DATASET, "id_transaccion") == [("b",)]
    late = zones.run(DATASET, "r4", **deliver(zones, "four", [line("a", 3, day="03/02/2026")]))
    assert rows(DATASET, "id_transaccion") == [("b",)] and late["counts"]["annulled"] == 1
