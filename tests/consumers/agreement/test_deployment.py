"""The steps of a deployment on an account in a folder: killed anywhere and started again, it ends in the same place."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

import workflows
from workflows import ENV, RUN, fill

WORLD = Path(__file__).parent / "world.sh"
# The states of the small project that is deployed.
STATES = ("platform", "alerts", "core", "mercado", "pagos")


@dataclass(frozen=True)
class Account:
    """What a deployment changes; `calls` counts what it asked of programs."""

    folder: Path

    def copy(self, folder: Path) -> "Account":
        shutil.copytree(self.folder, folder)
        return Account(folder)

    def ends(self) -> dict[str, bytes]:
        """All that a deployment leaves behind, but for its plans and the serials of states."""
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        kept = [path for path in files if path.name not in ("serial", "calls", "next") and "plans" not in path.parts]
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in kept}

    @property
    def dags(self) -> set[str]:
        dags = self.folder.glob("s3/*artifacts*/airflow/dags/*/*.py")
        return {path.name for path in dags if not path.parent.name.startswith("cauce_")}

    @property
    def plans(self) -> list[Path]:
        return sorted(self.folder.glob("s3/*/plans/**/*.tfplan"))

    @property
    def broken(self) -> str:
        path = self.folder / "broken"
        return path.read_text() if path.exists() else ""


@dataclass
class Deployment:
    """A run of the workflow: its jobs, its inputs, and what the jobs that ended well have told."""

    jobs: dict[str, dict]
    inputs: dict[str, str]
    project: Path
    account: Account
    attempt: int = 1

    def __post_init__(self):
        self.told: dict[str, str] = {}
        self.done: set[str] = set()

    def start(self, *names: str, kill: int = 0) -> bool:
        """Runs the jobs that have not ended well, or those named; the runner dies at a call. Whether all ended well."""
        (self.account.folder / "calls").write_text("0")
        for name in names or [name for name in self.jobs if name not in self.done]:
            values = RUN | self.inputs | self.told | {"github.run_attempt": str(self.attempt)}
            if not self.run(name, values, kill):
                self.attempt += 1
                return False
            self.done.add(name)
        return True

    def again(self) -> "Deployment":
        """All of it once more."""
        return Deployment(self.jobs, self.inputs, self.project, self.account, self.attempt)

    def run(self, name: str, values: dict[str, str], kill: int) -> bool:
        job = self.jobs[name]
        root = self.account.folder.parent / "runner"
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir()
        (root / "generated").symlink_to(self.project)
        for step in job["steps"]:
            if "run" in step:
                env = workflows.surroundings(root, name, job, step, values)
                if not bash(fill(step["run"], values), root, self.account, env, kill):
                    return False
                values |= workflows.outputs(root, name, step)
        told = {key: fill(value, values) for key, value in job.get("outputs", {}).items()}
        self.told |= {f"needs.{name}.outputs.{key}": value for key, value in told.items()}
        return True


def bash(script: str, folder: Path, account: Account, variables: dict[str, str], kill: int) -> bool:
    """Whether a step ends well, run as GitHub runs it."""
    world = {"BASH_ENV": str(WORLD), "WORLD": str(account.folder), "KILL": str(kill)}
    env = {"PATH": os.environ["PATH"], **world, **variables}
    command = ["bash", "-eo", "pipefail", "-c", script]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert "command not found" not in done.stderr, done.stderr
    assert done.returncode in (0, 1, -9, 254), done.stderr
    return done.returncode == 0


def small(generated: Path, folder: Path) -> Path:
    """What is deployed of the project, with a few datasets."""
    for name in ("airflow/dags", "glue/jobs", "glue/runtime", "alerts/router"):
        shutil.copytree(generated / name, folder / name, ignore=shutil.ignore_patterns("analitica", "__pycache__"))
    for state in STATES:
        shutil.copytree(
            generated / f"terraform/{ENV}/{state}", folder / f"terraform/{ENV}/{state}", ignore=only_sources
        )
    return folder


def only_sources(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name.startswith(".terraform")]


def later(project: Path, folder: Path) -> Path:
    """The same after a change: a dataset gone, one new, one with other code."""
    shutil.copytree(project, folder)
    for name in ("airflow/dags/core/clientes.py", "glue/jobs/core/clientes.py", f"terraform/{ENV}/core/clientes.tf"):
        (folder / name).unlink()
    for name in ("airflow/dags/mercado", "glue/jobs/mercado", f"terraform/{ENV}/mercado"):
        (found,) = (folder / name).glob("trm.*")
        shutil.copy(found, found.with_stem("otra"))
    job = folder / "glue/jobs/pagos/transacciones.py"
    job.write_text(job.read_text() + "\n")
    return folder


@pytest.fixture(scope="module")
def deploy(tree, tmp_path_factory):
    """Deploys a revision to an account: `old` or `new`."""
    folder = tmp_path_factory.mktemp("projects")
    old = small(tree.generated, folder / "old")
    projects = {"old": old, "new": later(old, folder / "new")}
    callers = workflows.load(tree, "cauce-deploy.yml")["jobs"].values()
    (caller,) = [job for job in callers if job.get("with", {}).get("environment") == ENV]
    jobs = workflows.load(tree, "cauce-environment.yml")["jobs"]

    def deployment(account: Account, revision: str, jobs: dict[str, dict] = jobs, attempt: int = 1) -> Deployment:
        run = RUN | {"needs._revision.outputs.commit": revision}
        inputs = {f"inputs.{key}": fill(value, run) for key, value in caller["with"].items()}
        return Deployment(jobs, inputs, projects[revision], account, attempt)

    deployment.jobs = jobs
    return deployment


@pytest.fixture(scope="module")
def before(deploy, tmp_path_factory) -> Account:
    """An account that holds the old revision."""
    account = Account(tmp_path_factory.mktemp("account") / "before")
    account.folder.mkdir()
    assert deploy(account, "old").start() and not account.broken
    return account


@pytest.fixture(scope="module")
def after(deploy, before, tmp_path_factory) -> tuple[Account, int]:
    """The same with the new one, and how many calls that took."""
    account = before.copy(tmp_path_factory.mktemp("account") / "after")
    assert deploy(account, "new").start() and not account.broken
    return account, int((account.folder / "calls").read_text())


def test_a_deployment_brings_what_is_new_and_takes_what_is_gone(before, after):
    assert before.dags == {"clientes.py", "trm.py", "transacciones.py"}
    assert after[0].dags == {"otra.py", "trm.py", "transacciones.py"}
    assert (after[0].folder / "ssm").read_text() == "new\n"


@pytest.mark.parametrize("restart", ["failed jobs", "all jobs"])
def test_killed_anywhere_it_ends_in_the_same_place(deploy, before, after, tmp_path, restart):
    account, calls = after
    wanted = account.ends()
    assert calls > 30, "the workflow asks for less than it must"
    for kill in range(1, calls + 1):
        world = before.copy(tmp_path / f"{kill}/account")
        first = deploy(world, "new")
        assert not first.start(kill=kill), f"the kill at call {kill} was survived"
        second = first.again() if restart == "all jobs" else first
        assert second.start(), f"started again after a kill at call {kill}, it fails"
        assert (world.broken, world.ends()) == ("", wanted), f"killed at call {kill}"
        shutil.rmtree(tmp_path / f"{kill}")


def test_a_changed_plan_is_refused_before_anything_is_applied(deploy, before, tmp_path):
    world = before.copy(tmp_path / "account")
    run = deploy(world, "new")
    assert run.start("plan")
    fresh = [plan for plan in world.plans if "/new/" in str(plan)]
    assert len(fresh) == len(STATES)
    fresh[-1].write_bytes(fresh[-1].read_bytes() + b"x")
    assert not run.start("apply")
    assert world.ends() == before.ends()


def test_a_plan_is_not_written_over(deploy, before, tmp_path):
    world = before.copy(tmp_path / "account")
    assert deploy(world, "new").start("plan")
    assert not deploy(world, "new").start("plan")


def test_an_older_revision_comes_back(deploy, before, after, tmp_path):
    world = after[0].copy(tmp_path / "account")
    assert deploy(world, "old", attempt=2).start() and not world.broken
    # Code below a digest stays: an older run may still read it.
    extra = {name for name in world.ends() if name not in before.ends()}
    assert {name: body for name, body in world.ends().items() if name not in extra} == before.ends()
    assert all("/glue/jobs/" in name for name in extra)


@pytest.mark.parametrize(
    ("moved", "says"),
    [
        ("Retirar los DAG", "its DAG is still there"),
        ("Publicar los trabajos", "without its script"),
        ("Aplicar el enrutador", "without its job"),
    ],
)
def test_another_order_is_seen(deploy, before, tmp_path, moved, says):
    """The step at the end instead of in its place."""
    steps = deploy.jobs["apply"]["steps"]
    (step,) = [step for step in steps if step.get("name", "").startswith(moved)]
    apply = {**deploy.jobs["apply"], "steps": [other for other in steps if other is not step] + [step]}
    world = before.copy(tmp_path / "account")
    deploy(world, "new", {**deploy.jobs, "apply": apply}).start()
    assert says in world.broken
