"""Transforms note what happens to a row and never lose one; rules are judged in three-valued logic."""

import pytest
from cauce_runtime import (
    Column,
    JobError,
    Rule,
    aggregate,
    apply,
    dedupe,
    delete_quarantined,
    derive,
    filter_rows,
    join,
    join_as_of,
    judge,
    look_up,
    mark_deleted,
    parse_columns,
    query,
)
from cauce_runtime import tally as counting
from cauce_runtime.marks import ANNULLED, FAILED, FATE, TOMBSTONE
from pyspark.sql import functions as F

COLUMNS = [Column("id", "string", required=True), Column("v", "bigint"), Column("state", "string")]


@pytest.fixture
def rows(delivered):
    """A function from (id, v, state) to parsed rows."""

    def make(*given):
        ids, versions, states = zip(*given, strict=True)
        return parse_columns(delivered({"id": list(ids), "v": list(versions), "state": list(states)}), COLUMNS)

    return make


def fates(rows):
    """(id, v, fate) of each row, sorted."""
    return sorted(((row.id, row.v, row[FATE]) for row in rows.collect()), key=str)


def count(rows, read, rules=(), ids=(), history=()):
    """The tally of ``rows`` against ``read`` delivered ones."""
    known = counting.Known("2026-02-01T06:00:00-05:00", lambda runs: list(history)[:runs])
    return counting.count(rows, {"read": read}, list(ids), list(rules), [], known)


def test_derive_quarantines_what_does_not_fit(rows):
    found = derive(rows(("a", "7", None), ("b", "4000000000", None)), "small", "int", "v")
    assert [(row.small, row[FAILED]) for row in found.collect()] == [(7, []), (None, ["cast_small"])]
    rounded = derive(rows(("a", "25", None)), "share", "decimal(18,1)", "v / 100.00", round="half_even")
    assert str(rounded.first().share) == "0.2"


def test_the_newest_row_of_a_key_stays_and_the_choice_is_the_same_again(rows):
    given = [("a", "1", "x"), ("a", "2", "y"), ("a", "2", "z"), ("b", None, "x"), ("b", "1", "x")]
    first = fates(dedupe(rows(*given), by=["id"], order_by="v"))
    assert first == fates(dedupe(rows(*reversed(given)), by=["id"], order_by="v"))
    assert [(id, v) for id, v, fate in first if fate is None] == [("a", 2), ("b", 1)]


def test_a_bad_newest_row_does_not_evict_a_good_one(rows):
    rules = [Rule("state", on_fail="quarantine", fails="state not in ('x')")]
    found = dedupe(judge(rows(("a", "1", "x"), ("a", "2", "bad")), rules), by=["id"], order_by="v")
    assert fates(found) == [("a", 1, None), ("a", 2, "quarantined")]


@pytest.mark.parametrize(
    ("kept", "gone", "annulled", "tombstone"),
    [("1", "2", True, True), ("2", "1", False, False), ("2", "2", True, True)],
)
def test_a_tombstone_annuls_a_survivor_that_is_not_newer(rows, kept, gone, annulled, tombstone):
    found = filter_rows(rows(("a", kept, "x"), ("a", gone, "off")), "state <> 'off'", on_existing="delete")
    found = dedupe(found, by=["id"], order_by="v").orderBy("state").collect()
    assert [row[FATE] for row in found] == ["filtered", None]
    assert (found[0][TOMBSTONE], found[1][ANNULLED]) == (tombstone, annulled)


def test_a_filter_that_keeps_existing_rows_makes_no_tombstone(rows):
    found = filter_rows(rows(("a", "1", "off"), ("b", "1", None)), "state <> 'off'").collect()
    assert [(row[FATE], row[TOMBSTONE]) for row in found] == [("filtered", False), ("filtered", False)]


