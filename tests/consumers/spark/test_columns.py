"""Guarded parsing: what a text becomes, and what it is when it becomes nothing."""

from decimal import Decimal

import pytest
from cauce_runtime import Column, Numbers, parse_columns
from cauce_runtime.marks import FAILED, FATE, MALFORMED
from pyspark.sql import functions as F

BAD = object()
PLAIN, COMMA = Numbers(), Numbers("comma", "point")


def parsed(rows, column, numbers=PLAIN):
    """Each value of ``column`` by its text; ``BAD`` when its row was quarantined for it."""
    found = parse_columns(rows, [column], numbers)
    found = found.select("_source.text", F.col(column.name).alias("v"), FAILED).collect()
    assert all(row[FAILED] in ([], [f"cast_{column.name}"]) for row in found)
    return {row.text: BAD if row[FAILED] else row.v for row in found}


@pytest.fixture(params=["false", "true"], ids=["ansi-off", "ansi-on"])
def ansi(request, spark):
    """Both of Spark's ways with bad casts must see the same values."""
    spark.conf.set("spark.sql.ansi.enabled", request.param)
    yield
    spark.conf.set("spark.sql.ansi.enabled", "false")


def check(delivered, column, expected, numbers=PLAIN):
    """Holds what each text becomes against ``expected``."""
    assert parsed(delivered({"text": list(expected)}), column, numbers) == expected


def test_decimals_with_a_comma(delivered, ansi):
    expected = {
        "1.234.567,89": Decimal("1234567.89"),
        "1234,5": Decimal("1234.50"),
        "-1.000": Decimal("-1000.00"),
        "": None,
        **dict.fromkeys(["1,234.56", "12.5", "1.23", "N/A", "1,005", "12.500,00 ", "1e3", "--1", "9" * 17 + "0"], BAD),
    }
    check(delivered, Column("v", "decimal(18,2)", source="text"), expected, COMMA)


def test_decimals_with_a_point(delivered, ansi):
    expected = {"4100.25": Decimal("4100.250000"), "-0.000001": Decimal("-0.000001"), "7": Decimal("7.000000")}
    expected |= dict.fromkeys(["4,012.33", "1.0000001", "1.234.567", "x"], BAD)
    check(delivered, Column("v", "decimal(18,6)", source="text"), expected)


def test_whole_numbers(delivered, ansi):
    expected = {"-7": -7, "9223372036854775807": 9223372036854775807}
    expected |= dict.fromkeys(["9223372036854775808", "1.5", "1.000", "12abc", " 1"], BAD)
    check(delivered, Column("v", "bigint", source="text"), expected)


def test_moments_with_a_format(delivered, ansi):
    column = Column("v", "timestamp", source="text", format="dd/MM/yyyy HH:mm:ss")
    texts = [
        "01/02/2026 10:00:00",
        "31/02/2026 10:00:00",
        "1/2/2026 10:00:00",
        "2026-02-01",
        "01/02/26 10:00:00",
        "abc",
    ]
    found = parsed(delivered({"text": texts}).withColumn("text", F.col("text")), column)
    assert [text for text, value in found.items() if value is BAD] == texts[1:]


def test_a_moment_without_offset_is_in_the_zone_of_the_spec(delivered, spark):
    column = Column("v", "timestamp", source="text", format="dd/MM/yyyy HH:mm:ss")
    rows = parse_columns(delivered({"text": ["01/02/2026 00:00:00"]}), [column])
    assert rows.select(F.unix_seconds("v")).first()[0] == 1769922000  # 05:00 in UTC


def test_days(delivered, ansi):
    found = parsed(
        delivered({"text": ["2026-02-01", "2026", "2026-02-30", "01-02-2026"]}), Column("v", "date", source="text")
    )
    assert [str(value) if value is not BAD else "bad" for value in found.values()] == [
        "2026-02-01",
        "bad",
        "bad",
        "bad",
    ]


def test_a_missing_value_is_not_a_bad_one(delivered):
    columns = [Column("id", "string", required=True), Column("n", "bigint", required=True), Column("m", "bigint")]
    rows = delivered({"id": ["a", None, "  "], "n": ["1", "", "x"], "m": [None, "", "1"]})
    found = parse_columns(rows, columns).select(FAILED, FATE).collect()
    assert [row[FAILED] for row in found] == [[], ["required_id", "required_n"], ["required_id", "cast_n"]]
    assert [row[FATE] for row in found] == [None, "quarantined", "quarantined"]


