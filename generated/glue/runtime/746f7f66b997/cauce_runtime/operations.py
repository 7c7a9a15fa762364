"""What an operator asks of a job, in the manifest of a run: batches again, rows in spite of a rule, an older table."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Self

from . import storage
from .errors import JobError
from .quality import QUARANTINES, Rule
from .table import Hudi


@dataclass(frozen=True)
class Operation:
    """An operation, and ``by`` whom and ``why``.

    ``replays`` are the keys of runs whose deliveries are processed again, together, under the key of this run: by the
    job as it is now. ``releases`` are ids of rules that keep no row out this time; what breaks them is still counted.
    ``savepoint`` makes a savepoint of the newest commit; ``restore`` is the instant of the one to go back to.
    """

    by: str = ""
    why: str = ""
    replays: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()
    savepoint: bool = False
    restore: str = ""

    @classmethod
    def of(cls, manifest: dict) -> Self:
        """The operation that ``manifest`` asks for; an empty one for a batch that nobody had to ask for."""
        asked = manifest.get("operation")
        if asked is None:
            return cls()
        unknown = sorted(asked.keys() - {field.name for field in fields(cls)})
        if unknown:
            raise JobError(f"no job knows the operation {', '.join(unknown)}")
        lists = {name: tuple(asked.get(name, ())) for name in ("replays", "releases")}
        operation = replace(cls(**asked), **lists)
        if not (operation.by.strip() and operation.why.strip()):
            raise JobError("an operation says who asks for it (by) and why (why)")
        if (operation.savepoint, bool(operation.restore), bool(operation.replays)).count(True) != 1:
            raise JobError("an operation is one of: replays, savepoint, restore")
        return operation

    @property
    def on_table(self) -> bool:
        """Whether it is about the table and no batch."""
        return self.savepoint or bool(self.restore)

    def expanded(self, manifest: dict, load: Callable[[str], dict | None]) -> dict:
        """``manifest`` with the deliveries that it replays; ``load`` gives the manifest of a run."""
        if not self.replays:
            return manifest
        if manifest.get("files") or manifest["run"] in self.replays:
            raise JobError("a run that replays others has a key of its own and no files of its own")
        earlier = [_batch(run, load(run)) for run in self.replays]
        raws = [one["raw"] for one in earlier if one.get("raw")]
        if raws and len(earlier) > 1:
            raise JobError("extracts are replayed one run at a time")
        if raws and not storage.exists(storage.join(raws[0], "_complete.json")):
            raise JobError(f"run {self.replays[0]} kept no whole extract")
        lists = {name: [one for batch in earlier for one in batch.get(name) or []] for name in ("files", "control")}
        # The data speaks for the moment that it spoke for then.
        return {**manifest, **lists, "batch": earlier[-1].get("batch", {}), **({"raw": raws[0]} if raws else {})}

    def allowed(self, table: Hudi, rules: list[Rule], newest: str) -> None:
        """Refuses what would double or lose rows of ``table``, whose ``newest`` commit is that of the run so called."""
        known = [rule.id for rule in rules if rule.on_fail in QUARANTINES]
        unknown = [id for id in self.releases if id not in known]
        if unknown:
            raise JobError(f"{', '.join(unknown)} cannot be released; what can be: {', '.join(known) or 'nothing'}")
        if not self.replays:
            return
        if table.write == "insert":
            raise JobError("a table that only takes inserts would have the rows twice: restore it, then run them again")
        if len(self.replays) > 1 and table.write != "upsert":
            raise JobError("a table whose partitions are overwritten replays one run at a time")
        if table.missing_pct is not None and self.replays != (newest,):
            raise JobError(
                f"only the newest full delivery can be replayed, that of run {newest}: an older one lacks keys"
            )


def _batch(run: str, manifest: dict | None) -> dict:
    if manifest is None:
        raise JobError(f"run {run} left no manifest")
    if manifest.get("operation"):
        raise JobError(f"run {run} was itself a replay: name the runs that it replayed")
    return manifest
