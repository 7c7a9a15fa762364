"""A platform whose texts are hostile: the specs of the examples with other texts in every free field."""

import copy
import json
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import yaml

import fields

MARK = re.compile(r"Zq(\d+)qZ")
# Fields with a grammar of their own: the hostile text goes into a literal of a condition, or before a file name.
CONDITIONS = ("where", "flag", "sql")
QUERY = "select * from t where '"
FILE_NAMES = ("files", "control")
QUOTE = "'"


class Text(str):
    """A text that is written in double quotes, on a line of its own."""


class Dumper(yaml.SafeDumper):
    """Writes YAML so that every text of ours has its own line."""


Dumper.add_representer(Text, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


@dataclass(frozen=True)
class Field:
    """A place in a spec file, what stood there, and the greatest length."""

    file: str
    path: fields.Path
    original: object
    longest: int | None

    @property
    def name(self) -> str:
        """The place without its numbers, as people would say it."""
        return f"{self.file}: {'.'.join(str(part) for part in self.path if isinstance(part, str))}"


@dataclass
class Project:
    """A folder with specs, and the texts that cauce took, by number."""

    root: Path
    cauce: str
    documents: dict[str, object]
    originals: dict[str, object]
    texts: dict[int, str] = field(default_factory=dict)
    places: dict[int, Field] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    def run(self, *args: str, ok: tuple[int, ...] = (0,)) -> str:
        """What cauce says; a crash or a usage error is never right."""
        command = [self.cauce, "--root", str(self.root), *args]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode in ok, f"cauce {' '.join(args)} ended with {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout

    def write(self) -> None:
        """Writes the specs."""
        for name, document in self.documents.items():
            text = yaml.dump(
                renamed(document, self.originals[name]),
                Dumper=Dumper,
                sort_keys=False,
                allow_unicode=False,
                width=float("inf"),
            )
            (self.root / "specs" / name).write_text(text)

    def settle(self) -> None:
        """Puts back what cauce refuses, until it refuses nothing: every finding must point at a text of ours."""
        while True:
            self.write()
            findings = json.loads(self.run("--format", "json", "validate", ok=(0, 1)))
            errors = [finding for finding in findings if finding["severity"] == "error"]
            if not errors:
                return
            for number in self.blamed(errors):
                place = self.places.pop(number)
                self.refused.add(place.name)
                fields.put(self.documents[place.file], place.path, place.original)
                del self.texts[number]

    def blamed(self, errors: list[dict]) -> set[int]:
        """The texts that the findings point at."""
        found = set()
        for error in errors:
            line = (self.root / error["path"]).read_text().splitlines()[error["line"] - 1]
            numbers = set(map(int, MARK.findall(line))) | self.short(error["path"], line)
            assert numbers, f"a finding points at a line that nobody changed: {error}\n{line}"
            found |= numbers
        return found

    def short(self, path: str, line: str) -> set[int]:
        """The texts on a line that are too short to have a mark."""
        short = {number: place for number, place in self.places.items() if place.longest is not None}
        return {
            number
            for number, place in short.items()
            if path == f"specs/{place.file}" and line.strip().startswith(f"{place.path[-1]}:")
        }


def renamed(document: dict, original: dict) -> dict:
    """A spec whose tests name the columns as they are delivered now: they are called by `from`, which may be ours."""
    before, now = (
        [column.get("from", column["name"]) for column in spec.get("columns", [])] for spec in (original, document)
    )
    names = dict(zip(before, now, strict=True))
    tests = [
        {**test, "given": [{names[key]: value for key, value in row.items()} for row in test["given"]]}
        for test in document.get("tests", [])
    ]
    return {**document, "tests": tests} if tests else document


def schema_of(cauce: str, file: str) -> dict:
    """The JSON Schema of a spec file."""
    kinds = {"platform.yaml": "platform", "_types.yaml": "types", "_domain.yaml": "domain"}
    command = [cauce, "schema", kinds.get(Path(file).name, "dataset")]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def load(specs: Path, cauce: str) -> tuple[dict[str, object], list[Field]]:
    """The spec files and their free fields."""
    files = sorted(path for path in specs.rglob("*.yaml"))
    documents = {str(path.relative_to(specs)): yaml.safe_load(path.read_text()) for path in files}
    places = [
        Field(file, path, fields.get(document, path), longest)
        for file, document in documents.items()
        for path, longest in fields.free(schema_of(cauce, file), document).items()
    ]
    return documents, places


def spoiled(root: Path, specs: Path, cauce: str, texts: list[str]) -> Project:
    """A project with the texts dealt out over all free fields, and generated."""
    shutil.copytree(specs, root / "specs")
    documents, places = load(specs, cauce)
    project = Project(root, cauce, copy.deepcopy(documents), documents)
    for number, place in enumerate(places):
        value = marked(place, number, texts[number % len(texts)])
        if value is not None:
            fields.put(project.documents[place.file], place.path, value)
            project.places[number] = place
            project.texts[number] = inner(place, value)
            if place.path[-1] == "query":  # instead of the table that the example names
                fields.put(project.documents[place.file], (*place.path[:-1], "table"), None)
    project.settle()
    project.run("generate")
    return project


def marked(place: Field, number: int, text: str) -> Text | None:
    """A text that can be told from all others, at its beginning or at its end; None where it would be no text."""
    mark, key = f"Zq{number}qZ", place.path[-1]
    if place.longest is not None:
        return Text(text[: place.longest]) if text else None
    value = f"{text}{mark}" if number % 2 else f"{mark}{text}"
    if key == "query":
        return Text(f"{QUERY}{without(QUOTE, value)}' = 'x'")
    if key in CONDITIONS:
        return Text(f"({place.original}) or '{without(QUOTE, value)}' = 'x'") if is_condition(place) else None
    return Text(without("{}/", value) + str(place.original)) if key in FILE_NAMES else Text(value)


def is_condition(place: Field) -> bool:
    """Whether a place of SQL is true or false; elsewhere a text would change the type."""
    return place.path[-1] != "sql" or "quality" in place.path


def without(chars: str, text: str) -> str:
    """A text without characters that mean something where it goes, and without escapes."""
    return "".join(char for char in text if char not in chars + "\\")


def inner(place: Field, value: str) -> str:
    """What is ours in a value."""
    if place.path[-1] == "query":
        return value.removeprefix(QUERY).removesuffix("' = 'x'")
    if place.path[-1] in CONDITIONS:
        return value.rpartition(" or '")[2].removesuffix("' = 'x'")
    return value.removesuffix(str(place.original)) if place.path[-1] in FILE_NAMES else value
