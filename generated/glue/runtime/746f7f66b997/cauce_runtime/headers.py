"""The first lines of a delimited file, read without Spark: the columns must be the declared ones, in their order."""

import bz2
import codecs
import csv
import re
import zlib
from dataclasses import dataclass

from . import storage
from .columns import Column
from .errors import JobError

HEADER_BYTES = 65536
BLOCK_BYTES = 1 << 20  # bzip2 gives nothing before the end of a block
BLANKS = "".join(map(chr, range(0x21)))  # of which a blank line consists
LINES = {"any": re.compile("\r\n|\r|\n"), "lf": re.compile("\n"), "crlf": re.compile("\r\n")}
INNER = "\x1f"  # stands for a delimiter of several characters, which Python's reader does not know


@dataclass(frozen=True)
class Dialect:
    """What separates and encloses the values of a delimited file, and which of its lines are no records."""

    delimiter: str = ","
    encoding: str = "UTF-8"
    quote: str = '"'
    escape: str = '"'
    comment: str = ""
    trim: bool = False
    skip_lines: int = 0
    line_end: str = "any"

    def decoded(self, content: bytes) -> str:
        """The text of a file, or of its beginning, without its byte-order mark."""
        return content.decode(self.encoding, "replace").removeprefix("\ufeff")

    def head(self, uri: str) -> tuple[list[str], str | None]:
        """The lines that are skipped, and the first one after them that is neither blank nor a comment."""
        content = _head(uri)
        if content and self.encoding == "UTF-16" and not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise JobError(f"{uri} has no byte-order mark, without which UTF-16 can be read in two ways")
        lines = LINES[self.line_end].split(self.decoded(content))
        return lines[: self.skip_lines], next(filter(self.is_record, lines[self.skip_lines :]), None)

    def is_record(self, line: str) -> bool:
        """Whether a line is neither blank nor a comment."""
        return bool(line.strip(BLANKS)) and not (self.comment and line.startswith(self.comment))

    def split(self, line: str) -> list[str]:
        """The values of a line."""
        one = len(self.delimiter) == 1
        rules = {"quotechar": self.quote} if self.quote else {"quoting": csv.QUOTE_NONE}
        if self.escape and self.escape != self.quote:
            rules |= {"escapechar": self.escape, "doublequote": False}
        lines = [line if one else line.replace(self.delimiter, INNER)]
        values = next(csv.reader(lines, delimiter=self.delimiter if one else INNER, **rules))
        return [value.strip() for value in values] if self.trim else values


def check(uri: str, columns: list[Column], dialect: Dialect) -> list[str]:
    """Refuses a file whose header does not name ``columns`` in this order; returns its lines up to the header.

    A file of blank lines is an empty delivery.
    """
    skipped, line = dialect.head(uri)
    if line is None:
        return skipped
    found = dialect.split(line)
    for position, item in enumerate(columns):
        # A file without header shows a row here: say what was expected, never what was found.
        if position >= len(found) or found[position] not in item.names:
            raise JobError(f"{uri}: column {position + 1} of the header is not {' or '.join(item.names)}")
    if len(found) > len(columns):
        raise JobError(f"{uri}: the header has {len(found)} columns, the spec {len(columns)}")
    return [*skipped, line]


def check_absent(uri: str, columns: list[Column], dialect: Dialect) -> list[str]:
    """Refuses a file that begins with a header where the spec says that there is none; returns what is skipped."""
    skipped, line = dialect.head(uri)
    if line is not None and dialect.split(line) == [item.delivered for item in columns]:
        raise JobError(f"{uri}: the first line is a header, the spec says that there is none")
    return skipped


def _head(uri: str) -> bytes:
    """The first bytes of a file, unpacked as its ending asks."""
    try:
        if uri.endswith(".gz"):
            return zlib.decompressobj(wbits=31).decompress(storage.read_bytes(uri, HEADER_BYTES))
        if uri.endswith(".bz2"):
            return bz2.BZ2Decompressor().decompress(storage.read_bytes(uri, BLOCK_BYTES))
    except (OSError, zlib.error) as error:
        raise JobError(f"{uri} is damaged, or not compressed as its name says") from error
    return storage.read_bytes(uri, HEADER_BYTES)
