"""Each word of a CSV dialect on real files, and each way in which a delivery can be damaged."""

import bz2
import gzip
from types import SimpleNamespace

import pytest
from cauce_runtime import Column, Csv, JobError, JsonLines, Numbers, Parquet, parse_columns
from cauce_runtime.errors import sentence
from cauce_runtime.marks import FAILED, MALFORMED

from conftest import uri

COLUMNS = [Column("id", "string"), Column("name", "string"), Column("amount", "decimal(18,2)")]
HEADER = b"id;name;amount\n"


@pytest.fixture
def read(spark, tmp_path):
    """A function from a source, a file's content and its name to the rows and the source's own count."""

    def run(source, content: bytes, name: str = "0.csv", columns=COLUMNS):
        path = tmp_path / name
        path.write_bytes(content)
        delivery = source.read(SimpleNamespace(spark=spark, files=[uri(path)]), columns)
        return delivery.rows.collect(), delivery.count()

    return run


def values(rows):
    """The delivered values of each row, or its whole text."""
    return [row[MALFORMED] or (row.id, row.name, row.amount) for row in rows]


DIALECTS = {
    "tab": (Csv(delimiter="\t"), b"id\tname\tamount\na\tx y\t1\n", [("a", "x y", "1")]),
    "several characters": (
        Csv(delimiter="||"),
        b'id||name||amount\na||"x||y"||1\nb||x||y||1\n',
        [("a", "x||y", "1"), "b||x||y||1"],
    ),
    "single quotes": (
        Csv(delimiter=";", quote="'", escape="'"),
        HEADER + b"a;'x;''y''';1\nb;\"z;1\n",
        [("a", "x;'y'", "1"), ("b", '"z', "1")],
    ),
    "no quotes": (Csv(delimiter=";", quote="", escape=""), HEADER + b'a;"x;1\n', [("a", '"x', "1")]),
    "backslash": (Csv(delimiter=";", escape="\\"), HEADER + rb'a;"x\"y;z";1' + b"\n", [("a", 'x"y;z', "1")]),
    "nulls": (
        Csv(delimiter=";", nulls=["NULL", "-"], empty="text"),
        HEADER + b'NULL;-;1\n"NULL";"";x-\n',
        [(None, None, "1"), (None, "", "x-")],
    ),
    "missing": (Csv(delimiter=";"), HEADER + b'a;"";\n', [("a", None, None)]),
    "empty text": (Csv(delimiter=";", empty="text"), HEADER + b'"";;""\n', [("", None, "")]),
    "trim": (
        Csv(delimiter=";", trim=True),
        b'id ; name;amount\n a ; x y ; 1\nb;" z "; \n',
        [("a", "x y", "1"), ("b", " z ", None)],
    ),
    "no trim": (Csv(delimiter=";"), HEADER + b"a; x ;1\n", [("a", " x ", "1")]),
    "no header": (Csv(delimiter=";", header=False), b"a;x;1\nb;y\n", [("a", "x", "1"), "b;y"]),
    "any line end": (
        Csv(delimiter=";"),
        b"id;name;amount\r\na;x;1\rb;y;2\nc;z;3",
        [("a", "x", "1"), ("b", "y", "2"), ("c", "z", "3")],
    ),
    "line feeds": (Csv(delimiter=";", line_end="lf"), HEADER + b"a;x\ry;1\n", [("a", "x\ry", "1")]),
    "both": (Csv(delimiter=";", line_end="crlf"), b"id;name;amount\r\na;x\ny;1\r\n", [("a", "x\ny", "1")]),
    "windows": (Csv(delimiter=";", encoding="windows-1252"), HEADER + b"a;5 \x80;1\n", [("a", "5 €", "1")]),
    "latin 9": (Csv(delimiter=";", encoding="ISO-8859-15"), HEADER + b"a;5 \xa4;1\n", [("a", "5 €", "1")]),
    "mark": (Csv(delimiter=";"), b"\xef\xbb\xbf" + HEADER + b"a;x;1\n", [("a", "x", "1")]),
    "utf-16": (
        Csv(delimiter=";", encoding="UTF-16"),
        (HEADER.decode() + 'a;ñ Ċ \u0a41Ā 😀;1\r\nb;"y;2\nc;z;3').encode("utf-16"),
        [("a", "ñ Ċ \u0a41Ā 😀", "1"), 'b;"y;2', ("c", "z", "3")],
    ),
    "utf-16 of the other order": (
        Csv(delimiter=";", encoding="UTF-16", header=False),
        "\ufeffa;ñ;1\n".encode("utf-16-be"),
        [("a", "ñ", "1")],
    ),
    "several lines": (
        Csv(delimiter=";", multiline=True),
        HEADER + b'a;"x\r\ny\n\n""z""; ";1\r\nb;"q";2\n',
        [("a", 'x\r\ny\n\n"z"; ', "1"), ("b", "q", "2")],
    ),
    "several lines, broken quotes": (
        Csv(delimiter=";", multiline=True),
        HEADER + b'a;"x;1\nb;"y\nz";2\nc;k"k;3\nd;5" x;4\ne;"z;5\nf;z;"6\n',
        ['a;"x;1', ("b", "y\nz", "2"), ("c", 'k"k', "3"), ("d", '5" x', "4"), 'e;"z;5', 'f;z;"6'],
    ),
    "several lines after a backslash": (
        Csv(delimiter="||", multiline=True, escape="\\", trim=True, line_end="lf"),
        b'id||name||amount\na|| "x\\"\n||y" ||1\nb||z||2\n',
        [("a", 'x"\n||y', "1"), ("b", "z", "2")],
    ),
    "a quote that stays open to the end of the record": (
        Csv(delimiter=";"),
        HEADER + b'a;x;"1\nb;"y;2\nc;z;3\nd;"x""y";"4"\n',
        ['a;x;"1', 'b;"y;2', ("c", "z", "3"), ("d", 'x"y', "4")],
    ),
    "lines before the header": (
        Csv(delimiter=";", skip_lines=3, encoding="ISO-8859-1"),
        "Reporte del día\n\nid;name\n\n".encode("latin-1") + HEADER + b"a;x;1\n",
        [("a", "x", "1")],
    ),
    "lines before the records": (
        Csv(delimiter=";", skip_lines=1, header=False, line_end="crlf"),
        b"Report;\n;\r\na;x;1\r\n",
        [("a", "x", "1")],
    ),
    "lines before the header of a whole file": (
        Csv(delimiter=";", skip_lines=2, multiline=True, comment="#"),
        b'Re"port\n\n# c\n' + HEADER + b'a;"x\n#y";1\n#b;x;1\n',
        [("a", "x\n#y", "1")],
    ),
    "only separators": (Csv(delimiter=";"), HEADER + b";;\n", [(None, None, None)]),
}


