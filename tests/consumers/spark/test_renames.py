"""Columns with a new name, on real tables: no value is lost, under every index, and nothing happens twice."""

import pytest
from cauce_runtime import Hudi, JobError, renames, timeline

from conftest import uri

SCHEMA = "id string, v bigint, p string, {} bigint, {} string"


@pytest.fixture
def table(spark, tmp_path):
    """A function from an index to a table of two rows with the old names, and the same table with the new ones."""

    def make(index, buckets=0, **more):
        given = {"order_by": "v", "partition_by": ["p"], "index": index, "buckets": buckets, **more}
        old = Hudi("t", "d", "upsert", ["id"], ["id", "v", "p", "n", "text"], **given)
        renamed = {"amount": "n", "note": "text"}
        new = Hudi("t", "d", "upsert", ["id"], ["id", "v", "p", "amount", "note"], renamed=renamed, **given)
        location = uri(tmp_path / "t")
        rows = spark.createDataFrame([("a", 1, "x", 10, "ñ"), ("b", 5, "y", None, "z")], SCHEMA.format("n", "text"))
        old.save(rows, location, {"cauce.batch_id": "one", "cauce.tally": "{}", **old.local()})
        return new, location

    return make


def shown(spark, location):
    """The rows of the table with its new names."""
    rows = spark.read.format("hudi").load(location)
    assert not {"n", "text"} & set(rows.columns)
    return sorted(tuple(row) for row in rows.select("id", "v", "p", "amount", "note").collect())


@pytest.mark.parametrize(
    ("index", "buckets"), [("global", 0), ("partition", 0), ("bucket", 4), ("global_bloom", 0), ("record", 0)]
)
def test_old_rows_have_their_values_under_the_new_names(spark, table, index, buckets):
    new, location = table(index, buckets)
    renames.follow(spark, new, location, new.local(), "r1")
    assert shown(spark, location) == [("a", 1, "x", 10, "ñ"), ("b", 5, "y", None, "z")]
    batch = [("a", 2, "x", 11, "o"), ("b", 4, "y", 21, "late"), ("c", 1, "x", 1, "w")]
    sent = spark.createDataFrame(batch, SCHEMA.format("amount", "note"))
    new.accept(sent, spark.read.format("hudi").load(location))
    new.save(sent, location, {"cauce.batch_id": "two", **new.local()})
    assert shown(spark, location) == [("a", 2, "x", 11, "o"), ("b", 5, "y", None, "z"), ("c", 1, "x", 1, "w")]
    renames.follow(spark, new, location, new.local(), "r2")  # what was followed once is not written again
    batches = [commit.metadata["cauce.batch_id"] for commit in timeline.commits(spark, location)]
    assert batches == ["two", "r1:renamed", "one"]


def test_a_table_that_has_both_names_is_left_alone(spark, table):
    new, location = table("global")
    both = Hudi("t", "d", "upsert", ["id"], ["id"], order_by="v", partition_by=["p"], index="global")
    rows = spark.createDataFrame([("c", 1, "x", 1, "w", 7)], SCHEMA.format("n", "text") + ", amount bigint")
    both.save(rows, location, {"cauce.batch_id": "two", **both.local()})
    with pytest.raises(JobError, match="the table has both n and amount; the table was not written"):
        renames.follow(spark, new, location, new.local(), "r1")
    assert "n" in spark.read.format("hudi").load(location).columns


def test_a_table_that_is_not_there_has_nothing_to_follow(spark, tmp_path):
    new = Hudi("t", "d", "upsert", ["id"], ["id"], renamed={"amount": "n"})
    renames.follow(spark, new, uri(tmp_path / "t"), new.local(), "r1")
    assert not (tmp_path / "t").exists()
