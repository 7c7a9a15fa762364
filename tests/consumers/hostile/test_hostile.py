"""Hostile texts in every free field of the specs: files stay well formed, nothing gets out, texts come back equal."""

import json
import os
import random
import re
import subprocess
from pathlib import Path

import pytest

import applied
import project
import readers

CAUCE, SPECS = os.environ["CAUCE"], Path(os.environ["CAUCE_SPECS"])
CORPUS = json.loads(Path(os.environ["CORPUS"]).read_text())
ROUNDS = range(24)
# Rounds whose Terraform is applied, not only parsed.
APPLIED = (0, 13)
ENV = "prod"


def texts(number: int) -> list[str]:
    """The texts of a round: a part of the corpus, long ones last."""
    order = random.Random(7).sample(CORPUS, len(CORPUS))
    return order[number :: len(ROUNDS)]


@pytest.fixture(scope="session")
def plain(tmp_path_factory):
    """The same fields with harmless texts."""
    return project.spoiled(tmp_path_factory.mktemp("plain") / "p", SPECS, CAUCE, ["texto"])


@pytest.fixture(scope="session")
def shapes(plain):
    """What stands around harmless texts in every file."""
    return {path: shape for path, (_, _, shape) in readers.read(plain.root).items()}


@pytest.fixture(scope="session")
def rounds(tmp_path_factory):
    """A project for each round, made when it is first asked for."""
    made = {}

    def make(number):
        if number not in made:
            folder = tmp_path_factory.mktemp(f"round{number}") / "p"
            made[number] = project.spoiled(folder, SPECS, CAUCE, texts(number))
        return made[number]

    return make


def changed(found: list[str], texts: dict[int, str], holds) -> list[str]:
    """Places that show the mark of a text and not the text."""
    return [
        f"{text!r} became {literal[:2000]!r}"
        for literal in found
        for number in set(map(int, project.MARK.findall(literal)))
        if (text := texts.get(number)) is not None and not holds(literal, text)
    ]


def bare_holds(found: str, text: str) -> bool:
    return readers.bare(text) in readers.bare(found)


def composed(found: str, text: str) -> bool:
    return readers.holds(found, text, composed=True)


@pytest.mark.parametrize("number", ROUNDS)
def test_texts_come_back(rounds, number):
    spoiled = rounds(number)
    for path, (literals, prose, _) in readers.read(spoiled.root).items():
        assert changed(literals, spoiled.texts, readers.holds) == [], path
        assert changed(prose, spoiled.texts, bare_holds) == [], path


@pytest.mark.parametrize("number", ROUNDS)
def test_nothing_gets_out(rounds, shapes, number):
    found = readers.read(rounds(number).root)
    assert found.keys() == shapes.keys()
    assert [path for path, (_, _, shape) in found.items() if shape != shapes[path]] == []


@pytest.mark.parametrize("number", ROUNDS)
def test_formatters_change_nothing(rounds, number):
    root = rounds(number).root
    run("terraform fmt", [os.environ["CAUCE_TERRAFORM"], "fmt", "-check", "-diff", "-recursive", root / "generated"])
    run(
        "ruff",
        [
            os.environ["RUFF"],
            "format",
            "--isolated",
            "--no-cache",
            "--check",
            "--diff",
            "--line-length",
            "120",
            root / "generated",
        ],
    )


@pytest.mark.parametrize("number", ROUNDS)
def test_actionlint_accepts_the_workflows(rounds, number):
    workflows = sorted((rounds(number).root / ".github/workflows").glob("*.yml"))
    run("actionlint", [os.environ["ACTIONLINT"], "-shellcheck=", "-pyflakes=", *workflows])


def run(what, command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{what}\n{(done.stdout + done.stderr)[:4000]}"


@pytest.mark.parametrize("number", APPLIED)
def test_terraform_holds_the_texts(rounds, plain, tmp_path, number):
    spoiled = rounds(number)
    states = applied.apply_all(spoiled.root / "generated", ENV, tmp_path / "hostile")
    values = [item["values"] for state in states.values() for item in applied.resources(json.loads(state))]
    # What an alarm says is prose: its lines are ours, whatever a text holds.
    prose = [item.pop("alarm_description") for item in values if "alarm_description" in item]
    assert changed(list(readers.strings(values)), spoiled.texts, composed) == []
    assert changed(prose, spoiled.texts, bare_holds) == []
    harmless = applied.apply_all(plain.root / "generated", ENV, tmp_path / "plain")
    assert addresses(states) == addresses(harmless)


def addresses(states: dict[str, str]) -> list[str]:
    """The resources of all states."""
    return sorted(item["address"] for state in states.values() for item in applied.resources(json.loads(state)))


def test_every_field_takes_hostile_texts(rounds):
    made = [rounds(number) for number in ROUNDS]
    taken = {place.name for each in made for place in each.places.values()}
    refused = {name for each in made for name in each.refused} - taken
    assert len(taken) > 50
    assert refused == {"mercado/trm.yaml: source.records"}, "only a path to records has a form that no strange text has"


def test_people_read_the_descriptions(plain):
    numbers = {place.file: number for number, place in plain.places.items() if place.path == ("description",)}
    shown = {
        pattern: set(map(int, project.MARK.findall("".join(path.read_text() for path in plain.root.glob(pattern)))))
        for pattern in ("generated/airflow/dags/*/*.py", "generated/glue/jobs/*/*.py", "generated/runbooks/*/*.md")
    }
    datasets = {file for file in numbers if "/" in file and "/_" not in file}
    assert datasets
    assert {(pattern, file) for pattern in shown for file in datasets if numbers[file] not in shown[pattern]} == set()


# Fields of people's words that no artefact shows yet.
UNSHOWN = {
    # Runbooks show the columns of the table: not those that an aggregate folds or protection drops.
    "columns.description",
    "columns.unit",
    "types.description",
    "types.unit",
    "platform.yaml: description",
    # Why a column of personal data is none any more stays in the spec, where the review reads it.
    "transforms.aggregate.columns.not_personal",
    "transforms.derive.not_personal",
}


def test_what_a_spec_says_is_somewhere(plain):
    found = [text for literals, prose, _ in readers.read(plain.root).values() for text in literals + prose]
    found += [path.read_text() for path in plain.root.rglob("*.tf")]
    shown = {number for text in found for number in map(int, project.MARK.findall(text))}
    marked = {number: place for number, place in plain.places.items() if place.longest is None}
    names = {place.name for number, place in marked.items() if number not in shown}
    absent = {re.sub(r"^\S+: (?=\S+[.])|(?<=types)[.]\w+", "", name) for name in names}
    assert len(shown) > 150
    assert absent <= UNSHOWN