def test_every_fate_is_counted_once(rows):
    given = [
        ("a", "1", "x"),
        ("a", "2", "x"),
        ("b", "1", "off"),
        ("c", "1", "bad"),
        ("d", "1", "del"),
        (None, "1", "x"),
    ]
    found = judge(rows(*given), [Rule("state", on_fail="quarantine", fails="state = 'bad'")])
    found = filter_rows(found, "state <> 'off'", on_existing="delete")
    found = mark_deleted(dedupe(found, by=["id"], order_by="v"), "state = 'del'")
    counts = count(found, 6, ids=["required_id", "state"])
    fates = {"read": 6, "written": 1, "quarantined": 2, "filtered": 1, "deduplicated": 1, "deleted": 1}
    assert counts.counts == fates and counts.failed == {"required_id": 1, "state": 1} and counts.tombstones == 1
    with pytest.raises(JobError, match="rows are not conserved: 7 came in, 6 are accounted for"):
        count(found, 7)


def test_null_breaks_no_rule_but_not_null(rows):
    rules = [
        Rule("range", on_fail="quarantine", fails="v < 10"),
        Rule("not_null", on_fail="warn", fails="v is null"),
        Rule("odd", on_fail="drop", fails="v % 2 = 1"),
        Rule("unique", on_fail="warn", fails="count(*) over (partition by state) > 1"),
    ]
    found = judge(rows(("a", None, "p"), ("b", "5", "q"), ("c", "11", "r"), ("d", "12", "r")), rules)
    noted = {row.id: (row[FATE], row[FAILED]) for row in found.collect()}
    assert noted["a"] == (None, ["not_null"])
    assert noted["b"] == ("quarantined", ["range", "odd"])
    assert noted["c"] == ("filtered", ["odd", "unique"])
    assert noted["d"] == (None, ["unique"])


def test_a_run_rule_sees_what_was_not_quarantined(rows):
    rule = Rule("row_count", on_fail="fail", fails="rows < 2", scope="run")
    good, bad = ("a", "1", "x"), (None, "1", "x")
    assert count(rows(good, bad), 2, [rule]).broken == ["row_count"]
    assert count(rows(good, ("b", "1", "x")), 2, [rule]).broken == []


def test_a_run_rule_measures_what_was_not_quarantined(spark):
    given = parse_columns(
        spark.createDataFrame(
            [("a", "2026-01-30 10:00:00"), (None, "2026-02-01 05:00:00")], "id string, at string"
        ).selectExpr("*", "'file' as _file", "cast(null as string) as _malformed"),
        [Column("id", "string", required=True), Column("at", "timestamp")],
    )
    fails = "`f` < as_of - make_dt_interval(0, 0, 0, {})"
    for seconds, broken in ((43 * 3600, ["f"]), (45 * 3600, [])):
        rule = Rule("f", on_fail="fail", fails=fails.format(seconds), scope="run", measure="max(at)")
        assert count(given, 2, [rule]).broken == broken


def test_the_number_of_rows_is_compared_with_that_of_earlier_batches(rows, capsys):
    given = rows(*[(str(n), "1", "x") for n in range(10)])
    rule = Rule("v", on_fail="fail", fails="rows < v * 50 / 100 or rows > v * 150 / 100", scope="run", history=4)
    for history, broken in (
        ([10, 11, 9, 12, 900], []),
        ([21, 22, 23, 24], ["v"]),
        ([1, 2, 6, 6], ["v"]),
        ([900, 900], []),
    ):
        assert count(given, 10, [rule], history=history).broken == broken
    assert "v: 2 earlier batches are too few" in capsys.readouterr().out


def test_a_value_is_looked_up_and_no_row_multiplies(rows, spark):
    other = spark.createDataFrame([("x",), ("x",), (None,)], "code string")
    rule = Rule("known", on_fail="drop", fails="state is not null and not _known_state")
    given = rows(("a", "1", "x"), ("b", "1", "y"), ("c", "1", None))
    found = judge(look_up(given, other, "state", "code", "_known_state"), [rule])
    assert fates(found) == [("a", 1, None), ("b", 1, "filtered"), ("c", 1, None)]
    assert count(found, 3, ids=["known"]).failed == {"known": 1}


