"""Transforms of single columns: a value that does not fit is noted, never bent or lost, whatever the mode of Spark."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from cauce_runtime import cast, fill, normalise, rename
from cauce_runtime.marks import FAILED, FATE, business_columns, no_deletion
from pyspark.sql import functions as F


@pytest.fixture
def rows(spark):
    """A function from values of one type to rows that nothing has happened to, with the value in `v`."""

    def make(type, *values):
        given = spark.createDataFrame([(n, value) for n, value in enumerate(values)], f"n int, v {type}")
        return given.withColumns(
            {FAILED: F.array().cast("array<string>"), FATE: F.lit(None).cast("string"), **no_deletion()}
        )

    return make


@pytest.fixture(params=["false", "true"], ids=["ansi-off", "ansi-on"])
def ansi(request, spark):
    """Both modes of Spark."""
    spark.conf.set("spark.sql.ansi.enabled", request.param)
    yield
    spark.conf.unset("spark.sql.ansi.enabled")


def values(rows, name="v"):
    """The values of a column in the order given."""
    return [row[name] for row in rows.orderBy("n").collect()]


FITTING = [
    ("string", "bigint", ["12", "1.5", "", " 7", "9223372036854775808", None], [12, None, None, None, None, None]),
    ("string", "decimal(5,2)", ["1.5", "1.005", "1000", "1,5", "-0.10"], ["1.50", None, None, None, "-0.10"]),
    ("string", "date", ["2026-02-01", "2026-02-30", "2026", "01/02/2026"], [date(2026, 2, 1), None, None, None]),
    ("string", "boolean", ["true", "false", "TRUE", "1"], [True, False, None, None]),
    ("string", "double", ["1.5", "1e3", "NaN", "x"], [1.5, 1000.0, None, None]),
    ("decimal(18,4)", "decimal(18,2)", ["0.2500", "0.2501", "-7.0000"], ["0.25", None, "-7.00"]),
    ("decimal(18,2)", "int", ["7.00", "7.50", "9999999999.00"], [7, None, None]),
    ("bigint", "int", [7, 2147483648, -2147483648], [7, None, -2147483648]),
    ("bigint", "double", [7, 9007199254740993], [7.0, None]),
    ("double", "decimal(18,2)", [0.5, 0.1 + 0.2, float("nan"), float("inf"), 1e20], ["0.50", None, None, None, None]),
    ("double", "float", [0.5, 0.1, float("inf")], [0.5, None, float("inf")]),
    ("int", "string", [7, None], ["7", None]),
    ("date", "timestamp", [date(2026, 2, 1)], [datetime(2026, 2, 1)]),
    ("timestamp", "date", [datetime(2026, 2, 1), datetime(2026, 2, 1, 0, 0, 1)], [date(2026, 2, 1), None]),
]


@pytest.mark.parametrize(("found", "wanted", "given", "expected"), FITTING, ids=lambda v: v if type(v) is str else "")
def test_a_value_fits_when_it_is_the_same_in_the_new_type(rows, spark, ansi, found, wanted, given, expected):
    typed = [Decimal(value) if "decimal" in found and value else value for value in given]
    expected = [Decimal(value) if "decimal" in wanted and value else value for value in expected]
    if "date" in (found, wanted) or "timestamp" in (found, wanted):
        spark.conf.set("spark.sql.session.timeZone", "UTC")
    result = cast(rows(found, *typed), {"v": wanted})
    lost = [before is not None and after is None for before, after in zip(given, expected, strict=True)]
    assert values(result) == expected and dict(result.dtypes)["v"] == wanted
    assert values(result, FATE) == ["quarantined" if one else None for one in lost]
    assert values(result, FAILED) == [["cast_v"] if one else [] for one in lost]
    noted = cast(rows(found, *typed), {"v": wanted}, on_error="set_null")
    assert values(noted) == expected and values(noted, FATE) == [None] * len(given)
    assert values(noted, FAILED) == values(result, FAILED)


def test_a_quarantined_row_is_not_judged_again(rows):
    given = rows("string", "x").withColumns({FATE: F.lit("quarantined"), FAILED: F.array(F.lit("encoding"))})
    assert values(cast(given, {"v": "int"}), FAILED) == [["encoding"]]


def test_names_may_be_swapped(rows):
    found = rename(rows("string", "x"), {"n": "v", "v": "n"})
    assert business_columns(found) == ["v", "n"] and found.first().n == "x"


STEPS = [
    ("trim", "\u00a0 a b\t\n", "a b"),
    ("collapse_spaces", "a \t\u00a0b", "a b"),
    ("upper", "ñandú", "ÑANDÚ"),
    ("lower", "ÑANDÚ", "ñandú"),
    ("strip_accents", "Ñandú Peñón e\u0301 ế Łódź Ø", "Nandu Penon e e Łodz Ø"),
    ("strip_accents", "が й", "が й"),
    ("nfc", "e\u0301 \u212b", "é Å"),
    ("digits_only", "+57 (300) 123-45٣", "5730012345"),
    ("digits_only", "n/a", ""),
    ("null_if_empty", "", None),
    ("null_if_empty", " ", " "),
]


@pytest.mark.parametrize(("step", "given", "expected"), STEPS)
def test_a_step_of_the_spelling(rows, ansi, step, given, expected):
    assert values(normalise(rows("string", given, None), ["v"], do=[step])) == [expected, None]


def test_steps_are_taken_in_their_order(rows):
    given = rows("string", " - ")
    assert values(normalise(given, ["v"], do=["digits_only", "null_if_empty"])) == [None]
    assert values(normalise(given, ["v"], do=["null_if_empty", "digits_only"])) == [""]


def test_only_what_is_empty_is_filled_and_the_column_stays_nullable(rows, ansi):
    found = fill(rows("decimal(18,2)", Decimal("1.50"), None), {"v": "0.00"})
    assert values(found) == [Decimal("1.50"), Decimal("0.00")] and found.schema["v"].nullable
