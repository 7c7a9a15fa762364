//! Filters for GitHub's Markdown. There is no `lit`: text is `text`, `cell`, `para`, `code`, or the body of a fence.

use std::fmt::Write;

use super::chars::{is_hidden, one_line};
use super::filters::{common_filters, text_filter};

common_filters!(Md);
text_filter! {
    /// Text on one line, without any markup of its own.
    text, |text| escape(&one_line(text))
}
text_filter! {
    /// Like `text`; its lines are kept, and are paragraphs.
    para, |text| {
        let lines: Vec<_> = text.lines().map(|line| escape(&one_line(line))).filter(|line| !line.is_empty()).collect();
        lines.join("\n\n")
    }
}
text_filter! {
    /// Text in a table's cell. (`text` is as safe there; this says what is meant, and keeps an empty cell visible.)
    cell, |text| {
        let text = escape(&one_line(text));
        if text.is_empty() { "—".to_owned() } else { text }
    }
}
text_filter! {
    /// A code span outside of a table.
    code, |text| span(&one_line(text))
}
text_filter! {
    /// A code span in a table's cell, where a bar needs a backslash.
    code_cell, |text| span(&one_line(text)).replace('|', "\\|")
}
text_filter! {
    /// A fenced block of code, complete with its fences.
    fenced, |text| fence(text, "")
}
text_filter! {
    /// A fenced block of SQL.
    fenced_sql, |text| fence(text, "sql")
}
text_filter! {
    /// The target of a link, `[text](<{ path|target }>)`: a relative path or an https address.
    target, target_of
}
text_filter! {
    /// Text inside `<!-- -->`.
    comment, |text| one_line(text).replace('-', "‐").replace('>', " ")
}

/// Signs that mean something at the start of a line only.
const AT_START: &str = "#+-=>:";

/// Text without any markup of its own.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |(_, c)| *c);
        let inside_word = before.is_alphanumeric() && after.is_alphanumeric();
        match c {
            '<' => out.push_str("&lt;"),
            '&' if after == '#' || after.is_ascii_alphabetic() => out.push_str("&amp;"),
            '_' if inside_word => out.push(c),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => out.extend(['\\', c]),
            c if at == 0 && AT_START.contains(c) => out.extend(['\\', c]),
            '.' | ')' if at > 0 && at == digits => out.extend(['\\', c]),
            c => out.push(c),
        }
        before = c;
    }
    out
}

/// A code span: as many backquotes around the text as none of its runs has.
pub fn span(text: &str) -> String {
    if text.is_empty() {
        return "` `".to_owned();
    }
    let fence = "`".repeat(longest_run(text, '`') + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn fence(text: &str, language: &str) -> String {
    let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
    let mut out = format!("{fence}{language}\n");
    for line in text.lines() {
        let visible: String = line.chars().map(|c| if is_hidden(c) && c != '\t' { ' ' } else { c }).collect();
        writeln!(out, "{}", visible.trim_end()).expect("a string takes every write");
    }
    out + &fence
}

fn longest_run(text: &str, sign: char) -> usize {
    text.split(|c| c != sign).map(str::len).max().unwrap_or(0)
}

/// Everything outside of a path's usual characters in percent form; no scheme but https.
pub fn target_of(text: &str) -> String {
    let (scheme, rest) = text.strip_prefix("https://").map_or(("", text), |rest| ("https://", rest));
    let mut out = scheme.to_owned();
    for byte in rest.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(byte as char),
            b'/' | b'.' | b'-' | b'_' | b'~' | b'#' | b'?' | b'=' => out.push(byte as char),
            byte => write!(out, "%{byte:02X}").expect("a string takes every write"),
        }
    }
    out
}
