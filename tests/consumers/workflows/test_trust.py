"""Who may do what: identities, permissions and secrets of the generated workflows."""

import os
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(os.environ["CAUCE_ROOT"])
GENERATED = sorted((ROOT / ".github/workflows").glob("cauce-*.yml"))
GRANT = re.compile(r"^\s+[a-z-]+: (?:read|write)\b(.*)$", re.MULTILINE)
every_workflow = pytest.mark.parametrize("path", GENERATED, ids=lambda path: path.name)


def jobs(path: Path) -> dict[str, dict]:
    return yaml.safe_load(path.read_text())["jobs"]


def uses(job: dict, action: str) -> list[int]:
    return [at for at, step in enumerate(job["steps"]) if step.get("uses", "").startswith(f"{action}@")]


@every_workflow
def test_no_expression_stands_in_a_script(path):
    scripts = [step.get("run", "") for job in jobs(path).values() for step in job.get("steps", [])]
    assert [script for script in scripts if "${{" in script] == []


@every_workflow
def test_permissions_begin_at_nothing_and_each_has_a_reason(path):
    workflow = yaml.safe_load(path.read_text())
    assert workflow["permissions"] == {}
    assert all("permissions" in job for job in workflow["jobs"].values())
    grants = GRANT.findall(path.read_text())
    assert grants and [grant for grant in grants if not re.match(r" # \w+", grant)] == []


@every_workflow
def test_no_secret_is_named(path):
    assert not re.search(r"\bsecrets\b", path.read_text())


@every_workflow
def test_no_job_with_an_identity_keeps_artefacts_or_reads_them(path):
    """A plan holds secrets, and an artefact may come from a job that ran the code of a change."""
    with_identity = [job for job in jobs(path).values() if "id-token" in job["permissions"] and "steps" in job]
    assert [
        job["name"] for job in with_identity if any("artifact" in step.get("uses", "") for step in job["steps"])
    ] == []


def test_the_plan_of_a_change_runs_nothing_of_it():
    """Main's cauce is built before the change is there; only its specs are copied, Terraform runs elsewhere."""
    (job,) = jobs(ROOT / ".github/workflows/cauce-plan.yml").values()
    first, second = uses(job, "actions/checkout")
    (identity,) = uses(job, "aws-actions/configure-aws-credentials")
    (built,) = [at for at, step in enumerate(job["steps"]) if "cargo" in step.get("run", "")]
    assert job["steps"][first]["with"]["ref"] == "${{ github.event.pull_request.base.sha }}"
    assert job["steps"][second]["with"]["path"] == "change"
    assert first < built < second < identity
    scripts = "\n".join(step.get("run", "") for step in job["steps"][second:])
    assert re.findall(r"(?<![.\w])change(?:/\S+)?(?= )", scripts) == ["change/specs", "change"]
    assert "--root change affected" in scripts
    assert job["env"].keys().isdisjoint({"GH_TOKEN"}) and job["environment"].endswith("-plan")
    roots = [step["env"]["ROOTS"] for step in job["steps"] if "ROOTS" in step.get("env", {})]
    assert roots and all(root.startswith("project/generated/") for root in roots)


@every_workflow
def test_only_main_deploys(path):
    """A protected environment is asked for by the deployment alone, which demands that main has the commit."""
    asked = [job.get("environment", "") for job in jobs(path).values()]
    protected = [name for name in asked if name and not name.endswith("-plan")]
    assert not protected or path.name == "cauce-environment.yml"


def test_a_commit_outside_of_main_is_not_deployed():
    deploy = jobs(ROOT / ".github/workflows/cauce-deploy.yml")
    (check,) = [step["run"] for step in deploy["_revision"]["steps"] if "run" in step]
    assert 'git merge-base --is-ancestor "$commit" main' in check
    others = [job for name, job in deploy.items() if name != "_revision"]
    assert others and all("_revision" in job["needs"] for job in others)
    assert {job["with"]["revision"] for job in others} == {"${{ needs._revision.outputs.commit }}"}
