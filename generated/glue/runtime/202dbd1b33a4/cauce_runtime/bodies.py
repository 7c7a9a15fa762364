"""What is read without Spark: the first line of a delimited file and the objects of a JSON body."""

import csv
import json
from collections.abc import Callable

from . import storage
from .errors import JobError

HEADER_BYTES = 65536


def check_header(uri: str, names: list[str], delimiter: str, encoding: str) -> None:
    """Refuses a file whose header is not ``names`` in this order. A file of blank lines is an empty delivery."""
    text = storage.read_bytes(uri, HEADER_BYTES).decode(encoding, "replace").removeprefix("\ufeff")
    line = next((line for line in text.splitlines() if line.strip()), None)
    if line is None:
        return
    found = next(csv.reader([line], delimiter=delimiter))
    for position, name in enumerate(names):
        # A file without header shows a row here: say what was expected, never what was found.
        if position >= len(found) or found[position] != name:
            raise JobError(f"{uri}: column {position + 1} of the header is not {name}")
    if len(found) > len(names):
        raise JobError(f"{uri}: the header has {len(found)} columns, the spec {len(names)}")


def parser(path: str, names: list[str]) -> Callable[[str], list[tuple]]:
    """A function from a body to its records at ``path``: the text of a malformed record or null, then the ``names``."""
    keys = [key for key in path.removeprefix("$").split(".") if key]

    def parse(body: str) -> list[tuple]:
        records = _load(body)
        for key in keys:
            records = records[key] if isinstance(records, dict) and key in records else None
        return [_record(record, names) for record in records] if isinstance(records, list) else []

    return parse


def _load(body: str):
    # Numbers stay the text that stood there: a float would bend a long decimal.
    try:
        return json.loads(body, parse_float=str, parse_int=str, parse_constant=str)
    except ValueError:
        return None


def _record(record, names: list[str]) -> tuple:
    if not isinstance(record, dict):
        return (_text(record), *[None] * len(names))
    return (None, *[_text(record.get(name)) for name in names])


def _text(value):
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)
