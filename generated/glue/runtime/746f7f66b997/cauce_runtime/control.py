"""Control files: what the sender says that it sent, compared before the table is written."""

import csv
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from . import storage
from .errors import JobError
from .values import MARKS


@dataclass(frozen=True)
class Control:
    """A control file: delimited text with a header and one line.

    ``rows`` names its column with the number of records, ``sums`` maps columns of the dataset to its columns with
    their totals. A total counts the records that are not malformed and whose value parses, whatever their fate.
    """

    rows: str = ""
    sums: dict[str, str] = field(default_factory=dict)
    delimiter: str = ","
    encoding: str = "UTF-8"
    decimal: str = "point"
    thousands: str = "none"

    def check(self, uris: list[str], read: int, sums: dict[str, Decimal]) -> None:
        """Stops the run when the control files at ``uris`` together do not say ``read`` and ``sums``."""
        if not uris:
            raise JobError("the delivery has no control file")
        lines = [self._line(uri) for uri in uris]
        if self.rows:
            _agree("rows", sum(self._number(line, self.rows) for line in lines), Decimal(read))
        for name, total in self.sums.items():
            _agree(f"sum of {name}", sum(self._number(line, total) for line in lines), sums[name] or Decimal(0))

    def _line(self, uri: str) -> dict[str, str]:
        text = storage.read_bytes(uri).decode(self.encoding).removeprefix("\ufeff")
        lines = list(csv.DictReader([line for line in text.splitlines() if line.strip()], delimiter=self.delimiter))
        if len(lines) != 1:
            raise JobError(f"{uri}: a control file has one line, this one {len(lines)}")
        return lines[0]

    def _number(self, line: dict[str, str], name: str) -> Decimal:
        text = (line.get(name) or "").translate({ord(mark): None for mark in MARKS[self.thousands]})
        if self.decimal == "comma":
            text = text.replace(",", ".")
        try:
            return Decimal(text)
        except InvalidOperation:
            raise JobError(f"the control file has no number in {name}") from None


def _agree(what: str, said: Decimal, found: Decimal) -> None:
    if said != found:
        raise JobError(f"the control file says {what} = {said:f}, the delivery has {found:f}")
