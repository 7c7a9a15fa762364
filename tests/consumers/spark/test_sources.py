"""Readers on real files: each trap of a delivery is seen, and the rows are counted on a second path."""

import json
from types import SimpleNamespace

import pytest
from cauce_runtime import Column, Csv, JobError, Json, JsonLines, Parquet
from cauce_runtime.marks import MALFORMED

from conftest import uri

COLUMNS = [Column("id", "string"), Column("name", "string"), Column("amount", "decimal(18,2)")]


@pytest.fixture
def read(spark, tmp_path):
    """A function from a source and contents of files to its rows and its own count."""

    def run(source, *contents: bytes, columns=COLUMNS):
        files = []
        for number, content in enumerate(contents):
            path = tmp_path / f"{number}.txt"
            path.write_bytes(content)
            files.append(uri(path))
        delivery = source.read(SimpleNamespace(spark=spark, files=files), columns)
        return delivery.rows.collect(), delivery.count()

    return run


CSV = Csv(delimiter=";", encoding="ISO-8859-1")


def test_csv_keeps_text_as_it_is_and_counts_blank_lines(read):
    content = 'id;name;amount\r\na;Peña ;1,5\r\n\r\n   \r\nb;"x; ""y""";\r\n'.encode("latin-1")
    rows, count = read(CSV, content, content)
    assert [(row.id, row.name, row.amount) for row in rows] == [("a", "Peña ", "1,5"), ("b", 'x; "y"', None)] * 2
    assert count == {"read": 4, "blank_lines": 4}


def test_csv_keeps_records_of_another_width_whole(read):
    rows, count = read(CSV, b'id;name;amount\na;b\na;b;c;d\n"a;b;c\nz;y;x\n;;\n')
    assert [row[MALFORMED] for row in rows] == ["a;b", "a;b;c;d", '"a;b;c', None, None]
    assert count["read"] == len(rows) == 5


@pytest.mark.parametrize(
    "header", [b"name;id;amount", b"id;name", b"id;name;amount;more", b"3001234567;secret;1", b"ID;name;amount"]
)
def test_csv_refuses_another_header_without_showing_it(read, header):
    with pytest.raises(JobError, match="header") as caught:
        read(CSV, header + b"\n3001234567;secret;1\n")
    assert "secret" not in str(caught.value) and "3001234567" not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"id;name;amount", b"\xef\xbb\xbfid;name;amount\n"])
def test_csv_without_rows_is_an_empty_delivery(read, content):
    rows, count = read(Csv(delimiter=";"), content)
    assert rows == [] and count["read"] == 0


def test_bytes_in_another_encoding_become_the_replacement_character(read):
    rows, count = read(Csv(delimiter=";"), "id;name;amount\na;Peña;1\n".encode("latin-1"))
    assert "\ufffd" in rows[0].name and count["read"] == 1


def test_json_keeps_numbers_to_the_last_digit(read):
    body = '[{"id": 1, "amount": 12345678901234567890.10, "name": null}, {"id": "b", "name": true, "more": 1}]'
    rows, count = read(Json(), body.encode())
    assert [(row.id, row.name, row.amount) for row in rows] == [
        ("1", None, "12345678901234567890.10"),
        ("b", "true", None),
    ]
    assert count == {"read": 2}


def test_json_finds_records_below_a_path_and_keeps_what_is_no_object(read):
    rows, count = read(Json(records="$.data.rows"), json.dumps({"data": {"rows": [{"id": "a"}, 7, ["x"]]}}).encode())
    assert [row[MALFORMED] for row in rows] == [None, "7", '["x"]'] and count == {"read": 3}


@pytest.mark.parametrize("body", [b"", b"{}", b'[{"id": 1}', b"<html>"])
def test_a_body_that_holds_no_array_stops_the_run(read, body):
    with pytest.raises(JobError, match="holds no JSON array at \\$"):
        read(Json(), body)


def test_no_files_are_no_rows(read):
    for source in (CSV, Json(), JsonLines(), Parquet()):
        rows, count = read(source)
        assert rows == [] and count["read"] == 0
