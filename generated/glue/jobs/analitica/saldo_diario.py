# Generado por cauce desde specs/analitica/saldo_diario.yaml; edite ese archivo y ejecute: cauce generate
"""Movimiento neto de cada cliente por día, en pesos y en dólares.

Tabla: ribera_analitica.saldo_diario, insert_overwrite por id_cliente, fecha_dia.
"""

from cauce_runtime import Column, Delivery, Hudi, Job, Rule, Table, aggregate, join, judge, parse_columns
from pyspark.sql import DataFrame

DATASET = "analitica/saldo_diario"
NAMESPACE = "ribera"
TIMEZONE = "America/Bogota"

SOURCE = Table("pagos/transacciones")

COLUMNS = [
    Column("id_cliente", "bigint", required=True),
    Column("fecha_dia", "date", required=True),
    Column("tipo", "string", required=True),
    Column("monto", "decimal(18,2)", required=True),
    Column("monto_usd", "decimal(18,6)"),
]

INPUTS = {
    "core/clientes": "`id_cliente` bigint, `ciudad` string",
}

RULES = [
    Rule("not_null_neto", on_fail="quarantine", fails="neto is null"),
    Rule("row_count", on_fail="fail", fails="rows < 1", scope="run"),
]

TABLE = Hudi(
    database="ribera_analitica",
    name="saldo_diario",
    write="insert_overwrite",
    key=["id_cliente", "fecha_dia"],
    partition_by=["fecha_dia"],
    index="none",
    columns=["id_cliente", "fecha_dia", "ciudad", "movimientos", "neto", "neto_usd"],
    comments={"neto": "(COP) [internal]", "neto_usd": "(USD) [internal]"},
)


def read(job: Job) -> Delivery:
    """Las filas como llegaron en la entrega y una cuenta independiente de ellas."""
    return SOURCE.read(job, COLUMNS)


def parse(rows: DataFrame) -> DataFrame:
    """Los valores con su tipo; la fila que no se deja leer queda en cuarentena."""
    return parse_columns(rows, COLUMNS, SOURCE.numbers)


def transform(rows: DataFrame, inputs: dict[str, DataFrame]) -> DataFrame:
    """Deriva, enriquece, juzga y elige; ninguna fila se pierde: cada una queda con su destino."""
    rows = join(rows, inputs["core/clientes"], on={"id_cliente": "id_cliente"}, take=["ciudad"])
    rows = aggregate(
        rows,
        by=["id_cliente", "fecha_dia"],
        columns=[
            ("ciudad", "string", "max(ciudad)"),
            ("movimientos", "bigint", "count(*)"),
            ("neto", "decimal(18,2)", "sum(case when tipo = 'RETIRO' then -monto else monto end)"),
            ("neto_usd", "decimal(18,6)", "sum(case when tipo = 'RETIRO' then -monto_usd else monto_usd end)"),
        ],
    )
    rows = judge(rows, RULES)
    return rows


def main(argv: list[str] | None = None) -> None:
    """Procesa un lote: lee, transforma, cuenta, escribe y verifica."""
    with Job(DATASET, NAMESPACE, TIMEZONE, argv) as job:
        if job.operates(TABLE):
            return
        delivery = read(job)
        rows = transform(parse(delivery.rows), job.inputs(INPUTS))
        job.finish(delivery, rows, columns=COLUMNS, rules=RULES, table=TABLE)


if __name__ == "__main__":
    main()
