"""Runs the functions of a job on a few rows: what the generated tests stand on."""

import importlib.util
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from .job import SESSION
from .marks import FAILED, FATE, FILE, LEVEL, MALFORMED, alive, business_columns, column, quote
from .values import is_nested


@pytest.fixture(scope="session")
def spark():
    """One session for all tests: starting it takes longer than a case."""
    session = SparkSession.builder.appName("tests").getOrCreate()
    yield session
    session.stop()


def load_job(test_file: str) -> ModuleType:
    """The job that ``tests/<domain>/test_<dataset>.py`` tests: ``jobs/<domain>/<dataset>.py``."""
    test = Path(test_file).resolve()
    path = test.parents[2] / "jobs" / test.parent.name / test.name.removeprefix("test_")
    found = importlib.util.spec_from_file_location(f"{test.parent.name}_{path.stem}", path)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Outcome:
    """What a job made of the given rows: one dict per row, values as Python has them, timestamps as text."""

    written: list[dict]
    quarantined: list[dict]

    def expect(self, *rows: dict) -> "Outcome":
        """Fails unless the written rows are these, in any order; only the named columns are compared."""
        _match("written", self.written, rows)
        return self

    def expect_quarantined(self, *rows: dict) -> "Outcome":
        """The same for the quarantined rows; ``rules`` are the ids that a row failed."""
        _match("quarantined", self.quarantined, rows)
        return self


def run_case(spark: SparkSession, job: ModuleType, given: list[dict], inputs: dict | None = None) -> Outcome:
    """Parses and transforms ``given``, rows as the source delivers them, with ``inputs`` as the upstream tables."""
    for key, value in {**SESSION, "spark.sql.session.timeZone": job.TIMEZONE}.items():
        spark.conf.set(key, value)
    shapes = {item.delivered: job.SOURCE.shape(item) for item in job.COLUMNS}
    schema = ", ".join(f"{quote(name)} {type}" for name, type in shapes.items())
    delivered = _frame(spark, given, schema)
    delivered = delivered.withColumns({FILE: F.lit("given"), MALFORMED: F.lit(None).cast("string")})
    tables = {name: _table(spark, (inputs or {}).get(name, []), ddl) for name, ddl in job.INPUTS.items()}
    rows = job.transform(job.parse(delivered), tables).persist()
    if LEVEL not in rows.columns:
        assert rows.count() == len(given), "the transforms do not conserve rows: does a join find more than one?"
    outcome = Outcome(_dicts(rows.where(alive())), _dicts(rows.where(F.col(FATE) == "quarantined"), FAILED))
    rows.unpersist()
    return outcome


def _table(spark: SparkSession, rows: list[dict], ddl: str) -> DataFrame:
    # A test may give more columns of a table than the job reads.
    read = spark.createDataFrame([], ddl).columns
    return _frame(spark, [{name: row.get(name) for name in read} for row in rows], ddl)


def _frame(spark: SparkSession, rows: list[dict], schema: str) -> DataFrame:
    typed = spark.createDataFrame([], schema)
    unknown = {name for row in rows for name in row} - set(typed.columns)
    if unknown:
        raise ValueError(f"the test gives columns that are not delivered: {', '.join(sorted(unknown))}")
    cells = [tuple(_text(row.get(name)) for name in typed.columns) for row in rows]
    texts = spark.createDataFrame(cells, ", ".join(f"{quote(name)} string" for name in typed.columns))
    return texts.select(*[_cell(name, type).alias(name) for name, type in typed.dtypes])


def _cell(name: str, type: str):
    # Nested values are written as JSON, bytes in base64.
    if is_nested(type):
        return F.from_json(column(name), type, {"mode": "FAILFAST"})
    return F.unbase64(column(name)) if type == "binary" else column(name).cast(type)


def _dicts(rows: DataFrame, failed: str | None = None) -> list[dict]:
    shown = [_shown(name, type) for name, type in rows.dtypes if name in business_columns(rows)]
    rules = [F.col(failed).alias("rules")] if failed else []
    return [row.asDict() for row in rows.select(*shown, *rules).collect()]


def _shown(name: str, type: str):
    # A timestamp as text: Python would show it in the zone of this machine, not of the job.
    if type == "timestamp":
        return column(name).cast("string").alias(name)
    if is_nested(type):
        return F.to_json(column(name)).alias(name)
    return F.base64(column(name)).alias(name) if type == "binary" else column(name)


def _match(what: str, found: list[dict], expected: tuple[dict, ...]) -> None:
    left = list(found)
    for row in expected:
        same = next((one for one in left if all(_equal(one.get(name), value) for name, value in row.items())), None)
        assert same is not None, f"no {what} row is {row}; left: {left}"
        left.remove(same)
    assert not left, f"{what} and not expected: {left}"


def _equal(found, expected) -> bool:
    if found is None or expected is None:
        return found is expected
    if isinstance(found, Decimal):
        return found == Decimal(str(expected))
    return found == expected if isinstance(found, list) else _text(found) == _text(expected)


def _text(value):
    return value if value is None else str(value).lower() if isinstance(value, bool) else str(value)
