"""Prints what the flow's runtime makes of the platform and of every dataset, and the calls to AWS that it would make.

probe_flow.py GENERATED ENV
"""

import ast
import importlib
import json
import os
import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

RUN = "manual__2026-02-01"
BATCH = {
    "run": RUN,
    "manifest": "",
    "claim": "d",
    "window": {"run": RUN, "low": None, "high": "h"},
    "ingest_seconds": 1,
}


def main(generated: str, env: str) -> None:
    """Imports the package that the DAGs import."""
    os.environ["CAUCE_ENV"] = env
    dags = Path(generated, "airflow/dags")
    sys.path.insert(0, str(dags))
    platform = importlib.import_module("cauce_platform")
    (package,) = sorted(path.name for path in dags.glob("cauce_airflow_*"))
    module = {name: importlib.import_module(f"{package}.{name}") for name in ("pipeline", "outcome", "aws")}
    files = [path for path in sorted(dags.glob("*/*.py")) if path.parent.name != package]
    flows = {f"{path.parent.name}/{path.stem}": describe(module, path, platform.PLATFORM) for path in files}
    environments = platform.ENVIRONMENTS
    print(json.dumps({"platform": platform.PLATFORM, "environments": environments, "datasets": flows}))


def describe(module: dict, path: Path, platform: dict) -> dict:
    """The places of one dataset and the calls that end its run."""
    tree = ast.parse(path.read_text())
    name = next(
        call.args[0].value for call in calls(tree) if isinstance(call.func, ast.Name) and call.func.id == "Pipeline"
    )
    pipeline = module["pipeline"].Pipeline(name, platform)
    queues = [call.args[0].value for call in calls(tree) if getattr(call.func, "attr", "") == "queue"]
    return {
        "name": name,
        "manifest": pipeline.manifest("RUN"),
        "result": pipeline.result("RUN"),
        "raw": pipeline.raw("RUN"),
        "queues": [pipeline.queue(queue) for queue in queues],
        "calls": recorded(module, pipeline, tree),
    }


def calls(tree: ast.AST) -> list[ast.Call]:
    """Every call."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def recorded(module: dict, pipeline, tree: ast.AST) -> list[dict]:
    """What a run that ends well, and the failures that the DAG reports, say to AWS."""
    said: list[dict] = []
    with mock.patch.multiple(
        module["aws"],
        client=lambda service: Recorder(said, service, None),
        table=lambda name: Recorder(said, "dynamodb", name),
    ):
        now = datetime.now(UTC).isoformat()
        module["outcome"].finish(pipeline, {**BATCH, "as_of": now}, defaultdict(int))
        for call in calls(tree):
            if getattr(call.func, "attr", "") == "reporter":
                arguments = [ast.literal_eval(argument) for argument in call.args[1:]]
                options = {keyword.arg: ast.literal_eval(keyword.value) for keyword in call.keywords}
                module["outcome"].reporter(pipeline, *arguments, **options)(context())
    return said


def context() -> dict:
    """What Airflow hands to a callback."""
    return {"ti": SimpleNamespace(run_id=RUN, task_id="t", log_url="u"), "exception": ValueError()}


class Recorder:
    """A client that writes down what it is asked and answers nothing."""

    def __init__(self, said: list[dict], service: str, table: str | None):
        self.said, self.service, self.table = said, service, table

    def __getattr__(self, method: str):
        def record(**arguments):
            self.said.append({"service": self.service, "table": self.table, "method": method, "arguments": arguments})
            return {}

        return record


if __name__ == "__main__":
    main(*sys.argv[1:])
