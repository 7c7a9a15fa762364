"""The transactions of the example platform, processed as an expert would by hand: the same rules, for one dataset only.

Nothing of the shared package is used, and nothing is general. It counts the lines apart from the reader, checks the
control file, judges all rules in one pass, quarantines with reasons, hashes phones, keeps the newest version of a key,
deletes what was annulled or deleted, upserts with the batch's id in the commit, and reads the table back.
"""

import csv
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession, Window
from pyspark.sql import functions as F

DELIVERED = "id_transaccion id_cliente fecha version operacion tipo estado monto comercio telefono".split()
TABLE = [*DELIVERED, "fecha_dia", "trm", "monto_usd"]
REQUIRED = DELIVERED[:8]
AMOUNT = r"^-?([0-9]{1,3}([.][0-9]{3}){0,13}|[0-9]+)([,][0-9]{1,2})?$"
WHOLE = r"^-?([0-9]{1,3}([.][0-9]{3}){0,13}|[0-9]+)$"
CSV = {
    "sep": ";",
    "encoding": "ISO-8859-1",
    "header": "true",
    "mode": "PERMISSIVE",
    "columnNameOfCorruptRecord": "_broken",
    "enforceSchema": "false",
    "escape": '"',
}
HUDI = {
    "hoodie.table.name": "transacciones",
    "hoodie.datasource.write.operation": "upsert",
    "hoodie.datasource.write.recordkey.field": "id_transaccion",
    "hoodie.datasource.write.partitionpath.field": "fecha_dia",
    "hoodie.datasource.write.precombine.field": "version",
    "hoodie.datasource.write.payload.class": "org.apache.hudi.common.model.DefaultHoodieRecordPayload",
    "hoodie.record.merge.mode": "EVENT_TIME_ORDERING",
    "hoodie.datasource.write.keygenerator.class": "org.apache.hudi.keygen.SimpleKeyGenerator",
    "hoodie.datasource.write.hive_style_partitioning": "true",
    "hoodie.datasource.write.commitmeta.key.prefix": "cauce.",
    "hoodie.index.type": "GLOBAL_SIMPLE",
    "hoodie.simple.index.update.partition.path": "true",
    # The window has already left one row for each key.
    "hoodie.combine.before.upsert": "false",
    "hoodie.embed.timeline.server": "false",
    "hoodie.metadata.enable": "false",
}


@dataclass(frozen=True)
class Zones:
    """The folders of a run: the delivered file and its control file, and the roots of tables and quarantine."""

    file: Path
    control: Path
    curated: Path
    quarantine: Path
    key: bytes


def run(zones: Zones, batch: str, counter: Callable | None = None) -> dict[str, int]:
    """Processes the file as ``batch``; returns the counts by fate. ``counter`` may count in another way."""
    spark = session()
    rows = chosen(joined(spark, parsed(delivered(spark, zones.file), zones.key), zones.curated)).persist()
    counts, total, failed = (counter or count)(rows)
    read = lines(spark, zones.file) - 1
    if read != sum(counts.values()):
        sys.exit(f"{read} rows were read, {sum(counts.values())} are accounted for")
    check(zones.control, read, total)
    quarantine(rows, f"file://{zones.quarantine}")
    write(spark, rows, counts, f"file://{zones.curated}/pagos/transacciones", batch)
    print(json.dumps({**counts, **failed}))
    spark.stop()
    return counts


def session() -> SparkSession:
    """The session, with what makes readers strict."""
    spark = SparkSession.builder.appName("expert").getOrCreate()
    spark.conf.set("spark.sql.legacy.timeParserPolicy", "CORRECTED")
    spark.conf.set("spark.sql.csv.parser.columnPruning.enabled", "false")
    spark.conf.set("spark.sql.session.timeZone", "America/Bogota")
    return spark


def delivered(spark: SparkSession, file: Path) -> DataFrame:
    """The rows as text."""
    schema = ", ".join(f"{name} string" for name in [*DELIVERED, "_broken"])
    return spark.read.schema(schema).options(**CSV).csv(f"file://{file}").withColumn("file", F.input_file_name())


def lines(spark: SparkSession, file: Path) -> int:
    """The lines that are not blank."""
    return spark.read.text(f"file://{file}").where(F.col("value").rlike(r"[^\x00-\x20]")).count()


