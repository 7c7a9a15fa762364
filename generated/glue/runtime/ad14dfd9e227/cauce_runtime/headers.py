"""The first line of a delimited file, read without Spark: the columns must be the declared ones, in their order."""

import bz2
import csv
import re
import zlib
from dataclasses import dataclass

from . import storage
from .errors import JobError

HEADER_BYTES = 65536
BLOCK_BYTES = 1 << 20  # bzip2 gives nothing before the end of a block
LINES = re.compile("\r\n|\r|\n")
INNER = "\x1f"  # stands for a delimiter of several characters, which Python's reader does not know


@dataclass(frozen=True)
class Dialect:
    """What separates and encloses the values of a delimited file."""

    delimiter: str = ","
    encoding: str = "UTF-8"
    quote: str = '"'
    escape: str = '"'
    comment: str = ""
    trim: bool = False

    def first_line(self, uri: str) -> list[str] | None:
        """The values of the first line that is neither blank nor a comment; None when there is none."""
        text = _head(uri).decode(self.encoding, "replace").removeprefix("\ufeff")
        lines = (line for line in LINES.split(text) if line.strip())
        line = next((line for line in lines if not (self.comment and line.startswith(self.comment))), None)
        return None if line is None else self.split(line)

    def split(self, line: str) -> list[str]:
        """The values of a line."""
        one = len(self.delimiter) == 1
        rules = {"quotechar": self.quote} if self.quote else {"quoting": csv.QUOTE_NONE}
        if self.escape and self.escape != self.quote:
            rules |= {"escapechar": self.escape, "doublequote": False}
        lines = [line if one else line.replace(self.delimiter, INNER)]
        values = next(csv.reader(lines, delimiter=self.delimiter if one else INNER, **rules))
        return [value.strip() for value in values] if self.trim else values


def check(uri: str, names: list[str], dialect: Dialect) -> None:
    """Refuses a file whose header is not ``names`` in this order. A file of blank lines is an empty delivery."""
    found = dialect.first_line(uri)
    if found is None:
        return
    for position, name in enumerate(names):
        # A file without header shows a row here: say what was expected, never what was found.
        if position >= len(found) or found[position] != name:
            raise JobError(f"{uri}: column {position + 1} of the header is not {name}")
    if len(found) > len(names):
        raise JobError(f"{uri}: the header has {len(found)} columns, the spec {len(names)}")


def check_absent(uri: str, names: list[str], dialect: Dialect) -> None:
    """Refuses a file that begins with a header where the spec says that there is none."""
    if dialect.first_line(uri) == names:
        raise JobError(f"{uri}: the first line is a header, the spec says that there is none")


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
