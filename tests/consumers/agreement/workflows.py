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
    """What the workflow asks of programs in the jobs of one environment; `uploads` holds what it writes to S3."""

    calls: list[shell.Call]
    roles: set[tuple[str, str]]
    uploads: dict[str, bytes]
    root: Path

    @property
    def downloads(self) -> set[str]:
        """The objects that the workflow reads."""
        copies = [call for call in self.calls if call.words[:2] == ("s3", "cp")]
        return {uri for call in copies for uri in call.uris if uri != call.words[-1]}

    @property
    def plans(self) -> list[shell.Call]:
        """The calls that keep plans."""
        return [call for call in self.calls if call.words[:2] == ("s3api", "put-object")]

    @property
    def states(self) -> set[Path]:
        """The folders that terraform works in."""
        words = [word for call in self.calls if call.program == "terraform" for word in call.words]
        return {self.root / word.removeprefix("-chdir=") for word in words if word.startswith("-chdir=")}

    @property
    def parameters(self) -> set[str]:
        """The parameters that it sets."""
        return {call.option("--name") for call in self.calls if call.words[:2] == ("ssm", "put-parameter")}


def uploaded(call: shell.Call) -> dict[str, bytes]:
    """What a call writes to S3, while what it reads is still there."""
    if call.words[:2] == ("s3api", "put-object"):
        uri = f"s3://{call.option('--bucket')}/{call.option('--key')}"
        return {uri: Path(call.option("--body")).read_bytes()}
    copies = call.words[:2] in (("s3", "cp"), ("s3", "sync")) and call.words[-1].startswith("s3://")
    if not copies or "--dryrun" in call.words:
        return {}
    source, target = call.folder / call.plain[-2], call.words[-1]
    if call.words[1] == "cp":
        return {target: source.read_bytes()}
    assert source.is_dir(), f"the workflow uploads {call.plain[-2]}, which is not there"
    files = [path for path in source.rglob("*") if path.is_file()]
    return {f"{target}/{path.relative_to(source)}": path.read_bytes() for path in files}


def deployment(tree) -> Deployment:
    """The deployment of the environment, from the workflow that deploys all of them."""
    callers = load(tree, "cauce-deploy.yml")["jobs"]
    (caller,) = [job for job in callers.values() if job.get("with", {}).get("environment") == ENV]
    called = load(tree, Path(caller["uses"]).name)
    return play(tree, called["jobs"], {f"inputs.{key}": value for key, value in caller["with"].items()})


def drift(tree) -> Deployment:
    """What the search for drift does in the environment."""
    (job,) = load(tree, "cauce-drift.yml")["jobs"].values()
    (row,) = [row for row in job["strategy"]["matrix"]["include"] if row["environment"] == ENV]
    return play(tree, {"drift": job}, {f"matrix.{key}": value for key, value in row.items()})


def load(tree, name: str) -> dict:
    """A workflow."""
    return yaml.safe_load((tree.root / ".github/workflows" / name).read_text())


# What GitHub knows of a run.
RUN = {
    "github.sha": "SHA",
    "github.run_id": "1",
    "github.run_attempt": "1",
    "github.token": "T",
    "needs._revision.outputs.commit": "SHA",
}


def play(tree, jobs: dict[str, dict], values: dict[str, str]) -> Deployment:
    """Runs the steps of jobs in their order, on a copy: they may write beside what they read."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(tree.generated, root / "generated", copy_function=os.link)
        values = {key: fill(value, RUN) for key, value in values.items()} | RUN
        roles, calls, uploads = set(), [], {}
        for name, job in jobs.items():
            for step in job["steps"]:
                if role := step.get("with", {}).get("role-to-assume"):
                    roles.add((fill(role, values), fill(job["environment"], values)))
                if script := step.get("run"):
                    made = shell.run(fill(script, values), root, surroundings(root, name, job, step, values))
                    calls += made
                    uploads |= {uri: body for call in made for uri, body in uploaded(call).items()}
                    values |= outputs(root, name, step)
            told = {key: fill(value, values) for key, value in job.get("outputs", {}).items()}
            values |= {f"needs.{name}.outputs.{key}": value for key, value in told.items()}
        return settled(Deployment(calls, roles, uploads, root), tree.root)


def surroundings(root: Path, name: str, job: dict, step: dict, values: dict[str, str]) -> dict[str, str]:
    """The variables of a step."""
    temporary = root / "temp" / name
    temporary.mkdir(parents=True, exist_ok=True)
    env = {**job.get("env", {}), **step.get("env", {})}
    own = {
        "RUNNER_TEMP": str(temporary),
        "GITHUB_SHA": "SHA",
        "GITHUB_STEP_SUMMARY": f"{root}/summary",
        "GITHUB_OUTPUT": f"{root}/{name}.{step.get('id')}.output",
    }
    return own | {key: fill(value, values) for key, value in env.items()}


def outputs(root: Path, name: str, step: dict) -> dict[str, str]:
    """What a step has told the others, in either form: `key=value` and `key<<END`."""
    path = root / f"{name}.{step.get('id')}.output"
    lines = iter(path.read_text().splitlines() if path.exists() else [])
    found = {}
    for line in lines:
        key, mark, end = line.partition("<<")
        value = "\n".join(iter(lines.__next__, end)) if mark else line.partition("=")[2]
        found[f"steps.{step['id']}.outputs.{key.partition('=')[0]}"] = value
    return found


def settled(played: Deployment, root: Path) -> Deployment:
    """The same with the places of the tree in place of those of the copy, while the copy is still there."""
    calls = [shell.Call(root / call.folder.relative_to(played.root), call.program, call.words) for call in played.calls]
    return Deployment(calls, played.roles, played.uploads, root)


def fill(text: str, values: dict[str, str]) -> str:
    """A text with the values of its expressions; one without a value is an error."""
    return EXPRESSION.sub(lambda match: str(values[match[1]]), str(text))
