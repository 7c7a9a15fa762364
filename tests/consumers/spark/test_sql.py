"""What the compiler knows of Spark's SQL is what Spark itself says: its functions, its grammar, its types."""

from pathlib import Path

from pyspark.errors import PySparkException
from pyspark.sql import functions as F

COLUMNS = (
    "s string, s2 string, b boolean, i int, l bigint, f float, d double, m decimal(18,2), m6 decimal(18,6), "
    "dt date, ts timestamp, bin binary, a array<int>, aa array<string>, mp map<string,int>, st struct<x:int,y:string>, "
    "`año` int"
)
EXPRESSIONS = Path(__file__).with_name("expressions.txt")
FUNCTIONS = Path(__file__).with_name("functions.txt")
OPERATORS = {"and", "or", "not", "in", "between", "case", "cast", "div"}
OF_THE_GRAMMAR = {"timestampadd", "timestampdiff", "session_user"}  # Spark knows them without listing them


def told(rows, line: str) -> str:
    """The type that Spark gives to an expression, or ``!`` when it refuses it."""
    try:
        value = F.expr(line.removeprefix("@")).alias("it")
        found = rows.groupBy("s2").agg(value) if line.startswith("@") else rows.select(value)
        return dict(found.dtypes)["it"]
    except PySparkException:
        return "!"


def test_every_expression_has_the_type_that_is_written(spark):
    """The compiler's own test reads the same lines."""
    rows = spark.createDataFrame([], COLUMNS)
    lines = [line for line in EXPRESSIONS.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    pairs = [line.rsplit(" => ", 1) for line in lines]
    assert len(pairs) > 400
    assert {sql: told(rows, sql) for sql, _ in pairs} == dict(pairs)


def test_every_function_of_spark_is_known_and_no_other(spark):
    """``functions.txt`` is what the compiler knows; its own test holds the file to its table."""
    names = {row.function for row in spark.sql("show system functions").collect()}
    words = {name for name in names if name.isidentifier()} - OPERATORS
    assert set(FUNCTIONS.read_text(encoding="utf-8").split()) == words | OF_THE_GRAMMAR
