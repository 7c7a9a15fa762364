"""Compiles every Python file under the given folders; a SyntaxWarning counts as an error. Prints how many it read."""

import sys
import warnings
from pathlib import Path


def complaint(path: Path) -> str | None:
    try:
        compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return f"{path}: {error}"
    return None


def main(roots: list[str]) -> int:
    warnings.simplefilter("error")
    files = sorted(path for root in roots for path in Path(root).rglob("*.py"))
    complaints = [text for text in map(complaint, files) if text]
    print(*complaints, f"{len(files)} files, {len(complaints)} do not compile", sep="\n")
    return 1 if complaints or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
