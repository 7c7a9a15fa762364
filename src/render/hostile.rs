//! Hostile texts, and files of every language that hold them: the material of the tests that feed real readers.

use askama::DynTemplate;

use super::plain;
use crate::diagnostics::Origin;
use crate::model::Fact;

/// What each language, shell, template engine or viewer may take for something else than text.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "\"", "'", "\\", "\\\\", "\\\"", "\\'", "\"\"\"", "'''", "`", "```", "~~~", "$", "%", "{", "}", "${", "%{", "$${",
    "%%{", "${x}", "%{ if true }", "{{", "}}", "{{ ds }}", "{% raw %}", "${{", "}}'", "${{ secrets.X }}", "${{ '",
    "<{ x|lit }>", "<%", "<#", "$(id)", "`id`", "!!", "$'", "${env:HOME}", "&&", "||", "|", ";", "#", "# ", " #",
    "//", "/*", "*/", "--", "-->", "<!--", "]]>", "<script>", "</td>", "&amp;", "&#34;", "*a*", "_b_", "**", "[x](y)",
    "![", "~", "@all", ":", ": ", "- ", "? ", "&a", "*a", "!t", "|-", ">-", "%YAML", "---", "...", "yes", "no", "on",
    "NULL", "null", "~", "true", "None", "1", "010", "1e3", "0x1F", "1_000", "12:30", "2026-01-31", "=1+1", "+1",
    "1.", "1)", "\0", "\u{1}", "\u{1}5\u{2}", "\u{2}", "\u{7}", "\u{8}", "\t", "\n", "\r", "\r\n", "\u{b}", "\u{c}",
    "\u{1b}[31m", "\u{7f}", "\u{85}", "\u{a0}", "\u{ad}", "\u{200b}", "\u{200d}", "\u{202e}", "\u{2066}", "\u{2028}",
    "\u{2029}", "\u{feff}", "\u{fffd}", "\u{fffe}", "\u{e0041}", "á", "e\u{301}", "ñ", "日本", "😀", "👩\u{200d}💻",
    "\u{1f3f4}", "\\n", "\\u0041", "\\x41", "\\N{BULLET}", "\\0", "%s", "%(x)s", "{0}", "coding: utf-7", "noqa",
    "or 1=1", "' or '", "\\", " ", "  ", "",
];

/// Over four thousand texts: each piece, pieces in the middle and side by side, and very long ones.
pub fn hostile_corpus() -> Vec<String> {
    let alone = PIECES.iter().map(|piece| (*piece).to_owned());
    let within = PIECES.iter().map(|piece| format!("año {piece} fin"));
    let pairs = PIECES.iter().enumerate().flat_map(|(i, left)| {
        let step = 1 + i % 7;
        (0..28).map(move |n| format!("{left}{}", PIECES[(i * step + n * 5) % PIECES.len()]))
    });
    let long = [PIECES.concat(), PIECES.join(" ").repeat(20), "ñ\"'\\${".repeat(2_000), "x".repeat(20_000)];
    let mut all: Vec<String> = alone.chain(within).chain(pairs).chain(long).collect();
    all.sort();
    all.dedup();
    all
}

/// Files by name that hold [`hostile_corpus`] in every language (as keys of maps only texts
/// under 100 bytes), and `expected.json` with the texts themselves.
pub fn hostile_files() -> Vec<(String, String)> {
    let expected = serde_json::to_string(&hostile_corpus()).expect("texts have a JSON form");
    let mut files = hostile_files_with(plain);
    files.push(("expected.json".into(), expected));
    files
}

/// The files of [`hostile_files`] without `expected.json`, written by `render`; the text with index `i` comes from the node
/// with the number `i + 1`.
pub fn hostile_files_with(render: fn(&dyn DynTemplate) -> String) -> Vec<(String, String)> {
    let numbered = hostile_corpus().into_iter().zip(1..);
    let texts: &[Fact<String>] = &numbered.map(|(text, n)| Fact::new(text, Origin::from_number(n))).collect::<Vec<_>>();
    let rows: &[[&Fact<String>; 1]] = &texts.iter().map(|text| [text]).collect::<Vec<_>>();
    let keys: &[(&Fact<String>, usize)] =
        &texts.iter().zip(0..).filter(|(text, _)| text.len() < 100).collect::<Vec<_>>();
    vec![
        ("literals.py".into(), render(&python::File { texts, keys })),
        ("literals.tf".into(), render(&terraform::File { texts, keys })),
        ("literals.yaml".into(), render(&yaml_file::File { texts, keys })),
        ("literals.json".into(), render(&json_file::File { texts, keys })),
        ("literals.sql".into(), render(&sql_file::File { rows })),
        ("identifiers.sql".into(), render(&sql_file::Identifiers { texts })),
        ("literals.sh".into(), render(&bash::File { texts })),
        ("literals.md".into(), render(&markdown::File { texts })),
    ]
}

