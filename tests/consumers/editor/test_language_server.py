"""What an editor shows of a spec: completion, hover and errors, from the published schema alone."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from language_server import LanguageServer

ROOT = Path(os.environ["CAUCE_ROOT"])
SPEC = ROOT / "specs/mercado/trm.yaml"
HINT = "# yaml-language-server: $schema=../cauce.schema.json\n"
YAML = {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}


@pytest.fixture(scope="module")
def server() -> Iterator[LanguageServer]:
    settings = {"yaml": YAML, "http": {}, "[yaml]": {}, "editor": {}, "files": {}}
    server = LanguageServer(ROOT, settings)
    yield server
    server.close()


@pytest.fixture
def spec(server: LanguageServer, request: pytest.FixtureRequest):
    """Opens the example with some change, under a name of its own."""

    def opened(old: str = "", new: str = "") -> tuple[str, list[str]]:
        text = SPEC.read_text()
        assert not old or text.count(old) == 1
        # The first line may hold the hint already.
        text = HINT + text.removeprefix(HINT).replace(old, new) if old else HINT + text.removeprefix(HINT)
        path = SPEC.with_name(f"{request.node.name}.yaml")
        return server.open(path, text), text.split("\n")

    return opened


def place(lines: list[str], needle: str) -> tuple[int, int]:
    line = next(i for i, line in enumerate(lines) if needle in line)
    return line, lines[line].index(needle)


def test_the_example_has_no_errors(server, spec):
    uri, _ = spec()
    assert server.findings(uri) == []


def test_a_misspelt_key_is_shown_at_the_key(server, spec):
    uri, lines = spec("tier: 2", "teir: 2")
    found = server.findings(uri)
    assert [(f["range"]["start"]["line"], f["range"]["start"]["character"]) for f in found] == [place(lines, "teir")]
    assert "teir" in found[0]["message"]


def test_a_value_outside_of_its_limits_is_shown_at_the_value(server, spec):
    uri, lines = spec("tier: 2", "tier: 9")
    found = server.findings(uri)
    line, column = place(lines, "tier: 9")
    assert [(f["range"]["start"]["line"], f["range"]["start"]["character"]) for f in found] == [(line, column + 6)]


def test_keys_are_offered_with_their_description(server, spec):
    uri, lines = spec("tier: 2\n", "ti\n")
    server.findings(uri)
    line, _ = place(lines, "ti")
    line = lines.index("ti")
    offered = server.at("completion", uri, line, 2)["items"]
    tier = next(item for item in offered if item["label"] == "tier")
    documentation = tier["documentation"]
    assert "critical" in (documentation["value"] if isinstance(documentation, dict) else documentation)


def test_words_of_a_closed_list_are_offered(server, spec):
    uri, lines = spec("delivers: delta", "delivers: ")
    server.findings(uri)
    line, column = place(lines, "delivers: ")
    offered = {item["label"] for item in server.at("completion", uri, line, column + 10)["items"]}
    assert {"full", "delta"} <= offered


def test_a_key_explains_itself(server, spec):
    uri, lines = spec()
    server.findings(uri)
    line, column = place(lines, "freshness:")
    hover = server.at("hover", uri, line, column + 2)
    assert "Greatest age of the table" in hover["contents"]["value"]
