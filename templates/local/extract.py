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
}


def arrow_type(kind):
    decimal = re.fullmatch(r"decimal\((\d+),(\d+)\)", kind)
    return pa.decimal128(int(decimal[1]), int(decimal[2])) if decimal else ARROW[kind]


def value(kind, given, zone):
    """A JSON value as what a database driver would answer for the type."""
    if given is None:
        return None
    if type(given) not in JSON[kind.partition("(")[0]]:
        raise TypeError(kind)
    if kind == "date":
        return date.fromisoformat(given)
    if kind == "timestamp":
        moment = datetime.fromisoformat(given)
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    if kind == "binary":
        return bytes.fromhex(given)
    if kind in ("float", "double"):
        return float(given)
    return Decimal(given) if kind.startswith("decimal") else given


def column(name, kind, rows, zone):
    values = []
    for number, row in enumerate(rows, 1):
        try:
            values.append(pa.scalar(value(kind, row.get(name), zone), arrow_type(kind)).as_py())
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
