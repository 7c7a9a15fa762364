"""Delimited files that lines cannot be read of one by one: UTF-16, and values that go on in the next line.

Each file is read as one piece and cut into records. A quote that is not closed, or closed in the middle of a value,
ends with its line: that line alone is a broken record, and the next ones are read as if it were not there.
"""

import bz2
import gzip
import re
from collections.abc import Callable, Iterator

from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, LongType, StringType, StructField, StructType

from . import storage
from .delivery import check_length, with_file
from .errors import JobError
from .headers import LINES, Dialect
from .marks import FILE

LARGEST_FILE = 256 << 20  # in bytes: one executor holds it, unpacked and as text
CUT = StructType([StructField("records", ArrayType(StringType())), StructField("blank", LongType()),
                  StructField("skipped", LongType()), StructField("longest", LongType())])  # fmt: skip


def records(job, source) -> DataFrame:
    """The records of all files, without their heads."""
    return _cut(job, source).select(FILE, F.explode("cut.records").alias("value"))


def count(job, source) -> dict[str, int]:
    """How many records, blank lines and comments the files have, by a scan of its own."""
    cut = _cut(job, source).select(FILE, F.size("cut.records").alias("read"), "cut.blank", "cut.skipped", "cut.longest")
    found = cut.collect()
    for file in found:
        check_length(file[FILE], file.longest)
    counts = {"read": sum(file.read for file in found), "blank_lines": sum(file.blank for file in found)}
    return {**counts, "comment_lines": sum(file.skipped for file in found)} if source.comment else counts


def cutter(dialect: Dialect, header: bool, multiline: bool) -> Callable[[str, bytes], tuple]:
    """A function from the name and content of a file to its records, and what it has of blank lines and comments."""

    def cut(name: str, content: bytes) -> tuple:
        found, blank, skipped = [], 0, 0
        for record in _records(dialect.decoded(_unpacked(name, content)), dialect, multiline):
            if dialect.is_record(record):
                found.append(record)
            elif record.strip():
                skipped += 1
            else:
                blank += 1
        return found[1 if header else 0 :], blank, skipped, max((len(record) for record in found), default=0)

    return cut


def _records(text: str, dialect: Dialect, multiline: bool) -> Iterator[str]:
    """The lines of a text after the skipped ones, joined where a quoted value goes on."""
    end = LINES[dialect.line_end]
    whole = re.compile(f"{_record(dialect)}(?={end.pattern}|\\Z)") if multiline and dialect.quote else None
    position, skip = 0, dialect.skip_lines
    while position < len(text):
        line = end.search(text, position)
        stop = line.start() if line else len(text)
        record = text[position:stop]
        if not skip and whole and dialect.is_record(record) and (found := whole.match(text, position)):
            stop = found.end()
            record = text[position:stop]
        line = end.match(text, stop)
        position = line.end() if line else len(text)
        if skip:
            skip -= 1
        else:
            yield record


def _record(dialect: Dialect) -> str:
    """The pattern of a record whose quotes are all closed where a value ends."""
    quote, between = re.escape(dialect.quote), re.escape(dialect.delimiter)
    escaped = f"{quote}{quote}" if dialect.escape == dialect.quote else r"\\."
    space = "[ \t]*" if dialect.trim else ""
    other = f"[^{quote}]" if dialect.escape == dialect.quote else f"[^{quote}\\\\]"
    quoted = f"{space}{quote}(?:{other}++|{escaped})*+{quote}{space}"
    bare = f"{space}(?!{quote})(?:(?!{between})[^\r\n])*+"
    value = f"(?:{quoted}|{bare})"
    return f"(?s:{value}(?:{between}{value})*+)"


def _unpacked(name: str, content: bytes) -> bytes:
    if name.endswith(".gz"):
        return gzip.decompress(content)
    return bz2.decompress(content) if name.endswith(".bz2") else content


def _cut(job, source) -> DataFrame:
    for uri in job.files:
        size = storage.identity(uri).get("size", 0)
        if size > LARGEST_FILE:
            raise JobError(f"{uri} has {size:,} bytes; a file that is read as one piece has {LARGEST_FILE:,} at most")
    cut = F.udf(cutter(source.dialect(), source.header, source.multiline), CUT)
    files = with_file(job.spark.read.format("binaryFile").load(job.files), job.files)
    return files.select(FILE, cut(FILE, "content").alias("cut"))
