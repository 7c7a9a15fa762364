//! The dialect of CSV files.

use super::glue::Argument;
use crate::diagnostics::{Finding, codes};
use crate::model::{At, CommentMark, Fact};
use schemars::JsonSchema;
use serde::Deserialize;

/// Dialect of CSV files.
///
/// Every value is read as text and parsed under guard; a record with another number of columns goes to quarantine whole.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Csv {
    /// Separator of the values: one character, such as `";"` or `"\t"`, or up to four.
    #[schemars(length(min = 1, max = 4))]
    pub delimiter: At<String>,
    /// Encoding of the text; bytes that it does not know send their row to quarantine.
    pub encoding: At<Encoding>,
    /// Decimal separator.
    pub decimal: At<Decimal>,
    /// Mark between the thousands, which may be left out; default: `point` with a decimal comma, else `none`.
    pub thousands: Option<At<Thousands>>,
    /// Whether the first line names the columns. With `true` a swapped, missing or extra column stops the run; with `false`
    /// only their number can be checked.
    pub header: At<bool>,
    /// What encloses values; default `double`.
    pub quote: Option<At<Quote>>,
    /// How a quote stands inside quotes; default `doubled`.
    pub escape: Option<At<Escape>>,
    /// Lines that begin with this character are skipped, and counted.
    pub comment: Option<At<CommentMark>>,
    /// Lines at the beginning of each file, before the header, that are no records: titles, dates of a report.
    #[schemars(range(min = 1, max = 100))]
    pub skip_lines: Option<At<u32>>,
    /// Texts that mean that there is no value, as the empty text does.
    #[serde(default)]
    #[schemars(example = ["NULL"])]
    pub nulls: Vec<At<String>>,
    /// What `""` is: `missing` as nothing at all is (the default), or an empty `text`.
    pub empty: Option<At<Empty>>,
    /// Drop the spaces around values that stand outside of quotes; default `false`.
    pub trim: Option<At<bool>>,
    /// What ends a line; default `any`.
    pub line_end: Option<At<LineEnd>>,
    /// A quoted value may go on in the next line; default `false`. Each file is then read as one piece, of 256 MB at most. A
    /// quote that is not closed ends with its line all the same.
    pub multiline: Option<At<bool>>,
}

macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident $word:literal $runtime:literal),* $(,)? })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
            pub enum $name {
                $($(#[$vdoc])* #[serde(rename = $word)] $variant,)*
            }

            impl $name {
                /// What the package of the jobs calls it.
                pub fn runtime(self) -> &'static str {
                    match self {
                        $($name::$variant => $runtime,)*
                    }
                }
            }
        )*
    };
}

choices! {
    /// Encoding of text files.
    Encoding {
        /// UTF-8, with or without a byte-order mark.
        Utf8 "utf8" "UTF-8",
        /// ISO 8859-1.
        Latin1 "latin1" "ISO-8859-1",
        /// ISO 8859-15, which has the euro.
        Latin9 "latin9" "ISO-8859-15",
        /// Windows-1252, what Western European Windows calls ANSI.
        Windows1252 "windows1252" "windows-1252",
        /// UTF-16 with a byte-order mark. Each file is read as one piece, of 256 MB at most.
        Utf16 "utf16" "UTF-16",
    }
    /// Decimal separator.
    Decimal {
        /// `1234.56`.
        Point "point" "point",
        /// `1234,56`.
        Comma "comma" "comma",
    }
    /// Mark between the thousands.
    Thousands {
        /// `1234567`.
        None "none" "none",
        /// `1.234.567`.
        Point "point" "point",
        /// `1,234,567`.
        Comma "comma" "comma",
        /// `1 234 567`, with any kind of space.
        Space "space" "space",
        /// `1'234'567`.
        Apostrophe "apostrophe" "apostrophe",
    }
    /// What encloses values.
    Quote {
        /// `"`.
        Double "double" "\"",
        /// `'`.
        Single "single" "'",
        /// Nothing: a quote is a character like any other.
        None "none" "",
    }
    /// How a quote stands inside quotes.
    Escape {
        /// Twice.
        Doubled "doubled" "",
        /// After a backslash.
        Backslash "backslash" "\\",
    }
    /// What `""` is.
    Empty {
        /// An empty text.
        Text "text" "text",
        /// No value.
        Missing "missing" "missing",
    }
    /// What ends a line.
    LineEnd {
        /// A line feed, a carriage return, or both.
        Any "any" "any",
        /// A line feed: a carriage return is part of the value.
        Lf "lf" "lf",
        /// Both.
        Crlf "crlf" "crlf",
    }
}

