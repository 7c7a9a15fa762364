"""The readers of this folder find what was planted: a text that changed, and code that got out of one."""

import pytest

import fields
import readers
from test_hostile import bare_holds, changed

TEXT = "Zq1qZ \"\\'{{ x }}"


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("a.py", f"NAME = {TEXT!r}\n", f"NAME = {TEXT.replace('x', 'y')!r}\n"),
        ("a.json", '{"name": "Zq1qZ \\"\\\\\'{{ x }}"}', '{"name": "Zq1qZ \\"\'{{ x }}"}'),
        ("a.yml", "name: 'Zq1qZ \"\\''{{ x }}'\n", "name: 'Zq1qZ \"\\''{{ }}'\n"),
    ],
)
def test_a_changed_text_is_found(tmp_path, name, good, bad):
    for text, wanted in ((good, 0), (bad, 1)):
        (tmp_path / name).write_text(text)
        literals, _, _ = readers.READERS[(tmp_path / name).suffix](tmp_path / name)
        assert len(changed(literals, {1: TEXT}, readers.holds)) == wanted, text


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("a.py", 'NAME = "x"\n', 'NAME = "x"\nimport os\n'),
        ("a.py", 'NAME = "x"\n', 'NAME = "x", eval("y")\n'),
        ("a.json", '{"a": "x"}', '{"a": "x", "b": "y"}'),
        ("a.yml", "a: x\n", "a: {x: y}\n"),
        ("a.md", "# t\n\nx\n", "# t\n\nx\n\n# y\n"),
        ("a.md", "x\n", "x [y](z)\n"),
        ("a.md", "x <!-- a -->\n", "x <!-- a --> b -->\n<script>\n"),
        ("a.md", "x\n", "x\n\n- x\n"),
        ("a.md", "| a |\n|---|\n| x |\n", "| a |\n|---|\n| x |\n| y |\n"),
    ],
)
def test_what_gets_out_is_found(tmp_path, name, good, bad):
    shapes = []
    for text in (good, bad):
        (tmp_path / name).write_text(text)
        shapes.append(readers.READERS[(tmp_path / name).suffix](tmp_path / name)[2])
    assert shapes[0] != shapes[1]


def test_prose_may_lose_white_space_and_nothing_else():
    assert bare_holds("a Zq1qZ b", "Zq1qZ\n b")
    assert not bare_holds("a Zq1qZ", "Zq1qZ b")


def test_a_new_free_field_is_found():
    schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "kind": {"const": "x"},
            "note": {"type": "string"},
            "id": {"$ref": "#/$defs/Id"},
            "more": {"type": "array", "items": {"type": "string"}},
        },
        "$defs": {"Id": {"type": "string", "pattern": "^a$"}},
    }
    assert fields.free(schema, {"kind": "x", "id": "a", "more": ["b"]}) == {("note",): None, ("more", 0): None}
