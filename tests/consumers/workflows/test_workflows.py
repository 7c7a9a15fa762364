"""Every workflow of the repository is accepted by the tools that know GitHub, and each tool finds a planted fault."""

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(os.environ["CAUCE_ROOT"])
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
GENERATED = [path for path in WORKFLOWS if path.name.startswith("cauce-")]
TOOLS = Path(os.environ["TOOLS"])
USES = re.compile(r"^\s*(?:- )?uses:\s*(\S+)(?:\s+#\s*(\S+))?", re.MULTILINE)


def actionlint(*paths):
    command = [os.environ["ACTIONLINT"], f"-shellcheck={TOOLS / 'shellcheck'}", "-pyflakes=", *map(str, paths)]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def zizmor(*paths):
    command = [str(TOOLS / "zizmor"), "--offline", "--no-progress", "--persona=auditor", *map(str, paths)]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def locked():
    lock = yaml.safe_load(Path(os.environ["ACTIONS_LOCK"]).read_text())
    return {(f"{action['name']}@{action['sha']}", action["version"]) for action in lock["actions"]}


def third_party(path):
    return [pair for pair in USES.findall(path.read_text()) if not pair[0].startswith("./")]


def mutant(tmp_path, old, new):
    """A copy of the workflows in which one occurrence of `old` became `new`."""
    folder = tmp_path / ".github/workflows"
    folder.mkdir(parents=True)
    hits = 0
    for path in GENERATED:
        text = path.read_text()
        hits += old in text
        (folder / path.name).write_text(text.replace(old, new, 1))
    assert hits, f"no workflow holds {old!r}: the mutant would prove nothing"
    return sorted(folder.glob("*.yml"))


def test_there_are_generated_workflows():
    assert {path.name for path in GENERATED} >= {
        f"cauce-{name}.yml" for name in ("pr", "plan", "deploy", "environment", "drift", "ops")
    }


def test_actionlint_and_shellcheck_accept_them():
    result = actionlint(*WORKFLOWS)
    assert result.returncode == 0, result.stdout + result.stderr


def test_zizmor_accepts_them():
    result = zizmor(*WORKFLOWS)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_come_from_the_lock(path):
    foreign = [pair for pair in third_party(path) if pair not in locked()]
    assert foreign == []


def test_workflows_name_no_dataset_or_domain():
    names = {part for path in (ROOT / "specs").glob("*/*.yaml") for part in (path.parent.name, path.stem)}
    words = {path.name: set(re.findall(r"[\w-]+", path.read_text())) for path in GENERATED}
    assert {name: hits for name, found in words.items() if (hits := found & names)} == {}


def jobs(path):
    return yaml.safe_load(path.read_text())["jobs"].values()


def test_a_pull_request_gets_no_identity():
    grants = [job.get("permissions", {}) for job in jobs(ROOT / ".github/workflows/cauce-pr.yml")]
    assert grants and not [grant for grant in grants if "id-token" in grant]


def test_who_writes_to_a_pull_request_runs_the_cauce_of_main():
    writers = [job for job in jobs(ROOT / ".github/workflows/cauce-pr.yml") if "pull-requests" in job["permissions"]]
    assert len(writers) == 1
    steps = writers[0]["steps"]
    checkouts = [at for at, step in enumerate(steps) if step.get("uses", "").startswith("actions/checkout@")]
    built = [at for at, step in enumerate(steps) if "cargo" in step.get("run", "")]
    assert steps[checkouts[0]]["with"]["ref"] == "${{ github.event.pull_request.base.sha }}"
    assert checkouts[0] < built[0] < checkouts[1] and len(built) == 1
    assert not [step for step in steps if "download-artifact" in step.get("uses", "")]


@pytest.mark.parametrize("path", GENERATED, ids=lambda path: path.name)
def test_identity_needs_an_environment(path):
    with_identity = [job for job in jobs(path) if "id-token" in job.get("permissions", {})]
    assert [job["name"] for job in with_identity if "environment" not in job and "uses" not in job] == []


@pytest.mark.parametrize(
    ("tool", "old", "new"),
    [
        (actionlint, 'title="Deriva: $ENVIRONMENT/$state"', 'title="${{ github.event.issue.title }}"'),
        (actionlint, "needs: [compiler,", "needs: [compilr,"),
        (actionlint, 'if [ "$result" != success ]', "if [ $result != success ]"),
        (zizmor, "permissions: {}\n", "permissions: write-all\n"),
        (zizmor, "persist-credentials: false", "persist-credentials: true"),
        (zizmor, "@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "@v7"),
    ],
    ids=["untrusted-title", "unknown-need", "unquoted-variable", "wide-permissions", "kept-credentials", "unpinned"],
)
def test_a_planted_fault_is_found(tmp_path, tool, old, new):
    result = tool(*mutant(tmp_path, old, new))
    assert result.returncode != 0, result.stdout + result.stderr
