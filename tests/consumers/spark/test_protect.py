"""Protection and control files."""

import hashlib
import hmac
import json
from decimal import Decimal

import pytest
from cauce_runtime import Column, Control, JobError, protect, rejects
from pyspark.sql import functions as F

from conftest import uri


@pytest.mark.parametrize("key", ["k" * 32, "ñ" * 40])
def test_a_hash_is_hmac_sha256(spark, tmp_path, key):
    (tmp_path / "key").write_text(key + "\n")
    column = Column("phone", "string", protect="hash")
    rows = spark.createDataFrame([("3001234567",), ("señal",), ("",), (None,)], "phone string")
    rows = protect.with_key(rows, [column], uri(tmp_path / "key"))
    rows = rows.withColumn("hash", protect.protected(column, F.col("phone")))
    expected = [
        t if t is None else hmac.new(key.encode(), t.encode(), hashlib.sha256).hexdigest() for t, *_ in rows.collect()
    ]
    assert [row.hash for row in rows.collect()] == expected
    plan = rows._jdf.queryExecution().toString()
    assert key not in plan and key.encode().hex() not in plan.lower()


def test_a_hash_needs_a_key_that_is_long_enough(spark, tmp_path):
    column = Column("phone", "string", protect="hash")
    rows = spark.createDataFrame([("x",)], "phone string")
    (tmp_path / "key").write_text("short")
    with pytest.raises(JobError, match="no --protection-key"):
        protect.with_key(rows, [column], None)
    with pytest.raises(JobError, match="shorter than 32 bytes"):
        protect.with_key(rows, [column], uri(tmp_path / "key"))


def test_masks_and_shapes(spark):
    masked = {
        "ana@mail.example": "***@mail.example",
        "a@b@3001234567": "***",
        "3001234567": "***4567",
        "1234": "***",
        "": "***",
        None: None,
    }
    rows = spark.createDataFrame([(text,) for text in masked], "v string")
    found = rows.select("v", protect.protected(Column("v", "string", protect="mask"), F.col("v")).alias("m")).collect()
    assert {row.v: row.m for row in found} == masked
    assert rows.limit(1).select(protect.shape(F.lit("Peña;1.234,5"))).first()[0] == "xxxx;9.999,9"


def test_a_quarantined_group_shows_no_protected_value(spark, tmp_path):
    (tmp_path / "key").write_text("k" * 32)
    columns = [
        Column("phone", "string", protect="hash"),
        Column("mail", "string", protect="mask"),
        Column("name", "string", protect="drop"),
        Column("n", "bigint"),
    ]
    types = "phone string, mail string, name string, n bigint, _malformed string, _fate string, _level string"
    data = [("3001234567", "ana@mail.example", "Ana", 2, None, "quarantined", "group")]
    source = F.struct("phone", "mail", "name", "n").alias("_source")
    rows = spark.createDataFrame(data, types).select("*", source)
    rows = protect.with_key(rows, columns, uri(tmp_path / "key"))
    found = json.loads(rows.select(rejects.kept(rows, columns)).first()[0])
    digest = hmac.new(b"k" * 32, b"3001234567", hashlib.sha256).hexdigest()
    assert found == {"phone": digest, "mail": "***@mail.example", "n": 2}


CONTROL = Control(
    rows="filas", sums={"monto": "total"}, delimiter=";", encoding="ISO-8859-1", decimal="comma", thousands="point"
)


@pytest.fixture
def control(tmp_path):
    """A function from contents to the addresses of control files."""

    def write(*contents):
        paths = [tmp_path / f"{number}.ctl" for number, _ in enumerate(contents)]
        for path, content in zip(paths, contents, strict=True):
            path.write_text(content)
        return [uri(path) for path in paths]

    return write


def test_control_files_add_up(control):
    CONTROL.check(
        control("filas;total\n2;1.000,50\n", "\nfilas;total\r\n1;-0,50\r\n"), 3, {"monto": Decimal("1000.00")}
    )
    CONTROL.check(control("filas;total\n0;0\n"), 0, {"monto": None})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("filas;total\n4;1,00\n", "rows = 4, the delivery has 3"),
        ("filas;total\n3;1,01\n", "sum of monto = 1.01, the delivery has 1.00"),
        ("filas;total\n3;uno\n", "no number in total"),
        ("rows;total\n3;1,00\n", "no number in filas"),
        ("filas;total\n", "has one line, this one 0"),
        ("filas;total\n3;1,00\n3;1,00\n", "has one line, this one 2"),
    ],
)
def test_a_control_file_that_disagrees_stops_the_run(control, content, message):
    with pytest.raises(JobError, match=message):
        CONTROL.check(control(content), 3, {"monto": Decimal("1.00")})


def test_a_delivery_without_its_control_file_stops_the_run():
    with pytest.raises(JobError, match="no control file"):
        CONTROL.check([], 3, {"monto": Decimal("1.00")})
