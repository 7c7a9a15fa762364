# Generado por cauce desde specs/pagos/transacciones.yaml; edite ese archivo y ejecute: cauce generate
"""Movimientos de cuenta, uno por operación.

Tabla: ribera_pagos.transacciones, upsert por id_transaccion.
"""

from cauce_runtime import (
    Column,
    Control,
    Csv,
    Delivery,
    Hudi,
    Job,
    Rule,
    dedupe,
    derive,
    filter_rows,
    join_as_of,
    judge,
    look_up,
    mark_deleted,
    parse_columns,
)
from pyspark.sql import DataFrame

DATASET = "pagos/transacciones"
NAMESPACE = "ribera"
TIMEZONE = "America/Bogota"

SOURCE = Csv(delimiter=";", encoding="ISO-8859-1", decimal="comma", thousands="point")
CONTROL = Control(
    rows="filas",
    sums={"monto": "total"},
    delimiter=";",
    encoding="ISO-8859-1",
    decimal="comma",
    thousands="point",
)

COLUMNS = [
    Column("id_transaccion", "string", required=True),
    Column("id_cliente", "bigint", required=True),
    Column("fecha", "timestamp", required=True, format="dd/MM/yyyy HH:mm:ss"),
    Column("version", "bigint", required=True),
    Column("operacion", "string", required=True),
    Column("tipo", "string", required=True),
    Column("estado", "string", required=True),
    Column("monto", "decimal(18,2)", required=True),
    Column("comercio", "string"),
    Column("telefono", "string", protect="hash"),
]

INPUTS = {
    "core/clientes": "`id_cliente` bigint",
    "mercado/trm": "`fecha` date, `trm` decimal(18,6)",
}

RULES = [
    Rule("references_id_cliente", on_fail="warn", fails="id_cliente is not null and not _known_id_cliente"),
    Rule("accepted_values_estado", on_fail="quarantine", fails="estado not in ('APROBADA', 'RECHAZADA', 'ANULADA')"),
    Rule("accepted_values_operacion", on_fail="quarantine", fails="operacion not in ('I', 'U', 'D')"),
    Rule("range_monto", on_fail="quarantine", fails="monto < -50000000 or monto > 50000000"),
    Rule("row_count", on_fail="fail", fails="rows < 1", scope="run"),
    Rule("monto_positivo", on_fail="warn", fails="not (monto > 0 or tipo = 'REVERSO')"),
]

TABLE = Hudi(
    database="ribera_pagos",
    name="transacciones",
    write="upsert",
    key=["id_transaccion"],
    order_by="version",
    partition_by=["fecha_dia"],
    index="global",
    deletes=True,
    export=True,
    columns=[
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
        "fecha_dia",
        "trm",
        "monto_usd",
    ],
    comments={
        "id_transaccion": "Identificador de la operación en el aliado. [internal]",
        "fecha": "Momento de la operación. [internal]",
        "version": "Número de versión del registro en el origen. [internal]",
        "operacion": "I inserta, U actualiza, D borra. [internal]",
        "monto": "Valor en pesos colombianos. (COP) [internal]",
        "comercio": "Nombre del comercio como lo escribe el aliado. [internal]",
        "telefono": "Teléfono celular. [confidential]",
        "fecha_dia": "Día de la operación en Bogotá. [internal]",
        "trm": "(COP/USD) [internal]",
        "monto_usd": "(USD) [internal]",
    },
)


def read(job: Job) -> Delivery:
    """Las filas como llegaron en la entrega y una cuenta independiente de ellas."""
    return SOURCE.read(job, COLUMNS)


def parse(rows: DataFrame) -> DataFrame:
    """Los valores con su tipo; la fila que no se deja leer queda en cuarentena."""
    return parse_columns(rows, COLUMNS, SOURCE.numbers)


def transform(rows: DataFrame, inputs: dict[str, DataFrame]) -> DataFrame:
    """Deriva, enriquece, juzga y elige; ninguna fila se pierde: cada una queda con su destino."""
    rows = derive(rows, "fecha_dia", "date", "to_date(fecha)")
    rows = join_as_of(rows, inputs["mercado/trm"], on={"fecha_dia": "fecha"}, take=["trm"])
    rows = derive(rows, "monto_usd", "decimal(18,6)", "monto / trm", round="half_even")
    rows = filter_rows(rows, "estado <> 'ANULADA'", on_existing="delete")
    rows = look_up(rows, inputs["core/clientes"], "id_cliente", "id_cliente", "_known_id_cliente")
    rows = judge(rows, RULES)
    rows = dedupe(rows, by=["id_transaccion"], order_by="version")
    rows = mark_deleted(rows, "operacion = 'D'")
    return rows


def main(argv: list[str] | None = None) -> None:
    """Procesa un lote: lee, transforma, cuenta, escribe y verifica."""
    with Job(DATASET, NAMESPACE, TIMEZONE, argv) as job:
        if job.operates(TABLE):
            return
        delivery = read(job)
        rows = transform(parse(delivery.rows), job.inputs(INPUTS))
        job.finish(delivery, rows, columns=COLUMNS, rules=RULES, table=TABLE, control=CONTROL)


if __name__ == "__main__":
    main()
