"""The fields of a spec that take any text: found in its JSON Schema, so that a new one is found by itself."""

from collections.abc import Iterator

Path = tuple[str | int, ...]
LIMITS = ("pattern", "enum", "const", "format")


def free(schema: dict, document: object) -> dict[Path, int | None]:
    """The places of free text in a document, absent optional ones too, each with its greatest length."""
    return dict(walk(schema, schema, document, ()))


def walk(root: dict, schema: dict, value: object, path: Path) -> Iterator[tuple[Path, int | None]]:
    """The places below one value, whose schema is `schema`."""
    branches = [branch for branch in resolved(root, schema) if fits(root, branch, value)]
    if isinstance(value, dict):
        for branch in branches:
            yield from walk_object(root, branch, value, path)
    elif isinstance(value, list):
        for branch in branches:
            for index, item in enumerate(value):
                yield from walk(root, branch.get("items", {}), item, (*path, index))
    elif branches and all(is_free(branch) for branch in branches):
        yield path, min((branch["maxLength"] for branch in branches if "maxLength" in branch), default=None)


def walk_object(root: dict, schema: dict, value: dict, path: Path) -> Iterator[tuple[Path, int | None]]:
    """The places below an object: its keys, and the optional texts that it does not have."""
    properties, others = schema.get("properties", {}), schema.get("additionalProperties")
    for key, item in value.items():
        inner = properties.get(key, others if isinstance(others, dict) else None)
        if inner is not None:
            yield from walk(root, inner, item, (*path, key))
    for key, inner in properties.items():
        if key not in value and all(
            branch.get("type") == "string" and is_free(branch) for branch in resolved(root, inner)
        ):
            yield (*path, key), None


def resolved(root: dict, schema: dict) -> list[dict]:
    """The schemas that a schema stands for, without references and choices."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        return resolved(root, root["$defs"][name])
    choices = schema.get("oneOf") or schema.get("anyOf")
    if choices:
        own = {key: item for key, item in schema.items() if key not in ("oneOf", "anyOf")}
        return [{**own, **branch} for choice in choices for branch in resolved(root, choice)]
    return [schema]


def fits(root: dict, schema: dict, value: object) -> bool:
    """Whether a value may be of this branch: its keys are known and its tags agree."""
    if not isinstance(value, dict):
        return True
    properties = schema.get("properties", {})
    closed = schema.get("additionalProperties") is False
    known = not closed or all(key in properties for key in value)
    tags = {key: inner["const"] for key, inner in properties.items() if "const" in inner}
    return (
        known
        and all(value.get(key) == tag for key, tag in tags.items())
        and set(schema.get("required", [])) <= set(value)
    )


def is_free(schema: dict) -> bool:
    """Whether a schema takes any text."""
    kinds = schema.get("type", [])
    return "string" in ([kinds] if isinstance(kinds, str) else kinds) and not any(limit in schema for limit in LIMITS)


def get(document: object, path: Path) -> object:
    """The value at a place; None when it is absent."""
    for key in path:
        document = document.get(key) if isinstance(document, dict) else document[key]
    return document


def put(document: object, path: Path, value: object) -> None:
    """Sets or, with None, removes the value at a place."""
    *parents, last = path
    holder = get(document, tuple(parents))
    if value is None:
        del holder[last]
    else:
        holder[last] = value
