"""Deletions that reach beyond a batch: keys that a full delivery lacks, and deleted keys that must not come back.

Hudi forgets a key that it deletes, so that an older version of it, which arrives later, would be a new row. The table
therefore remembers each key that a row deleted, with the version that did it. All that is remembered lies in one folder
of the state zone, written anew by a batch that deletes; the commit of a batch names the folder that holds after it, so
that the two change together, also when the table is restored.
"""

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from . import storage, timeline
from .errors import JobError
from .marks import ANNULLED, FATE, alive, column
from .table import DELETED, Hudi

FOLDER = "cauce.deletions"  # key of a commit's metadata
VERSION = "_deleted_by"


class Memory:
    """What a table remembers: ``held`` are its rows (``None`` before the first commit), ``name`` the current folder."""

    def __init__(self, spark: SparkSession, table: Hudi, location: str, root: str):
        """Reads the timeline of the table at ``location``; ``root`` is the folder of what its dataset remembers."""
        self.spark, self.table, self.location, self.root = spark, table, location, root
        named = (commit.metadata.get(FOLDER) for commit in timeline.commits(spark, location))
        self.name = next(filter(None, named), "") if table.deletes else ""

    def annul(self, rows: DataFrame) -> DataFrame:
        """Annuls the survivors whose key was deleted, in an earlier batch, by a version that is not older."""
        if not self.name:
            return rows
        order = column(self.table.order_by)
        late = alive() & F.coalesce(F.col(VERSION) >= order, F.lit(False))
        known = rows.join(self._remembered(), self.table.key, "left")
        return known.withColumn(ANNULLED, F.col(ANNULLED) | late).drop(VERSION)

    def keep(self, sent: DataFrame, batch: str) -> dict[str, str]:
        """Remembers what ``sent`` deletes, for ``batch``; returns the metadata of the commit that does it."""
        deleted = sent.where(F.coalesce(DELETED, F.lit(False))).select(*self._columns())
        if deleted.isEmpty():
            return {FOLDER: self.name} if self.name else {}
        if self.name:
            deleted = deleted.unionByName(self._remembered())
        name = batch.replace(":", ".")
        newest = deleted.groupBy(*[column(key) for key in self.table.key]).agg(F.max(VERSION).alias(VERSION))
        newest.write.mode("overwrite").parquet(storage.join(self.root, name))
        return {FOLDER: name}

    def forget(self) -> None:
        """Removes the folders that no commit of the timeline names any more."""
        folder = self.spark._jvm.org.apache.hadoop.fs.Path(self.root)
        files = folder.getFileSystem(self.spark._jsc.hadoopConfiguration())
        named = {commit.metadata.get(FOLDER) for commit in timeline.commits(self.spark, self.location, None)}
        for found in files.listStatus(folder) if files.exists(folder) else []:
            if found.getPath().getName() not in named:
                files.delete(found.getPath(), True)

    def missing(self, rows: DataFrame) -> DataFrame | None:
        """The rows of the table whose keys the full delivery ``rows`` does not have; ``None`` where they stay.

        A row that could not be read may be any of them, so that a delivery with such a row deletes nothing by absence.
        """
        if self.table.missing_pct is None or not timeline.exists(self.spark, self.location):
            return None
        keys = [column(name) for name in self.table.key]
        unknown = F.array_contains(F.array(*[key.isNull() for key in keys]), True)
        if not rows.where((F.col(FATE) == "quarantined") & unknown).isEmpty():
            print("a row of this delivery has no readable key: no key is deleted for being missing")
            return None
        held = self.spark.read.format("hudi").load(self.location)
        return held.join(rows.select(*keys), self.table.key, "left_anti")

    def bound(self, missing: int) -> None:
        """Refuses a delivery that lacks more keys of the table than the spec allows."""
        held = self.spark.read.format("hudi").load(self.location).count()
        if missing * 100 > self.table.missing_pct * held:
            share = f"{missing} of the {held} keys of the table are missing in this delivery ({missing / held:.1%})"
            raise JobError(f"{share}; max_pct allows {self.table.missing_pct} %; the table was not written")

    def _remembered(self) -> DataFrame:
        return self.spark.read.parquet(storage.join(self.root, self.name))

    def _columns(self) -> list:
        return [*[column(key) for key in self.table.key], column(self.table.order_by).alias(VERSION)]
