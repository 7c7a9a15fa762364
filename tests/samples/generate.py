"""Writes the samples of ``specs/`` and ``tests/samples/expected.json``: the counts that a run on them must report.

The samples are made from fixed seeds, the counts by an oracle in plain Python that reads the finished bytes. Nothing
but Python 3.9 is needed.

    python3 tests/samples/generate.py              writes what differs
    python3 tests/samples/generate.py --check      compares the bytes; exit 1 when a file differs
    python3 tests/samples/generate.py --summary    prints each kind of dirt and each count
"""

import argparse
import collections
import json
import pathlib
import sys

import clientes
import counts as samples
import oracle
import transacciones
import trm

ROOT = pathlib.Path(__file__).resolve().parents[2]


def build():
    """All files as path -> bytes, the counts by dataset, and the dirt by dataset."""
    rates, rates_dirt = trm.build()
    people, people_dirt = clientes.build()
    lines, lines_dirt = transacciones.build()
    files = {
        "specs/mercado/trm.sample.json": trm.json_bytes(rates),
        "specs/core/clientes.sample.jsonl": clientes.jsonl_bytes(people),
        "specs/pagos/transacciones.sample.csv": transacciones.csv_bytes(lines),
    }
    counts = expected(files)
    control = counts["pagos/transacciones"]["control"]
    files["specs/pagos/transacciones.sample.ctl"] = transacciones.control_bytes(control["filas"], control["total"])
    files["tests/samples/expected.json"] = (json.dumps(counts, indent=2, ensure_ascii=False) + "\n").encode("utf-8")
    dirt = {"mercado/trm": rates_dirt, "core/clientes": people_dirt, "pagos/transacciones": lines_dirt}
    for dataset, labels in dirt.items():
        agree(dataset, counts[dataset], labels)
    return files, counts, dirt


def expected(files):
    """The oracle's counts by dataset, upstream first."""
    rates, rate_table = samples.trm(files["specs/mercado/trm.sample.json"])
    people, cities = samples.clientes(files["specs/core/clientes.sample.jsonl"])
    payments, payment_table = samples.transacciones(files["specs/pagos/transacciones.sample.csv"], rate_table, cities)
    return {
        "mercado/trm": rates,
        "core/clientes": people,
        "pagos/transacciones": payments,
        "analitica/saldo_diario": samples.saldo_diario(payment_table, cities),
    }


def agree(dataset, counts, dirt):
    """Holds what was put in against what the oracle found, and the conservation of rows; raises ``SystemExit``."""
    injected = collections.Counter()
    for label, count in dirt.items():
        reason = label.split(",")[0]
        if reason == "malformed" or reason.split("_")[0] in ("cast", "required", "range", "pattern", "accepted"):
            injected[reason] += count
    if injected != counts["reasons"]:
        sys.exit(f"{dataset}: put in {dict(injected)}, found {counts['reasons']}")
    if counts["read"] != sum(counts[fate] for fate in oracle.FATES[1:]):
        sys.exit(f"{dataset}: rows are not conserved: {counts}")


def differing(files):
    """The paths whose bytes on disk are missing or not these."""
    return [
        path for path, content in files.items() if not (ROOT / path).is_file() or (ROOT / path).read_bytes() != content
    ]


def show(counts, dirt):
    """Prints the dirt that was put in and the counts that follow."""
    for dataset, found in counts.items():
        print(dataset)
        for label, count in dirt.get(dataset, {}).items():
            print(f"  {count:6} {label}")
        for name, count in found.items():
            print(f"  {name} = {count}")


def main():
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true", help="compare instead of writing")
    options.add_argument("--summary", action="store_true", help="print dirt and counts instead of writing")
    asked = options.parse_args()
    files, counts, dirt = build()
    if asked.summary:
        return show(counts, dirt)
    changed = differing(files)
    for path in changed:
        print(f"{'differs' if asked.check else 'written'}: {path}")
        if not asked.check:
            (ROOT / path).write_bytes(files[path])
    sys.exit(1 if asked.check and changed else 0)


if __name__ == "__main__":
    main()
