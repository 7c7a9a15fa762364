"""Delimited text: everything is read as text, and a record with too few or too many columns is kept whole.

Lines are read first and parsed one by one. Spark's own reader of files would take the rest of a line for the value of
a last column whose quote is not closed; here an end mark behind each record must be found again by the parser.
"""

from dataclasses import dataclass, field

from pyspark.sql import Column as Expression
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from . import headers, whole
from .columns import Column
from .delivery import Delivery, check_length, texts, with_file
from .errors import JobError
from .marks import FILE, MALFORMED
from .values import Numbers

LINE_ENDS = {"lf": "\n", "crlf": "\r\n"}
BLANK = r"[^\x00-\x20]"  # what a line without a record lacks
END = "."  # stands behind each record while it is parsed
MARK = "\ufeff"  # a byte-order mark, as it stands before the first character
MOST_COLUMNS = 100_000  # of a broken record that goes to quarantine; one with more stops the run
NOTHING = "\ue000"  # stands for a missing value inside the reader, so that it can tell it from an empty text


@dataclass(frozen=True)
class Csv:
    """Delimited text with its dialect.

    ``quote`` is empty where nothing is quoted; ``escape`` is the quote itself where quotes are doubled, or a backslash.
    The first ``skip_lines`` lines of a file are no records, nor are those that begin with ``comment``, which are
    counted. A value that is one of ``nulls`` is none, and so is ``""`` unless ``empty`` is ``text``. ``trim`` drops the
    spaces around values that are not quoted. With ``multiline`` a quoted value may go on in the next line.
    """

    delimiter: str = ","
    encoding: str = "UTF-8"
    decimal: str = "point"
    thousands: str = "none"
    header: bool = True
    quote: str = '"'
    escape: str = '"'
    comment: str = ""
    skip_lines: int = 0
    nulls: list[str] = field(default_factory=list)
    empty: str = "missing"
    trim: bool = False
    line_end: str = "any"
    multiline: bool = False

    @property
    def numbers(self) -> Numbers:
        """How numbers are written."""
        return Numbers(self.decimal, self.thousands)

    def read(self, job, columns: list[Column]) -> Delivery:
        """The records of the files of the manifest; refuses a file whose header is not the declared one."""
        names = [item.delivered for item in columns]
        if not job.files:
            nothing = job.spark.createDataFrame([], texts([*names, MALFORMED]))
            return Delivery(with_file(nothing, []), lambda: {"read": 0, "blank_lines": 0})
        heads = {uri: self._head(uri, columns) for uri in job.files}
        if self._whole():
            records = whole.records(job, self)
            return Delivery(self._parsed(records, names), lambda: whole.count(job, self))
        lines = self._lines(job)
        no_records = sorted({line for head in heads.values() for line in head})
        records = lines.where(self._is_record())
        if no_records:
            records = records.where(~F.col("value").isin(*no_records))
        return Delivery(self._parsed(records, names), lambda: self._count(lines, heads))

    def shape(self, column: Column) -> str:
        """The type in which ``column`` is delivered."""
        return "string"

    def dialect(self) -> headers.Dialect:
        """What the header and whole files are read by."""
        return headers.Dialect(
            self.delimiter,
            self.encoding,
            self.quote,
            self.escape,
            self.comment,
            self.trim,
            self.skip_lines,
            self.line_end,
        )

    def _head(self, uri: str, columns: list[Column]) -> list[str]:
        """The lines of a file that are no records, after its header was checked."""
        dialect = self.dialect()
        head = headers.check(uri, columns, dialect) if self.header else headers.check_absent(uri, columns, dialect)
        return [line for line in head if line.strip(headers.BLANKS)]

    def _whole(self) -> bool:
        return self.multiline or self.encoding == "UTF-16"

    def _lines(self, job) -> DataFrame:
        """The lines of the files as text."""
        lines = job.spark.read.options(**self._line_end()).text(job.files)
        text = F.col("value") if self.encoding == "UTF-8" else F.decode(F.col("value").cast("binary"), self.encoding)
        text = F.when(text.startswith(MARK), F.substring(text, 2, 1 << 30)).otherwise(text)
        return with_file(lines.withColumn("value", text), job.files)

    def _line_end(self) -> dict[str, str]:
        return {"lineSep": LINE_ENDS[self.line_end]} if self.line_end in LINE_ENDS else {}

    def _is_record(self) -> Expression:
        filled = F.col("value").rlike(BLANK)
        return filled & ~F.col("value").startswith(self.comment) if self.comment else filled

    def _parsed(self, records: DataFrame, names: list[str]) -> DataFrame:
        """The values of each record, or its whole text where it does not have the declared columns."""
        fields = [f"_{number}" for number, _ in enumerate(names)]
        schema = ", ".join(f"{name} string" for name in [*fields, "_end", MALFORMED])
        marked = F.concat(F.col("value"), F.lit(f"{self.delimiter}{END}"))
        rows = records.select(FILE, "value", F.from_csv(marked, schema, self._options()).alias("_record"))
        broken = F.col(f"_record.{MALFORMED}").isNotNull() | ~F.col("_record._end").eqNullSafe(F.lit(END))
        values = [self._present(F.col(f"_record.{at}")).alias(name) for at, name in zip(fields, names, strict=True)]
        return rows.select(FILE, *values, F.when(broken, F.col("value")).alias(MALFORMED))

    def _present(self, value: Expression) -> Expression:
        return F.when(~value.isin(*self.nulls), value) if self.nulls else value

    def _options(self) -> dict[str, str]:
        return {
            "sep": self.delimiter,
            "mode": "PERMISSIVE",
            "columnNameOfCorruptRecord": MALFORMED,
            "quote": self.quote,
            "escape": self.escape,
            "maxColumns": str(MOST_COLUMNS),
            "ignoreLeadingWhiteSpace": str(self.trim).lower(),
            "ignoreTrailingWhiteSpace": str(self.trim).lower(),
            # Only so that line ends inside of quotes stay as they are.
            **({"multiLine": "true", "lineSep": "\n"} if self.multiline else {}),
            **({"nullValue": NOTHING} if self.empty == "text" else {}),
        }

    def _count(self, lines: DataFrame, heads: dict[str, list[str]]) -> dict[str, int]:
        """Counts the lines of the files; a line of the head of one that stands among the records stops the run."""
        blank = ~F.col("value").rlike(BLANK)
        skipped = ~blank & ~self._is_record()
        of_head = sorted({line for head in heads.values() for line in head})
        in_head = F.col("value").isin(*of_head) if of_head else F.lit(False)
        counts = {"blank": blank, "skipped": skipped & ~in_head, "head": in_head, "read": self._is_record() & ~in_head}
        longest = F.max(F.octet_length("value")).alias("longest")
        found = (
            lines.groupBy(FILE).agg(*[F.count_if(one).alias(name) for name, one in counts.items()], longest).collect()
        )
        for file in found:
            check_length(file[FILE], file.longest)
        if sum(file.head for file in found) != sum(map(len, heads.values())):
            raise JobError("lines that stand before the records, such as the header, stand among them too")
        counts = {"read": sum(file.read for file in found), "blank_lines": sum(file.blank for file in found)}
        return {**counts, "comment_lines": sum(file.skipped for file in found)} if self.comment else counts
