# Generado por cauce desde specs/core/clientes.yaml; edite ese archivo y ejecute: cauce generate
"""Clientes del banco con su estado de vinculación.

Tabla: ribera_core.clientes, upsert por id_cliente.
"""

from cauce_runtime import Column, Delivery, Hudi, Job, Parquet, Rule, dedupe, judge, mark_deleted, parse_columns
from pyspark.sql import DataFrame

DATASET = "core/clientes"
NAMESPACE = "ribera"
TIMEZONE = "America/Bogota"

SOURCE = Parquet()

COLUMNS = [
    Column("id_cliente", "bigint", required=True),
    Column("documento", "string", required=True, protect="hash"),
    Column("nombre", "string", protect="drop"),
    Column("correo", "string", protect="mask"),
    Column("telefono", "string", protect="hash"),
    Column("ciudad", "string"),
    Column("estado", "string", required=True),
    Column("vinculado_el", "date"),
    Column("actualizado_en", "timestamp", required=True),
]

INPUTS = {}

RULES = [
    Rule("accepted_values_estado", on_fail="quarantine", fails="estado not in ('ACTIVO', 'BLOQUEADO', 'RETIRADO')"),
    Rule("pattern_documento", on_fail="quarantine", fails="not documento rlike '^[0-9]{6,10}$'"),
    Rule("not_null_ciudad", on_fail="warn", fails="ciudad is null"),
]

TABLE = Hudi(
    database="ribera_core",
    name="clientes",
    write="upsert",
    key=["id_cliente"],
    order_by="actualizado_en",
    index="global",
    deletes=True,
    columns=["id_cliente", "documento", "correo", "telefono", "ciudad", "estado", "vinculado_el", "actualizado_en"],
    comments={
        "documento": "Número del documento de identidad. [restricted]",
        "correo": "[confidential]",
        "telefono": "Teléfono celular. [confidential]",
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
    rows = judge(rows, RULES)
    rows = dedupe(rows, by=["id_cliente"], order_by="actualizado_en")
    rows = mark_deleted(rows, "estado = 'RETIRADO'")
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
