"""From the text of a value to the value: each type has one guarded way, and a text that does not fit becomes null."""

import re
from dataclasses import dataclass

from pyspark.sql import Column as Expression
from pyspark.sql import functions as F

INTEGERS = ("tinyint", "smallint", "int", "bigint")
FLOATS = ("float", "double")
NESTED = ("array<", "map<", "struct<")
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
OFFSET = r"(Z|[+-][0-9]{2}:[0-9]{2})$"
MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?$"
BYTES = {"hex": ("^[0-9A-Fa-f]+$", 2), "base64": ("^[A-Za-z0-9+/]+={0,2}$", 4)}
MARKS = {"point": ".", "comma": ",", "apostrophe": "'", "space": " \u00a0\u202f", "none": ""}
GROUPS = 13  # of three digits: more than any type holds, and no text can make the pattern run deep
ZONED = re.compile("[XxZzOV]")


@dataclass(frozen=True)
class Numbers:
    """How numbers are written: the ``decimal`` mark and the mark between ``thousands``, by the words of ``MARKS``."""

    decimal: str = "point"
    thousands: str = "none"

    def plain(self, name: str) -> str:
        """SQL that makes the plain form of the text in column ``name``."""
        bare = f"translate({name}, '{self._groups(quoted=True)}', '')" if self.thousands != "none" else name
        return f"replace({bare}, ',', '.')" if self.decimal == "comma" else bare

    def whole(self) -> str:
        """The pattern of whole digits, with their groups where the source writes them."""
        if self.thousands == "none":
            return "[0-9]+"
        return f"([0-9]{{1,3}}([{self._groups()}][0-9]{{3}}){{0,{GROUPS}}}|[0-9]+)"

    def fraction(self, digits: str) -> str:
        """The pattern of an optional fraction of so many ``digits``."""
        return f"([{MARKS[self.decimal]}][0-9]{{{digits}}})?"

    def _groups(self, quoted: bool = False) -> str:
        marks = MARKS[self.thousands]
        return marks.replace("'", "\\'") if quoted else marks


PLAIN = Numbers()


def parsed(
    name: str,
    type: str,
    format: str = "",
    zone: Expression | None = None,
    words: tuple[list[str], list[str]] = ([], []),
    numbers: Numbers = PLAIN,
) -> Expression:
    """The value of the text in the column that SQL calls ``name``; null when the text is not of ``type``.

    ``zone`` is that of wall clocks, else the job's; ``words`` are those for true and for false.
    """
    text = F.col(name)
    if type == "timestamp":
        return _moment(name, format, F.current_timezone() if zone is None else zone)
    if type == "date" and format:
        return F.try_to_timestamp(text, F.lit(format)).cast("date")
    if type == "boolean" and any(words):
        return _worded(text, *words)
    if type == "binary":
        return _bytes(text, format)
    pattern, plain = _guard(type, numbers, name)
    value = F.when(text.rlike(pattern), F.expr(f"try_cast({plain} as {type})"))
    return finite(value) if type in FLOATS else value


def finite(value: Expression) -> Expression:
    """A floating number, null in place of an infinite one or of what is no number at all."""
    infinite = value.isin(float("inf"), float("-inf"))
    return F.when(~F.isnan(value) & ~infinite, value)


def is_nested(type: str) -> bool:
    """Whether values of ``type`` consist of others."""
    return type.startswith(NESTED)


def _guard(type: str, numbers: Numbers, name: str) -> tuple[str, str]:
    """The pattern of a value and the SQL that makes it plain; more fraction digits than the scale are refused."""
    if type == "date":
        return DAY, name
    if type == "boolean":
        return "^(true|false)$", name
    sign, whole, plain = "^-?", numbers.whole(), numbers.plain(name)
    if type in INTEGERS:
        return f"{sign}{whole}$", plain
    if type in FLOATS:
        return f"{sign}{whole}{numbers.fraction('1,400')}([eE][+-]?[0-9]{{1,3}})?$", plain
    scale = int(re.fullmatch(r"decimal\([0-9]+,\s*([0-9]+)\)", type).group(1))
    return f"{sign}{whole}{numbers.fraction(f'1,{scale}') if scale else ''}$", plain


def _moment(name: str, format: str, zone: Expression) -> Expression:
    """A moment. Text without offset is a wall clock in ``zone``.

    A wall clock that its zone skipped is no moment: null. Of the two moments of an hour that came twice, the earlier.
    """
    text = F.col(name)
    if format and ZONED.search(re.sub("'[^']*'", "", format)):
        return F.try_to_timestamp(text, F.lit(format))
    if format:
        # As if it were in UTC, which skips nothing: what the zone makes of it is decided below.
        return _in_zone(F.try_to_timestamp(F.concat(text, F.lit("+00:00")), F.lit(f"{format}xxx")), zone)
    utc = f"try_cast(if({name} rlike '{OFFSET}', {name}, concat({name}, 'Z')) as timestamp)"
    moment = F.when(text.rlike(MOMENT), F.expr(utc))
    return F.when(text.rlike(OFFSET), moment).otherwise(_in_zone(moment, zone))


def _in_zone(clock: Expression, zone: Expression) -> Expression:
    moment = F.to_utc_timestamp(clock, zone)
    return F.when(F.from_utc_timestamp(moment, zone) == clock, moment)


def _worded(text: Expression, true: list[str], false: list[str]) -> Expression:
    return F.when(text.isin(*true), True).when(text.isin(*false), False)


def _bytes(text: Expression, format: str) -> Expression:
    pattern, group = BYTES[format]
    fits = text.rlike(pattern) & (F.length(text) % group == 0)
    return F.when(fits, F.try_to_binary(text, F.lit(format)))
