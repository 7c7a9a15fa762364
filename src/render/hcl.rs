//! Filters for Terraform's language. What they write is a fixed point of `terraform fmt`. No heredocs: all is quoted.
//!
//! Terraform normalises every string to Unicode's NFC; a value in another form comes back composed.

use std::fmt::{self, Write};

use super::chars::{is_hidden, letters, write_backslash, write_escaped};
use super::filters::{comment_filters, common_filters, ident_filter, literal_filters, text_filter};
use super::pen::{Pen, WIDTH, flat_width, key_text};
use super::value::Node;
use super::{Hcl, Literals};

common_filters!(Hcl);
literal_filters!(Hcl);
ident_filter!();
comment_filters!("#", std::convert::identity);
text_filter! {
    /// Text inside a quoted template, e.g. `"${local.bucket}/<{ prefix|inner }>/*"`.
    inner, |text| {
        let mut out = String::new();
        write_inner(&mut out, text).expect("a string takes every write");
        out
    }
}

const KEYWORDS: [&str; 4] = ["for", "true", "false", "null"];

impl Literals for Hcl {
    const MAP: [&'static str; 2] = ["{ ", " }"];
    const PAIR: &'static str = " = ";
    const INDENT: usize = 2;

    fn text(out: &mut dyn Write, text: &str) -> fmt::Result {
        out.write_char('"')?;
        write_text(out, text)?;
        out.write_char('"')
    }

    /// Bare if it is an identifier.
    fn key(out: &mut dyn Write, key: &str) -> fmt::Result {
        let starts = key.starts_with(|c: char| c == '_' || c.is_ascii_alphabetic());
        let goes_on = key.chars().all(|c| c == '_' || c == '-' || c.is_ascii_alphanumeric());
        if starts && goes_on && !KEYWORDS.contains(&key) { out.write_str(key) } else { Self::text(out, key) }
    }

    /// The `=` of neighbouring lines are aligned; a value of several lines stands apart, as `terraform fmt` has it.
    fn block_map(pen: &mut Pen<'_>, pairs: &[(Node<'_>, Node<'_>)], indent: usize) -> fmt::Result {
        let inside = indent + Self::INDENT;
        let entries: Vec<Entry<'_>> = pairs.iter().map(|pair| Entry::new(pair, inside)).collect();
        pen.write("{")?;
        for neighbours in entries.chunk_by(|one, next| one.on_one_line && next.on_one_line) {
            let widest = neighbours.iter().map(|entry| entry.key_width).max().unwrap_or_default();
            for Entry { key, value, key_width, on_one_line } in neighbours {
                pen.newline(inside)?;
                pen.key::<Hcl>(key)?;
                pen.write(&format!("{:pad$} = ", "", pad = widest - key_width))?;
                if *on_one_line { pen.flat::<Hcl>(value)? } else { pen.block::<Hcl>(value, inside)? }
            }
        }
        pen.newline(indent)?;
        pen.write("}")
    }
}

/// A pair of a map, measured.
struct Entry<'a> {
    key: &'a Node<'a>,
    value: &'a Node<'a>,
    key_width: usize,
    on_one_line: bool,
}

impl<'a> Entry<'a> {
    fn new((key, value): &'a (Node<'a>, Node<'a>), indent: usize) -> Entry<'a> {
        let key_width = letters(&key_text::<Hcl>(key));
        let fits = || indent + key_width + Hcl::PAIR.len() + flat_width::<Hcl>(value) <= WIDTH;
        Entry { key, value, key_width, on_one_line: !value.is_collection() || value.is_empty() || fits() }
    }
}

/// Escapes quotes, backslashes and invisible characters, and doubles the sign of `${` and `%{`.
fn write_text(out: &mut dyn Write, text: &str) -> fmt::Result {
    let mut rest = text;
    while let Some(at) = ["${", "%{"].iter().filter_map(|sign| rest.find(sign)).min() {
        write_plain(out, &rest[..at])?;
        let sign = &rest[at..=at];
        write!(out, "{sign}{sign}{{")?;
        rest = &rest[at + 2..];
    }
    write_plain(out, rest)
}

fn write_plain(out: &mut dyn Write, text: &str) -> fmt::Result {
    write_escaped(out, text, |c| matches!(c, '"' | '\\') || is_hidden(c), write_backslash)
}

/// Like [`write_text`], but an end or a start that would join the template's own `${` is written as a code point.
fn write_inner(out: &mut dyn Write, text: &str) -> fmt::Result {
    let (opens, text) = text.strip_prefix('{').map_or(("", text), |rest| ("\\u007b", rest));
    out.write_str(opens)?;
    let (text, closes) = match text.char_indices().next_back() {
        Some((at, '$')) => (&text[..at], "\\u0024"),
        Some((at, '%')) => (&text[..at], "\\u0025"),
        _ => (text, ""),
    };
    write_text(out, text)?;
    out.write_str(closes)
}
