"""How each database is asked: its quotes, its clock, its windows, and every value as text that loses nothing.

A driver rounds decimals, drops offsets or answers nothing for a date that it does not know; the text that the database
itself writes does none of that. Moments become text in UTC with a `Z`, except where a database has no exact way to say
so: there they are local times of the session's zone, without offset. What does not fit its declared type stays text
that does not parse, so that whoever reads it can refuse it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

PLAIN = ("string", "binary")
"""Types that every driver hands over as they are."""


@dataclass(frozen=True)
class Dialect:
    """A database product. `{}` in a template is an expression, in `bound` a moment like `2026-02-01T00:00:00.000000Z`.

    `texts` holds the template of a type (`decimal` for all decimals), `otherwise` that of all others. `marks` makes a
    watermark comparable with `bound`; `unset` is true for a moment that is none. `begin` and `session` let a session
    see one state of the data, in its zone; a job, whose sessions read one statement each, says only the second.
    `day` is a day, `fold` what becomes of a name that is not quoted, `zones` holds names of its own for zones.
    """

    quotes: str
    texts: Mapping[str, str]
    otherwise: str
    bound: str
    clock: str
    begin: str
    session: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)
    unset: str = "{} is null"
    day: str = "date '{}'"
    fold: Callable[[str], str] = str
    zones: Mapping[str, str] = field(default_factory=dict)

    def alias(self, name: str) -> str:
        """A name of our own, as it is."""
        start, end = self.quotes
        return f"{start}{name.replace(end, end * 2)}{end}"

    def quote(self, name: str) -> str:
        """A name of the database."""
        return self.alias(self.fold(name))

    def rows(self, table: str | None, query: str | None) -> str:
        """What follows `from`."""
        return f"(\n{query}\n) q" if query else ".".join(self.quote(part) for part in (table or "").split("."))

    def select(self, rows: str, columns: Mapping[str, str], zone: str) -> str:
        """The statement that shows the columns, given with their types, each value as text."""
        items = ",\n    ".join(f"{self.text(kind, name, zone)} as {self.alias(name)}" for name, kind in columns.items())
        return f"select\n    {items}\nfrom {rows}"

    def text(self, kind: str, name: str, zone: str) -> str:
        """The expression for the text of a column."""
        return self.text_of(kind, self.quote(name), zone)

    def text_of(self, kind: str, expression: str, zone: str) -> str:
        """The expression for the text of another one."""
        template = "{}" if kind in PLAIN else self.texts.get(kind.partition("(")[0], self.otherwise)
        return self._filled(template, expression, zone)

    def window(self, name: str, kind: str, low: str | int | None, high: str | int | None, zone: str) -> str:
        """The condition of a half-open window. A row without a watermark belongs to every window."""
        column = self.quote(name)
        moment = kind in ("timestamp", "date")
        unset = self.unset.replace("{}", column) if moment else f"{column} is null"
        if high is None:
            return f"({unset})"
        mark = self._filled(self.marks.get(kind, "{}"), column, zone)
        ends = [("<", high)] if low is None else [(">=", low), ("<", high)]
        sides = [f"{mark} {sign} {self.bound.replace('{}', end) if moment else int(end)}" for sign, end in ends]
        return f"({unset} or ({' and '.join(sides)}))"

    def cuts(self, name: str, kind: str, lower: str | int | None, upper: str | int | None, parts: int) -> list[str]:
        """Conditions that cut the rows by whole numbers or days; each row fulfils exactly one.

        A row below `lower`, or without a value, is in the first part, one above `upper` in the last.
        """
        column = self.quote(name)
        ends = self._ends(kind, lower, upper, parts)
        if not ends:
            return [""]
        between = [f"({column} >= {low} and {column} < {high})" for low, high in zip(ends, ends[1:], strict=False)]
        return [f"({column} < {ends[0]} or {column} is null)", *between, f"({column} >= {ends[-1]})"]

    def _ends(self, kind: str, lower: str | int | None, upper: str | int | None, parts: int) -> list[str]:
        if lower is None or upper is None:
            return []
        days = kind == "date"
        low, high = (date.fromisoformat(str(end)).toordinal() if days else int(end) for end in (lower, upper))
        numbers = sorted({low + (high - low + 1) * part // parts for part in range(1, parts)} - {low})
        return [self._day(number) if days else str(number) for number in numbers]

    def _day(self, number: int) -> str:
        return self.day.replace("{}", date.fromordinal(number).isoformat())

    def opening(self, zone: str) -> list[str]:
        """The statements with which a session begins."""
        return [statement for statement in (self.begin, self.setting(zone)) if statement]

    def setting(self, zone: str) -> str:
        """The statement that every session begins with."""
        return self._filled(self.session, "", zone)

    def _filled(self, template: str, expression: str, zone: str) -> str:
        return template.replace("{}", expression).replace("{zone}", self.zones.get(zone, zone))


def upper_if_lower(name: str) -> str:
    """Oracle keeps a name that was not quoted in upper case; one with a capital letter is taken as it is."""
    return name.upper() if name == name.lower() else name


POSTGRES = Dialect(
    quotes='""',
    texts={"timestamp": "({}::timestamptz at time zone 'UTC')::text || 'Z'"},
    otherwise="{}::text",
    bound="timestamptz '{}'",
    clock="""select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""",
    begin="set transaction isolation level repeatable read read only",
    session="set time zone '{zone}'",
)

# A TIMESTAMP is shown in the session's zone, a DATETIME as it was written: with the source's zone both are local times.
# CONVERT_TZ would leave what lies outside of 1970 to 2038 as it is.
MYSQL = Dialect(
    quotes="``",
    texts={
        "boolean": "case {} when 0 then 'false' when 1 then 'true' else cast({} as char) end",
        "float": "cast(cast({} as double) as char)",
        "double": "cast(cast({} as double) as char)",
    },
    otherwise="cast({} as char)",
    bound="convert_tz(str_to_date('{}', '%Y-%m-%dT%H:%i:%s.%fZ'), '+00:00', @@session.time_zone)",
    clock="select date_format(utc_timestamp(6), '%Y-%m-%dT%H:%i:%s.%fZ')",
    begin="start transaction with consistent snapshot, read only",
    session="set time_zone = '{zone}'",
    unset="{} is null or {} < '1000-01-01'",
    zones={"UTC": "+00:00"},
)

# The driver opens a transaction by itself, and inside of one the isolation cannot become that of a snapshot.
SQLSERVER = Dialect(
    quotes="[]",
    texts={
        "boolean": "case {} when 0 then 'false' when 1 then 'true' else convert(varchar(60), {}) end",
        "date": "case when cast({} as datetime2) = cast({} as date) then convert(varchar(10), {}, 23)"
        " else convert(varchar(27), cast({} as datetime2), 126) end",
        "decimal": "convert(varchar(60), {}, 2)",
        "timestamp": "convert(varchar(26), cast(switchoffset(cast({} at time zone '{zone}' as datetimeoffset(6)),"
        " '+00:00') as datetime2(6)), 126) + 'Z'",
    },
    otherwise="convert(varchar(60), {}, 3)",
    bound="cast('{}' as datetimeoffset)",
    clock="select convert(varchar(27), sysutcdatetime(), 126) + 'Z'",
    begin="if @@trancount > 0 commit transaction",
    session="set transaction isolation level snapshot",
    marks={
        "timestamp": "{} at time zone '{zone}'",
        "date": "cast({} as datetime2) at time zone '{zone}'",
    },
    day="cast('{}' as date)",
    zones={
        "America/Argentina/Buenos_Aires": "Argentina Standard Time",
        "America/Asuncion": "Paraguay Standard Time",
        "America/Bogota": "SA Pacific Standard Time",
        "America/Caracas": "Venezuela Standard Time",
        "America/Chicago": "Central Standard Time",
        "America/Costa_Rica": "Central America Standard Time",
        "America/Denver": "Mountain Standard Time",
        "America/El_Salvador": "Central America Standard Time",
        "America/Guatemala": "Central America Standard Time",
        "America/Guayaquil": "SA Pacific Standard Time",
        "America/La_Paz": "SA Western Standard Time",
        "America/Lima": "SA Pacific Standard Time",
        "America/Los_Angeles": "Pacific Standard Time",
        "America/Managua": "Central America Standard Time",
        "America/Mexico_City": "Central Standard Time (Mexico)",
        "America/Montevideo": "Montevideo Standard Time",
        "America/New_York": "Eastern Standard Time",
        "America/Panama": "SA Pacific Standard Time",
        "America/Santiago": "Pacific SA Standard Time",
        "America/Sao_Paulo": "E. South America Standard Time",
        "America/Tegucigalpa": "Central America Standard Time",
        "America/Toronto": "Eastern Standard Time",
        "Europe/Berlin": "W. Europe Standard Time",
        "Europe/Lisbon": "GMT Standard Time",
        "Europe/London": "GMT Standard Time",
        "Europe/Madrid": "Romance Standard Time",
        "Europe/Paris": "Romance Standard Time",
        "Europe/Rome": "W. Europe Standard Time",
    },
)

# A year before Christ shows its sign, so that it is refused and not taken for one after.
ORACLE = Dialect(
    quotes='""',
    texts={
        "boolean": "case {} when 0 then 'false' when 1 then 'true' else to_char({}) end",
        "date": "ltrim(to_char({}, case when {} = trunc({}) then 'SYYYY-MM-DD' else 'SYYYY-MM-DD HH24:MI:SS' end))",
        "timestamp": "ltrim(to_char(sys_extract_utc(cast({} as timestamp(9) with time zone)),"
        """ 'SYYYY-MM-DD"T"HH24:MI:SS.FF6"Z"'))""",
    },
    otherwise=r"regexp_replace(to_char({}, 'TM9', 'NLS_NUMERIC_CHARACTERS=''.,'''), '^(-?)[.]', '\10.')",
    bound="""from_tz(to_timestamp('{}', 'YYYY-MM-DD"T"HH24:MI:SS.FF6"Z"'), 'UTC')""",
    clock="""select to_char(sys_extract_utc(systimestamp), 'YYYY-MM-DD"T"HH24:MI:SS.FF6"Z"') from dual""",
    begin="set transaction read only",
    session="alter session set time_zone = '{zone}'",
    marks=dict.fromkeys(("timestamp", "date"), "cast({} as timestamp(9) with time zone)"),
    fold=upper_if_lower,
)

DIALECTS = {"postgres": POSTGRES, "mysql": MYSQL, "sqlserver": SQLSERVER, "oracle": ORACLE}
"""By the word of the spec."""