def test_undecodable_bytes_and_malformed_records_are_refused_whole(delivered):
    rows = delivered({"name": ["Pe\ufffda", "Peña", "x"]})
    rows = rows.withColumn(MALFORMED, F.when(F.col("name") == "x", "x;y;z"))
    found = parse_columns(rows, [Column("name", "string", required=True)]).select("name", FAILED).collect()
    assert [row[FAILED] for row in found] == [["encoding"], [], ["malformed"]]
    assert found[2].name is None


def test_a_delivery_with_other_types_than_the_spec_stops_the_run(delivered):
    from cauce_runtime import JobError

    rows = delivered({"n": ["1"]}).withColumn("n", F.lit(1.5))
    with pytest.raises(JobError, match="column n is delivered as double, the spec says bigint"):
        parse_columns(rows, [Column("n", "bigint")])


@pytest.mark.parametrize(
    ("numbers", "good"),
    [
        (Numbers("point", "comma"), {"1,234,567.80": "1234567.80", "1234.5": "1234.50", "-1,000": "-1000.00"}),
        (Numbers("comma", "space"), {"1 234,5": "1234.50", "1\u00a0234,5": "1234.50", "1\u202f234": "1234.00"}),
        (Numbers("point", "apostrophe"), {"1'234.56": "1234.56", "12": "12.00"}),
        (Numbers("comma", "none"), {"1234,5": "1234.50"}),
    ],
)
def test_decimals_with_groups(delivered, ansi, numbers, good):
    bad = ["1.234,5,6", "12.34.56", "1..234", "1e3", "1,23,4", "1 23", "", "1'23.4"]
    expected = {**dict.fromkeys(bad, BAD), "": None, **{text: Decimal(value) for text, value in good.items()}}
    check(delivered, Column("v", "decimal(18,2)", source="text"), expected, numbers)


def test_whole_numbers_have_the_groups_of_the_source(delivered, ansi):
    expected = {"1.234": 1234, "1234": 1234, "-1.234.567": -1234567, "1.23": BAD, "1,0": BAD, "1.2345": BAD}
    check(delivered, Column("v", "bigint", source="text"), expected, COMMA)
    check(delivered, Column("v", "int", source="text"), {"2147483647": 2147483647, "2147483648": BAD, "1.000": BAD})


def test_a_very_long_number_is_refused_and_stops_nothing(delivered):
    long = "1" + ".000" * 50_000
    check(delivered, Column("v", "decimal(18,2)", source="text"), {long: BAD}, COMMA)


@pytest.mark.parametrize("type", ["float", "double"])
def test_floating_numbers_are_finite(delivered, ansi, type):
    expected = {"1.5": 1.5, "-2": -2.0, "1e3": 1000.0, "2.5E-1": 0.25, "": None}
    expected |= dict.fromkeys(["NaN", "Infinity", "-inf", "1e999", "1,5", "0x1p3", "1d", "1f"], BAD)
    check(delivered, Column("v", type, source="text"), expected)
    check(delivered, Column("v", type, source="text"), {"1.000,5": 1000.5, "1.5": BAD}, COMMA)


def test_floating_numbers_that_are_none_are_refused_when_typed_too(delivered):
    rows = delivered({"id": ["1", "NaN", "Infinity", None]}).withColumn("id", F.col("id").cast("double"))
    found = parse_columns(rows, [Column("id", "double")]).select("id", FAILED).collect()
    assert [(row.id, row[FAILED]) for row in found] == [(1.0, []), (None, ["cast_id"]), (None, ["cast_id"]), (None, [])]


def test_words_of_booleans(delivered, ansi):
    check(delivered, Column("v", "boolean", source="text"), {"true": True, "false": False, "TRUE": BAD, "1": BAD})
    column = Column("v", "boolean", source="text", true=["S", "Sí"], false=["N"])
    check(delivered, column, {"S": True, "Sí": True, "N": False, "s": BAD, "true": BAD, "": None})


def test_bytes(delivered, ansi):
    hexadecimal = {"": None, "00fF": bytes([0, 255]), "0": BAD, "zz": BAD}
    check(delivered, Column("v", "binary", source="text", format="hex"), hexadecimal)
    base64 = {"": None, "w7E=": "ñ".encode(), "w7E": BAD, "w7E!": BAD, "====": BAD}
    check(delivered, Column("v", "binary", source="text", format="base64"), base64)


