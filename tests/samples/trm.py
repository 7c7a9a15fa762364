"""mercado/trm: the body of the public API, one rate per trading day; Saturday's rate stays in force until Monday.

The rates are invented (a random walk), only the shape is the API's: every value is a string.
"""

import datetime
import json

import draw as samples

FIRST, LAST = datetime.date(2016, 7, 1), datetime.date(2026, 2, 14)
SUNDAY, MONDAY, SATURDAY = 6, 0, 5


def _row(rate, since, until):
    return {
        "valor": rate,
        "unidad": "COP",
        "vigenciadesde": f"{since}T00:00:00.000",
        "vigenciahasta": f"{until}T00:00:00.000",
    }


def _clean(draw):
    """One row per rate, oldest first; the walk stays between 2,800 and 4,900 pesos."""
    day, cents, rows = FIRST, 293000, []
    while day <= LAST:
        if day.weekday() not in (SUNDAY, MONDAY):
            until = day + datetime.timedelta(days=2 if day.weekday() == SATURDAY else 0)
            rows.append(_row(f"{cents // 100}.{cents % 100:02d}", day, until))
            cents = min(490000, max(280000, cents + draw.below(9001) - 4460))
        day += datetime.timedelta(days=1)
    return rows


def _without(row, key):
    return {name: value for name, value in row.items() if name != key}


def _first_half(row):
    """The same rate, published first as if it were in force for one day only."""
    return {**row, "vigenciahasta": row["vigenciadesde"]}


# label -> (rates, which rows, how a clean row becomes the rows of that rate)
DIRT = {
    "range_trm": (6, None, lambda draw, row: [{**row, "valor": draw.pick(["4.1", "0", "41000.5", "-3900.10"])}]),
    "range_trm, corrected": (4, None, lambda draw, row: [{**row, "valor": "39.5"}, row]),
    "cast_trm": (4, None, lambda draw, row: [{**row, "valor": draw.pick(["N/D", "4,012.33", "4012,33"])}]),
    "required_trm": (3, None, lambda draw, row: [_without(row, "valor")]),
    "cast_fecha": (
        3,
        None,
        lambda draw, row: [{**row, "vigenciadesde": draw.pick(["2020-02-30T00:00:00.000", "01/03/2020"])}],
    ),
    "required_hasta": (2, None, lambda draw, row: [{**row, "vigenciahasta": None}]),
    "same rate, longer": (12, SATURDAY, lambda draw, row: [_first_half(row), row]),
    "exact repeat": (5, None, lambda draw, row: [row, dict(row)]),
}


def _weekday(row):
    return datetime.date.fromisoformat(row["vigenciadesde"][:10]).weekday()


def build():
    """The rows in the order of the API, and the number of rates made for each kind of dirt."""
    draw = samples.Draw(20260203)
    clean = _clean(draw)
    # The first rate and those of the payments' first days stay clean, so that every payment finds one before it.
    free, spoiled = draw.shuffled(range(1, len(clean) - 30)), {}
    for label, (count, weekday, spoil) in DIRT.items():
        chosen = [at for at in free if weekday is None or _weekday(clean[at]) == weekday][:count]
        if label == "range_trm":
            chosen[0] = len(clean) - 10  # one absurd rate in the days of the payments: the rate before it holds
        free = [at for at in free if at not in chosen]
        spoiled.update((at, spoil) for at in chosen)
    rows = [row for at, row in enumerate(clean) for row in (spoiled[at](draw, row) if at in spoiled else [row])]
    return rows, {label: count for label, (count, _, _) in DIRT.items()}


def json_bytes(rows):
    """One JSON array, a row a line, as the API answers."""
    return ("[" + ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows) + "]\n").encode("utf-8")
