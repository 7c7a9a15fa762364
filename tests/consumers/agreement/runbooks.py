"""What the runbooks tell a person to run and to open."""

import functools
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt

import shell

PARSER = MarkdownIt("commonmark").enable("table")


def tokens(path: Path) -> list:
    """Markdown's tokens, inline ones among them."""
    found = PARSER.parse(path.read_text())
    return [part for token in found for part in (token, *(token.children or []))]


def links(path: Path) -> list[str]:
    """Where the links of a file lead."""
    return [token.attrGet("href") for token in tokens(path) if token.type == "link_open"]


def target(path: Path, link: str) -> Path | None:
    """The file that a relative link leads to."""
    parts = urlsplit(link)
    return None if parts.scheme or not parts.path else (path.parent / unquote(parts.path)).resolve()


def code(path: Path) -> list[str]:
    """The names that are shown as code."""
    return [token.content for token in tokens(path) if token.type == "code_inline"]


def script(path: Path) -> str:
    """All commands of a file."""
    blocks = [token for token in tokens(path) if token.type == "fence" and token.info == "bash"]
    return "\n".join(token.content for token in blocks)


def preamble(path: Path) -> str:
    """The block of a dataset's runbook that the others build on."""
    return "\n".join(line for line in script(path).splitlines() if line.startswith("export "))


def calls(tree) -> list[tuple[str, shell.Call]]:
    """What the commands of every runbook ask of AWS, with the runbook's path: an incident's with a dataset's names."""
    datasets = tree.paths("runbooks/*/*.md")
    scripts = [(path, script(path)) for path in datasets]
    opening = preamble(datasets[0])
    scripts += [(path, f"{opening}\n{script(path)}") for path in tree.paths("runbooks/*.md")]
    return [(str(path.relative_to(tree.root)), call) for path, text in scripts for call in run(text, tree.account)]


@functools.cache
def run(text: str, account: str) -> list[shell.Call]:
    """The calls of commands, which depend on nothing but the account."""
    return shell.run(text, Path("/"), {"STAND_IN_ACCOUNT": account}, strict=False)


def environment(tree) -> str | None:
    """The environment that the runbooks start from."""
    found = {match for path in tree.paths("runbooks/*/*.md") for match in re.findall(r"export ENV=(\w+)", script(path))}
    return found.pop() if len(found) == 1 else None
