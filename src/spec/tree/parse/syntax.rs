//! Syntax errors in words, at what is wrong rather than where the parser gave up.

use super::super::{Problem, Span};
use super::open;
use crate::diagnostics::codes;
use granit_parser::{ErrorKind, ScanError};

/// The error of the parser as a problem of the text.
pub(super) fn problem(text: &str, error: &ScanError) -> Problem {
    let at = text.floor_char_boundary(error.marker().byte_offset().unwrap_or(0).min(text.len()));
    let here = char_at(text, at);
    if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
        return super::too_deep(here);
    }
    tab(text, at).or_else(|| unclosed(text, at, &here, error.kind())).unwrap_or_else(|| plain(text, here, error))
}

/// The character at an offset; empty at the end of a line, so that the caret stays on it.
fn char_at(text: &str, at: usize) -> Span {
    let len = text[at..].chars().next().filter(|c| !c.is_control()).map_or(0, char::len_utf8);
    at as u32..(at + len) as u32
}

/// The tab that indents the line of the error, or one of its neighbours: there the parser sees it.
fn tab(text: &str, at: usize) -> Option<Problem> {
    let start = text[..at].rfind('\n').map_or(0, |n| n + 1);
    let next = text[at..].find('\n').map(|n| at + n + 1);
    let previous = start.checked_sub(1).map(|end| text[..end].rfind('\n').map_or(0, |n| n + 1));
    let tab = [Some(start), next, previous].into_iter().flatten().find_map(|line| {
        let blanks = text[line..].len() - text[line..].trim_start_matches([' ', '\t']).len();
        text[line..line + blanks].find('\t').map(|n| line + n)
    })?;
    let problem = Problem::error(codes::SYNTAX, tab as u32..tab as u32 + 1, "a tab cannot indent a line");
    Some(problem.help("indent with spaces"))
}

/// A quote or bracket of an earlier line.
fn unclosed(text: &str, at: usize, here: &Span, kind: &ErrorKind) -> Option<Problem> {
    let open = open::before(text, at);
    let quote = match kind {
        ErrorKind::UnclosedQuotedScalar => open.quote.or(Some(at)),
        _ => open.quote,
    };
    let bracket = open.bracket.filter(|_| !matches!(kind, ErrorKind::UnclosedFlowCollection { .. }));
    let (what, at) = quote.map(|at| ("quote", at)).or_else(|| bracket.map(|at| ("bracket", at)))?;
    let span = at as u32..at as u32 + 1;
    let problem = Problem::error(codes::SYNTAX, span.clone(), format!("this {what} is not closed"));
    let problem = if span == *here { problem } else { problem.see(here.clone(), "seen only here") };
    Some(problem.help(format!("close the {what}")))
}

fn plain(text: &str, here: Span, error: &ScanError) -> Problem {
    let info = error.info();
    let here = match error.kind() {
        ErrorKind::UnknownQuotedScalarEscape => escape(text, here.start as usize).unwrap_or(here),
        _ => here,
    };
    let (message, help) =
        words(error.kind()).unwrap_or((info.as_str(), "see whether a quote, a bracket or a blank is missing"));
    let problem = Problem::error(codes::SYNTAX, here.clone(), message).help(help);
    match line_before(text, here.start as usize) {
        Some(before) if depends_on_the_line_before(error.kind()) => problem.see(before, "the line before it"),
        _ => problem,
    }
}

fn words(kind: &ErrorKind) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        ErrorKind::UnknownAnchor => {
            ("this alias names nothing", "write the value out, or quote it if it is text that begins with `*`")
        }
        ErrorKind::UnclosedFlowCollection { .. } => ("this bracket is not closed", "close the bracket"),
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            ("text behind a quoted value", "put the whole value into the quotes, or a comma between two values")
        }
        ErrorKind::MappingValueNotAllowed => {
            ("a `:` where no key can be", "quote text that holds `: `, and indent the keys of one mapping alike")
        }
        ErrorKind::SimpleKeyExpected => {
            ("this is neither a key nor part of the value before it", "write `key: value`; perhaps a `: ` is missing")
        }
        ErrorKind::ExpectedBlockMappingKey => {
            ("a key is expected here", "indent the keys of one mapping alike, and the `-` of one list alike")
        }
        ErrorKind::ExpectedDocumentStart => {
            ("this line stands outside of what is before it", "indent the keys of one mapping alike")
        }
        ErrorKind::CommentNotSeparated => ("a `#` without a blank before it", "write a blank before a comment"),
        ErrorKind::UnknownQuotedScalarEscape => (
            "an unknown escape",
            "write `\\\\` for a backslash, or use single quotes, in which it is a letter like others",
        ),
        ErrorKind::UnexpectedCharacter { .. } => ("no value can begin with this character", "quote the value"),
        ErrorKind::BlockSequenceEntryNotAllowed => {
            ("a `-` where no list can begin", "write the list on lines of its own below its key")
        }
        _ => return None,
    })
}

/// The first backslash behind an opening quote whose letter means nothing.
fn escape(text: &str, at: usize) -> Option<Span> {
    let mut rest = text[at..].char_indices();
    while let Some((offset, c)) = rest.next() {
        if c == '\\' && !"0abtnvfreN_LPxuU \"/\\\t\n\r".contains(rest.next()?.1) {
            return Some((at + offset) as u32..(at + offset + 2) as u32);
        }
    }
    None
}

/// Errors that the indentation or the value of the line before may have caused.
fn depends_on_the_line_before(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::MappingValueNotAllowed
            | ErrorKind::SimpleKeyExpected
            | ErrorKind::ExpectedBlockMappingKey
            | ErrorKind::ExpectedDocumentStart
            | ErrorKind::BlockSequenceEntryNotAllowed
            | ErrorKind::InvalidIndentation
    )
}

/// The first character of the last line before an offset that is neither empty nor a comment.
fn line_before(text: &str, at: usize) -> Option<Span> {
    let mut end = text[..at].rfind('\n')?;
    loop {
        let start = text[..end].rfind('\n').map_or(0, |n| n + 1);
        let line = text[start..end].trim_start();
        if !line.trim().is_empty() && !line.starts_with('#') {
            return Some(char_at(text, end - line.len()));
        }
        end = start.checked_sub(1)?;
    }
}