def test_a_row_in_quarantine_may_delete_its_key(rows):
    found = judge(
        rows(("a", "1", "x"), ("a", "2", "bad"), ("b", None, "bad")), [Rule("s", "quarantine", "state = 'bad'")]
    )
    found = dedupe(delete_quarantined(found, key=["id"], order_by="v"), by=["id"], order_by="v").collect()
    assert {(row.id, row.v): (row[FATE], row[TOMBSTONE], row[ANNULLED]) for row in found} == {
        ("a", 1): (None, False, True),
        ("a", 2): ("quarantined", True, False),
        ("b", None): ("quarantined", False, False),
    }


def test_the_newest_rate_that_is_not_after_the_day(rows, spark):
    rates = spark.createDataFrame([(3, "c"), (1, "a"), (None, "n"), (5, "e")], "day long, rate string")
    given = rows(("r0", "0", None), ("r1", "1", None), ("r2", "2", None), ("r9", "9", None), ("rn", None, None))
    found = join_as_of(given, rates, on={"v": "day"}, take=["rate"])
    assert sorted((row.id, row.rate) for row in found.collect()) == [
        ("r0", None), ("r1", "a"), ("r2", "a"), ("r9", "e"), ("rn", None),
    ]  # fmt: skip


def test_an_as_of_join_with_repeated_days_neither_multiplies_nor_loses(rows, spark):
    rates = spark.createDataFrame([("x", 1, "a"), ("x", 1, "b"), ("y", 1, "c")], "state string, day long, rate string")
    found = join_as_of(rows(("r", "2", "x"), ("s", "2", "z")), rates, on={"state": "state", "v": "day"}, take=["rate"])
    assert [(row.id, row.rate in ("a", "b")) for row in found.orderBy("id").collect()] == [("r", True), ("s", False)]


def test_a_join_that_multiplies_stops_the_run(rows, spark):
    other = spark.createDataFrame([("a", "Cali"), ("a", "Tunja")], "id string, city string")
    found = join(rows(("a", "1", None)), other, on={"id": "id"}, take=["city"])
    with pytest.raises(JobError, match="rows are not conserved: 1 came in, 2 are accounted for"):
        count(found, 1)


def test_rows_without_counterpart_are_filled_or_filtered(rows, spark):
    other = spark.createDataFrame([("a", "Cali"), ("b", None)], "id string, city string")
    given = rows(("a", "1", None), ("b", "1", None), ("c", "1", None), (None, "1", None))
    filled = join(given, other, on={"id": "id"}, take=["city"], fill={"city": "?"})
    assert [(row.id, row.city) for row in filled.orderBy("id").collect()] == [
        (None, "?"), ("a", "Cali"), ("b", None), ("c", "?"),
    ]  # fmt: skip
    found = join(given, other, on={"id": "id"}, take=["city"], filter=True, on_existing="delete")
    assert fates(found) == [("a", 1, None), ("b", 1, None), ("c", 1, "filtered"), (None, 1, "quarantined")]
    assert [row.id for row in found.where(TOMBSTONE).collect()] == ["c"]
    counts = count(found, 4, ids=["required_id"]).counts
    assert (counts["written"], counts["filtered"], counts["quarantined"]) == (2, 1, 1)


def test_a_query_adds_columns_to_each_row(rows, spark):
    rates = spark.createDataFrame([("x", 2.0), ("y", 3.0)], "state string, rate double")
    given = rows(("a", "1", "x"), ("a", "1", "x"), ("b", "2", "y"), ("c", "3", "z"), (None, "4", "x"))
    sql = "select _id, v * rate as w, case when v = 3 then 'no' else '5' end as n from rows left join r using (state)"
    found = query(given, {"r": rates}, sql, {"w": "decimal(18,2)", "n": "int"})
    noted = sorted(((row.id, row.w, row.n, row[FAILED]) for row in found.collect()), key=str)
    assert noted[:3] == [("a", 2, 5, []), ("a", 2, 5, []), ("b", 6, 5, [])]
    assert noted[3:] == [("c", None, None, ["cast_n"]), (None, None, None, ["required_id"])]
    assert count(found, 5, ids=["required_id", "cast_n"]).counts["written"] == 3
    assert not spark.catalog.listTables()


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("select _id, v as w from rows where id <> 'a'", "rows of the transforms .* 2 came in, 1 are"),
        ("select _id, v as w from rows union all select _id, v from rows", "2 came in, 4 are"),
        ("select _id, v as w from rows where v = 1 union all select _id, 0 from rows where v = 1", "3 came in, 2 are"),
        ("select 'x' as _id, v as w from rows", "4 came in, 2 are"),
    ],
    ids=["lost", "doubled", "lost and doubled", "invented"],
)
def test_a_query_that_does_not_give_each_row_once_stops_the_run(rows, sql, message):
    found = query(rows(("a", "1", None), ("b", "2", None)), {}, sql, {"w": "bigint"})
    with pytest.raises(JobError, match=message):
        count(found, 2)


