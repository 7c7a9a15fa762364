"""The generated tree of a project with what its tools make of it: the ground on which names are compared."""

import ast
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import dags
import policy
import workflows
from applied import resources
from workflows import ENV

HERE = Path(__file__).parent
# The account of whatever the stand-in makes up itself.
MADE_UP_ACCOUNT = "123456789012"
# The state of the router of alerts.
ROUTER = "alerts"


@dataclass
class Tree:
    """`root` holds `generated/` and `.github/`; `states` holds the applied values of one environment, as JSON."""

    root: Path
    states: dict[str, str] = field(repr=False)

    def copy(self, folder: Path) -> "Tree":
        """Another tree, to be spoiled; its files are those of this one until then."""
        for name in ("generated", ".github"):
            shutil.copytree(self.root / name, folder / name, copy_function=os.link)
        return Tree(folder, dict(self.states))

    def spoil(self, where: str, old: str, new: str) -> None:
        """Replaces a text in a file or, with `state:NAME`, in an applied state; one that is not there is an error."""
        kind, _, state = where.partition("state:")
        paths = [] if state else sorted(self.root.glob(kind))
        texts = {state: self.states[state]} if state else {path: path.read_text() for path in paths}
        assert any(old in text for text in texts.values()), f"{where} does not hold {old!r}: nothing would be proved"
        if state:
            self.states[state] = self.states[state].replace(old, new)
        for path in paths:
            # The file is shared with the tree that this one is a copy of.
            path.unlink()
            path.write_text(texts[path].replace(old, new))

    @property
    def generated(self) -> Path:
        """The folder of generated files."""
        return self.root / "generated"

    def paths(self, pattern: str) -> list[Path]:
        """Generated files, sorted; none is an error: a check over nothing proves nothing."""
        found = sorted(self.generated.glob(pattern))
        assert found, f"no file is generated/{pattern}"
        return found

    def json(self, path: str) -> dict:
        """A generated JSON file."""
        return json.loads((self.generated / path).read_text())

    @cached_property
    def datasets(self) -> list[str]:
        """`domain/dataset` of every DAG."""
        return [f"{path.parent.name}/{path.stem}" for path in self.dag_files]

    @cached_property
    def dag_files(self) -> list[Path]:
        """The DAGs, one of each dataset."""
        return [path for path in self.paths("airflow/dags/*/*.py") if not path.parent.name.startswith("cauce_")]

    @cached_property
    def flow_runtime(self) -> list[Path]:
        """The modules that the DAGs share."""
        return self.paths("airflow/dags/cauce_airflow_*/*.py")

    @cached_property
    def flow(self) -> dict:
        """What the flow's runtime makes of the platform and of every dataset: see probe_flow.py."""
        return self.probe("probe_flow.py", ENV)

    @cached_property
    def jobs(self) -> dict:
        """What every Glue job declares, and what its runtime takes and tells: see probe_jobs.py."""
        return self.probe("probe_jobs.py", ENV)

    def probe(self, script: str, *args: str) -> dict:
        """What a script of this folder says of the tree; it runs apart, because it imports generated modules."""
        command = [sys.executable, HERE / script, self.generated, *args]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{script}: {done.stderr}"
        return json.loads(done.stdout)

    @cached_property
    def dags(self) -> dict[str, dags.Dag]:
        """The DAG of each dataset."""
        return {f"{path.parent.name}/{path.stem}": dags.read(path) for path in self.dag_files}

    @cached_property
    def script_arguments(self) -> set[str]:
        """The arguments that the flow gives to a job's run."""
        assigned = [node for path in self.flow_runtime for node in ast.walk(ast.parse(path.read_text()))]
        found = [node.value for node in assigned if isinstance(node, ast.Assign) and is_script_args(node.targets[0])]
        return {key.value for value in found for key in value.keys}

    @cached_property
    def deployment(self) -> workflows.Deployment:
        """What the deploy workflow does to the environment."""
        return workflows.deployment(self)

    @cached_property
    def roles(self) -> dict[str, policy.Role]:
        """The roles of the environment."""
        return policy.roles(self)

    def role_of(self, dataset: str) -> policy.Role:
        """The role of a dataset's job."""
        return self.roles[self.glue_jobs[dataset]["role_arn"].rpartition("/")[2]]

    @cached_property
    def queues(self) -> list[dict]:
        """The queues that are read from: not those for what another could not deliver."""
        queues = self.all("aws_sqs_queue")
        policies = " ".join(str(queue["redrive_policy"]) for queue in queues)
        return [queue for queue in queues if f'"{queue["arn"]}"' not in policies and queue["state"] != ROUTER]

    @cached_property
    def dataset_alarms(self) -> list[dict]:
        """The alarms of datasets; those of the platform itself carry no such tag."""
        return [alarm for alarm in self.all("aws_cloudwatch_metric_alarm") if "dataset" in alarm["tags"]]

    @cached_property
    def router_modules(self) -> list[Path]:
        """The modules of the router of alerts."""
        return self.paths("alerts/router/*/cauce_router/*.py")

    @cached_property
    def environments(self) -> list[str]:
        """The environments that Terraform knows."""
        return sorted({path.parent.parent.name for path in self.paths("terraform/*/platform/main.tf")} - {"modules"})

    @cached_property
    def connections_prefix(self) -> str:
        """What stands before a connection's name in the name of its secret."""
        (airflow,) = self.all("aws_mwaa_environment")
        return json.loads(airflow["airflow_configuration_options"]["secrets.backend_kwargs"])["connections_prefix"]

    @property
    def prefix(self) -> str:
        """What the names of the platform begin with."""
        return self.flow["platform"]["namespace"]

    @property
    def region(self) -> str:
        """The region of the environment."""
        return self.flow["platform"]["region"]

    @cached_property
    def account(self) -> str:
        """The account of the environment."""
        return self.flow["platform"]["account"]

    @cached_property
    def resources(self) -> list[dict]:
        """Every resource of the environment, with `state` and in the environment's own account."""
        return [
            {**item, "state": name}
            for name, text in self.states.items()
            for item in resources(json.loads(text.replace(MADE_UP_ACCOUNT, self.account)))
        ]

    def all(self, kind: str, mode: str = "managed") -> list[dict]:
        """The values of the resources of a kind, each with its `state` and `address`."""
        return [
            {**item["values"], "state": item["state"], "address": item["address"]}
            for item in self.resources
            if (item["mode"], item["type"]) == (mode, kind)
        ]

    def names(self, kind: str, key: str = "name") -> set[str]:
        """The names of the resources of a kind."""
        return {values[key] for values in self.all(kind)}

    @cached_property
    def glue_jobs(self) -> dict[str, dict]:
        """The Glue job of each dataset, by its tag."""
        return {job["tags"]["dataset"]: job for job in self.all("aws_glue_job")}


def is_script_args(node: ast.AST) -> bool:
    """Whether something is the `script_args` of an operator."""
    return isinstance(node, ast.Attribute) and node.attr == "script_args"