@pytest.mark.parametrize("name", DIALECTS)
def test_a_dialect_is_read_and_every_record_counted(read, name):
    source, content, expected = DIALECTS[name]
    rows, count = read(source, content)
    assert values(rows) == expected and count["read"] == len(expected)


def test_comments_are_skipped_and_counted(read):
    source = Csv(delimiter=";", comment="#")
    rows, count = read(source, b"# made by hand\n" + HEADER + b"a;#x;1\n#b;y;2\n\nc;z;3\n")
    assert values(rows) == [("a", "#x", "1"), ("c", "z", "3")]
    assert count == {"read": 2, "blank_lines": 1, "comment_lines": 2}


def test_a_header_where_there_should_be_none_stops_the_run(read):
    with pytest.raises(JobError, match="the first line is a header"):
        read(Csv(delimiter=";", header=False), HEADER + b"a;x;1\n")


@pytest.mark.parametrize("multiline", [False, True])
@pytest.mark.parametrize(("name", "pack"), [("0.csv.gz", gzip.compress), ("0.csv.bz2", bz2.compress)])
def test_packed_files_are_unpacked_and_their_header_is_read(read, name, pack, multiline):
    rows, count = read(Csv(delimiter=";", multiline=multiline), pack(HEADER + b"a;x;1\nb;y;2\n"), name)
    assert values(rows) == [("a", "x", "1"), ("b", "y", "2")] and count["read"] == 2
    with pytest.raises(JobError, match="column 1 of the header is not id"):
        read(Csv(delimiter=";"), pack(b"name;id;amount\n"), name)


LONG = HEADER + b"".join(b"%d;%d;1\n" % (n, n * 7919) for n in range(20_000))


def failure(read, source, content, name):
    """The sentence with which a run would fail."""
    with pytest.raises(Exception) as caught:
        read(source, content, name)
    return sentence(caught.value)


@pytest.mark.parametrize("multiline", [False, True])
@pytest.mark.parametrize(("name", "pack"), [("0.csv.gz", gzip.compress), ("0.csv.bz2", bz2.compress)])
def test_a_cut_off_file_stops_the_run_and_the_reason_says_so(read, name, pack, multiline):
    content = pack(LONG * 20 if pack is bz2.compress else LONG)
    source = Csv(delimiter=";", multiline=multiline)
    assert failure(read, source, content[: len(content) // 2], name) == "a compressed file is cut off"


def test_utf_16_without_a_mark_is_refused(read):
    with pytest.raises(JobError, match="has no byte-order mark"):
        read(Csv(delimiter=";", encoding="UTF-16"), HEADER.decode().encode("utf-16-le"))


def test_a_header_among_the_records_stops_the_run(read):
    with pytest.raises(JobError, match="lines that stand before the records, such as the header, stand among them too"):
        read(Csv(delimiter=";"), HEADER + b"a;x;1\n" + HEADER + b"b;y;2\n")


def test_a_file_may_still_have_the_former_name_of_a_column(read):
    columns = [*COLUMNS[:2], Column("amount", "decimal(18,2)", former="value")]
    for name in (b"amount", b"value"):
        rows, count = read(Csv(delimiter=";"), b"id;name;%s\na;x;1\n" % name, columns=columns)
        assert values(rows) == [("a", "x", "1")] and count["read"] == 1
    with pytest.raises(JobError, match="column 3 of the header is not amount or value"):
        read(Csv(delimiter=";"), b"id;name;values\na;x;1\n", columns=columns)
    lines = b'{"id": 1, "value": 2}\n{"id": 2, "amount": 3, "value": 2}\n{"id": 3}\n'
    rows, _ = read(JsonLines(), lines, "0.jsonl", columns)
    assert values(rows) == [("1", None, "2"), ("2", None, "3"), ("3", None, None)]


@pytest.mark.parametrize(
    ("name", "content"), [("0.csv.gz", LONG), ("0.csv.bz2", LONG), ("0.csv.gz", b"PK\x03\x04" + LONG)]
)
def test_a_file_that_is_not_what_its_name_says_stops_the_run(read, name, content):
    assert "damaged, or not compressed as its name says" in failure(read, Csv(delimiter=";"), content, name)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"id;name\n" * 100])
