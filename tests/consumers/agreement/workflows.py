"""What the workflows do to an environment: their steps, run by bash with stand-ins for the programs that reach out."""

import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import yaml

import shell

# The environment whose states are applied.
ENV = "prod"
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


@dataclass(frozen=True)
class Deployment:
    """What the deploy workflow asks of programs in the jobs of one environment."""

    calls: list[shell.Call]
    roles: set[tuple[str, str]]
    root: Path

    @property
    def uploads(self) -> dict[str, Path]:
        """The objects that the workflow writes, each with the file that it comes from."""
        found: dict[str, Path] = {}
        for call in self.calls:
            if (
                call.program == "aws"
                and call.words[:2] in (("s3", "cp"), ("s3", "sync"))
                and call.words[-1].startswith("s3://")
            ):
                found |= objects(call)
        return found

    @property
    def downloads(self) -> set[str]:
        """The objects that the workflow reads."""
        copies = [call for call in self.calls if call.words[:2] == ("s3", "cp")]
        return {uri for call in copies for uri in call.uris if uri != call.words[-1]}

    @property
    def archives(self) -> dict[str, list[str]]:
        """The names in each archive that it packs."""
        return {call.words[-4]: packed(call) for call in self.calls if call.program == "zip"}

    @property
    def states(self) -> set[Path]:
        """The folders that terraform works in."""
        words = [word for call in self.calls if call.program == "terraform" for word in call.words]
        return {self.root / word.removeprefix("-chdir=") for word in words if word.startswith("-chdir=")}

    @property
    def parameters(self) -> set[str]:
        """The parameters that it sets."""
        return {call.option("--name") for call in self.calls if call.words[:2] == ("ssm", "put-parameter")}


def objects(call: shell.Call) -> dict[str, Path]:
    """What a copy or a sync to S3 writes."""
    source, target = call.folder / call.plain[-2], call.words[-1]
    if call.words[1] == "cp":
        return {target: source}
    assert source.is_dir(), f"the workflow uploads {call.plain[-2]}, which is not there"
    files = [path for path in source.rglob("*") if path.is_file()]
    return {f"{target}/{path.relative_to(source)}": path for path in files}


def packed(call: shell.Call) -> list[str]:
    """What `zip -r ARCHIVE FOLDER -i PATTERN` packs."""
    *_, folder, include, pattern = call.words
    assert include == "-i", call.words
    return sorted(str(path.relative_to(call.folder)) for path in (call.folder / folder).rglob(pattern))


def deployment(tree) -> Deployment:
    """The deployment of the environment, from the workflow that deploys all of them."""
    callers = load(tree, "cauce-deploy.yml")["jobs"]
    (caller,) = [job for job in callers.values() if job["with"]["environment"] == ENV]
    called = load(tree, Path(caller["uses"]).name)
    return play(tree, called["jobs"].values(), {f"inputs.{key}": value for key, value in caller["with"].items()})


def drift(tree) -> Deployment:
    """What the search for drift does in the environment."""
    (job,) = load(tree, "cauce-drift.yml")["jobs"].values()
    (row,) = [row for row in job["strategy"]["matrix"]["include"] if row["environment"] == ENV]
    return play(tree, [job], {f"matrix.{key}": value for key, value in row.items()})


def load(tree, name: str) -> dict:
    """A workflow."""
    return yaml.safe_load((tree.root / ".github/workflows" / name).read_text())


def play(tree, jobs, values: dict[str, str]) -> Deployment:
    """Runs the steps of jobs in their order, on a copy: they may write beside what they read."""
    values = {**values, "github.sha": "SHA", "github.run_id": "1", "github.token": "T"}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(tree.generated, root / "generated", copy_function=os.link)
        temporary = {"RUNNER_TEMP": f"{folder}/temp", "GITHUB_SHA": "SHA", "GITHUB_STEP_SUMMARY": f"{folder}/summary"}
        (root / "temp").mkdir()
        roles, calls = set(), []
        for job in jobs:
            for step in job["steps"]:
                if role := step.get("with", {}).get("role-to-assume"):
                    roles.add((fill(role, values), fill(job["environment"], values)))
                if script := step.get("run"):
                    env = {**job.get("env", {}), **step.get("env", {})}
                    variables = {key: fill(value, values) for key, value in env.items()}
                    calls += shell.run(fill(script, values), root, {**temporary, **variables})
        return settled(Deployment(calls, roles, root), tree.root)


def settled(played: Deployment, root: Path) -> Deployment:
    """The same with the places of the tree in place of those of the copy, while the copy is still there."""
    calls = [shell.Call(root / call.folder.relative_to(played.root), call.program, call.words) for call in played.calls]
    return Deployment(calls, played.roles, root)


def fill(text: str, values: dict[str, str]) -> str:
    """A text with the values of its expressions; one without a value is an error."""
    return EXPRESSION.sub(lambda match: str(values[match[1]]), str(text))
