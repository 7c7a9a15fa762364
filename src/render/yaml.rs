//! Filters for YAML, which is written for GitHub's workflows in the first place.
//!
//! GitHub evaluates `${{ … }}` in every value after YAML was read, so quoting does not help: `lit` writes a spec's `${{` as the
//! expression `${{ '${{' }}`, whose value is those three characters. `data` leaves it alone, for files that GitHub does not
//! read. A value never goes into a `run:` script: bind it to a variable under `env:` and use that.

use std::fmt::{self, Write};

use super::chars::{is_hidden, write_escaped};
use super::filters::{comment_filters, common_filters, ident_filter, literal_filters, text_filter};
use super::pen::Pen;
use super::value::{Kind, Node};
use super::{Literals, Yaml};

common_filters!(Yaml);
literal_filters!(Yaml);
ident_filter!();
comment_filters!("#", harmless_comment);
text_filter! {
    /// A text as it is, for a file that is no workflow.
    data, |text| {
        let mut out = String::new();
        scalar(&mut out, text).expect("a string takes every write");
        out
    }
}

/// Plain words that some reader of YAML takes for something else than text.
const NOT_TEXT: &[&str] = &["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"];

impl Literals for Yaml {
    const INDENT: usize = 2;

    fn text(out: &mut dyn Write, text: &str) -> fmt::Result {
        scalar(out, &text.replace("${{", "${{ '${{' }}"))
    }

    /// With a point, without which YAML 1.1 takes an exponent for text.
    fn float(out: &mut dyn Write, number: f64) -> fmt::Result {
        let text = format!("{number:?}");
        match text.split_once('e') {
            Some((digits, exponent)) => {
                let point = if digits.contains('.') { "" } else { ".0" };
                let sign = if exponent.starts_with('-') { "" } else { "+" };
                write!(out, "{digits}{point}e{sign}{exponent}")
            }
            None => out.write_str(&text),
        }
    }

    fn block_map(pen: &mut Pen<'_>, pairs: &[(Node<'_>, Node<'_>)], indent: usize) -> fmt::Result {
        for (i, (key, value)) in pairs.iter().enumerate() {
            if i > 0 {
                pen.newline(indent)?;
            }
            pen.key::<Yaml>(key)?;
            pen.write(Self::PAIR)?;
            pen.flat::<Yaml>(value)?;
        }
        Ok(())
    }

    fn block_list(pen: &mut Pen<'_>, items: &[Node<'_>], indent: usize) -> fmt::Result {
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                pen.newline(indent)?;
            }
            pen.write("- ")?;
            match item.kind {
                Kind::Map(_) => pen.block::<Yaml>(item, indent + Self::INDENT)?,
                _ => pen.flat::<Yaml>(item)?,
            }
        }
        Ok(())
    }
}

/// Plain if it is a word that every reader takes for text, else in double quotes.
fn scalar(out: &mut dyn Write, text: &str) -> fmt::Result {
    if is_plain(text) {
        return out.write_str(text);
    }
    out.write_char('"')?;
    write_escaped(out, text, |c| matches!(c, '"' | '\\') || is_hidden(c), super::chars::write_backslash)?;
    out.write_char('"')
}

fn is_plain(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-./".contains(c))
        && !NOT_TEXT.contains(&text.to_ascii_lowercase().as_str())
}

/// In a `run:` block a comment is part of the script, in which GitHub evaluates expressions.
fn harmless_comment(text: String) -> String {
    text.replace("${{", "$ {{")
}
