"""Readers of each language give back the texts that the files of `cauce hostile` were made from."""

import ast
import json
import os
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt

FOLDER = Path(os.environ["LITERALS"])
TEXTS = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
KEYS = {text: number for number, text in enumerate(TEXTS) if len(text.encode()) < 100}


def read(name):
    return (FOLDER / name).read_bytes().decode("utf-8")


def run(*command, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, **options)
    assert done.returncode == 0, done.stderr.decode()[:2000] or done.stdout.decode()[:2000]
    return done


def differences(got, want):
    assert len(got) == len(want)
    return [pair for pair in zip(got, want, strict=True) if pair[0] != pair[1]][:5]


def test_the_corpus_is_large():
    assert len(TEXTS) > 4000


@pytest.fixture(scope="module")
def module():
    return ast.parse(read("literals.py"))


def test_python_reads_literals(module):
    values, keys = (ast.literal_eval(statement.value) for statement in module.body[:2])
    assert differences(values, TEXTS) == []
    assert keys == KEYS


def test_no_docstring_or_comment_of_python_gets_out(module):
    functions = module.body[2:]
    assert len(functions) == len(TEXTS)
    for function, text in zip(functions, TEXTS, strict=True):
        docstring, result = function.body
        assert bare(docstring.value.value) == bare(text)
        assert ast.literal_eval(result.value) == text


def test_ruff_would_not_change_a_byte(tmp_path):
    shutil.copy(FOLDER / "literals.py", tmp_path)
    run(os.environ["RUFF"], "format", "--isolated", "--no-cache", "--check", "--line-length", "120", tmp_path)


def test_json_reads_literals():
    assert json.loads(read("literals.json")) == {"values": TEXTS, "keys": KEYS}


@pytest.mark.parametrize("loader", [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)])
def test_yaml_reads_literals(loader):
    document = yaml.load(read("literals.yaml"), loader)
    assert differences(document["data"], TEXTS) == []
    for name in ("workflow", "flow"):
        assert differences([as_github(text) for text in document[name]], TEXTS) == []
    assert {as_github(key): number for key, number in document["keys"].items()} == KEYS


def as_github(text):
    """The value that GitHub gives a text of a workflow: every expression in it must be the constant `${{`."""
    constant = "${{ '${{' }}"
    literal, *parts = text.split(constant)
    assert "${{" not in literal and not any("${{" in part for part in parts), text
    return "${{".join([literal, *parts])


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_bash_reads_literals(locale):
    done = run("bash", FOLDER / "literals.sh", env={"PATH": os.environ["PATH"], "LC_ALL": locale})
    assert done.stderr == b""
    words = done.stdout.decode("utf-8").split("\0")[:-1]
    assert differences(words, [text.replace("\0", "\ufffd") for text in TEXTS]) == []


def test_terraform_reads_literals(tmp_path):
    shutil.copy(FOLDER / "literals.tf", tmp_path / "main.tf")
    terraform = os.environ["TERRAFORM"]
    environment = {**os.environ, "CHECKPOINT_DISABLE": "1", "TF_DATA_DIR": str(tmp_path / "data")}
    run(terraform, "fmt", "-check", tmp_path / "main.tf", env=environment)
    for arguments in (["init", "-input=false"], ["apply", "-auto-approve", "-input=false"]):
        run(terraform, *arguments, cwd=tmp_path, env=environment)
    outputs = json.loads(run(terraform, "output", "-json", cwd=tmp_path, env=environment).stdout)
    assert differences(outputs["values"]["value"], [composed(text) for text in TEXTS]) == []
    assert differences(outputs["inner"]["value"], [composed(f"<{text}>{{{text}}}") for text in TEXTS]) == []
    assert outputs["keys"]["value"] == {composed(text): number for text, number in KEYS.items()}


def composed(text):
    """Terraform normalises every string."""
    return unicodedata.normalize("NFC", text)


def bare(text):
    """What is left of a text where white space and invisible characters do not count."""
    hidden = ("Cc", "Cf", "Zl", "Zp", "Cn")
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in hidden)


@pytest.fixture(scope="module")
def tokens():
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return parser.parse(read("literals.md"))


def test_no_text_is_markup_in_markdown(tokens):
    pieces = {child.type for token in tokens if token.type == "inline" for child in token.children}
    assert pieces == {"text", "code_inline", "link_open", "link_close"}
    comments = [token.content for token in tokens if token.type == "html_block"]
    assert len(comments) == len(TEXTS)
    assert all(c.startswith("<!-- ") and c.endswith("-->\n") and c.count("-->") == 1 for c in comments)


def test_markdown_shows_the_texts_of_cells(tokens):
    inline = [token.children for token in tokens if token.type == "inline"]
    cells = ["".join(child.content for child in children) for children in inline[2 : 2 + 2 * len(TEXTS)]]
    assert differences([bare(cell) for cell in cells[::2]], [bare(text) or "—" for text in TEXTS]) == []
    assert differences([bare(cell) for cell in cells[1::2]], [bare(text) for text in TEXTS]) == []


def test_markdown_shows_the_texts_of_fences(tokens):
    fences = [token.content for token in tokens if token.type == "fence"]
    assert differences([bare(fence) for fence in fences], [bare(text) for text in TEXTS]) == []
