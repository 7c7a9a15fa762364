"""What the tests share: a copy of the generated tree and the roots of one environment, planned and applied for nothing.

CAUCE_GENERATED names the generated tree, CAUCE_TERRAFORM the program; TF_CLI_CONFIG_FILE points it at the stand-in.
"""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ENV = "prod"
# The state lives in a bucket that no test may reach.
LOCAL_STATE = 'terraform {\n  backend "local" {}\n}\n'


@dataclass(frozen=True)
class Root:
    """A folder that terraform runs in: one state."""

    path: Path

    @property
    def name(self) -> str:
        return f"{self.path.parent.name}/{self.path.name}"

    def run(self, *args: str, ok: tuple[int, ...] = (0,)) -> str:
        done = subprocess.run(
            [os.environ["CAUCE_TERRAFORM"], *args], cwd=self.path, capture_output=True, text=True, check=False
        )
        assert done.returncode in ok, f"{self.name}: terraform {' '.join(args)}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def validate(self) -> list[str]:
        """Errors and warnings alike, one line each."""
        report = json.loads(self.run("validate", "-json", ok=(0, 1)))
        return [f"{self.name}: {d['severity']}: {d['summary']}: {d.get('detail', '')}" for d in report["diagnostics"]]


@dataclass(frozen=True)
class Applied:
    """The resources of an applied root: (type, name, index) and values, modules flattened."""

    resources: list[dict]

    def all(self, kind: str, name: str | None = None) -> list[dict]:
        return [
            r["values"]
            for r in self.resources
            if r["mode"] == "managed" and r["type"] == kind and name in (None, r["name"])
        ]

    def one(self, kind: str, name: str | None = None) -> dict:
        found = self.all(kind, name)
        assert len(found) == 1, f"{len(found)} of {kind}.{name}"
        return found[0]


@dataclass(frozen=True)
class Dataset:
    """A dataset and the names that the contract gives it."""

    domain: str
    name: str
    module: Path

    @property
    def path(self) -> str:
        return f"{self.domain}/{self.name}"

    @property
    def slug(self) -> str:
        return f"ribera-{self.domain}-{self.name}".replace("_", "-")


def flatten(module: dict) -> list[dict]:
    own = module.get("resources", [])
    return own + [r for child in module.get("child_modules", []) for r in flatten(child)]


@pytest.fixture(scope="session")
def generated() -> Path:
    return Path(os.environ["CAUCE_GENERATED"])


@pytest.fixture(scope="session")
def tree(generated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the generated folder: terraform writes beside what it reads."""
    copy = tmp_path_factory.mktemp("tree") / "generated"
    shutil.copytree(generated, copy)
    return copy


@pytest.fixture(scope="session")
def roots(tree: Path) -> list[Root]:
    folders = sorted(p for p in (tree / "terraform").glob("*/*") if p.is_dir() and p.parent.name != "modules")
    assert folders, "no roots under generated/terraform"
    return [Root(p) for p in folders]


@pytest.fixture(scope="session")
def datasets(tree: Path) -> list[Dataset]:
    modules = sorted(p.parent for p in (tree / "terraform/modules").glob("*/*/retention.json"))
    assert modules, "no dataset modules under generated/terraform/modules"
    return [Dataset(m.parent.name, m.name, m) for m in modules]


@pytest.fixture(scope="session")
def applied(roots: list[Root]) -> dict[str, Applied]:
    """The roots of one environment by folder name, after an apply that creates nothing anywhere."""
    return {root.path.name: apply(root) for root in roots if root.path.parent.name == ENV}


def apply(root: Root) -> Applied:
    (root.path / "backend_override.tf").write_text(LOCAL_STATE)
    root.run("init", "-no-color")
    root.run("plan", "-no-color", "-out=plan.bin")
    root.run("apply", "-no-color", "plan.bin")
    state = json.loads(root.run("show", "-json"))
    return Applied(flatten(state["values"]["root_module"]))


@pytest.fixture(scope="session")
def platform(applied: dict[str, Applied]) -> Applied:
    return applied["platform"]
