"""What a person copies from a runbook at night must at least be a program."""

import os
import re
import subprocess
from pathlib import Path

import pytest

RUNBOOKS = sorted((Path(os.environ["CAUCE_ROOT"]) / "generated/runbooks").rglob("*.md"))
BLOCK = re.compile(r"^```bash\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Runbooks of an incident use variables that the runbook of the dataset exports; `export x=$(…)` is what a person types.
EXCLUDED = "SC2154,SC2155"
CHANGES = re.compile(r"\baws \S+ (?:s3 )?(?:put|delete|create|update|rm|mv|sync|stop|start|terminate|invoke|publish)\b")


def script(text):
    return "".join(BLOCK.findall(text))


def shellcheck(text):
    command = [os.environ["SHELLCHECK"], "--shell=bash", f"--exclude={EXCLUDED}", "-"]
    return subprocess.run(command, check=False, input=text, capture_output=True, text=True)


def test_there_are_runbooks():
    assert len(RUNBOOKS) > 30


@pytest.mark.parametrize("path", RUNBOOKS, ids=lambda path: path.stem)
def test_commands_are_a_program(path):
    result = shellcheck(script(path.read_text()))
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("path", RUNBOOKS, ids=lambda path: path.stem)
def test_checks_change_nothing(path):
    checks, _, response = path.read_text().partition("\n## Responder\n")
    assert CHANGES.findall(script(checks)) == []
    # Who answers an incident says so to the router, and to nobody else.
    said = script(response).count("aws lambda invoke --function-name ribera-alert-router ")
    assert CHANGES.findall(script(response)) == ["aws lambda invoke"] * said


def test_a_planted_fault_is_found():
    text = next(path.read_text() for path in RUNBOOKS if '"$DATASET"' in path.read_text())
    assert shellcheck(script(text.replace('"$DATASET"', '"$DATASET', 1))).returncode != 0
    assert CHANGES.findall("aws s3 rm --recursive s3://x") == ["aws s3 rm"]
    assert CHANGES.findall("aws glue start-job-run") == ["aws glue start"]
