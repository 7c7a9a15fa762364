//! Filters for the SQL of Spark.
//!
//! `spark.sql.variable.substitute` would replace `${…}` in any SQL text, also inside strings: a literal's `$` before `{` is
//! written as a code point. An identifier cannot be written otherwise, so jobs must switch the substitution off.

use std::fmt::{self, Write};

use super::chars::{is_hidden, write_escaped};
use super::filters::{comment_filters, common_filters, literal_filters, text_filter};
use super::{Literals, Sql};

common_filters!(Sql);
literal_filters!(Sql);
comment_filters!("--", harmless_comment);
text_filter! {
    /// A column's or table's name, in backquotes where it needs them. Control and invisible characters, which no escape
    /// can express there, become `U+FFFD`.
    ident, identifier
}

/// Words that Spark reserves in its ANSI mode, refuses as an alias or that a parser reads as something else than a name;
/// quoted, to be safe.
#[rustfmt::skip]
const RESERVED: &[&str] = &[
    "all", "alter", "and", "anti", "any", "array", "as", "asc", "at", "authorization", "between", "both", "by",
    "case", "cast", "check", "collate", "column", "constraint", "create", "cross", "current", "current_date",
    "current_time", "current_timestamp", "current_user", "date", "day", "delete", "desc", "describe", "distinct",
    "div", "drop", "else", "end", "escape", "except", "exists", "extract", "false", "fetch", "filter", "for",
    "foreign", "from", "full", "function", "grant", "group", "having", "hour", "in", "inner", "insert", "intersect",
    "interval", "into", "is", "join", "lateral", "leading", "left", "like", "limit", "local", "localtime", "localtimestamp", "map", "merge", "minus",
    "minute", "month", "natural", "no", "not", "null", "of", "offset", "on", "only", "or", "order", "outer",
    "overlaps", "partition", "primary", "references", "revoke", "right", "rlike", "rollback", "row", "rows", "second",
    "select", "semi", "session_user", "set", "show", "some", "struct", "system_user", "table", "tablesample", "then",
    "time", "timestamp", "to", "top", "trailing", "trim", "true", "truncate", "union", "unique", "unknown", "update", "user",
    "using", "values", "when", "where", "window", "with", "within", "year",
];

impl Literals for Sql {
    const NULL: &'static str = "NULL";
    const BOOL: [&'static str; 2] = ["FALSE", "TRUE"];
    const LIST: [&'static str; 2] = ["(", ")"];
    const MAP: [&'static str; 2] = ["map(", ")"];
    const PAIR: &'static str = ", ";
    const LAST: &'static str = "";

    fn text(out: &mut dyn Write, text: &str) -> fmt::Result {
        out.write_char('\'')?;
        for (i, part) in text.split("${").enumerate() {
            if i > 0 {
                out.write_str("\\u0024{")?;
            }
            write_escaped(out, part, |c| matches!(c, '\'' | '\\') || is_hidden(c), super::chars::write_backslash)?;
        }
        out.write_char('\'')
    }
}

fn identifier(name: &str) -> String {
    let plain = name.starts_with(|c: char| c == '_' || c.is_ascii_alphabetic())
        && name.chars().all(|c| c == '_' || c.is_ascii_alphanumeric())
        && !RESERVED.contains(&name.to_ascii_lowercase().as_str());
    if plain {
        return name.to_owned();
    }
    let visible: String = name.chars().map(|c| if is_hidden(c) { '\u{fffd}' } else { c }).collect();
    format!("`{}`", visible.replace('`', "``"))
}

/// A comment that ends in a backslash goes on in the next line.
fn harmless_comment(text: String) -> String {
    text.replace('\\', "/")
}
