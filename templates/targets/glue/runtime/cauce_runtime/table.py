"""The Hudi table of a dataset: every option pinned, written once per batch, verified after the commit."""

from dataclasses import dataclass, field

from pyspark.sql import Column as Expression
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from .errors import JobError, NotProven
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
    "hoodie.cleaner.policy.failed.writes": "EAGER",
    "hoodie.datasource.write.commitmeta.key.prefix": "cauce.",
}
# A laptop has neither executors to serve nor slow listings to save.
LOCAL = {"hoodie.embed.timeline.server": "false", "hoodie.metadata.enable": "false"}
INDEXES = {
    "global": {"hoodie.index.type": "GLOBAL_SIMPLE", "hoodie.simple.index.update.partition.path": "true"},
    "global_bloom": {"hoodie.index.type": "GLOBAL_BLOOM", "hoodie.bloom.index.update.partition.path": "true"},
    "record": {
        "hoodie.index.type": "RECORD_INDEX",
        "hoodie.metadata.enable": "true",
        "hoodie.metadata.record.index.enable": "true",
        "hoodie.record.index.update.partition.path": "true",
    },
    "partition": {"hoodie.index.type": "SIMPLE"},
    "bloom": {"hoodie.index.type": "BLOOM"},
    "bucket": {"hoodie.index.type": "BUCKET", "hoodie.index.bucket.engine": "SIMPLE"},
    "none": {"hoodie.index.type": "SIMPLE"},
}
# Every row of an insert is a new one: nothing is combined, neither in the batch nor with the file it is added to.
INSERT = {"hoodie.combine.before.insert": "false", "hoodie.merge.allow.duplicate.on.inserts": "true"}
WIDER = {("int", "bigint"), ("float", "double")}


@dataclass(frozen=True)
class Hudi:
    """A copy-on-write table. ``write``: ``upsert``, ``insert``, or ``insert_overwrite`` (of the batch's partitions).

    ``columns`` are the columns of the table in order, ``comments`` what the catalogue says of them, ``renamed`` the
    names that an older table may have for them; ``deletes`` says whether a batch may delete keys; ``missing_pct`` is
    the share of its keys that a full delivery may delete by lacking them. ``keep`` commits stay readable; ``evolve``
    says whether new columns are added (``add``) or stop the run (``none``). ``export`` says
    whether each batch leaves what it sends to the table for others to load.
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
    buckets: int = 0
    keep: int = 10
    evolve: str = "add"
    comments: dict[str, str] = field(default_factory=dict)
    export: bool = False
    renamed: dict[str, str] = field(default_factory=dict)

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

    def hand_out(self, rows: DataFrame, location: str) -> None:
        """Replaces ``location`` with outgoing ``rows`` as Parquet; ``_deleted`` says whether a row deletes its key.

        Written before the commit, and worth reading once the result of the run says ok. A row that is older than the
        one that the table has is among them: a reader compares the versions, as the table does.
        """
        gone = F.coalesce(column(DELETED), F.lit(False)) if DELETED in rows.columns else F.lit(False)
        rows = rows.select(*[column(name) for name in self.columns], gone.alias("_deleted"))
        rows.write.mode("overwrite").option("compression", "zstd").parquet(location)

    def save(self, rows: DataFrame, location: str, extra: dict[str, str]) -> None:
        """Writes outgoing ``rows`` as one commit with ``extra`` options and metadata."""
        rows.write.format("hudi").options(**self.options(), **extra).mode("append").save(location)

    def options(self) -> dict[str, str]:
        """The options of Hudi that this table pins."""
        return {
            **PINNED,
            **INDEXES[self.index],
            **({"hoodie.bucket.index.num.buckets": str(self.buckets)} if self.buckets else {}),
            **(INSERT if self.write == "insert" else {}),
            **self._ordering(),
            # The timeline must be longer than what the cleaner keeps.
            "hoodie.cleaner.commits.retained": str(self.keep),
            "hoodie.keep.min.commits": str(self.keep + 10),
            "hoodie.keep.max.commits": str(self.keep + 20),
            "hoodie.table.name": self.name,
            "hoodie.datasource.write.operation": self.write,
            "hoodie.datasource.write.recordkey.field": ",".join(self.key),
            "hoodie.datasource.write.partitionpath.field": ",".join(self.partition_by),
            "hoodie.datasource.write.keygenerator.class": f"org.apache.hudi.keygen.{self._key_generator()}",
        }

    def local(self) -> dict[str, str]:
        """The options of a laptop; an index that lies in the metadata table needs that one there too."""
        return {key: value for key, value in LOCAL.items() if key not in INDEXES[self.index]}

    def accept(self, sent: DataFrame, held: DataFrame) -> None:
        """Refuses ``sent`` when its columns do not fit those of the table; Hudi would change some types unseen."""
        types, found = dict(held.dtypes), dict(sent.dtypes)
        lost = [name for name in types if name not in found and not name.startswith("_hoodie_")]
        other = [name for name in found if name in types and not self._fits(types[name], found[name])]
        added = [name for name in found if name not in types and name != DELETED and self.evolve == "none"]
        problems = [f"the table has {name}, which this batch lacks" for name in lost]
        problems += [f"{name} is {types[name]} in the table and {found[name]} in this batch" for name in other]
        problems += [f"{name} is new, and the table takes no new columns" for name in added]
        if problems:
            raise JobError(f"{'; '.join(problems)}; the table was not written")

    def _fits(self, held: str, found: str) -> bool:
        return held == found or (self.evolve == "add" and (held, found) in WIDER)

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