def test_a_query_that_gives_some_rows_filters_the_others(rows):
    given = filter_rows(rows(("a", "1", None), ("b", "2", None), ("c", "3", None)), "id <> 'c'")
    sql = "select _id, v as w from rows where v > 1"
    found = query(given, {}, sql, {"w": "int"}, gives="some", on_existing="delete")
    assert fates(found) == [("a", 1, "filtered"), ("b", 2, None), ("c", 3, "filtered")]
    assert [row.id for row in found.where(TOMBSTONE).collect()] == ["a"]
    assert count(found, 3).counts["filtered"] == 2


def test_a_query_that_gives_groups_says_how_many_rows_stand_behind_them(rows):
    given = rows(("a", "1", None), ("a", "2", None), ("b", "3", None), (None, "4", None))
    sql = "select id, count(*) as _rows, max(v) as top from rows {} group by id"
    found = query(given, {}, sql.format(""), {"id": "string", "top": "bigint"}, gives="groups")
    counts = count(found, 4, ids=["required_id"]).counts
    assert (counts["aggregated_in"], counts["groups"], counts["quarantined"]) == (3, 2, 1)
    short = query(given, {}, sql.format("where v > 1"), {"id": "string", "top": "bigint"}, gives="groups")
    with pytest.raises(JobError, match="rows are not conserved: 4 came in, 3 are accounted for"):
        count(short, 4)


def test_a_function_sees_what_it_reads_and_gives_what_is_declared(rows):
    def double(given):
        assert given.columns == ["_id", "v"]
        return given.select("_id", (F.col("v") * 2).alias("w"))

    given = rows(("a", "1", "x"), ("b", None, "y"))
    found = apply(given, double, reads=["v"], columns={"w": "int"})
    assert sorted((row.id, row.state, row.w) for row in found.collect()) == [("a", "x", 2), ("b", "y", None)]
    with pytest.raises(JobError, match="the step gives _id, w; declared are _id, total"):
        apply(given, double, reads=["v"], columns={"total": "int"})


def test_a_row_lost_and_another_doubled_do_not_make_up_for_each_other(rows):
    given = rows(("a", "1", None), ("b", "1", None), ("b", "1", None))
    found = given.withColumn(FATE, F.when(F.col("id") == "a", "lost"))
    with pytest.raises(JobError, match="rows of the transforms are not conserved: 3 came in, 2 are accounted for"):
        count(found, 2)


def test_rows_are_conserved_up_to_an_aggregate_and_groups_after_it(rows):
    given = rows(("a", "1", "x"), ("a", "2", "x"), ("b", "3", "x"), (None, "4", "x"), ("c", "5", "off"))
    found = filter_rows(given, "state <> 'off'")
    found = aggregate(found, by=["id"], columns=[("n", "bigint", "count(*)"), ("total", "tinyint", "sum(v) * 50")])
    found = judge(found, [Rule("few", on_fail="warn", fails="n < 2")])
    counts = count(found, 5, ids=["cast_total", "few"])
    assert counts.counts == {
        "read": 5, "written": 0, "quarantined": 3, "filtered": 1, "deduplicated": 0, "deleted": 0,
        "aggregated_in": 3, "groups": 2,
    }  # fmt: skip
    assert counts.failed == {"cast_total": 2}
    assert found.where(F.col("_level") == "group").count() == 2
