"""The Hudi table of a dataset: every option pinned, written once per batch, verified after the commit."""

from dataclasses import dataclass, field

from pyspark.sql import Column as Expression
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from .errors import NotProven
from .marks import ANNULLED, FATE, TOMBSTONE, alive, column
from .timeline import Commit

DELETED = "_hoodie_is_deleted"
LONGEST_COMMENT = 255  # of a column in the Glue catalogue
PAYLOADS = "org.apache.hudi.common.model"
PINNED = {
    "hoodie.datasource.write.table.type": "COPY_ON_WRITE",
    "hoodie.datasource.write.hive_style_partitioning": "true",
    "hoodie.datasource.write.reconcile.schema": "false",
    "hoodie.write.set.null.for.missing.columns": "false",
    "hoodie.write.table.version": "8",
    "hoodie.write.auto.upgrade": "false",
    "hoodie.clean.automatic": "true",
    "hoodie.cleaner.commits.retained": "10",
    "hoodie.cleaner.policy.failed.writes": "EAGER",
    "hoodie.datasource.write.commitmeta.key.prefix": "cauce.",
}
INDEXES = {
    "global": {"hoodie.index.type": "GLOBAL_SIMPLE", "hoodie.simple.index.update.partition.path": "true"},
    "partition": {"hoodie.index.type": "SIMPLE"},
    "none": {"hoodie.index.type": "SIMPLE"},
}


