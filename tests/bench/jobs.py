#!/usr/bin/env python3
"""Measures the generated job of pagos/transacciones beside an expert's, a naive one, and floors of Spark and Hudi.

    python3 tests/bench/jobs.py                    one million rows, one process after the other
    python3 tests/bench/jobs.py --rows 100000 --only generated --only expert

The delivery is the sample many times, each time with keys of its own. Each variant runs in a fresh process, first on
the sample and then, measured, on the delivery. A measurement, never a test: compare ratios of processor time.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SAMPLE = ROOT / "specs" / "pagos" / "transacciones.sample.csv"


def deliver(file: Path, rows: int) -> Path:
    """Writes about so many ``rows`` and their control file."""
    text = SAMPLE.read_text(encoding="latin-1")
    header, lines = text.split("\n", 1)
    count, total = SAMPLE.with_suffix(".ctl").read_text().split()[1].split(";")
    copies = max(1, round(rows / int(count)))
    with file.open("w", encoding="latin-1") as out:
        out.write(header + "\n")
        for copy in range(copies):
            out.write(re.sub(r"^TRX", f"T{copy:04d}", lines, flags=re.MULTILINE))
    total = str(Decimal(total.replace(",", ".")) * copies).replace(".", ",")
    file.with_suffix(".ctl").write_text(f"filas;total\n{int(count) * copies};{total}\n")
    return file


def environment(cauce: Path) -> dict[str, str]:
    """That of a local run, with the optimising compiler that short runs do without."""
    ask = [cauce, "local", "python", "-c", "import json, os; print(json.dumps(dict(os.environ)))"]
    found = json.loads(subprocess.run(ask, check=True, capture_output=True, text=True).stdout)
    java = found["PYSPARK_SUBMIT_ARGS"].replace("-XX:TieredStopAtLevel=1", "-Xlog:gc*:file=gc.log")
    [runtime] = (ROOT / "generated" / "glue" / "runtime").iterdir()
    return {**found, "PYSPARK_SUBMIT_ARGS": java, "PYTHONPATH": f"{runtime}{os.pathsep}{HERE}"}


def held(log: Path) -> float:
    """The most MiB that were still in use after a full collection, or after any where there was no full one."""
    text = log.read_text()
    full = re.findall(r"Pause Full.*?->(\d+)M", text)
    return max(map(float, full or re.findall(r"Pause.*?->(\d+)M", text)), default=0)


def run(name: str, file: Path, upstream: Path, env: dict[str, str]) -> dict:
    """One variant in a process of its own."""
    with tempfile.TemporaryDirectory() as scratch:
        command = [env["PYSPARK_PYTHON"], HERE / "variants.py", name, scratch, SAMPLE, file, upstream]
        done = subprocess.run(command, env=env, cwd=scratch, capture_output=True, text=True)
        found = re.search("^measured (.*)$", done.stdout, re.MULTILINE)
        if done.returncode or not found:
            sys.exit(f"{name}: exit {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
        return {**json.loads(found[1]), "held": held(Path(scratch) / "gc.log")}


def upstream(cauce: Path, home: Path) -> Path:
    """The tables that the job joins, made of their samples."""
    for dataset in ("mercado/trm", "core/clientes"):
        subprocess.run([cauce, "--quiet", "run", dataset, "--workdir", home], check=True, stdout=subprocess.DEVNULL)
    return home / "curated"


def report(runs: dict[str, dict]) -> None:
    """Prints the runs beside the expert's."""
    base = runs.get("expert", next(iter(runs.values())))["cpu"]
    print(f"{'':<32}{'CPU':>10}{'wall':>10}{'/ expert':>10}{'held':>11}")
    for name, found in runs.items():
        times = f"{found['cpu']:>8.1f} s{found['wall']:>8.1f} s{found['cpu'] / base:>9.2f}×{found['held']:>7.0f} MiB"
        print(f"{name:<32}{times}")


def aims(runs: dict[str, dict]) -> None:
    """Prints what is aimed at beside what was measured."""
    if not {"expert", "generated", "generated, without rules", "CSV to typed Hudi, bulk insert"} <= runs.keys():
        return
    generated, expert = runs["generated"], runs["expert"]
    rules = generated["cpu"] - runs["generated, without rules"]["cpu"]
    print(f"\ngenerated / expert        {generated['cpu'] / expert['cpu']:.2f}   aim: at most 1.05")
    print(f"rules / (typed and written) {rules / runs['CSV to typed Hudi, bulk insert']['cpu']:.2f}   aim: at most 0.4")


def main() -> None:
    """Measures what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--only", action="append", help="a variant (default: all)")
    parser.add_argument("--repeat", type=int, default=1, help="the least of so many runs (default: 1)")
    parser.add_argument("--cauce", type=Path, default=ROOT / "target" / "release" / "cauce", help="the binary")
    arguments = parser.parse_args()
    names = arguments.only or [
        "CSV to Parquet",
        "CSV to typed Parquet",
        "CSV to typed Hudi, bulk insert",
        "expert",
        "generated",
        "generated, without rules",
        "naive",
    ]
    cauce = arguments.cauce.resolve()
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        file, tables, env = deliver(home / "delivery.csv", arguments.rows), upstream(cauce, home), environment(cauce)
        runs = {}
        for _ in range(arguments.repeat):
            for name in names:
                found = run(name, file, tables, env)
                runs[name] = min(found, runs.get(name, found), key=lambda one: one["cpu"])
                print(f"{name}: {found['cpu']:.1f} s", file=sys.stderr)
        if "expert" in runs and "generated" in runs:
            counts = [{k: runs[n]["counts"].get(k) for k in runs["expert"]["counts"]} for n in ("expert", "generated")]
            if counts[0] != counts[1]:
                sys.exit(f"the two jobs do not agree: {counts}")
        report(runs)
        aims(runs)


if __name__ == "__main__":
    main()
