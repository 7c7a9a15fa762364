#!/usr/bin/env python3
"""Measures the release binary on many datasets, beside `cp -r` and `diff -rq` of the same tree.

Multiplies the example datasets in a scratch folder (at most 25 a domain; each copy reads the datasets of its own copy)
and prints time, processor time, memory and ratios. A measurement, never a test: it does not fail on a slow machine.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATASETS = ["core/clientes", "mercado/trm", "pagos/transacciones", "analitica/saldo_diario"]
PER_DOMAIN = 25


@dataclass
class Run:
    """One command: seconds of wall clock and of processor, and the most memory it held, in MiB."""

    wall: float
    cpu: float
    memory: float


def measure(command: list[str], repeat: int = 3, before=lambda: None) -> Run:
    """The fastest of several runs."""
    runs = []
    for _ in range(repeat):
        before()
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"{' '.join(command)}: exit {process.returncode}\n{said.decode()}")
        scale = 1 if sys.platform == "darwin" else 1024
        wall = time.perf_counter() - start
        runs.append(Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * scale / 2**20))
    return Run(min(r.wall for r in runs), min(r.cpu for r in runs), max(r.memory for r in runs))


def renamed(text: str, copy: int) -> str:
    """A spec with the names of its copy."""
    group = copy // PER_DOMAIN
    for name in DATASETS:
        domain, dataset = name.split("/")
        text = text.replace(name, f"{domain}_{group}/{dataset}_{copy}")
        text = re.sub(rf"^dataset: {dataset}$", f"dataset: {dataset}_{copy}", text, flags=re.MULTILINE)
        text = re.sub(rf"^domain: {domain}$", f"domain: {domain}_{group}", text, flags=re.MULTILINE)
    text = text.replace("table: TRANSACCIONES,", f"table: TRANSACCIONES_{copy},")
    return text.replace("aliado/transacciones/", f"aliado_{copy}/transacciones/")


def multiply(project: Path, count: int) -> None:
    """Writes a project with this many datasets."""
    specs = project / "specs"
    specs.mkdir()
    for name in ["platform.yaml", "_types.yaml"]:
        shutil.copy(ROOT / "specs" / name, specs / name)
    for number in range(count):
        copy, which = divmod(number, len(DATASETS))
        domain, dataset = DATASETS[which].split("/")
        folder = specs / f"{domain}_{copy // PER_DOMAIN}"
        folder.mkdir(exist_ok=True)
        shutil.copy(ROOT / "specs" / domain / "_domain.yaml", folder / "_domain.yaml")
        text = (ROOT / "specs" / domain / f"{dataset}.yaml").read_text(encoding="utf-8")
        (folder / f"{dataset}_{copy}.yaml").write_text(renamed(text, copy), encoding="utf-8")


def measured(cauce: Path, project: Path, copy: Path) -> dict[str, Run]:
    """All commands, in the order in which they need each other."""

    def run(*arguments: str) -> list[str]:
        return [str(cauce), "--root", str(project), "--quiet", *arguments]

    # Moved away, not removed: a file system that has just lost many files is slow to make new ones.
    def move_away(*folders: Path) -> None:
        for folder in folders:
            if folder.exists():
                folder.rename(Path(tempfile.mkdtemp(dir=copy.parent)) / folder.name)

    def empty() -> None:
        move_away(project / "generated", project / ".github")

    def no_copy() -> None:
        move_away(copy)

    return {
        "start-up (--version)": measure([str(cauce), "--version"], repeat=20),
        "validate": measure(run("validate")),
        "generate, empty folder": measure(run("generate"), before=empty),
        "generate, unchanged": measure(run("generate")),
        "generate --check": measure(run("generate", "--check")),
        **compared(project, run),
        "cp -r": measure(["cp", "-r", str(project / "generated"), str(copy)], before=no_copy),
        "diff -rq": measure(["diff", "-rq", str(project / "generated"), str(copy)]),
    }


def compared(project: Path, run) -> dict[str, Run]:
    """Two revisions: the committed one, and the work tree with one spec in four changed."""

    def git(*words: str) -> None:
        subprocess.run(["git", "-C", str(project), "-c", "user.name=x", "-c", "user.email=x@x", *words], check=True)

    git("init", "-q")
    git("add", "-A")
    git("commit", "-q", "-m", "x")
    for spec in sorted((project / "specs").glob("mercado_*/trm_*.yaml")):
        spec.write_text(spec.read_text().replace("tier: 2", "tier: 3"))
    against = ("--base", "HEAD", "--uncommitted")
    runs = {
        "affected": measure(run("affected", *against)),
        "review": measure(run("review", "--fail-on", "never", *against)),
    }
    git("checkout", "-q", "--", "specs")
    shutil.rmtree(project / ".git")
    return runs


def table(runs: dict[str, Run]) -> None:
    """Prints the runs, each beside `cp -r` and `diff -rq`."""
    cp, diff = runs["cp -r"], runs["diff -rq"]
    print(f"{'':<24}{'wall':>10}{'CPU':>10}{'memory':>11}{'CPU / cp -r':>14}{'CPU / diff -rq':>16}")
    for name, run in runs.items():
        times = f"{run.wall * 1e3:>7.0f} ms{run.cpu * 1e3:>7.0f} ms{run.memory:>7.0f} MiB"
        print(f"{name:<24}{times}{run.cpu / cp.cpu:>13.2f}×{run.cpu / diff.cpu:>15.2f}×")


def aims(runs: dict[str, Run], count: int) -> None:
    """Prints what is aimed at beside what was measured."""
    memory = max(run.memory for name, run in runs.items() if name not in ("cp -r", "diff -rq"))
    validate = runs["validate"].cpu * 1000 / count
    check = runs["generate --check"].cpu / runs["diff -rq"].cpu
    print(f"\nstart-up              {runs['start-up (--version)'].wall * 1e3:>8.1f} ms   aim: under 10 ms")
    print(f"validate, a thousand  {validate:>8.2f} s    aim: under 0.3 s of CPU")
    for name in ("affected", "review"):
        a_thousand = runs[name].cpu * 500 / count
        print(f"{name}, a revision".ljust(22) + f"{a_thousand:>8.2f} s    aim: under 1 s of CPU, a thousand datasets")
    print(f"--check / diff -rq    {check:>8.2f} ×    aim: under 3 times the CPU")
    print(f"most memory           {memory:>8.0f} MiB  aim: under 100 MiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--datasets", type=int, default=1000, help="number of datasets (default: 1000)")
    parser.add_argument("--cauce", type=Path, help="the binary (default: a release build of this repository)")
    arguments = parser.parse_args()
    if arguments.datasets < len(DATASETS):
        parser.error(f"at least {len(DATASETS)} datasets")
    cauce = arguments.cauce
    if cauce is None:
        subprocess.run(["cargo", "build", "--release", "--locked", "--quiet"], cwd=ROOT, check=True)
        cauce = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "cauce"
    count = arguments.datasets - arguments.datasets % len(DATASETS)
    with tempfile.TemporaryDirectory() as scratch:
        project = Path(scratch) / "project"
        project.mkdir()
        multiply(project, count)
        runs = measured(cauce.resolve(), project, Path(scratch) / "copy")
        files = [path for path in (project / "generated").rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files) / 2**20
        print(f"{count} datasets, {len(files)} generated files, {size:.1f} MiB\n")
        table(runs)
        aims(runs, count)


if __name__ == "__main__":
    main()
