"""Deliveries of the example platform's transactions, written by hand."""

HEADER = "id_transaccion;id_cliente;fecha;version;operacion;tipo;estado;monto;comercio;telefono"
DATASET = "pagos/transacciones"


def line(key, version=1, state="APROBADA", operation="I", amount="10,00", phone="3000000001", day="01/02/2026"):
    """One record."""
    return f"{key};1;{day} 10:00:00;{version};{operation};COMPRA;{state};{amount};Café Ñandú;{phone}"


def deliver(zones, name, lines, rows=None, total=None):
    """Writes the records ``lines`` and their control file; returns both as arguments of ``Zones.run``."""
    data = zones.file(f"{name}.csv", "\n".join([HEADER, *lines, ""]).encode("latin-1"))
    total = f"{10 * len(lines)},00" if total is None else total
    control = zones.file(f"{name}.ctl", f"filas;total\n{len(lines) if rows is None else rows};{total}\n".encode())
    return {"files": [data], "control": [control]}
