"""pagos/transacciones: the partner's CSV (latin-1, ';', decimal comma) and its control file.

Every kind of dirt has a label. A label that starts with a reason (``cast_fecha``) promises that exactly so many rows
end in quarantine for it; the oracle finds them again without knowing this file.
"""

import datetime

import draw as samples

ROWS = 6000
BLANK_LINES = ["", "", "", "", "", "", "", "", "   ", "   ", "\t", ""]
HEADER = [
    "id_transaccion",
    "id_cliente",
    "fecha",
    "version",
    "operacion",
    "tipo",
    "estado",
    "monto",
    "comercio",
    "telefono",
]
KEY, CLIENT, WHEN, VERSION, OPERATION, KIND, STATE, AMOUNT, SHOP, PHONE = range(len(HEADER))
FIRST_DAY = datetime.datetime(2026, 1, 15)
DAYS = 32

SHOPS = [
    "Panadería El Nogal Azul",
    "Droguería La Peña Alta",
    "Almacén Doña Ximena",
    "Ferretería Ñandú",
    "Café Niño Lunar",
    "Librería Páramo",
    "Supermercado La Cañada",
    "Óptica Mirá Bien",
    "Cigarrería San Andrés 45",
    "Arepas Mi Señora",
    "Restaurante Sazón & Río",
    "Peluquería Ángela",
    "Taller Muñoz Hnos.",
    "Estación Vía Cajicá",
    "Tienda Añoranzas",
    'Billar "El Campeón"',
    "Carnes; Pescados y Más",
    'Moda "Año Nuevo"; Outlet',
    "PeÃ±a Express",
    "Juguetería Pingüino",
]
BAD_DATES = [
    "31/02/2026 10:00:00",
    "2026-02-01 10:00:00",
    "1/2/2026 9:05",
    "00/00/0000 00:00:00",
    "01/02/26 08:00:00",
    "29/02/2025 12:00:00",
    "01/13/2026 07:30:00",
    "05/02/2026 24:10:00",
    "ayer",
]
BAD_AMOUNTS = [
    "1,234.56",
    "N/A",
    "12.5",
    "$ 5.000",
    "1.234,567",
    "1.23",
    "12.500,00 ",
    "cero",
    "1 000,00",
    "--",
    "1.0000,00",
]
BAD_STATES = ["Aprobada", "aprobada", "PERDIDA", "EN_PROCESO", "APROBADA?", "X"]


def _set(column, values):
    """A defect that puts a wrong value in one column."""
    return lambda draw, row: [row[:column] + [draw.pick(values)] + row[column + 1 :]]


def _versions(draw, row):
    """The row and its correction in the same file."""
    return [row, _later(row, AMOUNT, _amount(draw))]


def _later(row, column, value):
    """The next version of the row."""
    newer = list(row)
    newer[VERSION], newer[OPERATION], newer[column] = str(int(row[VERSION]) + 1), "U", value
    return newer


def _deleted(draw, row):
    return [row, _later(row, OPERATION, "D")]


def _restored(draw, row):
    return [row[:STATE] + ["ANULADA"] + row[AMOUNT:], _later(row, STATE, "APROBADA")]


def _reversal(draw, row):
    row = list(row)
    row[KIND], row[AMOUNT] = "REVERSO", "-" + row[AMOUNT]
    return [row]


def _huge(draw, row):
    kind, amount = draw.pick([("COMPRA", "75.000.000,00"), ("REVERSO", "-60000000,00"), ("RETIRO", "50.000.000,01")])
    return [row[:KIND] + [kind, row[STATE], amount] + row[SHOP:]]


