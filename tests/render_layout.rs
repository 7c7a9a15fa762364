//! How literals, blocks, comments and fragments are laid out, and where marks stand.

use std::collections::BTreeMap;

use cauce::diagnostics::Origin;
use cauce::model::{Fact, Origins};
use cauce::render;
use cauce::render::{Decimal, Fragment, Ident, Py, Sql, Trace};

fn fact<T>(value: T, node: u32) -> Fact<T> {
    Fact::new(value, Origin::from_number(node))
}

/// A template with one field `v`, in a module of its own because filters are chosen by module.
macro_rules! template {
    ($name:ident, $language:ident, $extension:literal, $type:ty, $source:literal) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;
            use cauce::render::$language as filters;

            #[derive(askama::Template)]
            #[template(source = $source, ext = $extension, config = "templates/askama.toml")]
            pub struct View {
                pub v: $type,
            }
        }
    };
}

template!(py_flat, py, "py", serde_json::Value, "<{ v|lit }>");
#[test]
fn python_has_its_own_words_and_prefers_double_quotes() {
    let v = serde_json::json!([null, true, 1, 1.5, "a", "it's", "say \"x\"", {"k": "\u{202e}\n\u{1f600}"}]);
    let expected = "[None, True, 1, 1.5, \"a\", \"it's\", 'say \"x\"', {\"k\": \"\\u202e\\n😀\"}]\n";
    assert_eq!(render::plain(&py_flat::View { v }), expected);
}

template!(
    py_block,
    py,
    "py",
    BTreeMap<&'static str, Vec<String>>,
    "if x:\n    V = <{ v|block(4) }>\n    W = <{ v|fit(4, 8) }>"
);
#[test]
fn a_block_has_an_item_a_line_and_breaks_what_is_too_long() {
    let v = BTreeMap::from([
        ("a", vec!["x".into(), "y".into()]),
        ("b", vec!["z".repeat(70), "z".repeat(70)]),
        ("c", vec![]),
    ]);
    let z = "z".repeat(70);
    let dict = format!(
        "{{\n        \"a\": [\"x\", \"y\"],\n        \"b\": [\n            \"{z}\",\n            \"{z}\",\n        ],\n        \"c\": [],\n    }}"
    );
    assert_eq!(render::plain(&py_block::View { v }), format!("if x:\n    V = {dict}\n    W = {dict}\n"));
}

