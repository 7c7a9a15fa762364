"""What must happen to the rows of a sample, in plain Python: no Spark, no cauce, only the definitions.

Each row meets one fate, the first of: quarantined, filtered, deduplicated, deleted, written.

* A cell is taken as it stands: nothing is trimmed, only an empty cell is null. A line of white space is no record.
* Quarantined: the record is malformed (column count, unclosed quote), a required cell is null, a cell does not parse,
  or a rule with ``on_fail: quarantine`` fails. A null fails no rule but ``not_null``. Rules see typed values.
* Filtered: ``where`` is false for a row that was not quarantined.
* Deduplicated: another row that is still alive has the same key and a greater order (or the same, and stands first).
* Deleted: the surviving row raises the delete flag. Written: the rest.
"""

import collections
import datetime
import decimal
import re

Decimal = decimal.Decimal
decimal.getcontext().prec = 60
AMOUNT = re.compile(r"-?[0-9]{1,3}(\.[0-9]{3})*(,[0-9]{1,2})?|-?[0-9]+(,[0-9]{1,2})?")
FATES = ["read", "quarantined", "filtered", "deduplicated", "deleted", "written"]
BAD = object()


class Row:
    """One record on its way: typed values, the reasons against it and its fate."""

    def __init__(self, values=None, reasons=()):
        """``values`` by column name; ``reasons`` as in the quarantine: a cast, a requirement or a rule."""
        self.values, self.reasons, self.fate = values or {}, list(reasons), None


def typed(raw, columns):
    """A row from raw cells. ``columns``: name -> (cell, parse, required)."""
    row = Row()
    for name, (cell, parse, required) in columns.items():
        value = raw.get(cell)
        if value in (None, ""):
            row.values[name] = None
            row.reasons += [f"required_{name}"] if required else []
            continue
        row.values[name] = parsed = parse(value)
        if parsed is BAD:
            row.values[name] = None
            row.reasons.append(f"cast_{name}")
    return row


def text(value):
    """Any text is fine."""
    return value


def integer(value):
    """A whole number in digits."""
    return int(value) if re.fullmatch(r"-?[0-9]+", str(value)) else BAD


def comma_decimal(value):
    """Pesos as the partner writes them; see ``AMOUNT``."""
    return Decimal(value.replace(".", "").replace(",", ".")) if AMOUNT.fullmatch(value) else BAD


def point_decimal(value):
    """A number with a decimal point and no grouping."""
    return Decimal(value) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value) else BAD


def moment(layout, shape):
    """A parser of local times: ``strptime`` is lax about missing zeros, so the shape is asked first."""

    def parse(value):
        if not re.fullmatch(shape, value):
            return BAD
        try:
            return datetime.datetime.strptime(value, layout)
        except ValueError:
            return BAD

    return parse


def judge(rows, rules):
    """Adds the reason of each failed rule. ``rules``: name -> (column, predicate that holds)."""
    for row in rows:
        if not row.reasons:
            row.reasons += [
                name
                for name, (column, holds) in rules.items()
                if row.values[column] is not None and not holds(row.values[column])
            ]


def settle(rows, key, order, keeps=lambda values: True, deletes=lambda values: False):
    """Gives every row its fate; returns the survivors by key."""
    best = {}
    for row in rows:
        row.fate = "quarantined" if row.reasons else "deduplicated" if keeps(row.values) else "filtered"
        if row.fate == "deduplicated":
            held = best.get(row.values[key])
            if held is None or row.values[order] > held.values[order]:
                best[row.values[key]] = row
    for row in best.values():
        row.fate = "deleted" if deletes(row.values) else "written"
    return best


def tally(rows, warned=None):
    """The counts that a run must report."""
    fates = collections.Counter(row.fate for row in rows)
    fates["read"] = len(rows)
    reasons = collections.Counter(reason for row in rows for reason in row.reasons)
    return {**{fate: fates[fate] for fate in FATES}, "reasons": dict(sorted(reasons.items())), "warned": warned or {}}