impl Csv {
    /// Findings for characters that would mean two things.
    pub(super) fn check(&self, findings: &mut Vec<Finding>) {
        separator_separates(&self.delimiter, findings);
        thousands_differ(&self.decimal, self.thousands.as_ref(), findings);
        quotes_hold_lines(self.multiline.as_ref(), self.quote.as_ref(), findings);
        let quote = self.quote.as_ref().map_or("\"", |quote| quote.runtime());
        let marks = [
            ("the delimiter", self.delimiter.as_str(), Some(self.delimiter.at)),
            ("the quote", quote, self.quote.as_ref().map(|quote| quote.at)),
            ("the escape", self.escape.as_ref().map_or("", |e| e.runtime()), self.escape.as_ref().map(|e| e.at)),
            ("the mark of comments", self.comment.as_ref().map_or("", |c| c), self.comment.as_ref().map(|c| c.at)),
        ];
        for (i, (what, mark, at)) in marks.iter().enumerate().filter(|(_, (_, mark, _))| !mark.is_empty()) {
            if let Some((first, ..)) = marks[..i].iter().find(|(_, other, _)| other.contains(mark)) {
                let message = format!("`{}` is {first} and {what}", mark.escape_debug());
                let finding = Finding::error(codes::DIALECT_CLASH, at.unwrap_or(self.delimiter.at), message);
                findings.push(finding.help("choose another character for one of them"));
            }
        }
    }

    /// The decimal separator and the mark between thousands, as the job takes them. Numbers with a decimal comma have points
    /// between the thousands, unless the spec says else.
    pub(super) fn numbers(&self) -> Vec<Argument> {
        let mark = Fact::new(self.decimal.runtime(), self.decimal.at);
        let implied = if mark.value == "comma" { "point" } else { "none" };
        let groups = self.thousands.as_ref().map_or(Fact::new(implied, mark.from), |t| Fact::new(t.runtime(), t.at));
        let groups = (groups.value != "none").then(|| Argument::text("thousands", groups));
        [Argument::text("decimal", mark)].into_iter().chain(groups).collect()
    }

    /// What the reader is told beside delimiter, encoding and numbers.
    pub(super) fn rest(&self) -> Vec<Argument> {
        let text = |name, found: Option<Fact<&'static str>>| found.map(|found| Argument::text(name, found));
        let quote = self.quote.as_ref().map(|q| Fact::new(q.runtime(), q.at)).filter(|quote| quote.value != "\"");
        let escape =
            self.escape.as_ref().filter(|e| e.value == Escape::Backslash).map(|e| Fact::new(e.runtime(), e.at));
        // Doubled quotes are quotes that escape themselves.
        let escape = escape.or_else(|| quote.clone());
        let not = |found: Fact<&'static str>, default: &str| (found.value != default).then_some(found);
        let empty = self.empty.as_ref().and_then(|e| not(Fact::new(e.runtime(), e.at), "missing"));
        let line_end = self.line_end.as_ref().and_then(|e| not(Fact::new(e.runtime(), e.at), "any"));
        let header = Some(&self.header).filter(|header| !header.value);
        let trim = self.trim.as_ref().filter(|trim| trim.value);
        let multiline = self.multiline.as_ref().filter(|multiline| multiline.value);
        let nulls = (!self.nulls.is_empty()).then(|| self.nulls.iter().map(Fact::from).collect());
        [
            header.map(|header| Argument::flag("header", header.into())),
            text("quote", quote),
            text("escape", escape),
            self.comment.as_ref().map(|comment| Argument::owned("comment", comment.fact())),
            nulls.map(|nulls| Argument::texts("nulls", nulls)),
            text("empty", empty),
            trim.map(|trim| Argument::flag("trim", trim.into())),
            text("line_end", line_end),
            self.skip_lines.as_ref().map(|lines| Argument::number("skip_lines", lines.into())),
            multiline.map(|multiline| Argument::flag("multiline", multiline.into())),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// A finding when both marks are the same.
fn thousands_differ(decimal: &At<Decimal>, thousands: Option<&At<Thousands>>, findings: &mut Vec<Finding>) {
    if let Some(thousands) = thousands.filter(|t| t.runtime() == decimal.runtime()) {
        let message = format!("`{}` would stand between thousands and before decimals", decimal.runtime());
        let finding = Finding::error(codes::DIALECT_CLASH, thousands.at, message).see(decimal.at, "the decimal mark");
        findings.push(finding.help("choose another mark, or `thousands: none`"));
    }
}

/// A finding when nothing could show where a value of several lines ends.
fn quotes_hold_lines(multiline: Option<&At<bool>>, quote: Option<&At<Quote>>, findings: &mut Vec<Finding>) {
    let bare = quote.filter(|quote| quote.value == Quote::None);
    if let (Some(multiline), Some(quote)) = (multiline.filter(|multiline| multiline.value), bare) {
        let message = "without quotes nothing shows where a value of several lines ends";
        let finding = Finding::error(codes::WHOLE_FILES, multiline.at, message).see(quote.at, "no quotes");
        findings.push(finding.help("remove `multiline: true`, or say what encloses the values"));
    }
}

fn separator_separates(delimiter: &At<String>, findings: &mut Vec<Finding>) {
    let wrong = |c: char| c.is_alphanumeric() || matches!(c, '\n' | '\r' | '.' | '-' | '"');
    if let Some(c) = delimiter.chars().find(|c| wrong(*c)) {
        let message = format!("`{}` cannot separate values: it is part of them", c.escape_debug());
        let finding = Finding::error(codes::DIALECT_CLASH, delimiter.at, message);
        findings.push(finding.help("write a character that no value has, such as `;`, `,`, `|` or `\"\\t\"`"));
    }
}
