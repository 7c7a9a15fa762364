"""Prints what every generated Glue job declares and what its runtime takes and tells, without a Spark.

probe_jobs.py GENERATED ENV
"""

import argparse
import ast
import contextlib
import importlib
import importlib.util
import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from types import ModuleType
from unittest import mock

COMMITS = [{"instant": "1", "verified": verified, "unchanged": False} for verified in (True, False)]


class Anything:
    """Stands for whatever a module wants of Spark before it runs."""

    def __getattr__(self, name: str):
        return Anything()

    def __call__(self, *args, **kwargs):
        return Anything()

    def __or__(self, other):
        return Anything()


class Spark(ModuleType):
    """A module of which everything can be imported."""

    __path__: list[str] = []

    def __getattr__(self, name: str):
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything()


class Taken(Exception):
    """Carries the parser of the command line out of the job."""


def main(generated: str, env: str) -> None:
    """Reads the jobs with the one runtime that the tree holds."""
    for name in ("pyspark", "pyspark.sql", "pyspark.sql.types", "pyspark.sql.functions", "pyspark.sql.window"):
        sys.modules[name] = Spark(name)
    (runtime,) = Path(generated, "glue/runtime").iterdir()
    sys.path.insert(0, str(runtime))
    jobs = {
        f"{path.parent.name}/{path.stem}": describe(path, env)
        for path in sorted(Path(generated, "glue/jobs").glob("*/*.py"))
    }
    print(json.dumps({"runtime": runtime.name, "arguments": arguments(), "paths": paths(runtime), "jobs": jobs}))


def describe(path: Path, env: str) -> dict:
    """The declarations of one job."""
    spec = importlib.util.spec_from_file_location(f"{path.parent.name}_{path.stem}", path)
    job = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(job)
    upstream = {name: re.findall(r"`([^`]+)`", ddl) or ddl.split(", ") for name, ddl in job.INPUTS.items()}
    if source := getattr(job.SOURCE, "dataset", None):
        upstream[source] = [column.delivered for column in job.COLUMNS]
    return {
        "dataset": job.DATASET,
        "database": job.TABLE.database,
        "table": job.TABLE.name,
        "columns": job.TABLE.columns,
        "deletes": job.TABLE.deletes,
        "export": job.TABLE.export,
        "upstream": upstream,
        "reads_files": source is None,
        "hashes": any(column.protect == "hash" for column in job.COLUMNS),
        "metrics": [told for commit in COMMITS for told in metrics(job, env, commit)],
    }


def metrics(job, env: str, commit: dict) -> list[dict]:
    """What a run writes for CloudWatch: its embedded metric format, read as CloudWatch reads it."""
    report = importlib.import_module("cauce_runtime.report")
    result = {"counts": defaultdict(int), "rules": {}, "commit": commit, "seconds": 1.0}
    line = json.loads(report.metrics(job.NAMESPACE, job.DATASET, env, result))
    return [
        {"namespace": told["Namespace"], "name": metric["Name"], "dimensions": {key: line[key] for key in keys}}
        for told in line["_aws"]["CloudWatchMetrics"]
        for keys in told["Dimensions"]
        for metric in told["Metrics"]
        if metric["Name"] in line
    ]


def arguments() -> dict[str, bool]:
    """The arguments of the command line, and whether each is required."""

    def take(parser, *args, **kwargs):
        raise Taken(parser)

    runtime = importlib.import_module("cauce_runtime")
    with mock.patch.multiple(argparse.ArgumentParser, parse_args=take, parse_known_args=take):
        try:
            runtime.Job("a/b", "n", "UTC", [])
        except Taken as taken:
            actions = taken.args[0]._actions
    return {action.option_strings[0]: action.required for action in actions if "--help" not in action.option_strings}


def paths(runtime: Path) -> list[dict]:
    """The places below a zone that the runtime names: `DATASET` stands for any dataset, `OWN` for its own."""
    modules = sorted(runtime.glob("cauce_runtime/*.py"))
    found = [place(node) for module in modules for node in ast.walk(ast.parse(module.read_text()))]
    return [path for path in found if path]


def place(node: ast.AST) -> dict | None:
    """The zone and the path of a call `storage.join(self.args.ZONE, …)`."""
    with contextlib.suppress(AttributeError, IndexError, TypeError):
        if node.func.attr == "join" and node.args[0].value.attr == "args":
            return {"zone": node.args[0].attr, "path": "/".join(map(part, node.args[1:]))}
    return None


def part(node: ast.AST) -> str:
    """A part of a path as it would be."""
    text = ast.unparse(node)
    known = {"dataset": "DATASET", "self.dataset": "OWN"}
    if text in known:
        return known[text]
    if isinstance(node, ast.JoinedStr):
        return "".join(value.value if isinstance(value, ast.Constant) else "RUN" for value in node.values)
    return ast.literal_eval(node)


if __name__ == "__main__":
    main(*sys.argv[1:])