def test_what_is_no_parquet_stops_the_run(read, content):
    assert failure(read, Parquet(), content, "0.parquet") == "a file is damaged, or no Parquet"


def test_a_reason_never_repeats_the_words_of_another_program():
    assert sentence(ValueError("3001234567")) == "ValueError"


BAD = {
    "wrong delimiter": b"id,name,amount\na,x,1\n",
    "swapped columns": b"name;id;amount\nx;a;1\n",
    "missing column": b"id;name\na;x\n",
    "extra column": b"id;name;amount;more\na;x;1;2\n",
    "no header": b"a;x;1\nb;y;2\n",
    "other encoding": HEADER.decode().encode("utf-16"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_file_that_is_laid_out_in_another_way_stops_the_run(read, what):
    with pytest.raises(JobError, match="header"):
        read(Csv(delimiter=";"), BAD[what])


CROOKED = {
    b"a;x;1,234.56": "cast_amount",
    b"a;x;12.5": "cast_amount",
    b"a;x;1e3": "cast_amount",
    b"a;x;Infinity": "cast_amount",
    b"a;Pe\xf1a;1": "encoding",
    b'a;"x;1': "malformed",
    b"a;x": "malformed",
    b"a;x;1;2": "malformed",
    b"a,x,1": "malformed",
    b"a;x;1\x00": "cast_amount",
}


def test_a_crooked_record_goes_to_quarantine_and_takes_no_other_with_it(spark, tmp_path):
    path = tmp_path / "0.csv"
    path.write_bytes(HEADER + b"".join(line + b"\nok;x;1.234,56\n" for line in CROOKED))
    source = Csv(delimiter=";", decimal="comma", thousands="point")
    delivery = source.read(SimpleNamespace(spark=spark, files=[uri(path)]), COLUMNS)
    found = parse_columns(delivery.rows, COLUMNS, source.numbers).select("id", FAILED).collect()
    assert [row[FAILED] for row in found[0::2]] == [[reason] for reason in CROOKED.values()]
    assert {(row.id, tuple(row[FAILED])) for row in found[1::2]} == {("ok", ())}
    assert delivery.count()["read"] == len(found) == 2 * len(CROOKED)


def test_a_day_that_never_was_is_quarantined(delivered):
    column = Column("d", "date", format="dd/MM/yyyy")
    rows = parse_columns(delivered({"d": ["31/02/2026", "1/2/2026", "28/02/2026"]}), [column], Numbers())
    assert [row[FAILED] for row in rows.collect()] == [["cast_d"], ["cast_d"], []]


def test_json_lines_keep_what_is_no_object_and_count_every_line(read):
    lines = [
        '\ufeff{"id": 1, "name": {"a": [1.50, null]}, "amount": 12345678901234567890.10}',
        "", "[1]", "{", '{"id": "a", "id": "b"}', '"x"', '{"name": "\\ud800"}', "   ",
    ]  # fmt: skip
    rows, count = read(JsonLines(), "\n".join(lines).encode(), "0.jsonl")
    assert values(rows) == [
        ("1", '{"a": [1.50, null]}', "12345678901234567890.10"),
        "[1]", "{", '{"id": "a", "id": "b"}', '"x"', (None, "\ufffd", None),
    ]  # fmt: skip
    assert count == {"read": 6, "blank_lines": 2}


def test_a_column_may_lie_inside_an_object(read):
    columns = [Column("id", "string", source="a.b.c"), Column("name", "string", source="x.y")]
    lines = [
        '{"a": {"b": {"c": 1}}, "x.y": "as it is", "x": {"y": 2}}',
        '{"a": null}',
        '{"a": {"b": 7}}',
        '{"a": {"b": {}}}',
    ]
    rows, count = read(JsonLines(), "\n".join(lines).encode(), "0.jsonl", columns)
    found = [row[MALFORMED] or (row["a.b.c"], row["x.y"]) for row in rows]
    assert found == [("1", "as it is"), (None, None), lines[2], (None, None)] and count["read"] == 4
