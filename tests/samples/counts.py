"""The counts that the specs imply for the samples, by dataset, from the finished bytes.

A filtered payment (``on_existing: delete``) also removes the row of its key from the table, unless that row is newer. A
survivor of the same batch that is not newer counts as written but is not in the table: ``annulled`` counts those.
"""

import bisect
import collections
import csv
import decimal
import json
import re

import oracle

Decimal = decimal.Decimal


def _record(line):
    try:
        return next(csv.reader([line], delimiter=";", strict=True))
    except csv.Error:
        return []


def _transaction(header, line):
    cells = _record(line)
    if len(cells) != len(header):
        return oracle.Row(reasons=["malformed"])
    return oracle.typed(
        dict(zip(header, cells, strict=True)),
        {
            "id_transaccion": ("id_transaccion", oracle.text, True),
            "id_cliente": ("id_cliente", oracle.integer, True),
            "fecha": ("fecha", oracle.moment("%d/%m/%Y %H:%M:%S", r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d"), True),
            "version": ("version", oracle.integer, True),
            "operacion": ("operacion", oracle.text, True),
            "tipo": ("tipo", oracle.text, True),
            "estado": ("estado", oracle.text, True),
            "monto": ("monto", oracle.comma_decimal, True),
        },
    )


def transacciones(content, rates, clients):
    """The counts of pagos/transacciones, its control values, and the rows of its table.

    ``rates`` is the TRM table, ``clients`` are the keys of the table of clients.
    """
    lines = content.decode("latin-1").rstrip("\n").split("\n")
    header, data = lines[0].split(";"), [line for line in lines[1:] if line.strip()]
    rows = [_transaction(header, line) for line in data]
    strangers = sum(1 for row in rows if not row.reasons and row.values["id_cliente"] not in clients)
    oracle.judge(
        rows,
        {
            "accepted_values_estado": ("estado", {"APROBADA", "RECHAZADA", "ANULADA"}.__contains__),
            "accepted_values_operacion": ("operacion", {"I", "U", "D"}.__contains__),
            "range_monto": ("monto", lambda value: -50000000 <= value <= 50000000),
        },
    )
    best = oracle.settle(
        rows, "id_transaccion", "version", lambda v: v["estado"] != "ANULADA", lambda v: v["operacion"] == "D"
    )
    table = [row.values for row in best.values() if row.fate == "written"]
    annulled = _annulled(rows, best)
    not_positive = sum(
        1 for row in rows if not row.reasons and row.values["monto"] <= 0 and row.values["tipo"] != "REVERSO"
    )
    counts = oracle.tally(rows, {"monto_positivo": not_positive, "references_id_cliente": strangers})
    counts.update(blank_lines=len(lines) - 1 - len(data), annulled=len(annulled), control=_control(rows))
    table = [_in_dollars(values, rates) for values in table if values["id_transaccion"] not in annulled]
    counts["table"] = {
        "rows": len(table),
        "monto": str(sum(v["monto"] for v in table)),
        "monto_usd": str(sum(v["monto_usd"] for v in table)),
    }
    return counts, table


def _annulled(rows, best):
    """The keys whose written row is not newer than a filtered one."""
    return {
        row.values["id_transaccion"]
        for row in rows
        if row.fate == "filtered"
        for held in [best.get(row.values["id_transaccion"])]
        if held and held.fate == "written" and held.values["version"] <= row.values["version"]
    }


def _control(rows):
    amounts = [row.values["monto"] for row in rows if row.values.get("monto") is not None]
    return {"filas": len(rows), "total": str(sum(amounts).quantize(Decimal("0.01")))}


def _in_dollars(values, rates):
    """Adds day, rate and dollars; Spark divides to 16 decimals before the spec rounds half to even."""
    day = values["fecha"].date()
    at = bisect.bisect_right(rates, (day, Decimal("Infinity"))) - 1
    quotient = (values["monto"] / rates[at][1]).quantize(Decimal("1e-16"), decimal.ROUND_HALF_UP)
    return {**values, "fecha_dia": day, "monto_usd": quotient.quantize(Decimal("1e-6"), decimal.ROUND_HALF_EVEN)}


def clientes(content):
    """The counts of core/clientes and the city of each client in its table."""
    rows = [
        oracle.typed(
            json.loads(line),
            {
                "id_cliente": ("id_cliente", oracle.integer, True),
                "documento": ("documento", oracle.text, True),
                "estado": ("estado", oracle.text, True),
                "ciudad": ("ciudad", oracle.text, False),
                "actualizado_en": (
                    "actualizado_en",
                    oracle.moment("%Y-%m-%d %H:%M:%S", r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"),
                    True,
                ),
            },
        )
        for line in content.decode("utf-8").splitlines()
    ]
    oracle.judge(
        rows,
        {
            "accepted_values_estado": ("estado", {"ACTIVO", "BLOQUEADO", "RETIRADO"}.__contains__),
            "pattern_documento": ("documento", lambda value: re.fullmatch("[0-9]{6,10}", value)),
        },
    )
    best = oracle.settle(rows, "id_cliente", "actualizado_en", deletes=lambda values: values["estado"] == "RETIRADO")
    no_city = sum(1 for row in rows if not row.reasons and row.values["ciudad"] is None)
    table = {key: row.values["ciudad"] for key, row in best.items() if row.fate == "written"}
    return {**oracle.tally(rows, {"not_null_ciudad": no_city}), "table": {"rows": len(table)}}, table


def trm(content):
    """The counts of mercado/trm and the (day, rate) pairs of its table, oldest first."""
    day = oracle.moment("%Y-%m-%dT%H:%M:%S.%f", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}")
    rows = [
        oracle.typed(
            row,
            {
                "fecha": ("vigenciadesde", day, True),
                "hasta": ("vigenciahasta", day, True),
                "trm": ("valor", oracle.point_decimal, True),
            },
        )
        for row in json.loads(content)
    ]
    oracle.judge(rows, {"range_trm": ("trm", lambda value: 1000 <= value <= 20000)})
    repeated = collections.Counter((row.values["fecha"], row.values["trm"]) for row in rows if not row.reasons)
    best = oracle.settle(rows, "fecha", "hasta")
    table = sorted((key.date(), row.values["trm"]) for key, row in best.items())
    warned = {"unique_fecha_trm": sum(count for count in repeated.values() if count > 1)}
    return {
        **oracle.tally(rows, warned),
        "table": {"rows": len(table), "last": f"{table[-1][0]} {table[-1][1]}"},
    }, table


def saldo_diario(payments, cities):
    """The counts of analitica/saldo_diario, derived from the tables of the payments and of the clients."""
    groups = collections.defaultdict(lambda: [0, Decimal(0), Decimal(0)])
    for values in payments:
        group, sign = groups[values["id_cliente"], values["fecha_dia"]], -1 if values["tipo"] == "RETIRO" else 1
        group[0] += 1
        group[1] += sign * values["monto"]
        group[2] += sign * values["monto_usd"]
    counts = dict.fromkeys(oracle.FATES, 0)
    counts.update(read=len(payments), aggregated_in=len(payments), groups=len(groups), written=len(groups))
    counts.update(reasons={}, warned={})
    counts["table"] = {
        "rows": len(groups),
        "movimientos": sum(g[0] for g in groups.values()),
        "without_city": sum(1 for client, _ in groups if cities.get(client) is None),
        "neto": str(sum(g[1] for g in groups.values())),
        "neto_usd": str(sum(g[2] for g in groups.values())),
    }
    return counts
