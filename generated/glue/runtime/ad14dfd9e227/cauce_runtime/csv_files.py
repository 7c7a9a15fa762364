"""Delimited text: everything is read as text, and a record with too few or too many columns is kept whole."""

from dataclasses import dataclass, field

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from . import headers
from .columns import Column
from .delivery import Delivery, check_length, texts, with_file
from .marks import FILE, MALFORMED, column
from .values import Numbers

LINE_ENDS = {"lf": "\n", "crlf": "\r\n"}
MOST_COLUMNS = 100_000  # of a broken record that goes to quarantine; one with more stops the run
NOTHING = "\ue000"  # stands for a missing value inside the reader, so that it can tell it from an empty text


@dataclass(frozen=True)
class Csv:
    """Delimited text with its dialect.

    ``quote`` is empty where nothing is quoted; ``escape`` is the quote itself where quotes are doubled, or a backslash.
    Lines that begin with ``comment`` are skipped and counted. A value that is one of ``nulls`` is none, and so is
    ``""`` unless ``empty`` is ``text``. ``trim`` drops the spaces around values that are not quoted.
    """

    delimiter: str = ","
    encoding: str = "UTF-8"
    decimal: str = "point"
    thousands: str = "none"
    header: bool = True
    quote: str = '"'
    escape: str = '"'
    comment: str = ""
    nulls: list[str] = field(default_factory=list)
    empty: str = "missing"
    trim: bool = False
    line_end: str = "any"

    @property
    def numbers(self) -> Numbers:
        """How numbers are written."""
        return Numbers(self.decimal, self.thousands)

    def read(self, job, columns: list[Column]) -> Delivery:
        """The records of the files of the manifest; refuses a file whose header is not the declared one."""
        names = [item.delivered for item in columns]
        check = headers.check if self.header else headers.check_absent
        for uri in job.files:
            check(uri, names, self._dialect())
        reader = job.spark.read.schema(texts([*names, MALFORMED])).options(**self._options())
        rows = reader.csv(job.files) if job.files else job.spark.createDataFrame([], texts([*names, MALFORMED]))
        return Delivery(with_file(self._present(rows, names), job.files), lambda: self._count(job))

    def shape(self, column: Column) -> str:
        """The type in which ``column`` is delivered."""
        return "string"

    def _present(self, rows: DataFrame, names: list[str]) -> DataFrame:
        if not self.nulls:
            return rows
        kept = [F.when(~column(name).isin(*self.nulls), column(name)).alias(name) for name in names]
        return rows.select(*kept, MALFORMED)

    def _dialect(self) -> headers.Dialect:
        return headers.Dialect(self.delimiter, self.encoding, self.quote, self.escape, self.comment, self.trim)

    def _options(self) -> dict[str, str]:
        return {
            "sep": self.delimiter,
            "encoding": self.encoding,
            "header": str(self.header).lower(),
            "mode": "PERMISSIVE",
            "columnNameOfCorruptRecord": MALFORMED,
            "enforceSchema": "false",
            "quote": self.quote,
            "escape": self.escape,
            "multiLine": "false",
            "maxColumns": str(MOST_COLUMNS),
            "ignoreLeadingWhiteSpace": str(self.trim).lower(),
            "ignoreTrailingWhiteSpace": str(self.trim).lower(),
            **({"comment": self.comment} if self.comment else {}),
            **({"nullValue": NOTHING} if self.empty == "text" else {}),
            **self._lines(),
        }

    def _lines(self) -> dict[str, str]:
        return {"lineSep": LINE_ENDS[self.line_end]} if self.line_end in LINE_ENDS else {}

    def _count(self, job) -> dict[str, int]:
        """Counts the lines of the files, which this reader and that one take for records in ways of their own."""
        if not job.files:
            return {"read": 0, "blank_lines": 0}
        blank = ~F.col("value").rlike(r"[^\x00-\x20]")
        skipped = ~blank & F.col("value").startswith(self.comment) if self.comment else F.lit(False)
        lines = with_file(job.spark.read.options(**self._lines()).text(job.files), job.files)
        found = (
            lines.groupBy(FILE)
            .agg(
                F.count_if(blank).alias("blank"),
                F.count_if(skipped).alias("skipped"),
                F.count_if(~blank & ~skipped).alias("filled"),
                F.max(F.octet_length("value")).alias("longest"),
            )
            .collect()
        )
        for file in found:
            check_length(file[FILE], file.longest)
        headers = sum(1 for file in found if file.filled) if self.header else 0
        counts = {"read": sum(file.filled for file in found) - headers, "blank_lines": sum(f.blank for f in found)}
        return {**counts, "comment_lines": sum(f.skipped for f in found)} if self.comment else counts