def seconds(delivered, texts, zone, **named):
    """Seconds since 1970 by text; ``BAD`` when the row was quarantined."""
    column = Column("v", "timestamp", source="text", timezone=zone, **named)
    rows = parse_columns(delivered({"text": texts}), [column])
    found = rows.select("_source.text", F.unix_seconds("v").alias("s"), FAILED).collect()
    return {row.text: BAD if row[FAILED] else row.s for row in found}


def test_a_clock_that_its_zone_skipped_is_refused_and_the_earlier_of_two_is_taken(delivered, ansi):
    """New York skipped 02:30 on 2026-03-08 and had 01:30 twice on 2026-11-01."""
    expected = {"2026-03-08 02:30:00": BAD, "2026-03-08 03:30:00": 1772955000, "2026-11-01 01:30:00": 1793511000}
    assert seconds(delivered, list(expected), "America/New_York") == expected
    assert seconds(delivered, list(expected), "America/New_York", format="yyyy-MM-dd HH:mm:ss") == expected


def test_a_stated_offset_wins_over_every_zone(delivered, ansi):
    texts = ["2026-02-01T10:00:00-05:00", "2026-02-01 15:00:00Z"]
    assert set(seconds(delivered, texts, "Asia/Tokyo").values()) == {1769958000}
    found = seconds(delivered, ["01/02/2026 10:00 -0500"], "Asia/Tokyo", format="dd/MM/yyyy HH:mm xx")
    assert set(found.values()) == {1769958000}


def test_days_and_moments_of_long_ago_stay_what_they_are(delivered, ansi):
    days = ["0001-01-01", "1582-10-10", "1899-12-31", "9999-12-31"]
    found = parsed(delivered({"text": [*days, "0000-00-00"]}), Column("v", "date", source="text"))
    assert [str(value) for value in found.values() if value is not BAD] == days
    rows = delivered({"text": ["0001-01-01 00:00:00", "1899-12-31 23:59:59"]})
    rows = parse_columns(rows, [Column("v", "timestamp", source="text")]).select(F.col("v").cast("string"), FAILED)
    assert [tuple(row) for row in rows.collect()] == [("0001-01-01 00:00:00", []), ("1899-12-31 23:59:59", [])]


def test_a_default_stands_for_what_is_missing_and_not_for_what_is_bad(delivered, ansi):
    expected = {"": 7, "1": 1, "x": BAD}
    check(delivered, Column("v", "int", source="text", default="7"), expected)
    columns = [Column("s", "string", default="-"), Column("d", "date", default="2026-01-01")]
    rows = delivered({"s": [None, " ", "x"], "d": ["", "2026-02-30", "2026-02-01"]})
    found = parse_columns(rows, columns).select("s", F.col("d").cast("string"), FAILED).collect()
    assert [tuple(row) for row in found] == [("-", "2026-01-01", []), ("-", None, ["cast_d"]), ("x", "2026-02-01", [])]


ITEMS = "array<struct<sku:string,qty:int,price:decimal(10,2),at:timestamp>>"
GOOD = '[{"sku": "a", "qty": 2, "price": 1.50, "at": "2026-02-01T10:00:00"}, {"sku": null}]'
CROOKED = [
    '[{"sku": 1}]', '[{"sku": "a", "qty": 1.5}]', '[{"qty": 2147483648}]', '[{"price": 1.505}]', '[{"more": 1}]', "{}",
    '[{"at": "2026-02-30T10:00:00"}]', "[", '[{"qty": true}]', '[{"qty": NaN}]', '[{"sku": "a", "sku": "b"}]',
]  # fmt: skip


def test_nested_values_are_taken_whole_or_not_at_all(delivered, ansi):
    found = parsed(delivered({"text": [GOOD, "", *CROOKED]}), Column("v", ITEMS, source="text"))
    first = found.pop(GOOD)
    assert [(item.sku, item.qty, item.price) for item in first] == [("a", 2, Decimal("1.50")), (None, None, None)]
    assert found.pop("") is None and set(found.values()) == {BAD}


def test_maps(delivered):
    check(delivered, Column("v", "map<string,bigint>", source="text"), {'{"a": 1, "b": null}': {"a": 1, "b": None}})
