#!/usr/bin/env python3
"""Measures terraform on the state of one domain with many datasets: time and memory of each step, in one run.

    python3 tests/bench/plans.py                     1, 10 and 25 datasets, and 100 in one state for contrast
    python3 tests/bench/plans.py --datasets 1 25

The datasets are copies of mercado/trm, the provider is the stand-in of the tests, which answers at once: what AWS takes
to answer comes on top. Needs the release binary (or CAUCE_BIN). A measurement, never a test: compare ratios.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CAUCE = os.environ.get("CAUCE_BIN", str(ROOT / "target/release/cauce"))
TOOLS = f". {ROOT}/tests/consumers/lib.sh; . {ROOT}/tests/consumers/terraform/mirror.sh; terraform_bin; aws_stand_in"
LOCAL_STATE = 'terraform {\n  backend "local" {}\n}\n'


def project(folder: Path, datasets: int) -> Path:
    """Generates a domain of that many datasets; gives the folder of its state."""
    specs = folder / "specs"
    (specs / "mercado").mkdir(parents=True)
    for name in ("platform.yaml", "_types.yaml", "mercado/_domain.yaml"):
        shutil.copy(ROOT / "specs" / name, specs / name)
    text = (ROOT / "specs/mercado/trm.yaml").read_text()
    for at in range(datasets):
        copy = text.replace("dataset: trm\n", f"dataset: trm_{at:03}\n").replace("32sa-8pi3", f"copy-{at:03}")
        (specs / f"mercado/trm_{at:03}.yaml").write_text(copy)
    subprocess.run([CAUCE, "--root", folder, "--quiet", "generate"], check=True)
    state = folder / "generated/terraform/prod/mercado"
    (state / "backend_override.tf").write_text(LOCAL_STATE)
    return state


def measured(command: list[str], folder: Path) -> tuple[float, float]:
    """Seconds, and the most MiB that terraform or its provider held; a process each, to be measured apart."""
    start = time.monotonic()
    child = os.fork()
    if child == 0:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        sys.stderr.write(done.stderr)
        os._exit(done.returncode)
    _, status, usage = os.wait4(child, 0)
    if status:
        raise SystemExit(f"terraform {' '.join(command[1:])} failed")
    return time.monotonic() - start, usage.ru_maxrss / 1024


def main() -> None:
    """Prints a row for each number of datasets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--datasets", type=int, nargs="+", default=[1, 10, 25, 100])
    found = subprocess.run(["bash", "-euc", TOOLS], capture_output=True, text=True, check=True).stdout.split()
    terraform, mirror = found[0], found[-1]
    os.environ |= {"TF_CLI_CONFIG_FILE": f"{mirror}/terraformrc", "TF_IN_AUTOMATION": "1", "TF_INPUT": "0"}
    print(
        f"{'datasets':>8} {'validate':>9} {'first plan':>11} {'apply':>8} {'plan again':>11} {'memory':>9} {'state':>9}"
    )
    for datasets in parser.parse_args().datasets:
        with tempfile.TemporaryDirectory() as folder:
            state = project(Path(folder), datasets)
            subprocess.run([terraform, "init", "-no-color"], cwd=state, capture_output=True, check=True)
            steps = (["validate"], ["plan", "-out=plan.bin"], ["apply", "plan.bin"], ["plan", "-detailed-exitcode"])
            runs = [measured([terraform, *step], state) for step in steps]
            times = " ".join(f"{seconds:>{w}.1f} s" for (seconds, _), w in zip(runs, (7, 9, 6, 9), strict=True))
            memory, size = max(m for _, m in runs), (state / "terraform.tfstate").stat().st_size
            print(f"{datasets:>8} {times} {memory:>5.0f} MiB {size / 1024:>5.0f} KiB", flush=True)


if __name__ == "__main__":
    main()
