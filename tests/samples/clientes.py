"""core/clientes: rows as the table of the core would give them, one JSON object a line, oldest change first.

All people are invented: documents start at 9900000000 (not issued), e-mails end in ``.example``.
"""

import datetime
import json

import draw as samples

ROWS = 3000
EPOCH = datetime.datetime(2026, 2, 1)
NAMES = [
    "Ana",
    "Andrés",
    "Belén",
    "Camilo",
    "Dayana",
    "Efraín",
    "Íngrid",
    "Jesús",
    "Lucía",
    "Mónica",
    "Óscar",
    "Yeison",
]
SURNAMES = ["Nogal", "Peñalta", "Muñera", "Ríosverde", "Cañadas", "Güiza", "Montealto", "Añez", "Piedrahíta", "Lagunas"]
BAD_DOCUMENTS = ["A1020", "99000", "9.900.000.123", "CC 9900000456", "99000001234", "9900O00789"]
BAD_EMAILS = ["sin-arroba", "dos@@correo.example", "@correo.example", "nombre apellido@correo.example", "pendiente"]


def _set(column, values):
    """A defect that puts a wrong value in one column."""
    return lambda draw, row: [{**row, column: draw.pick(values)}]


def _older(draw, row, **changes):
    """The row as it was some days before."""
    when = datetime.datetime.fromisoformat(row["actualizado_en"]) - datetime.timedelta(days=1 + draw.below(90))
    return {**row, **changes, "actualizado_en": str(when)}


# label -> (clients, how a clean row becomes the rows of that client)
DIRT = {
    "pattern_documento": (36, _set("documento", BAD_DOCUMENTS)),
    "required_documento": (9, _set("documento", [None])),
    "required_estado": (5, _set("estado", [None])),
    "accepted_values_estado": (24, _set("estado", ["SUSPENDIDO", "Activo", "activo", "?"])),
    "not_null_ciudad": (70, _set("ciudad", [None])),
    "invalid e-mail": (40, _set("correo", BAD_EMAILS)),
    "no e-mail": (60, _set("correo", [None])),
    "no phone": (50, _set("telefono", [None])),
    "no name": (12, _set("nombre", [None])),
    "withdrawn": (90, _set("estado", ["RETIRADO"])),
    "older version": (100, lambda draw, row: [_older(draw, row, ciudad=draw.pick(samples.CITIES)), row]),
    "withdrawn after being active": (25, lambda draw, row: [_older(draw, row), {**row, "estado": "RETIRADO"}]),
    "active again": (10, lambda draw, row: [_older(draw, row, estado="RETIRADO"), row]),
    "pattern_documento, newest version": (10, lambda draw, row: [_older(draw, row), {**row, "documento": "PENDIENTE"}]),
    "exact repeat": (5, lambda draw, row: [row, dict(row)]),
}


def _clean(draw, client):
    """A clean row of one client."""
    number = client - samples.FIRST_CLIENT
    joined = datetime.date(2016, 1, 4) + datetime.timedelta(days=draw.below(3600))
    changed = EPOCH - datetime.timedelta(seconds=1 + draw.below(30 * 86400))
    return {
        "id_cliente": client,
        "documento": str(9900000000 + number),
        "nombre": f"{draw.pick(NAMES)} {draw.pick(SURNAMES)} {draw.pick(SURNAMES)}",
        "correo": f"cliente{number:04d}@{draw.pick(['correo', 'buzon', 'mensaje'])}.example",
        "telefono": samples.phone(client),
        "ciudad": draw.pick(samples.CITIES),
        "estado": "BLOQUEADO" if draw.chance(4) else "ACTIVO",
        "vinculado_el": None if draw.chance(1) else str(joined),
        "actualizado_en": str(changed),
    }


def build():
    """The rows, and the number of clients made for each kind of dirt."""
    draw = samples.Draw(20260202)
    clients = draw.shuffled(range(samples.FIRST_CLIENT, samples.FIRST_CLIENT + samples.CLIENTS))
    rows = []
    for count, spoil in DIRT.values():
        for client in clients[:count]:
            rows += spoil(draw, _clean(draw, client))
        clients = clients[count:]
    rows += [_clean(draw, client) for client in clients]
    rows.sort(key=lambda row: (row["actualizado_en"], row["id_cliente"]))
    return rows, {label: count for label, (count, _) in DIRT.items()}


def jsonl_bytes(rows):
    """JSON lines in UTF-8, keys in the order of the columns."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode("utf-8")
