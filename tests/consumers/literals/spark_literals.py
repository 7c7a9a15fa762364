"""Spark's own parser gives back the texts of literals.sql, and takes those of identifiers.sql as names."""

import json
import sys
from pathlib import Path

from pyspark.sql import SparkSession

folder = Path(sys.argv[1])
texts = json.loads((folder / "expected.json").read_text(encoding="utf-8"))


def read(name):
    return (folder / name).read_bytes().decode("utf-8")


def check(what, got, want):
    wrong = [pair for pair in zip(got, want, strict=True) if pair[0] != pair[1]]
    print(f"{what}: {len(want) - len(wrong)} passed, {len(wrong)} failed", *wrong[:5], sep="\n  ")
    return not wrong


session = (
    SparkSession.builder.master("local[1]")
    .config("spark.ui.enabled", "false")
    .config("spark.ui.showConsoleProgress", "false")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.driver.host", "127.0.0.1")
    .getOrCreate()
)
session.sparkContext.setLogLevel("ERROR")

# Substitution of variables is on, as it is by default: no text may trigger it.
rows = session.sql(read("literals.sql")).collect()
literals = check("literals of Spark", [row[0] for row in rows], texts)

# No escape exists inside backquotes, so jobs switch the substitution off.
session.conf.set("spark.sql.variable.substitute", "false")
frame = session.sql(read("identifiers.sql"))
values = check("literals beside identifiers", list(frame.collect()[0])[:-1], texts)
visible = [(name, text) for name, text in zip(frame.columns, texts, strict=False) if "\ufffd" not in name]
names = check("identifiers of Spark", [name for name, _ in visible], [text for _, text in visible])
session.stop()
sys.exit(0 if literals and values and names and len(visible) > 2000 else 1)