template!(py_fit, py, "py", Vec<&'static str>, "V = <{ v|fit(0, 4) }>\n[\n    \"first\",\n    <{ v|lines(4) }>\n]");
#[test]
fn what_fits_stays_on_one_line_and_lines_have_no_brackets() {
    let v = vec!["x", "y"];
    assert_eq!(
        render::plain(&py_fit::View { v }),
        "V = [\"x\", \"y\"]\n[\n    \"first\",\n    \"x\",\n    \"y\",\n]\n"
    );
}

template!(py_width, py, "py", Vec<String>, "<{ v|fit(0, 0) }>");
#[test]
fn the_width_of_120_is_exact() {
    let width = |n: usize| render::plain(&py_width::View { v: vec!["x".repeat(n)] }).lines().count();
    assert_eq!((width(116), width(117)), (1, 3));
}

template!(py_doc, py, "py", &'static str, "    \"\"\"<{ v|doc(4) }>\"\"\"");
#[test]
fn a_docstring_cannot_be_left() {
    let doc = |v| render::plain(&py_doc::View { v });
    assert_eq!(doc("a\n  b\n\nc \\ \"d\" e"), "    \"\"\"a\n    b\n\n    c \\\\ \"d\" e\"\"\"\n");
    assert_eq!(doc("a \"\"\"; b\""), "    \"\"\"a \\\"\\\"\"; b\\\"\"\"\"\n");
    assert_eq!(doc(" \n"), "    \"\"\" \"\"\"\n");
}

template!(py_comment, py, "py", String, "# <{ v|comment }>\n    <{ v|remark(4) }>");
#[test]
fn a_comment_is_one_line_and_a_remark_is_wrapped() {
    let comment = |v: &str| render::plain(&py_comment::View { v: v.into() });
    assert_eq!(comment("a\r\nb\u{2028}c"), "# a  b c\n    # a b c\n");
    assert_eq!(comment("-*- coding: utf-7"), "# -*- coding : utf-7\n    # -*- coding : utf-7\n");
    let wrapped = comment(&"palabra ".repeat(40));
    assert!(wrapped.lines().skip(1).all(|line| line.len() <= 120 && line.starts_with("    # palabra")), "{wrapped}");
    assert_eq!(comment(""), "# \n    #\n");
}

template!(names, py, "py", (Fact<Ident>, Decimal, usize), "<{ v.0|ident }> <{ v.1|lit }> <{ v.2|idx }>");
#[test]
fn names_and_numbers_are_checked_when_made() {
    let v = (fact(Ident::near("Año-2"), 1), Decimal::new("-5.00").expect("a decimal"), 7);
    assert_eq!(render::plain(&names::View { v }), "ano_2 Decimal(\"-5.00\") 7\n");
    assert_eq!(["a b", "1a", "", "class", "Á"].map(Ident::new), [const { None }; 5]);
    assert_eq!(["", "1.", ".5", "01", "1e3", "--1", "1;2"].map(Decimal::new), [const { None }; 7]);
    assert_eq!(["class", "1a", ""].map(|text| Ident::near(text).to_string()), ["class_", "_1a", "_"]);
}

template!(hcl_block, hcl, "tf", Vec<(&'static str, Fact<Vec<String>>)>, "v = <{ v|block(0) }>\nw = <{ v|lit }>");
#[test]
fn terraform_aligns_neighbours_and_leaves_long_values_apart() {
    let long = "z".repeat(120);
    let v = vec![
        ("a", fact(vec!["x".into()], 1)),
        ("long", fact(vec![long.clone()], 2)),
        ("b c", fact(vec![], 3)),
        ("d", fact(vec!["${x}%{y}".into()], 4)),
    ];
    let block = format!(
        "v = {{\n  a = [\"x\"]\n  long = [\n    \"{long}\",\n  ]\n  \"b c\" = []\n  d     = [\"$${{x}}%%{{y}}\"]\n}}"
    );
    let flat = format!("w = {{ a = [\"x\"], long = [\"{long}\"], \"b c\" = [], d = [\"$${{x}}%%{{y}}\"] }}");
    assert_eq!(render::plain(&hcl_block::View { v }), format!("{block}\n{flat}\n"));
}

template!(hcl_inner, hcl, "tf", &'static str, "\"${a}<{ v|inner }>${b}\"");
#[test]
fn a_text_inside_a_quoted_template_does_not_join_it() {
    let inner = |v| render::plain(&hcl_inner::View { v });
    assert_eq!(inner("x/${y}"), "\"${a}x/$${y}${b}\"\n");
    assert_eq!(inner("{x$"), "\"${a}\\u007bx\\u0024${b}\"\n");
}

template!(yaml_block, yaml, "yml", serde_json::Value, "a:\n  <{ v|block(2) }>\nb: <{ v|lit }>\n# <{ v|comment }>");
#[test]
fn yaml_is_plain_where_it_can_be_and_no_value_is_an_expression() {
    let v = serde_json::json!([{"on": "no", "b": "main"}, "${{ secrets.X }}", 1e21]);
    let expected = r#"a:
  - "on": "no"
    b: main
  - "${{ '${{' }} secrets.X }}"
  - 1.0e+21
b: [{"on": "no", b: main}, "${{ '${{' }} secrets.X }}", 1.0e+21]
# [{"on": "no", "b": "main"}, "$ {{ secrets.X }}", 1e21]
"#;
    assert_eq!(render::plain(&yaml_block::View { v }), expected);
}

template!(sql_list, sql, "sql", Vec<&'static str>, "<{ v[0]|ident }> in <{ v|lit }> -- <{ v[1]|comment }>");
#[test]
fn spark_reads_the_text_that_was_meant() {
    let v = vec!["año`", "it's\\", "${env:HOME}"];
    let expected = "`año``` in ('año`', 'it\\'s\\\\', '\\u0024{env:HOME}') -- it's/\n";
    assert_eq!(render::plain(&sql_list::View { v }), expected);
}

template!(md_row, md, "md", &'static str, "| <{ v|cell }> | <{ v|code_cell }> |\n<{ v|text }>\n<{ v|fenced_sql }>");
#[test]
fn markdown_is_escaped_without_spoiling_names() {
    let md = |v| render::plain(&md_row::View { v });
    assert_eq!(md("id_cliente"), "| id_cliente | `id_cliente` |\nid_cliente\n```sql\nid_cliente\n```\n");
    assert_eq!(
        md("# <b>|`_x_"),
        "| \\# &lt;b>\\|\\`\\_x\\_ | ``# <b>\\|`_x_`` |\n\\# &lt;b>\\|\\`\\_x\\_\n```sql\n# <b>|`_x_\n```\n"
    );
}

template!(piece, py, "py", Fact<&'static str>, "f(\n    <{ v|lit }>,\n)\n\ng()");
template!(
    whole,
    py,
    "py",
    (Fragment<Py>, Fragment<Sql>),
    "def h():\n    <{ v.0|fragment_at(4) }>\n    x = <{ v.1|lit }>"
);
#[test]
fn a_fragment_keeps_its_origins_and_its_lines() {
    let parts = [Fragment::render(&piece::View { v: fact("a", 10) }), Fragment::fixed("k()")];
    let sql = Fragment::user(&fact("monto > 0\u{1}".to_owned(), 0x2b));
    let view = whole::View { v: (Fragment::join(parts, "\n"), sql) };
    let expected = "def h():\n    f(\n        \"a\",\n    )\n\n    g()\n    k()\n    x = \"monto > 0\\x01\"\n";
    assert_eq!(render::plain(&view), expected);
    let (text, origins) = render::strip(&render::traced(&view));
    assert_eq!(text, expected);
    assert_eq!(origins, [(3, Origin::from_number(10)), (8, Origin::from_number(0x2b))]);
}

template!(sql_splice, sql, "sql", Fragment<Sql>, "SELECT <{ v|fragment }>");
#[test]
fn spliced_sql_of_a_spec_cannot_forge_a_mark() {
    let view = sql_splice::View { v: Fragment::user(&fact("'\u{1}7\u{2}'\n\t+ 1".to_owned(), 3)) };
    assert_eq!(render::plain(&view), "SELECT '\\u00017\\u0002'\n\t+ 1\n");
    assert_eq!(render::strip(&render::traced(&view)), (render::plain(&view), vec![(1, Origin::from_number(3))]));
}

template!(marked, yaml, "yml", Vec<Fact<bool>>, "a: 1<{ v[0]|mark }>\nb: 2<{ v|mark }>\n\n<{ v[0]|mark }>\n");
#[test]
fn a_mark_has_no_text_and_the_end_is_one_newline() {
    let both = Origins::of(Origin::from_number(2)).and(Origins::of(Origin::from_number(255)));
    let view = marked::View { v: vec![fact(true, 1), Fact::new(false, both), Fact::bare(true)] };
    assert_eq!(render::plain(&view), "a: 1\nb: 2\n");
    assert_eq!(render::traced(&view), "a: 1\u{1}1\u{2}\nb: 2\u{1}1,2,ff\u{2}\u{1}1\u{2}\n");
    assert_eq!(render::strip(&render::traced(&view)).0, render::plain(&view));
    let lines: Vec<(u32, u32)> =
        render::strip(&render::traced(&view)).1.iter().map(|(l, o)| (*l, o.number())).collect();
    assert_eq!(lines, [(1, 1), (2, 1), (2, 2), (2, 255), (2, 1)]);
}

template!(empty, py, "py", Fact<bool>, "<%- if *v %>x<{ v|mark }><% endif %>\n\n");
#[test]
fn an_empty_template_is_an_empty_file_and_a_buffer_is_emptied() {
    let mut buffer = "old".to_owned();
    render::render_into(&mut buffer, &empty::View { v: fact(false, 1) }, Trace::Off);
    assert_eq!(buffer, "");
    render::render_into(&mut buffer, &empty::View { v: fact(true, 1) }, Trace::On);
    assert_eq!(buffer, "x\u{1}1\u{2}\n");
}
