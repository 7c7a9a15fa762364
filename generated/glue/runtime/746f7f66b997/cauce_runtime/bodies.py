"""The objects of a JSON document, read without Spark: each value as the text that stood there."""

import json
from collections.abc import Callable


class Number(str):
    """The digits of a number as they were written: a float would bend a long decimal."""


class Twice:
    """An object that has a key twice: readers differ in which one they keep, so it is no record."""

    def __init__(self, pairs: list[tuple]):
        """The keys and values in the order of the text."""
        self.pairs = pairs


class Crooked(ValueError):
    """A path of a column leads through a value that is no object."""


def parser(path: str, names: list[list[str]]) -> Callable[[str], list[tuple]]:
    """A function from a body to its records at ``path``: the text of a malformed record or null, then the values.

    ``names`` are those that each value may have, the one that counts first.
    """
    keys = [key for key in path.removeprefix("$").split(".") if key]
    record = _record(names)

    def parse(body: str) -> list[tuple]:
        records = _load(body)
        for key in keys:
            records = records[key] if isinstance(records, dict) and key in records else None
        return [record(found) for found in records] if isinstance(records, list) else []

    return parse


def line_parser(names: list[list[str]]) -> Callable[[str], tuple]:
    """A function from a line to its record, as ``parser`` has it; a line that is no JSON is malformed as it stands."""
    record = _record(names)

    def parse(line: str) -> tuple:
        found = _load(line)
        return record(found) if isinstance(found, dict) else (line, *[None] * len(names))

    return parse


def _record(names: list[list[str]]) -> Callable[[object], tuple]:
    paths = [[(name, name.split(".")) for name in each] for each in names]

    def read(found) -> tuple:
        try:
            if isinstance(found, dict):
                return (None, *[_text(_first(found, each)) for each in paths])
        except Crooked:
            pass
        return (_text(found), *[None] * len(names))

    return read


def _first(record: dict, paths: list[tuple[str, list[str]]]):
    """The value of the first name that has one."""
    values = (_value(record, name, path) for name, path in paths)
    return next((value for value in values if value is not None), None)


def _value(record: dict, name: str, path: list[str]):
    """The value of ``name``: a key that is called so, or the end of a path of keys."""
    if name in record or len(path) == 1:
        return record.get(name)
    for key in path:
        if record is None:
            return None
        if not isinstance(record, dict):
            raise Crooked
        record = record.get(key)
    return record


def _load(text: str):
    text = text.removeprefix("\ufeff")
    try:
        return json.loads(text, parse_float=Number, parse_int=Number, parse_constant=Number, object_pairs_hook=_object)
    except ValueError:
        return None


def _object(pairs: list[tuple]):
    found = dict(pairs)
    return found if len(found) == len(pairs) else Twice(pairs)


def _text(value):
    if value is None:
        return None
    text = str(value) if isinstance(value, str) else _json(value)
    # Half of a surrogate pair is no character: it becomes what undecodable bytes become, and is refused with them.
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _json(value) -> str:
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_json, value))}]"
    if isinstance(value, dict | Twice):
        pairs = value.pairs if isinstance(value, Twice) else value.items()
        return f"{{{', '.join(f'{_json(key)}: {_json(item)}' for key, item in pairs)}}}"
    return json.dumps(value, ensure_ascii=False)