def parsed(rows: DataFrame, key: bytes) -> DataFrame:
    """Typed columns, what each row failed, and its text where it failed anything."""
    wall_clock = F.try_to_timestamp(F.concat("fecha", F.lit("+00:00")), F.lit("dd/MM/yyyy HH:mm:ssxxx"))
    moment = F.to_utc_timestamp(wall_clock, "America/Bogota")
    typed = {
        "id_cliente": _number("id_cliente", WHOLE, "bigint"),
        "version": _number("version", WHOLE, "bigint"),
        "monto": F.when(F.col("_broken").isNull(), _number("monto", AMOUNT, "decimal(18,2)")),
        "fecha": F.when(F.from_utc_timestamp(moment, "America/Bogota") == wall_clock, moment),
    }
    phone = _hmac(F.col("telefono"), key).alias("telefono")
    source = F.struct(*DELIVERED).alias("_source")
    kept = [typed[name].alias(name) if name in typed else F.col(name) for name in DELIVERED[:-1]]
    rows = rows.select(*kept, phone, source, "_broken", "file")
    missing = [F.when(F.col(f"_source.{name}").isNull(), f"required_{name}") for name in REQUIRED]
    bent = [F.when(F.col(f"_source.{n}").isNotNull() & F.col(n).isNull(), f"cast_{n}") for n in typed]
    undecoded = F.when(F.concat_ws("", *[f"_source.{name}" for name in DELIVERED]).contains("\ufffd"), "encoding")
    rules = [
        F.when(~F.col("estado").isin("APROBADA", "RECHAZADA", "ANULADA"), "accepted_values_estado"),
        F.when(~F.col("operacion").isin("I", "U", "D"), "accepted_values_operacion"),
        F.when((F.col("monto") < -50000000) | (F.col("monto") > 50000000), "range_monto"),
    ]
    unreadable = F.array_compact(F.array(undecoded, *missing, *bent))
    judged = F.when(F.size(unreadable) > 0, unreadable).otherwise(F.array_compact(F.array(*rules)))
    failed = F.when(F.col("_broken").isNotNull(), F.array(F.lit("malformed"))).otherwise(judged)
    rows = rows.withColumn("failed", failed)
    record = F.when(F.col("_broken").isNotNull(), _shape(F.col("_broken")))
    safe = [*[F.col(f"_source.{name}") for name in DELIVERED[:-1]], F.col("telefono")]
    text = F.coalesce(record, F.to_json(F.struct(*safe)))
    return rows.withColumn("row", F.when(F.size("failed") > 0, text)).drop("_source", "_broken")


def joined(spark: SparkSession, rows: DataFrame, curated: Path) -> DataFrame:
    """With the rate of the day, the amount in dollars, and what only warns."""
    next_day = F.lead("fecha").over(Window.orderBy("fecha"))
    rates = spark.read.format("hudi").load(f"file://{curated}/mercado/trm")
    rates = rates.select("trm", F.col("fecha").alias("_from"), next_day.alias("_until"))
    holds = (F.col("fecha_dia") >= F.col("_from")) & (F.col("_until").isNull() | (F.col("fecha_dia") < F.col("_until")))
    clients = spark.read.format("hudi").load(f"file://{curated}/core/clientes")
    clients = clients.select(F.col("id_cliente").alias("_client"))
    rows = rows.withColumn("fecha_dia", F.to_date("fecha"))
    rows = rows.join(F.broadcast(rates), holds, "left").drop("_from", "_until")
    rows = rows.withColumn("monto_usd", F.expr("try_cast(bround(monto / trm, 6) as decimal(18,6))"))
    rows = rows.join(F.broadcast(clients), F.col("id_cliente") == F.col("_client"), "left")
    stranger = F.when(F.col("_client").isNull(), "references_id_cliente")
    unusual = F.when((F.col("monto") <= 0) & (F.col("tipo") != "REVERSO"), "monto_positivo")
    warned = F.when(F.size("failed") == 0, F.array_compact(F.array(stranger, unusual)))
    return rows.withColumn("warned", warned).drop("_client")


