"""One run of a Glue job: its arguments, its session, and the order in which a batch becomes a commit."""

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path
from types import ModuleType
from typing import Self

from pyspark.sql import DataFrame, SparkSession

from . import protect, rejects, renames, report, restores, storage, tally, timeline
from .columns import Column, reasons
from .control import Control
from .deletions import Memory
from .delivery import Delivery
from .errors import JobError, NotProven, sentence
from .marks import business_columns, column
from .operations import Operation
from .quality import RELEASES, Rule
from .table import Hudi

LOCAL = "local"
# What a run has behind it, in order. Killed after any of them and started again, it ends as if nothing had happened.
STAGES = ("begun", "counted", "quarantined", "remembered", "committed", "verified", "forgotten", "told", "saved")
INSTANT = "%Y%m%d%H%M%S%f"  # of Hudi, to the millisecond
SESSION = {
    "spark.sql.legacy.timeParserPolicy": "CORRECTED",
    "spark.sql.csv.parser.columnPruning.enabled": "false",
    # Days before 1582 and moments before 1900 are kept as they are written, in the calendar that everybody else uses.
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
}


class Job:
    """A run of ``dataset``, used as a context: leaving it stops the session and, after an error, says so."""

    def __init__(self, dataset: str, namespace: str, timezone: str, argv: list[str] | None = None):
        """Reads the command line and the manifest and starts the session in ``timezone``."""
        self.dataset, self.namespace = dataset, namespace
        self.args = _arguments(argv)
        self.started, self.stage = time.monotonic(), ""
        self.manifest = json.loads(storage.read_text(self.args.manifest))
        if self.manifest["dataset"] != dataset:
            raise JobError(f"the manifest is of {self.manifest['dataset']}, this job is {dataset}")
        self.operation = Operation.of(self.manifest)
        self.manifest = self.operation.expanded(self.manifest, self._manifest)
        self.spark = SparkSession.builder.appName(f"{dataset} {self.args.run}").getOrCreate()
        own = {"spark.sql.session.timeZone": timezone, RELEASES: ",".join(self.operation.releases)}
        for key, value in {**SESSION, **own}.items():
            self.spark.conf.set(key, value)
        self.upstream: set[str] = set()
        self.positions: dict[str, str] = {}

    def __enter__(self) -> Self:
        """The job itself."""
        return self

    def __exit__(self, kind, error, trace) -> None:
        """Leaves a failed result behind; only our own sentences are safe to repeat."""
        if isinstance(error, NotProven):
            print(report.not_proven(self.namespace, self.dataset, self.args.env))
        if error is not None:
            self._save({"status": "failed", "error": sentence(error), "stage": self.stage})
        self.spark.stop()

    @property
    def files(self) -> list[str]:
        """The files of the batch."""
        return [file["uri"] for file in self.manifest["files"]]

    @property
    def as_of(self) -> str:
        """The moment that the data speaks for: when the delivery was complete, or now."""
        return self.manifest.get("batch", {}).get("as_of") or datetime.now(UTC).isoformat()

    @property
    def location(self) -> str:
        """Where the curated table of the dataset lies."""
        return storage.join(self.args.curated, self.dataset)

    def table(self, dataset: str) -> DataFrame:
        """The current rows of the curated table of an upstream ``dataset``."""
        location = storage.join(self.args.curated, dataset)
        if not timeline.exists(self.spark, location):
            raise JobError(f"{dataset} has no table yet")
        self.upstream.add(dataset)
        return self.spark.read.format("hudi").load(location)

    def changes(self, dataset: str) -> DataFrame:
        """The rows of an upstream ``dataset`` that were committed since the last run that wrote.

        How far that run had read stands in its commit. All rows, where there is none or the timeline begins later.
        """
        rows = self.table(dataset)
        location = storage.join(self.args.curated, dataset)
        self.positions[dataset] = timeline.last(self.spark, location)
        commits = timeline.commits(self.spark, self.location)
        read = next((text for commit in commits if (text := commit.metadata.get("cauce.read"))), "{}")
        since = json.loads(read).get(dataset, "")
        if self.operation.replays or not since or not timeline.reaches(self.spark, location, since):
            print(f"{dataset} is read whole: " + ("its timeline begins later" if since else "for the first time"))
            return rows
        # The time of completion is included, so that the query begins a thousandth of a second after it.
        begin = datetime.strptime(since, INSTANT) + timedelta(milliseconds=1)
        options = {
            "hoodie.datasource.query.type": "incremental",
            "hoodie.datasource.read.begin.instanttime": begin.strftime(INSTANT)[:17],
            "hoodie.datasource.read.end.instanttime": self.positions[dataset],
        }
        return self.spark.read.format("hudi").options(**options).load(location)

    def inputs(self, schemas: dict[str, str]) -> dict[str, DataFrame]:
        """The upstream tables by dataset, with the columns of ``schemas`` (DDL by dataset)."""
        return {dataset: self._input(dataset, schema) for dataset, schema in schemas.items()}

    def finish(
        self,
        delivery: Delivery,
        rows: DataFrame,
        *,
        columns: list[Column],
        rules: list[Rule],
        table: Hudi,
        control: Control | None = None,
        modules: Sequence[ModuleType] = (),
    ) -> None:
        """Counts, checks, quarantines, commits, verifies and reports; a batch that is in the table changes nothing.

        ``modules`` are written by hand: another text makes another batch of the same files.
        """
        self.reached("begun")
        self.operation.allowed(table, rules, self._newest())
        batch = self._batch_id(modules)
        done = timeline.find(self.spark, self.location, batch)
        if done is None:
            result = self._process(batch, delivery, rows, columns, rules, table, control)
        else:
            commit = {"instant": done.instant, "verified": True, "unchanged": True}
            result = {**json.loads(done.metadata["cauce.tally"]), "commit": commit}
        self._report({"batch": batch, **result})

    def operates(self, table: Hudi) -> bool:
        """Makes a savepoint of the table or takes it back to one, where that is asked for instead of a batch."""
        if not self.operation.on_table:
            return False
        asked = self.operation
        if asked.savepoint:
            instant = restores.savepoint(self.spark, self.location, self._options(table), asked.by, asked.why)
            self._save({"status": "ok", "operation": asdict(asked), "savepoint": instant})
        else:
            undone = self._restore(table, asked.restore)
            self._save({"status": "ok", "operation": asdict(asked), "restored": asked.restore, "undone": undone})
        return True

    def _restore(self, table: Hudi, instant: str) -> list[dict]:
        runs = restores.undoes(self.spark, self.location, instant)
        given = ("files", "control", "window")
        plan = [{"run": run, **{key: (self._manifest(run) or {}).get(key) for key in given}} for run in runs]
        undone = restores.planned(self._result.removesuffix(".json") + ".undone.json", plan)
        restores.restore(self.spark, self.location, self._options(table), instant)
        for run in [one["run"] for one in undone]:
            for zone in (self.args.quarantine, *([self.args.export] if table.export else [])):
                restores.remove(self.spark, storage.join(zone, self.dataset, f"run={run}"))
            self._save({"status": "undone", "by": self.args.run}, run)
        if table.deletes:
            Memory(self.spark, table, self.location, self._memory).forget()
        return undone

    def reached(self, stage: str) -> None:
        """Notes that the run has one of the ``STAGES`` behind it."""
        self.stage = stage

    def _process(self, batch, delivery, rows, columns, rules, table, control) -> dict:
        self._unchanged()
        memory = Memory(self.spark, table, self.location, self._memory)
        rows = memory.annul(self._protected(rows, columns)).persist()
        expected = {**reasons(columns), **_derived(rows, columns), **{rule.id: rule.fails for rule in rules}}
        ids = [id for id in expected if id not in {rule.id for rule in rules if rule.scope == "run"}]
        sums = list(control.sums) if control else []
        known = tally.Known(self.as_of, lambda runs: timeline.rows(self.spark, self.location, runs))
        counted = tally.count(rows, delivery.count(), ids, rules, sums, known)
        self.reached("counted")
        if control:
            control.check([file["uri"] for file in self.manifest["control"]], counted.counts["read"], counted.sums)
        rejects.write(rows, expected, storage.join(self.args.quarantine, self.dataset, f"run={self.args.run}"))
        self.reached("quarantined")
        _stop_on_failures(counted, [rule for rule in rules if rule.id not in self.operation.releases])
        missing = memory.missing(rows)
        if missing is not None:
            missing = missing.persist()
            counted.counts["missing"] = missing.count()
            memory.bound(counted.counts["missing"])
        found = {"counts": counted.counts, "rules": {**counted.failed, **dict.fromkeys(counted.broken, 1)}}
        if delivery.warnings:
            found["warnings"] = list(delivery.warnings)
        if self.operation.by:
            found["operation"] = asdict(self.operation)
        return {**found, "commit": self._commit(batch, table, rows, missing, memory, counted, found)}

    def _unchanged(self) -> None:
        """Refuses files that are not those that were listed: rows of both states would belong to no delivery."""
        for file in [*self.manifest["files"], *self.manifest.get("control", [])]:
            found = storage.identity(file["uri"])
            if not found:
                raise JobError(f"{file['uri']} was listed, and is not there any more; the table was not written")
            if any(file.get(what, value) != value for what, value in found.items()):
                raise JobError(f"{file['uri']} changed after it was listed; the table was not written")

    def _protected(self, rows: DataFrame, columns: list[Column]) -> DataFrame:
        rows = protect.with_key(rows, columns, self.args.protection_key)
        rows = rows.withColumn("_row", rejects.kept(rows, columns))
        present = set(business_columns(rows))
        for item in columns:
            if item.protect and item.name in present:
                rows = rows.withColumn(item.name, protect.protected(item, column(item.name)))
        return rows.drop("_source", "_malformed", protect.INNER, protect.OUTER)

    def _commit(self, batch, table, rows, missing, memory, counted: tally.Tally, found: dict) -> dict:
        upserts = counted.counts["written"] - counted.counts.get("annulled", 0)
        deletes = counted.counts["deleted"] + counted.tombstones + counted.counts.get("missing", 0)
        if upserts + deletes == 0:
            return {"instant": None, "verified": True, "unchanged": True}
        sent = table.outgoing(rows)
        place = table.local() if self.args.env == LOCAL else table.catalog()
        renames.follow(self.spark, table, self.location, place, self.args.run)
        if timeline.exists(self.spark, self.location):
            table.accept(sent, self.spark.read.format("hudi").load(self.location))
        extra = {"cauce.batch_id": batch, "cauce.tally": json.dumps(found)}
        if self.operation.by:
            extra["cauce.operation"] = json.dumps(asdict(self.operation))
        if self.positions:
            extra["cauce.read"] = json.dumps(self.positions)
        if table.deletes:
            extra |= memory.keep(sent, batch)
            self.reached("remembered")
        if missing is not None:
            sent = table.without(sent, missing)
        if table.export:
            table.hand_out(sent, storage.join(self.args.export, self.dataset, f"run={self.args.run}"))
        self._unchanged()
        table.save(sent, self.location, {**extra, **place})
        self.reached("committed")
        commit = timeline.find(self.spark, self.location, batch)
        if commit is None:
            raise NotProven("the commit of this batch is not in the table")
        held = self.spark.read.format("hudi").load(self.location)
        stale = table.verify(sent, held, commit, upserts, deletes)
        self.reached("verified")
        if table.deletes:
            memory.forget()
            self.reached("forgotten")
        return {"instant": commit.instant, "verified": True, "unchanged": False, "stale": stale}

    def _report(self, result: dict) -> None:
        result = {**result, "seconds": round(time.monotonic() - self.started, 1)}
        print(report.table(self.dataset, self.args.run, result))
        if not self._is_told(result):
            print(report.metrics(self.namespace, self.dataset, self.args.env, result))
        self.reached("told")
        self._save({"status": "ok", **result})
        self.reached("saved")

    def _is_told(self, result: dict) -> bool:
        """Whether an earlier run of this batch, which changed nothing since, has told its metrics: sums count once."""
        if not result["commit"]["unchanged"] or not storage.exists(self._result):
            return False
        earlier = json.loads(storage.read_text(self._result))
        return earlier["status"] == "ok" and earlier["batch"] == result["batch"]

    def _options(self, table: Hudi) -> dict[str, str]:
        return {**table.options(), **(table.local() if self.args.env == LOCAL else {})}

    @property
    def _result(self) -> str:
        return self._result_of(self.args.run)

    @property
    def _memory(self) -> str:
        return storage.join(self.args.state, "deletions", self.dataset)

    def _result_of(self, run: str) -> str:
        return storage.join(self.args.state, "results", self.dataset, f"{run}.json")

    def _manifest(self, run: str) -> dict | None:
        uri = storage.join(self.args.manifest.rpartition("/")[0], f"{run}.json")
        return json.loads(storage.read_text(uri)) if storage.exists(uri) else None

    def _newest(self) -> str:
        """The key of the run that committed last."""
        found = (one.metadata.get("cauce.batch_id", "") for one in timeline.commits(self.spark, self.location))
        return next(found, "").rpartition(":")[0]

    def _save(self, result: dict, run: str = "") -> None:
        run = run or self.args.run
        text = json.dumps({"dataset": self.dataset, "run": run, **result}, indent=2, ensure_ascii=False)
        storage.write_text(self._result_of(run), text + "\n")

    def _input(self, dataset: str, schema: str) -> DataFrame:
        location = storage.join(self.args.curated, dataset)
        if self.args.env == LOCAL and not timeline.exists(self.spark, location):
            print(f"{dataset} has no table yet: the run goes on with an empty one")
            return self.spark.createDataFrame([], schema)
        wanted = self.spark.createDataFrame([], schema)
        found = self.table(dataset).select(*[column(name) for name in wanted.columns])
        if found.dtypes != wanted.dtypes:
            raise JobError(f"{dataset} has other types than this job was made for")
        return found

    def _batch_id(self, modules: Sequence[ModuleType]) -> str:
        """What decides the outcome: the run, what it was given, the code, and the state of what it reads."""
        given = {key: self.manifest.get(key) for key in ("files", "control", "window", "operation")}
        states = {dataset: self._instant(dataset) for dataset in sorted(self.upstream)}
        text = json.dumps([given, states, _code(modules)], sort_keys=True)
        return f"{self.args.run}:{hashlib.sha256(text.encode()).hexdigest()[:16]}"

    def _instant(self, dataset: str) -> str:
        commits = timeline.commits(self.spark, storage.join(self.args.curated, dataset))
        return next((commit.instant for commit in commits), "")


