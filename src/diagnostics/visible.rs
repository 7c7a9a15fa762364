//! Text of a spec that goes to a terminal: what would steer it is shown instead.

/// Characters that move the cursor, turn the direction of writing, or are not seen at all.
fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// One line of text, with such characters written as escapes.
pub(super) fn line(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if steers(c) { safe.extend(c.escape_default()) } else { safe.push(c) }
    }
    safe
}

/// Lines of a source, with such characters replaced by visible ones of the same number of bytes, so that byte ranges
/// still fit. Tabs and line breaks stay.
pub(super) fn source(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let line_break = c == '\n' || (c == '\r' && rest.peek() == Some(&'\n'));
        shown.push(if line_break || c == '\t' || !steers(c) { c } else { stand_in(c) });
    }
    shown
}

/// A visible character of the same length in UTF-8; no character that steers is longer than three bytes.
fn stand_in(c: char) -> char {
    match c.len_utf8() {
        1 => '?',
        2 => '·',
        _ => '\u{fffd}',
    }
}

/// Breaks a text between words, so that no line is longer than `width` unless a word is.
pub(super) fn wrap(text: &str, width: usize) -> String {
    let mut wrapped = String::with_capacity(text.len() + 8);
    let mut column = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > width {
            wrapped.push('\n');
            column = 0;
        } else if column > 0 {
            wrapped.push(' ');
            column += 1;
        }
        wrapped.push_str(word);
        column += length;
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(line("a\u{1b}[31m\u{202e}b\n\u{9b}ñ"), "a\\u{1b}[31m\\u{202e}b\\n\\u{9b}ñ");
        let hostile = "a\u{1b}\u{9b}\u{202e}\u{200f}\tñ\r\nb";
        let shown = source(hostile);
        assert_eq!(shown, "a?·\u{fffd}\u{fffd}\tñ\r\nb");
        assert_eq!(shown.len(), hostile.len());
    }

    #[test]
    fn lines_are_broken_between_words() {
        assert_eq!(wrap("one two three", 7), "one two\nthree");
        assert_eq!(wrap("immeasurable x", 5), "immeasurable\nx");
        assert_eq!(wrap("", 5), "");
    }
}