def chosen(rows: DataFrame) -> DataFrame:
    """With the fate of each row: the newest version of a key survives, and what deletes it is newer than the others."""
    rows = rows.withColumn("fate", F.when(F.size("failed") > 0, "quarantined"))
    cancelled = F.col("estado") == "ANULADA"
    rows = rows.withColumn("fate", F.when(F.col("fate").isNull() & cancelled, "filtered").otherwise(F.col("fate")))
    alive = F.col("fate").isNull()
    key = Window.partitionBy("id_transaccion")
    ranked = key.orderBy(alive.desc(), F.col("version").desc(), F.xxhash64(*TABLE))
    rows = rows.withColumns(
        {
            "_rank": F.row_number().over(ranked),
            "_newest": F.max(F.when(alive, F.col("version"))).over(key),
            "_gone": F.max(F.when(F.col("fate") == "filtered", F.col("version"))).over(key),
        }
    )
    last = (F.col("fate") == "filtered") & (F.col("version") == F.col("_gone"))
    deletes = last & F.coalesce(F.col("_gone") >= F.col("_newest"), F.lit(True))
    annulled = alive & (F.col("_rank") == 1) & F.coalesce(F.col("_gone") >= F.col("version"), F.lit(False))
    fate = F.when(alive & (F.col("_rank") > 1), "deduplicated").when(alive & (F.col("operacion") == "D"), "deleted")
    rows = rows.withColumns({"deletes": F.coalesce(deletes, F.lit(False)), "annulled": annulled})
    return rows.withColumn("fate", F.coalesce("fate", fate, F.lit("written"))).drop("_rank", "_newest", "_gone")


def count(rows: DataFrame) -> tuple[dict[str, int], Decimal, dict[str, int]]:
    """All that there is to count, in one pass."""
    fates = ["written", "quarantined", "filtered", "deduplicated", "deleted"]
    ids = [f"required_{name}" for name in REQUIRED] + [f"cast_{n}" for n in ("id_cliente", "fecha", "version", "monto")]
    ids += ["malformed", "encoding", "accepted_values_estado", "accepted_values_operacion", "range_monto"]
    warnings = ["references_id_cliente", "monto_positivo"]
    found = rows.agg(
        F.sum("monto").alias("total"),
        *[F.count_if(F.col("fate") == fate).alias(fate) for fate in fates],
        *[F.count_if(F.array_contains("failed", id)).alias(id) for id in ids],
        *[F.count_if(F.array_contains("warned", id)).alias(id) for id in warnings],
    ).first()
    return {fate: found[fate] for fate in fates}, found["total"], {id: found[id] for id in [*ids, *warnings]}


def check(control: Path, read: int, total: Decimal) -> None:
    """Holds the control file against what was read."""
    with control.open(encoding="latin-1") as file:
        [line] = csv.DictReader(file, delimiter=";")
    if (int(line["filas"]), Decimal(line["total"].replace(",", "."))) != (read, total):
        sys.exit("the control file says something else")


def quarantine(rows: DataFrame, location: str) -> None:
    """Replaces the quarantine of the run."""
    rejected = rows.where(F.col("fate") == "quarantined").select("failed", "file", "row")
    rejected.write.mode("overwrite").parquet(location)


def write(spark: SparkSession, rows: DataFrame, counts: dict[str, int], location: str, batch: str) -> None:
    """Upserts, and reads the table back."""
    deleted = (F.col("fate") == "deleted") | F.col("deletes")
    sent = rows.where(((F.col("fate") == "written") & ~F.col("annulled")) | deleted)
    sent = sent.select(*TABLE, F.when(deleted, True).alias("_hoodie_is_deleted"))
    sent.write.format("hudi").options(**HUDI, **{"cauce.batch_id": batch}).mode("append").save(location)
    held = spark.read.format("hudi").load(location).select("id_transaccion", F.col("version").alias("_held"))
    found = (
        sent.select("id_transaccion", "version", F.coalesce("_hoodie_is_deleted", F.lit(False)).alias("_gone"))
        .join(held, "id_transaccion", "left")
        .agg(
            F.count_if(~F.col("_gone")).alias("sent"),
            F.count_if(~F.col("_gone") & (F.col("_held") >= F.col("version"))).alias("present"),
            F.count_if(F.col("_gone") & (F.col("_held") == F.col("version"))).alias("left"),
        )
        .first()
    )
    if found["sent"] != found["present"] or found["left"]:
        sys.exit(f"{found['sent']} rows were sent, the table shows {found['present']}")


def _number(name: str, pattern: str, kind: str):
    plain = f"replace(translate({name}, '.', ''), ',', '.')"
    return F.when(F.col(name).rlike(pattern), F.expr(f"try_cast({plain} as {kind})"))


def _hmac(value, key: bytes):
    key = key.ljust(64, b"\0")
    inner, outer = (F.lit(bytearray(byte ^ pad for byte in key)) for pad in (0x36, 0x5C))
    return F.sha2(F.concat(outer, F.unhex(F.sha2(F.concat(inner, F.encode(value, "UTF-8")), 256))), 256)


def _shape(text):
    return F.regexp_replace(F.regexp_replace(text, r"\p{L}", "x"), r"\p{N}", "9")
