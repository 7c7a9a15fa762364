# Generado por cauce desde specs/mercado/trm.yaml; edite ese archivo y ejecute: cauce generate
"""Tasa representativa del mercado, una por día.

Tabla: ribera_mercado.trm, upsert por fecha.
"""

from cauce_runtime import Column, Delivery, Hudi, Job, Json, Rule, dedupe, judge, parse_columns
from pyspark.sql import DataFrame

DATASET = "mercado/trm"
NAMESPACE = "ribera"
TIMEZONE = "America/Bogota"

SOURCE = Json(records="$")

COLUMNS = [
    Column("fecha", "date", required=True, source="vigenciadesde", format="yyyy-MM-dd'T'HH:mm:ss.SSS"),
    Column("hasta", "date", required=True, source="vigenciahasta", format="yyyy-MM-dd'T'HH:mm:ss.SSS"),
    Column("trm", "decimal(18,6)", required=True, source="valor"),
]

INPUTS = {}

RULES = [
    Rule("range_trm", on_fail="quarantine", fails="trm < 1000 or trm > 20000"),
    Rule(
        "unique_fecha_trm",
        on_fail="warn",
        fails="count(*) over (partition by fecha, trm) > 1 and fecha is not null and trm is not null",
    ),
]

TABLE = Hudi(
    database="ribera_mercado",
    name="trm",
    write="upsert",
    key=["fecha"],
    order_by="hasta",
    index="global",
    columns=["fecha", "hasta", "trm"],
    comments={"trm": "(COP/USD) [internal]"},
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
    rows = dedupe(rows, by=["fecha"], order_by="hasta")
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