mod python {
    use crate::model::Fact;
    use crate::render::py as filters;

    #[derive(askama::Template)]
    #[template(
        source = r#"VALUES = <{ texts|block(0) }>
KEYS = <{ keys|block(0) }>
<%- for text in texts %>
# <{ text|comment }>.
<%- endfor %>
<%- for text in texts %>


def documented_<{ loop.index0|idx }>():
    """<{ text|doc(4) }>"""
    <{ text|remark(4) }>
    return <{ text|lit }>
<%- endfor %>"#,
        ext = "py",
        config = "templates/askama.toml"
    )]
    pub struct File<'a> {
        pub texts: &'a [Fact<String>],
        pub keys: &'a [(&'a Fact<String>, usize)],
    }
}

mod terraform {
    use crate::model::Fact;
    use crate::render::hcl as filters;

    #[derive(askama::Template)]
    #[template(
        source = r#"locals {
  left  = "<"
  right = ">"
}

output "values" {
  value = <{ texts|block(2) }>
}

output "keys" {
  value = <{ keys|block(2) }>
}

output "inner" {
  value = [
<%- for text in texts %>
    # <{ text|comment }>.
    "${local.left}<{ text|inner }>${local.right}{<{ text|inner }>}",
<%- endfor %>
  ]
}"#,
        ext = "tf",
        config = "templates/askama.toml"
    )]
    pub struct File<'a> {
        pub texts: &'a [Fact<String>],
        pub keys: &'a [(&'a Fact<String>, usize)],
    }
}

mod yaml_file {
    use crate::model::Fact;
    use crate::render::yaml as filters;

    #[derive(askama::Template)]
    #[template(
        source = "workflow:
  <{ texts|block(2) }>
flow: <{ texts|lit }>
keys:
  <{ keys|block(2) }>
data:
<%- for text in texts %>
  # <{ text|comment }>.
  - <{ text|data }>
<%- endfor %>",
        ext = "yaml",
        config = "templates/askama.toml"
    )]
    pub struct File<'a> {
        pub texts: &'a [Fact<String>],
        pub keys: &'a [(&'a Fact<String>, usize)],
    }
}

mod json_file {
    use crate::model::Fact;
    use crate::render::json as filters;

    #[derive(askama::Template)]
    #[template(
        source = r#"{
  "values": <{ texts|block(2) }>,
  "keys": <{ keys|lit }>
}"#,
        ext = "json",
        config = "templates/askama.toml"
    )]
    pub struct File<'a> {
        pub texts: &'a [Fact<String>],
        pub keys: &'a [(&'a Fact<String>, usize)],
    }
}

mod sql_file {
    use crate::model::Fact;
    use crate::render::sql as filters;

    #[derive(askama::Template)]
    #[template(source = "SELECT * FROM VALUES\n  <{ rows|lines(2) }>", ext = "sql", config = "templates/askama.toml")]
    pub struct File<'a> {
        pub rows: &'a [[&'a Fact<String>; 1]],
    }

    #[derive(askama::Template)]
    #[template(
        source = "SELECT
<%- for text in texts %>
  -- <{ text|comment }>
  <{ text|lit }> AS <{ text|ident }>,
<%- endfor %>
  NULL AS fin",
        ext = "sql",
        config = "templates/askama.toml"
    )]
    pub struct Identifiers<'a> {
        pub texts: &'a [Fact<String>],
    }
}

mod bash {
    use crate::model::Fact;
    use crate::render::sh as filters;

    #[derive(askama::Template)]
    #[template(
        source = r#"values=<{ texts|block(0) }>
<%- for text in texts %>
# <{ text|comment }>
<%- endfor %>
printf '%s\0' "${values[@]}""#,
        ext = "sh",
        config = "templates/askama.toml"
    )]
    pub struct File<'a> {
        pub texts: &'a [Fact<String>],
    }
}

mod markdown {
    use crate::model::Fact;
    use crate::render::md as filters;

    #[derive(askama::Template)]
    #[template(
        source = "| cell | code |
| --- | --- |
<%- for text in texts %>
| <{ text|cell }> | <{ text|code_cell }> |
<%- endfor %>

<%- for text in texts %>

---

<{ text|text }>

<{ text|code }>

<{ text|fenced }>

<!-- <{ text|comment }> -->
[target](<{ text|target }>)
<%- endfor %>",
        ext = "md",
        config = "templates/askama.toml"
    )]
    pub struct File<'a> {
        pub texts: &'a [Fact<String>],
    }
}
