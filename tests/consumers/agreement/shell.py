"""Runs shell text with stand-ins for AWS, Terraform, GitHub and zip, and says what they were asked."""

import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

COMMANDS = Path(__file__).parent / "commands.sh"


@dataclass(frozen=True)
class Call:
    """A program with its arguments, and the folder that it was called in."""

    folder: Path
    program: str
    words: tuple[str, ...]

    def option(self, name: str) -> str | None:
        """The value of `--name VALUE`."""
        return self.words[self.words.index(name) + 1] if name in self.words else None

    @property
    def plain(self) -> list[str]:
        """The words that are neither options nor, as far as one can tell, their values."""
        return [word for word in self.words if not word.startswith("-")]

    @property
    def uris(self) -> list[str]:
        """The places in S3 that it names."""
        return [word for word in self.words if word.startswith("s3://")]


def run(script: str, folder: Path, variables: dict[str, str], strict: bool = True) -> list[Call]:
    """The calls of a script, run as GitHub would (`strict`) or as a person at a prompt."""
    with tempfile.NamedTemporaryFile() as record:
        env = {
            "PATH": os.environ["PATH"],
            "HOME": "/nonexistent",
            "RECORD": record.name,
            "BASH_ENV": str(COMMANDS),
            **variables,
        }
        command = ["bash", *(["-e"] if strict else []), "-c", script]
        done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0 or not strict, f"{script}\n{done.stdout}{done.stderr}"
        assert "command not found" not in done.stderr, done.stderr
        return parse(Path(record.name).read_text())


def parse(text: str) -> list[Call]:
    """The calls in a record."""
    found = [part.split("\0")[:-1] for part in text.split("\x1e\0")[:-1]]
    return [Call(Path(folder), program, tuple(words)) for folder, program, *words in found]
