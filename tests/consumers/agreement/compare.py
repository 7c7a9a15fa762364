"""Names that are used against names that are defined."""

from collections.abc import Iterable, Mapping

Used = Mapping[str, str]
"""A name and where it is used."""


def agree(what: str, used: Used, defined: Iterable[str], idle: Mapping[str, str] | None = None) -> list[str]:
    """Names without a definition and definitions without a use; `idle` holds those that may be, with the reason."""
    return undefined(what, used, defined) + unused(what, used, defined, idle or {})


def undefined(what: str, used: Used, defined: Iterable[str]) -> list[str]:
    """Names without a definition."""
    assert used, f"nobody uses a {what}: nothing is compared"
    return [
        f"{what} {name!r}: {where} uses it, nothing defines it" for name, where in used.items() if name not in defined
    ]


def unused(what: str, used: Used, defined: Iterable[str], idle: Mapping[str, str]) -> list[str]:
    """Definitions without a use."""
    return [
        f"{what} {name!r}: defined, nothing uses it"
        for name in sorted(defined)
        if name not in used and name not in idle
    ]


def equal(what: str, sides: Mapping[str, object]) -> list[str]:
    """The sides that differ from the first."""
    (first, wanted), *others = sides.items()
    return [f"{what}: {first} says {wanted!r}, {name} says {got!r}" for name, got in others if got != wanted]
