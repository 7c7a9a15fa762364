"""A bot renews pins in the project's file and in the generated workflows alike: that is no drift; anything less is."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(os.environ["CAUCE_ROOT"])
PINS = Path("specs/overrides/github/actions.yml")
OLD = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1"
NEW = "actions/checkout@1111111111111111111111111111111111111111 # v7.0.2"


def cauce(project: Path, *words: str) -> subprocess.CompletedProcess:
    command = [os.environ["CAUCE_BIN"], "--root", str(project), *words]
    return subprocess.run(command, check=False, capture_output=True, text=True)


@pytest.fixture
def project(tmp_path) -> Path:
    for name in ("specs", "generated", ".github"):
        shutil.copytree(ROOT / name, tmp_path / name)
    assert cauce(tmp_path, "generate", "--check").returncode == 0
    return tmp_path


def renew(project: Path, *paths: Path) -> None:
    """What Dependabot does to a file: the commit and the version behind it."""
    changed = 0
    for path in paths:
        text = (project / path).read_text()
        changed += OLD in text
        (project / path).write_text(text.replace(OLD, NEW))
    assert changed, f"no file uses {OLD}"


def workflows(project: Path) -> list[Path]:
    return [path.relative_to(project) for path in (project / ".github/workflows").glob("*.yml")]


def test_a_renewed_pin_is_no_drift_and_the_next_generation_writes_it_down(project):
    renew(project, PINS, *workflows(project))
    checked = cauce(project, "generate", "--check")
    assert checked.returncode == 0, checked.stderr
    written = cauce(project, "generate")
    assert written.returncode == 0, written.stderr
    sums = subprocess.run(["sha256sum", "-c", "--quiet", "generated/.sums/_platform"], cwd=project, check=False)
    assert sums.returncode == 0


@pytest.mark.parametrize("half", ["the file of pins", "the workflows"])
def test_half_of_it_is_drift(project, half):
    renew(project, *([PINS] if half == "the file of pins" else workflows(project)))
    assert cauce(project, "generate", "--check").returncode == 1


def test_a_workflow_with_more_than_a_renewed_pin_is_drift(project):
    renew(project, PINS, *workflows(project))
    path = project / ".github/workflows/cauce-deploy.yml"
    path.write_text(path.read_text() + "# more\n")
    assert cauce(project, "generate", "--check").returncode == 1


def test_the_bot_looks_at_both():
    (update,) = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text())["updates"]
    assert update["directories"] == ["/", f"/{PINS.parent}"]
    assert update["package-ecosystem"] == "github-actions" and update["cooldown"] and update["groups"]


def test_the_file_of_pins_names_what_the_workflows_use():
    text = (ROOT / PINS).read_text()
    generated = (ROOT / ".github/workflows").glob("cauce-*.yml")
    used = {
        line.strip().removeprefix("- ").removeprefix("uses: ")
        for path in generated
        for line in path.read_text().splitlines()
        if "uses: " in line
    }
    assert {pin for pin in used if not pin.startswith("./")} == {
        line.strip().removeprefix("- uses: ") for line in text.splitlines() if "uses: " in line
    }
