"""The commits of a Hudi table, as its timeline tells them."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass

from pyspark.sql import SparkSession

METADATA = ("cauce.batch_id", "cauce.tally", "cauce.deletions", "cauce.read", "cauce.operation")
NEWEST = 20  # how far back a batch is looked for; older instants are being archived


@dataclass(frozen=True)
class Commit:
    """One completed commit. The counts are Hudi's own; rows that move between partitions count in two of them."""

    instant: str
    metadata: dict[str, str]
    inserted: int
    updated: int
    errors: int


def commits(spark: SparkSession, location: str, newest: int | None = NEWEST) -> Iterator[Commit]:
    """The ``newest`` commits (``None``: all) of the table at ``location``, newest first; none where no table is."""
    client = _client(spark, location)
    if client is None:
        return
    timeline = client.getActiveTimeline().getCommitsTimeline().filterCompletedInstants()
    instants = timeline.getReverseOrderedInstants().iterator()
    for _ in itertools.count() if newest is None else range(newest):
        if not instants.hasNext():
            return
        instant = instants.next()
        yield _commit(instant.requestedTime(), timeline.readCommitMetadata(instant))


def find(spark: SparkSession, location: str, batch: str) -> Commit | None:
    """The commit that carries ``batch``."""
    return next((one for one in commits(spark, location) if one.metadata.get("cauce.batch_id") == batch), None)


def rows(spark: SparkSession, location: str, runs: int) -> list[int]:
    """How many rows the newest ``runs`` batches had that were not quarantined, newest first."""
    tallies = (commit.metadata.get("cauce.tally") for commit in commits(spark, location))
    counts = [json.loads(text)["counts"] for text in tallies if text]
    return [count["read"] - count["quarantined"] for count in counts[:runs]]


def savepoints(spark: SparkSession, location: str) -> list[str]:
    """The instants of the commits that have a savepoint, oldest first."""
    client = _client(spark, location)
    if client is None:
        return []
    instants = client.getActiveTimeline().getSavePointTimeline().filterCompletedInstants().getInstants().iterator()
    found = []
    while instants.hasNext():
        found.append(instants.next().requestedTime())
    return sorted(found)


def last(spark: SparkSession, location: str) -> str:
    """When the newest commit was completed; empty when there is none."""
    times = _completions(spark, location)
    return times[-1] if times else ""


def reaches(spark: SparkSession, location: str, moment: str) -> bool:
    """Whether all commits after ``moment`` are still in the active timeline."""
    times = _completions(spark, location)
    return bool(times) and times[0] <= moment


def _completions(spark: SparkSession, location: str) -> list[str]:
    client = _client(spark, location)
    if client is None:
        return []
    instants = client.getActiveTimeline().getCommitsTimeline().filterCompletedInstants().getInstants().iterator()
    times = []
    while instants.hasNext():
        times.append(instants.next().getCompletionTime())
    return sorted(times)


def exists(spark: SparkSession, location: str) -> bool:
    """Whether a Hudi table was made at ``location``."""
    path = spark._jvm.org.apache.hadoop.fs.Path(f"{location}/.hoodie/hoodie.properties")
    return path.getFileSystem(spark._jsc.hadoopConfiguration()).exists(path)


def _client(spark: SparkSession, location: str):
    if not exists(spark, location):
        return None
    hudi = spark._jvm.org.apache.hudi
    configuration = hudi.hadoop.fs.HadoopFSUtils.getStorageConf(spark._jsc.hadoopConfiguration())
    return hudi.common.table.HoodieTableMetaClient.builder().setConf(configuration).setBasePath(location).build()


def _commit(instant: str, metadata) -> Commit:
    extra = metadata.getExtraMetadata()
    return Commit(
        instant,
        {key: extra.get(key) for key in METADATA if extra.get(key)},
        metadata.fetchTotalInsertRecordsWritten(),
        metadata.fetchTotalUpdateRecordsWritten(),
        metadata.fetchTotalWriteErrors(),
    )
