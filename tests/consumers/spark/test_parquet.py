"""Parquet whose schema is not that of the spec: each file is held against it by itself."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from cauce_runtime import Column, JobError, Parquet, parse_columns
from cauce_runtime.marks import FAILED

from conftest import uri

COLUMNS = [Column("id", "bigint", required=True), Column("n", "int"), Column("amount", "decimal(10,2)")]
GOOD = {"id": pa.array([1, 2], pa.int64()), "n": pa.array([7, None], pa.int32()),
        "amount": pa.array([Decimal("1.50"), None], pa.decimal128(10, 2))}  # fmt: skip


@pytest.fixture
def read(spark, tmp_path):
    """A function from a source and the columns of each file to the delivery."""

    def run(source, *tables, columns=COLUMNS):
        files = []
        for number, table in enumerate(tables):
            path = tmp_path / f"{number}.parquet"
            parquet.write_table(pa.table(table), path)
            files.append(uri(path))
        return source.read(SimpleNamespace(spark=spark, files=files), columns)

    return run


def outcome(delivery, columns=COLUMNS):
    """Values and failures of each row, after parsing."""
    names = [item.name for item in columns]
    rows = parse_columns(delivery.rows, columns).orderBy("id").collect()
    assert delivery.count()["read"] == len(rows)
    return [(*[row[name] for name in names], row[FAILED]) for row in rows]


def without(name):
    """The columns of a good file but one."""
    return {key: values for key, values in GOOD.items() if key != name}


def test_a_file_as_the_spec_has_it(read):
    found = outcome(read(Parquet(), GOOD))
    assert found == [(1, 7, Decimal("1.50"), []), (2, None, None, [])]


DRIFT = {
    "missing": (without("n"), "n is missing"),
    "extra": ({**GOOD, "more": pa.array([1, 2])}, "more is not a column of the spec"),
    "narrowed": ({**GOOD, "id": pa.array([1, 2], pa.int32())}, "id is int, narrower than bigint"),
    "widened": ({**GOOD, "n": pa.array([7, 2**31], pa.int64())}, "n is bigint, wider than int"),
    "another": ({**GOOD, "n": pa.array([True, False])}, "n is boolean, the spec says int"),
    "another case": ({**without("n"), "N": GOOD["n"]}, "N is not a column of the spec; n is missing"),
    "another scale": (
        {**GOOD, "amount": pa.array([Decimal("1.500"), None], pa.decimal128(10, 3))},
        "amount is decimal(10,3), the spec says decimal(10,2)",
    ),
}


@pytest.mark.parametrize("kind", DRIFT)
def test_drift_stops_the_run_and_names_the_columns(read, kind):
    table, reason = DRIFT[kind]
    with pytest.raises(JobError, match="the files are not what the spec says") as caught:
        read(Parquet(), table)
    assert reason in str(caught.value)


def test_a_file_may_still_have_the_former_name_of_a_column(read):
    columns = [*COLUMNS[:1], Column("count", "int", former="n"), COLUMNS[2]]
    newer = {"id": pa.array([3], pa.int64()), "count": pa.array([8], pa.int32()), "amount": GOOD["amount"][:1]}
    found = outcome(read(Parquet(), GOOD, newer, columns=columns), columns)
    assert [row[:2] for row in found] == [(1, 7), (2, None), (3, 8)]
    with pytest.raises(JobError, match="n is not a column of the spec"):
        read(Parquet(), {**GOOD, "count": GOOD["n"]}, columns=columns)


def test_all_columns_that_drift_are_named_at_once(read):
    with pytest.raises(JobError, match="extra is not a column of the spec; n is missing"):
        read(Parquet(), {**without("n"), "extra": pa.array([1, 2])})


@pytest.mark.parametrize(
    ("kind", "policy", "warned"),
    [("missing", "warn", True), ("extra", "warn", True), ("extra", "ignore", False), ("narrowed", "accept", False),
     ("narrowed", "warn", True)],
)  # fmt: skip
def test_drift_that_the_spec_accepts(read, kind, policy, warned):
    table, reason = DRIFT[kind]
    delivery = read(Parquet(**{kind: policy}), table)
    assert delivery.warnings == ((reason,) if warned else ())
    assert [row[0] for row in outcome(delivery)] == [1, 2]


def test_values_that_do_not_fit_a_widened_column_are_quarantined_and_the_others_are_not(read):
    found = outcome(read(Parquet(widened="quarantine"), DRIFT["widened"][0]))
    assert found == [(1, 7, Decimal("1.50"), []), (2, None, None, ["cast_n"])]


def test_a_second_file_is_not_read_with_the_schema_of_the_first(read):
    other = {**without("n"), "id": pa.array([3, 4], pa.int64())}
    with pytest.raises(JobError, match="n is missing"):
        read(Parquet(), GOOD, other)
    delivery = read(Parquet(missing="warn"), GOOD, other)
    assert [row[:2] for row in outcome(delivery)] == [(1, 7), (2, None), (3, None), (4, None)]


def test_nested_values_fields_and_text(read):
    columns = [
        Column("id", "bigint"),
        Column("tags", "array<string>"),
        Column("city", "string", source="home.city"),
        Column("day", "date", format="dd/MM/yyyy"),
    ]
    table = {
        "id": [1, 2],
        "tags": [["a", None], None],
        "home": [{"city": "Cali"}, None],
        "day": ["31/01/2026", "31/02/2026"],
    }
    found = outcome(read(Parquet(), table, columns=columns), columns)
    assert found == [(1, ["a", None], "Cali", date(2026, 1, 31), []), (2, None, None, None, ["cast_day"])]
