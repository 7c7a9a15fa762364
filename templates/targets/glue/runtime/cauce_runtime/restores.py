"""Savepoints of a table, and the way back to one, together with all that later batches left elsewhere.

What a restore will undo is written down before it begins, so that one that was killed and is started again finishes
the same work: the commits of the table, the quarantines, the exports and the results of the runs. The ledger and the
watermark are told by what the result says: the runs that were undone, oldest first, with their files and windows.
"""

import json

from pyspark.sql import SparkSession

from . import storage, timeline
from .errors import JobError


def savepoint(spark: SparkSession, location: str, options: dict[str, str], by: str, why: str) -> str:
    """Makes a savepoint of the newest commit of the table with these ``options``; returns its instant."""
    newest = next(timeline.commits(spark, location), None)
    if newest is None:
        raise JobError("there is no table to make a savepoint of")
    if newest.instant not in timeline.savepoints(spark, location):
        _client(spark, location, options).savepoint(newest.instant, by, why)
    return newest.instant


def undoes(spark: SparkSession, location: str, instant: str) -> list[str]:
    """The keys of the runs whose commits are younger than the savepoint ``instant``, oldest first."""
    known = timeline.savepoints(spark, location)
    if instant not in known:
        raise JobError(f"{instant} is no savepoint of the table; there are: {', '.join(known) or 'none'}")
    younger = [one for one in timeline.commits(spark, location, None) if one.instant > instant]
    # A run that renamed columns has two commits.
    return list(dict.fromkeys(one.metadata["cauce.batch_id"].rpartition(":")[0] for one in reversed(younger)))


def restore(spark: SparkSession, location: str, options: dict[str, str], instant: str) -> None:
    """Takes the table with these ``options`` back to the savepoint ``instant``."""
    if undoes(spark, location, instant):
        _client(spark, location, options).restoreToSavepoint(instant)
    if undoes(spark, location, instant):
        raise JobError(f"the table still has commits that are younger than {instant}")


def planned(uri: str, plan: list[dict]) -> list[dict]:
    """What was written down at ``uri`` before, or ``plan``, which is written down now."""
    if storage.exists(uri):
        return json.loads(storage.read_text(uri))
    storage.write_text(uri, json.dumps(plan, indent=2) + "\n")
    return plan


def remove(spark: SparkSession, folder: str) -> None:
    """Removes a folder, if it is there."""
    path = spark._jvm.org.apache.hadoop.fs.Path(folder)
    path.getFileSystem(spark._jsc.hadoopConfiguration()).delete(path, True)


def _client(spark: SparkSession, location: str, options: dict[str, str]):
    jvm = spark._jvm
    options = jvm.PythonUtils.toScalaMap(options)
    # Without a name: with one it would look for the table in the catalogue.
    return jvm.org.apache.hudi.HoodieCLIUtils.createHoodieWriteClient(
        spark._jsparkSession, location, options, jvm.scala.Option.empty()
    )
