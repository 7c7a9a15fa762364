"""One variant of the benchmark of jobs, in a process of its own: once on the sample to warm up, then once measured.

Prints one line of JSON: seconds of wall clock and of processor (of this process and its JVM), and what the run says.
"""

import importlib.util
import json
import os
import sys
import time
from functools import partial
from pathlib import Path

import expert
from pyspark.sql import functions as F

ROOT = Path(__file__).resolve().parents[2]
DATASET = "pagos/transacciones"
KEY = "0123456789abcdef0123456789abcdef"
TICKS = os.sysconf("SC_CLK_TCK")


class Place:
    """The zones of one run: tables that others wrote, and a delivery."""

    def __init__(self, home: Path, file: Path, upstream: Path):
        """Empty zones in ``home`` that read the tables in ``upstream``."""
        self.home, self.file, self.control = home, file, file.with_suffix(".ctl")
        (home / "curated").mkdir(parents=True)
        for domain in ("core", "mercado"):
            (home / "curated" / domain).symlink_to(upstream / domain)
        (home / "key").write_text(KEY)

    def zones(self) -> expert.Zones:
        """The place as the expert's job takes it."""
        return expert.Zones(
            self.file, self.control, self.home / "curated", self.home / "quarantine" / "run=r1", KEY.encode()
        )


def generated(place: Place, change=lambda module: None, run: str = "r1") -> dict:
    """The generated job, as it is or with a ``change``."""
    manifest = place.home / f"{run}.json"
    files = [{"uri": f"file://{place.file}", "size": place.file.stat().st_size}]
    control = [{"uri": f"file://{place.control}"}]
    manifest.write_text(json.dumps({"dataset": DATASET, "run": run, "files": files, "control": control}))
    found = importlib.util.spec_from_file_location("job", ROOT / "generated" / "glue" / "jobs" / f"{DATASET}.py")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    change(module)
    named = {"run": run, "env": "local", "manifest": f"file://{manifest}", "protection-key": f"file://{place.home}/key"}
    named |= {zone: f"file://{place.home / zone}" for zone in ("curated", "quarantine", "export", "state")}
    module.main([part for name, value in named.items() for part in (f"--{name}", value)])
    return json.loads((place.home / "state" / "results" / DATASET / f"{run}.json").read_text())["counts"]


def without_rules(place: Place) -> dict:
    """The generated job with all that judges rows taken out, to see what judging costs."""

    def change(module) -> None:
        module.RULES.clear()
        module.judge = lambda rows, rules: rows

    return generated(place, change)


def by_hand(place: Place) -> dict:
    """The expert's job."""
    return expert.run(place.zones(), "r1")


def naive(place: Place) -> dict:
    """The expert's job with a count for each rule instead of one for all."""

    def one_by_one(rows):
        found = expert.count(rows)
        judged = expert.joined(spark, expert.parsed(expert.delivered(spark, zones.file), zones.key), zones.curated)
        for id in found[2]:
            judged.where(F.array_contains("failed", id) | F.array_contains("warned", id)).count()
        judged.count()
        return found

    spark, zones = expert.session(), place.zones()
    return expert.run(zones, "r1", one_by_one)


def to_parquet(place: Place) -> dict:
    """A floor: text to Parquet."""
    spark = expert.session()
    expert.delivered(spark, place.file).write.parquet(f"file://{place.home}/floor")
    spark.stop()
    return {}


def to_typed(place: Place, form: str = "parquet") -> dict:
    """A floor: text to typed columns, written once."""
    spark = expert.session()
    rows = expert.parsed(expert.delivered(spark, place.file), KEY.encode()).drop("failed", "row", "file")
    rows = rows.withColumn("fecha_dia", F.to_date("fecha"))
    if form == "hudi":
        rows = rows.where(F.col("id_transaccion").isNotNull() & F.col("version").isNotNull())
        bulk = {"hoodie.datasource.write.operation": "bulk_insert", "hoodie.bulkinsert.sort.mode": "NONE"}
        rows.write.format("hudi").options(**{**expert.HUDI, **bulk}).save(f"file://{place.home}/floor")
    else:
        rows.write.parquet(f"file://{place.home}/floor")
    spark.stop()
    return {}


VARIANTS = {
    "CSV to Parquet": to_parquet,
    "CSV to typed Parquet": to_typed,
    "CSV to typed Hudi, bulk insert": partial(to_typed, form="hudi"),
    "expert": by_hand,
    "generated": generated,
    "generated, without rules": without_rules,
    "naive": naive,
}


def cpu() -> float:
    """Seconds of processor of this process and those that it started and that still run."""
    total, family = 0.0, {str(os.getpid())}
    for path in sorted(Path("/proc").glob("[0-9]*/stat"), key=lambda path: int(path.parent.name)):
        try:
            pid, fields = path.parent.name, path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if pid in family or fields[1] in family:
            family.add(pid)
            total += (int(fields[11]) + int(fields[12])) / TICKS
    return total


def measured(variant, place: Place) -> dict:
    """Runs a variant and says what it took."""
    before, start = cpu(), time.perf_counter()
    counts = variant(place)
    return {"wall": time.perf_counter() - start, "cpu": cpu() - before, "counts": counts}


def main(name: str, scratch: str, sample: str, file: str, upstream: str) -> None:
    """Warms up on ``sample`` and measures on ``file``."""
    variant, home = VARIANTS[name], Path(scratch)
    variant(Place(home / "warm", Path(sample), Path(upstream)))
    print("measured", json.dumps(measured(variant, Place(home / "real", Path(file), Path(upstream)))))


if __name__ == "__main__":
    main(*sys.argv[1:])
