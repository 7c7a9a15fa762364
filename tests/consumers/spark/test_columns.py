"""Guarded parsing: what a text becomes, and what it is when it becomes nothing."""

from decimal import Decimal

import pytest
from cauce_runtime import Column, parse_columns
from cauce_runtime.marks import FAILED, FATE, MALFORMED
from pyspark.sql import functions as F

BAD = object()


def parsed(rows, column, decimal="point"):
    """Each value of ``column`` by its text; ``BAD`` when its row was quarantined for it."""
    found = (
        parse_columns(rows, [column], decimal).select("_source.text", F.col(column.name).alias("v"), FAILED).collect()
    )
    assert all(row[FAILED] in ([], [f"cast_{column.name}"]) for row in found)
    return {row.text: BAD if row[FAILED] else row.v for row in found}


@pytest.fixture(params=["false", "true"], ids=["ansi-off", "ansi-on"])
def ansi(request, spark):
    """Both of Spark's ways with bad casts must see the same values."""
    spark.conf.set("spark.sql.ansi.enabled", request.param)
    yield
    spark.conf.set("spark.sql.ansi.enabled", "false")


def check(delivered, column, expected, decimal="point"):
    """Holds what each text becomes against ``expected``."""
    assert parsed(delivered({"text": list(expected)}), column, decimal) == expected


def test_decimals_with_a_comma(delivered, ansi):
    expected = {
        "1.234.567,89": Decimal("1234567.89"),
        "1234,5": Decimal("1234.50"),
        "-1.000": Decimal("-1000.00"),
        "": None,
        **dict.fromkeys(["1,234.56", "12.5", "1.23", "N/A", "1,005", "12.500,00 ", "1e3", "--1", "9" * 17 + "0"], BAD),
    }
    check(delivered, Column("v", "decimal(18,2)", source="text"), expected, "comma")


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
