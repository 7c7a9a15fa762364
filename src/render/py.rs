//! Filters for Python. What they write is a fixed point of `ruff format` with a line length of 120.

use std::fmt::{self, Write};

use super::chars::{is_hidden, one_line, write_escaped};
use super::filters::{comment_filters, common_filters, ident_filter, literal_filters, text_filter};
use super::{Literals, Py};

common_filters!(Py);
literal_filters!(Py);
ident_filter!();
comment_filters!("#", harmless_comment);
text_filter! {
    /// Text inside a docstring; its lines after the first are indented by `indent`. Quotes stay readable, but none can end it.
    doc(indent), docstring
}

impl Literals for Py {
    const NULL: &'static str = "None";
    const BOOL: [&'static str; 2] = ["False", "True"];

    /// Double quotes, unless that takes more escapes than single ones.
    fn text(out: &mut dyn Write, text: &str) -> fmt::Result {
        let quote = if text.matches('"').count() > text.matches('\'').count() { '\'' } else { '"' };
        out.write_char(quote)?;
        write_escaped(out, text, |c| c == quote || c == '\\' || is_hidden(c), escape)?;
        out.write_char(quote)
    }

    fn decimal(out: &mut dyn Write, number: &str) -> fmt::Result {
        write!(out, "Decimal(\"{number}\")")
    }
}

fn escape(out: &mut dyn Write, c: char) -> fmt::Result {
    match c {
        '\n' | '\r' | '\t' | '"' | '\'' | '\\' => super::chars::write_backslash(out, c),
        c if u32::from(c) < 0x100 => write!(out, "\\x{:02x}", u32::from(c)),
        c => super::chars::write_backslash(out, c),
    }
}

/// A comment near the top of a file that reads `coding: x` would change how Python decodes the file.
fn harmless_comment(text: String) -> String {
    text.replace("coding:", "coding :").replace("coding=", "coding =")
}

fn docstring(text: &str, indent: usize) -> String {
    let lines: Vec<String> = text.lines().map(|line| one_line(line).replace('\\', "\\\\")).collect();
    let text = lines.join("\n");
    if text.trim().is_empty() {
        return " ".to_owned();
    }
    let mut out = String::new();
    let mut chars = text.trim().chars().peekable();
    while let Some(c) = chars.next() {
        let at_edge = out.is_empty() || chars.peek().is_none_or(|next| *next == '"');
        match c {
            '"' if at_edge => out.push_str("\\\""),
            '\n' if chars.peek() != Some(&'\n') => write!(out, "\n{:indent$}", "").expect("a string takes every write"),
            c => out.push(c),
        }
    }
    out
}