@dataclass(frozen=True)
class Hudi:
    """A copy-on-write table. ``write``: ``upsert`` or ``insert_overwrite`` (of the partitions that the batch has).

    ``columns`` are the columns of the table in order, ``comments`` what the catalogue says of them; ``deletes`` says
    whether a batch may delete keys; ``missing_pct`` is the share of its keys that a full delivery may delete by lacking
    them.
    """

    name: str
    database: str
    write: str
    key: list[str]
    columns: list[str]
    order_by: str = ""
    partition_by: list[str] = field(default_factory=list)
    index: str = "partition"
    deletes: bool = False
    missing_pct: int | None = None
    comments: dict[str, str] = field(default_factory=dict)

    def outgoing(self, rows: DataFrame) -> DataFrame:
        """The rows of ``rows`` that the table must see: the survivors, and the keys to delete."""
        deleted = (F.col(FATE) == "deleted") | F.col(TOMBSTONE)
        upserted = alive() & ~F.col(ANNULLED)
        sent = rows.where(upserted | deleted) if self.deletes else rows.where(upserted)
        # Null for the others, not false: Hudi refuses a new column that cannot be null.
        marker = [F.when(deleted, True).alias(DELETED)] if self.deletes else []
        return sent.select(*[self._described(name) for name in self.columns], *marker)

    def _described(self, name: str) -> Expression:
        if name not in self.comments:
            return column(name)
        return column(name).alias(name, metadata={"comment": one_line(self.comments[name])})

    def without(self, sent: DataFrame, missing: DataFrame) -> DataFrame:
        """What is ``sent`` and the deletion of the rows ``missing`` of the table, each as of its own version."""
        names = [name for name in missing.columns if name in sent.columns]
        gone = missing.select(*[column(name) for name in names]).withColumn(DELETED, F.lit(True))
        return sent.unionByName(gone, allowMissingColumns=True)

    def save(self, rows: DataFrame, location: str, extra: dict[str, str]) -> None:
        """Writes outgoing ``rows`` as one commit with ``extra`` options and metadata."""
        rows.write.format("hudi").options(**self.options(), **extra).mode("append").save(location)

    def options(self) -> dict[str, str]:
        """The options of Hudi that this table pins."""
        return {
            **PINNED,
            **INDEXES[self.index],
            **self._ordering(),
            "hoodie.table.name": self.name,
            "hoodie.datasource.write.operation": self.write,
            "hoodie.datasource.write.recordkey.field": ",".join(self.key),
            "hoodie.datasource.write.partitionpath.field": ",".join(self.partition_by),
            "hoodie.datasource.write.keygenerator.class": f"org.apache.hudi.keygen.{self._key_generator()}",
        }

    def catalog(self) -> dict[str, str]:
        """The options that register the table and its partitions in the Glue catalogue."""
        return {
            "hoodie.datasource.meta.sync.enable": "true",
            "hoodie.datasource.hive_sync.mode": "hms",
            "hoodie.datasource.hive_sync.use_jdbc": "false",
            "hoodie.datasource.hive_sync.database": self.database,
            "hoodie.datasource.hive_sync.table": self.name,
            "hoodie.datasource.hive_sync.sync_comment": "true",
            "hoodie.datasource.hive_sync.partition_fields": ",".join(self.partition_by),
            "hoodie.datasource.hive_sync.partition_extractor_class": "org.apache.hudi.hive.MultiPartKeysValueExtractor",
        }

    def verify(self, sent: DataFrame, table: DataFrame, commit: Commit, upserts: int, deletes: int) -> int:
        """Holds the commit and the table against what was ``sent``; returns how many rows were stale.

        A row is stale when the table already had a newer version of its key: Hudi keeps that one.
        """
        if commit.errors or commit.inserted + commit.updated > upserts + deletes:
            raise NotProven(f"commit {commit.instant} does not agree with the {upserts + deletes} rows that were sent")
        if self.write != "upsert":
            _agree(commit, "rows", upserts, commit.inserted)
            return 0
        found = self._read_back(sent, table)
        _agree(commit, "rows", upserts, found["present"])
        _agree(commit, "deletions", deletes, found["absent"])
        return found["stale"]

    def _read_back(self, sent: DataFrame, table: DataFrame) -> dict[str, int]:
        keys = [column(name) for name in self.key]
        held = table.select(*keys, column(self.order_by).alias("_held"))
        deleted = F.coalesce(column(DELETED), F.lit(False)) if self.deletes else F.lit(False)
        sent = sent.select(*keys, column(self.order_by).alias("_sent"), deleted.alias("_gone"))
        newer = F.coalesce(F.col("_held") > F.col("_sent"), F.lit(False))
        found = sent.join(held, self.key, "left").agg(
            F.count_if(~F.col("_gone") & (F.col("_held") >= F.col("_sent"))).alias("present"),
            F.count_if(F.col("_gone") & (F.col("_held").isNull() | newer)).alias("absent"),
            F.count_if(~F.col("_gone") & newer).alias("stale"),
        )
        return found.first().asDict()

    def _ordering(self) -> dict[str, str]:
        if not self.order_by:
            return {
                "hoodie.record.merge.mode": "COMMIT_TIME_ORDERING",
                "hoodie.datasource.write.payload.class": f"{PAYLOADS}.OverwriteWithLatestAvroPayload",
            }
        return {
            "hoodie.record.merge.mode": "EVENT_TIME_ORDERING",
            "hoodie.datasource.write.payload.class": f"{PAYLOADS}.DefaultHoodieRecordPayload",
            "hoodie.datasource.write.precombine.field": self.order_by,
        }

    def _key_generator(self) -> str:
        if not self.partition_by:
            return "NonpartitionedKeyGenerator"
        return "SimpleKeyGenerator" if len(self.key) == len(self.partition_by) == 1 else "ComplexKeyGenerator"


def _agree(commit: Commit, what: str, sent: int, found: int) -> None:
    if sent != found:
        raise NotProven(f"commit {commit.instant}: {sent} {what} were sent, the table shows {found}")


def one_line(comment: str) -> str:
    """A comment as the Glue catalogue takes it: printable, on one line, cut before its class where it is too long."""
    text = "".join(character for character in " ".join(comment.split()) if character.isprintable())
    if len(text) <= LONGEST_COMMENT:
        return text
    meaning, _, end = text.rpartition(" [")
    return f"{meaning[: LONGEST_COMMENT - len(end) - 3]}… [{end}"
