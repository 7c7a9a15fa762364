"""The texts in generated files, as the readers of each language see them, and the shape of what stands around them."""

import ast
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import yaml
from markdown_it import MarkdownIt

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
# Parts of a line whose number depends on the text alone.
BREAKS = ("text", "text_special", "softbreak", "hardbreak")
HIDDEN = ("Cc", "Cf", "Zl", "Zp", "Cn", "Co", "Cs")


def bare(text: str) -> str:
    """What is left of a text where white space and invisible characters do not count."""
    return "".join(char for char in text if not char.isspace() and unicodedata.category(char) not in HIDDEN)


def strings(value: object) -> Iterator[str]:
    """All texts in a parsed document, keys among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from strings(key)
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def shape(value: object) -> object:
    """A parsed document without its texts; a map's keys stay unless they are ours."""
    if isinstance(value, dict):
        return {key if "Zq" not in str(key) else "": shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shape(item) for item in value]
    return "" if isinstance(value, str) else value


def python(path: Path) -> tuple[list[str], list[str], object]:
    """Literals, docstrings, and the code around them."""
    tree = ast.parse(path.read_text())
    prose = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and (
            text := ast.get_docstring(node, clean=False)
        ):
            prose.append(text)
            node.body[0] = ast.Pass()
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            node.name = "test_"
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    literals = [node.value for node in constants]
    for node in constants:
        node.value = ""
    return literals, prose, ast.dump(tree)


def document(path: Path) -> tuple[list[str], list[str], object]:
    """The same of JSON and of YAML, which has GitHub's expressions in it."""
    text = path.read_text()
    value = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    return [item.replace("${{ '${{' }}", "${{") for item in strings(value)], [], shape(value)


def markdown(path: Path) -> tuple[list[str], list[str], object]:
    """What is read in paragraphs, cells, code and comments, and the blocks and marks that there are."""
    tokens = MARKDOWN.parse(path.read_text())
    inline = [child for token in tokens if token.type == "inline" for child in token.children]
    blocks = [token for token in tokens if token.type in ("fence", "code_block", "html_block")]
    marks = Counter(child.type for child in inline if child.type not in BREAKS)
    return [], ["".join(part.content for part in inline + blocks)], (structure(tokens), marks)


def structure(tokens: list) -> list[tuple[str, str, str]]:
    """The blocks in their order; several paragraphs are one, because a text may have several lines."""
    found: list[tuple[str, str, str]] = []
    for token in tokens:
        if token.type != "inline":
            found.append((token.type, token.tag, token.info))
        if found[-2:] == found[-4:-2] and found[-2:][0][0] == "paragraph_open":
            del found[-2:]
    return found


READERS = {".py": python, ".json": document, ".yml": document, ".yaml": document, ".md": markdown}


def read(root: Path) -> dict[str, tuple[list[str], list[str], object]]:
    """Every generated file that a reader here knows."""
    paths = [path for top in ("generated", ".github") for path in sorted((root / top).rglob("*"))]
    return {str(path.relative_to(root)): READERS[path.suffix](path) for path in paths if path.suffix in READERS}


def holds(found: str, text: str, composed: bool = False) -> bool:
    """Whether a literal holds a text unchanged, be it inside JSON, SQL or a regular expression of its own."""
    if composed:
        found, text = unicodedata.normalize("NFC", found), unicodedata.normalize("NFC", text)
    if text in found or re.escape(text) in found or text in sql(found):
        return True
    try:
        return any(holds(inner, text, composed) for inner in strings(json.loads(found)) if inner != found)
    except ValueError:
        return False


ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "0": "\0", "Z": "\x1a"}


def sql(text: str) -> str:
    """A text in which the escapes of Spark's literals are what they mean."""
    return re.sub(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", lambda match: escape(match[1]), text, flags=re.DOTALL)


def escape(code: str) -> str:
    """The character of one escape."""
    return chr(int(code[1:], 16)) if len(code) > 1 else ESCAPES.get(code, code)
