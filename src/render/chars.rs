//! Classes of characters, shared by the languages.

use std::borrow::Cow;
use std::fmt::{self, Write};

/// A character that a reader does not see, or that changes how its neighbours are seen: controls, line and paragraph
/// separators, bidirectional controls, zero-width and tag characters, non-characters at the end of the first plane.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
}

/// Writes `text`, leaving to `special` each character that `is_special` names.
pub(super) fn write_escaped(
    out: &mut dyn Write,
    text: &str,
    is_special: impl Fn(char) -> bool,
    mut special: impl FnMut(&mut dyn Write, char) -> fmt::Result,
) -> fmt::Result {
    let mut rest = text;
    while let Some(at) = rest.find(&is_special) {
        out.write_str(&rest[..at])?;
        let c = rest[at..].chars().next().expect("a character was found here");
        special(out, c)?;
        rest = &rest[at + c.len_utf8()..];
    }
    out.write_str(rest)
}

/// `\n`, `\r`, `\t`, or the code point as `\u` with four or `\U` with eight hexadecimal digits.
pub(super) fn write_backslash(out: &mut dyn Write, c: char) -> fmt::Result {
    match c {
        '\n' => out.write_str("\\n"),
        '\r' => out.write_str("\\r"),
        '\t' => out.write_str("\\t"),
        '"' | '\'' | '\\' => write!(out, "\\{c}"),
        c if u32::from(c) < 0x1_0000 => write!(out, "\\u{:04x}", u32::from(c)),
        c => write!(out, "\\U{:08x}", u32::from(c)),
    }
}

/// The text on one line: hidden characters are spaces, none at the ends.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_hidden) {
        let blank: String = text.chars().map(|c| if is_hidden(c) { ' ' } else { c }).collect();
        Cow::Owned(blank.trim().to_owned())
    } else {
        Cow::Borrowed(text.trim())
    }
}

/// Columns that a formatter counts for the text.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

fn char_width(c: char) -> usize {
    match c {
        '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}' | '\u{20d0}'..='\u{20ff}' | '\u{1f3fb}'..='\u{1f3ff}' => 0,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' => 2,
        '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

/// Characters that `terraform fmt` counts: one for a letter with the marks that combine with it.
pub(super) fn letters(text: &str) -> usize {
    text.chars().filter(|c| char_width(*c) > 0).count()
}

/// Breaks the words of a text into lines of at most `columns`; a longer word has a line of its own.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(word) <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
