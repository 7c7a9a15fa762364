//! Filters for JSON.

use std::fmt::{self, Write};

use super::chars::{is_hidden, write_escaped};
use super::filters::{common_filters, literal_filters};
use super::{Json, Literals};

common_filters!(Json);
literal_filters!(Json);

impl Literals for Json {
    const LAST: &'static str = "";
    const INDENT: usize = 2;

    fn text(out: &mut dyn Write, text: &str) -> fmt::Result {
        out.write_char('"')?;
        write_escaped(out, text, |c| matches!(c, '"' | '\\') || is_hidden(c), escape)?;
        out.write_char('"')
    }
}

/// JSON's escapes are UTF-16 units.
fn escape(out: &mut dyn Write, c: char) -> fmt::Result {
    if matches!(c, '\n' | '\r' | '\t' | '"' | '\\') {
        return super::chars::write_backslash(out, c);
    }
    c.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(out, "\\u{unit:04x}"))
}
