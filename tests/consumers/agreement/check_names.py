"""The net under the other checks: no text names anything of the platform that is not there."""

import hashlib
import re

import check_access
from compare import agree, undefined

TEXTS = ("*.py", "*.json", "*.md", "*.txt", "*.yml")


def every_name(tree) -> list[str]:
    """Whatever looks like a name of the platform is one, or is how several begin."""
    pattern = re.compile(rf"(?<![\w@.-])(?:alias/|/(?!/))?{tree.prefix}[-_/]\w[\w./-]*\w")
    known = {match for text in tree.states.values() for match in pattern.findall(aligned(tree, text))}
    known |= {f"{job['database']}.{job['table']}" for job in tree.jobs["jobs"].values()}
    known |= tree.deployment.parameters | check_access.route_secrets(tree)
    used = {match: where for where, text in texts(tree).items() for match in pattern.findall(aligned(tree, text))}
    strange = {name: where for name, where in used.items() if name not in known and not begins(name, known)}
    return [f"name {name!r}: {where} uses it, nothing defines it" for name, where in strange.items()]


def begins(name: str, known: set[str]) -> bool:
    """Whether names begin like that."""
    return any(other.startswith((f"{name}-", f"{name}/", f"{name}_")) for other in known)


def texts(tree) -> dict[str, str]:
    """All files that are not Terraform's, without the addresses of the repository, whose owner has his own name."""
    paths = [path for pattern in TEXTS for path in tree.root.rglob(pattern)]
    return {
        str(path.relative_to(tree.root)): re.sub(r"github\.com/\S+", "", path.read_text()) for path in sorted(paths)
    }


def aligned(tree, text: str) -> str:
    """A text with the names of all environments in the one that is applied, and without schemes before them."""
    here = tree.flow["platform"]
    text = text.replace("s3://", "")
    for env, values in tree.flow["environments"].items():
        text = text.replace(values["account"], here["account"])
        for mark in "-/":
            text = text.replace(f"{tree.prefix}{mark}{env}{mark}", f"{tree.prefix}{mark}{here['env']}{mark}")
    return text


def ownership(tree) -> list[str]:
    """Every generated file is listed once, with the digest that it has, and each dataset has a list of its own."""
    lists = {
        str(path.relative_to(tree.generated / ".sums")): path.read_text()
        for path in tree.paths(".sums/**/*")
        if path.is_file()
    }
    listed = [line.split("  ", 1) for text in lists.values() for line in text.splitlines()]
    names = [name for _, name in listed]
    tools = {".sums", "__pycache__"}
    paths = [path for path in tree.paths("**/*") if path.is_file() and tools.isdisjoint(path.parts)]
    github = tree.root / ".github"
    paths += [*github.glob("workflows/cauce-*.yml"), *(path for path in github.iterdir() if path.is_file())]
    there = {str(path.relative_to(tree.root)): path for path in paths}
    problems = [f"file {name!r}: listed twice" for name in sorted(set(names)) if names.count(name) > 1]
    problems += agree("file", dict.fromkeys(names, "a list"), there)
    problems += undefined("list of", dict.fromkeys(tree.dags, "a DAG"), lists)
    edited = [
        name
        for digest, name in listed
        if name in there and digest != hashlib.sha256(there[name].read_bytes()).hexdigest()
    ]
    return problems + [f"file {name!r}: its digest is not the one that is listed" for name in edited]