# label -> (keys, how a clean row becomes the rows of that key). Lines as text are written as they are.
DIRT = {
    "cast_fecha": (45, _set(WHEN, BAD_DATES)),
    "cast_monto": (60, _set(AMOUNT, BAD_AMOUNTS)),
    "cast_id_cliente": (8, _set(CLIENT, ["C-10023", "N/A", "10O23", "10.023,5"])),
    "cast_version": (4, _set(VERSION, ["v2", "1.5"])),
    "required_id_transaccion": (20, _set(KEY, [""])),
    "required_id_cliente": (6, _set(CLIENT, [""])),
    "required_fecha": (3, _set(WHEN, [""])),
    "required_monto": (4, _set(AMOUNT, [""])),
    "accepted_values_estado": (40, _set(STATE, BAD_STATES)),
    "accepted_values_operacion": (6, _set(OPERATION, ["X", "i"])),
    "range_monto": (12, _huge),
    "malformed, extra column": (8, lambda draw, row: [";".join(row[:SHOP] + ["Ropa", "Calzado y Más", row[PHONE]])]),
    "malformed, missing column": (8, lambda draw, row: [";".join(row[:SHOP] + ["Tienda Añoranzas"])]),
    "malformed, unclosed quote": (4, lambda draw, row: [";".join(row[:SHOP] + ['"Carnes La Peña', row[PHONE]])]),
    "older version": (180, _versions),
    "exact resend": (60, lambda draw, row: [row, list(row)]),
    "accepted_values_estado, newest version": (10, lambda draw, row: [row, _later(row, STATE, "PERDIDA")]),
    "deleted with its insert": (40, _deleted),
    "deleted alone": (30, _set(OPERATION, ["D"])),
    "annulled": (120, _set(STATE, ["ANULADA"])),
    "annulled after its insert": (20, lambda draw, row: [row, _later(row, STATE, "ANULADA")]),
    "insert after its annulment": (10, _restored),
    "reversal": (150, _reversal),
    "monto_positivo": (15, _set(AMOUNT, ["0,00", "-100,00", "-12.500,50"])),
    "trailing spaces": (40, lambda draw, row: [row[:SHOP] + [row[SHOP] + "   ", row[PHONE] + "  "]]),
    "no phone": (80, _set(PHONE, [""])),
}


def _amount(draw):
    """An amount under 10 million, written in one of the partner's ways."""
    base = draw.pick([1000, 5000, 20000, 100000, 500000, 2000000])
    pesos, cents = base + draw.below(base * 4), draw.pick([0, 0, 0, 50, draw.below(100)])
    grouped = f"{pesos:,}".replace(",", ".")
    whole, exact = [grouped, str(pesos)], [f"{grouped},{cents:02d}", f"{pesos},{cents:02d}"]
    return draw.pick(exact + whole if cents == 0 else exact)


def _clean(draw, number):
    """A clean row with its own key."""
    when = FIRST_DAY + datetime.timedelta(days=draw.below(DAYS), seconds=draw.below(86400))
    client = samples.any_client(draw)
    kind = draw.pick(["COMPRA", "COMPRA", "COMPRA", "CONSIGNACION", "RETIRO", "TRANSFERENCIA"])
    state = "RECHAZADA" if draw.chance(8) else "APROBADA"
    return [
        f"TRX{number:09d}",
        str(client),
        when.strftime("%d/%m/%Y %H:%M:%S"),
        "1",
        "I",
        kind,
        state,
        _amount(draw),
        draw.pick(SHOPS),
        samples.phone(client),
    ]


def _quoted(value):
    return '"' + value.replace('"', '""') + '"' if ";" in value or '"' in value else value


def _line(row):
    return row if isinstance(row, str) else ";".join(map(_quoted, row))


def build():
    """The file's text lines without the header, and the number of keys made for each kind of dirt."""
    draw = samples.Draw(20260201)
    keys, rows = iter(range(104001, 10**9)), []
    for count, spoil in DIRT.values():
        for _ in range(count):
            rows += spoil(draw, _clean(draw, next(keys)))
    rows += [_clean(draw, next(keys)) for _ in range(ROWS - len(rows))]
    lines = draw.shuffled(map(_line, rows))
    for blank in BLANK_LINES:
        lines.insert(draw.below(len(lines)), blank)
    return lines, {label: count for label, (count, _) in DIRT.items()}


def csv_bytes(lines):
    """The delivered file: latin-1, one header, LF line ends."""
    return ("\n".join([";".join(HEADER)] + lines) + "\n").encode("latin-1")


def control_bytes(records, total):
    """The control file of the delivery.

    ``filas`` is the number of delivered records: every line that is not blank, the header not counted. ``total`` is the
    sum of ``monto`` over the records that have the header's number of columns and a well-formed amount (decimal comma,
    thousands points optional, no spaces), whatever else is wrong with them. Written with a decimal comma and no points.
    """
    return f"filas;total\n{records};{str(total).replace('.', ',')}\n".encode("latin-1")
