"""Writes rows, one JSON object a line, as the Parquet part that an extract of the same table would write.

Usage: extract.py ROWS PART TIMEZONE COLUMN=TYPE...; times without offset are read in TIMEZONE.
"""

import json
import re
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq

ARROW = {
    "string": pa.string(),
    "boolean": pa.bool_(),
    "int": pa.int32(),
    "bigint": pa.int64(),
    "float": pa.float32(),
    "double": pa.float64(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us", tz="UTC"),
    "binary": pa.binary(),
}
# What JSON must hold for a type: Arrow would cut fractions off and take booleans for numbers in silence.
JSON = {
    "string": (str,),
    "boolean": (bool,),
    "int": (int,),
    "bigint": (int,),
    "float": (int, Decimal),
    "double": (int, Decimal),
    "date": (str,),
    "timestamp": (str,),
    "binary": (str,),
    "decimal": (int, str, Decimal),
    "array": (list,),
    "map": (dict,),
    "struct": (dict,),
}


def parts(kind):
    """The word of a type and the types in it: `map<string,array<int>>` has `string` and `array<int>`."""
    word, _, rest = kind.partition("<")
    inner, depth, found = rest[:-1] if rest else "", 0, [""]
    for character in inner:
        depth += {"<": 1, "(": 1, ">": -1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            found.append("")
        else:
            found[-1] += character
    return word.partition("(")[0], found


def fields(inner):
    """Names and types of a struct."""
    return dict(field.split(":", 1) for field in inner)


def arrow_type(kind):
    decimal = re.fullmatch(r"decimal\((\d+),(\d+)\)", kind)
    word, inner = parts(kind)
    if word == "array":
        return pa.list_(arrow_type(inner[0]))
    if word == "map":
        return pa.map_(*[arrow_type(item) for item in inner])
    if word == "struct":
        return pa.struct([(name, arrow_type(item)) for name, item in fields(inner).items()])
    return pa.decimal128(int(decimal[1]), int(decimal[2])) if decimal else ARROW[kind]


def value(kind, given, zone):
    """A JSON value as what a database driver would answer for the type."""
    if given is None:
        return None
    word, inner = parts(kind)
    if type(given) not in JSON[word]:
        raise TypeError(kind)
    if word == "array":
        return [value(inner[0], item, zone) for item in given]
    if word == "map":
        return [(value(inner[0], key, zone), value(inner[1], item, zone)) for key, item in given.items()]
    if word == "struct":
        known = fields(inner)
        if given.keys() - known.keys():
            raise TypeError(kind)
        return {name: value(item, given.get(name), zone) for name, item in known.items()}
    if kind == "date":
        return date.fromisoformat(given)
    if kind == "timestamp":
        moment = datetime.fromisoformat(given)
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    if kind == "binary":
        return bytes.fromhex(given)
    if kind in ("float", "double"):
        return float(given)
    return Decimal(given) if word == "decimal" else given


def column(name, kind, rows, zone):
    values = []
    for number, row in enumerate(rows, 1):
        try:
            found = value(kind, row.get(name), zone)
            pa.array([found], arrow_type(kind))
            values.append(found)
        except (ArithmeticError, TypeError, ValueError, pa.ArrowException):
            sys.exit(f"line {number}: `{name}` is no {kind}")
    return pa.array(values, arrow_type(kind))


def read(path):
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line, parse_float=Decimal)
        except json.JSONDecodeError as error:
            sys.exit(f"line {number}: {error}")
        if not isinstance(row, dict):
            sys.exit(f"line {number}: this is no JSON object")
        rows.append(row)
    return rows


def main(source, target, zone, *columns):
    rows = read(Path(source))
    kinds = dict(pair.rsplit("=", 1) for pair in columns)
    unknown = sorted({name for row in rows for name in row} - set(kinds))
    if unknown:
        sys.exit(f"the spec has no column {', '.join(unknown)}")
    table = pa.table({name: column(name, kind, rows, ZoneInfo(zone)) for name, kind in kinds.items()})
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, target, compression="zstd")


main(*sys.argv[1:])