def _code(modules: Sequence[ModuleType]) -> str:
    """A hash of the script, of ``modules`` and of this package, which Glue imports from a zip."""
    digest = hashlib.sha256(Path(sys.argv[0]).read_bytes())
    for file in sorted(resources.files(__package__).iterdir(), key=lambda file: file.name):
        if file.name.endswith(".py"):
            digest.update(file.read_bytes())
    for module in modules:
        digest.update(Path(module.__file__).read_bytes())
    return digest.hexdigest()


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(allow_abbrev=False)
    for name in ("run", "manifest", "env", "curated", "quarantine", "export", "state"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--protection-key")
    return parser.parse_known_args(argv)[0]  # Glue adds arguments of its own


def _derived(rows: DataFrame, columns: list[Column]) -> dict[str, str]:
    delivered = {item.name: "string" if item.protect else item.type for item in columns}
    made = [(name, type) for name, type in rows.dtypes if not name.startswith("_") and delivered.get(name) != type]
    return {f"cast_{name}": f"{name}: {type}" for name, type in made}


def _stop_on_failures(counted: tally.Tally, rules: list[Rule]) -> None:
    fatal = {rule.id for rule in rules if rule.on_fail == "fail"}
    broken = [id for id in [*counted.failed, *counted.broken] if id in fatal]
    if broken:
        raise JobError(f"rules that stop the run: {', '.join(broken)}; the table was not written")
