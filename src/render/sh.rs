//! Filters for Bash. A list is an array's value, `(a b)`; a missing value is the empty string.
//!
//! Bash has no way to hold the character NUL: it becomes `U+FFFD`.

use std::fmt::{self, Write};

use super::chars::is_hidden;
use super::filters::{comment_filters, common_filters, ident_filter, literal_filters, text_filter};
use super::{Literals, Sh};

common_filters!(Sh);
literal_filters!(Sh);
ident_filter!();
comment_filters!("#", std::convert::identity);

impl Literals for Sh {
    const NULL: &'static str = "''";
    const LIST: [&'static str; 2] = ["(", ")"];
    const MAP: [&'static str; 2] = ["(", ")"];
    const PAIR: &'static str = "=";
    const COMMA: &'static str = " ";
    const LAST: &'static str = "";
    const INDENT: usize = 2;

    /// Bare if no character means anything to the shell, in single quotes otherwise; `$'…'` for invisible characters.
    fn text(out: &mut dyn Write, text: &str) -> fmt::Result {
        if text.chars().any(is_hidden) {
            ansi_quoted(out, text)
        } else if is_bare(text) {
            out.write_str(text)
        } else {
            write!(out, "'{}'", text.replace('\'', "'\\''"))
        }
    }

    fn key(out: &mut dyn Write, key: &str) -> fmt::Result {
        out.write_char('[')?;
        Self::text(out, key)?;
        out.write_char(']')
    }
}

fn is_bare(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "_./:@%+-".contains(c))
}

/// Invisible characters are written byte by byte, which does not depend on the locale.
fn ansi_quoted(out: &mut dyn Write, text: &str) -> fmt::Result {
    out.write_str("$'")?;
    for c in text.chars() {
        match c {
            '\0' => out.write_char('\u{fffd}')?,
            '\'' | '\\' | '\n' | '\r' | '\t' => super::chars::write_backslash(out, c)?,
            c if is_hidden(c) => {
                c.encode_utf8(&mut [0; 4]).bytes().try_for_each(|byte| write!(out, "\\{byte:03o}"))?;
            }
            c => out.write_char(c)?,
        }
    }
    out.write_char('\'')
}
