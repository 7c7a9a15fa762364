//! What is still open where the parser gave up: it notices a missing quote or bracket only lines later.

/// Offsets of what was opened on an earlier line and is not closed there.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Open {
    /// A quote whose text goes on to the line of the error, or beyond.
    pub quote: Option<usize>,
    /// The innermost bracket.
    pub bracket: Option<usize>,
}

/// Reads quotes, brackets and comments up to an offset, and nothing else of the YAML.
pub(super) fn before(text: &str, end: usize) -> Open {
    let mut reader = Reader { text, brackets: vec![], last: None };
    let mut at = 0;
    while at < end {
        match reader.step(at) {
            Step::To(next) => at = next,
            Step::Quote(close) => {
                let line_end = text[close..].find('\n').map_or(text.len(), |n| close + n);
                if text[at..close].contains('\n') && end <= line_end {
                    return Open { quote: Some(at), bracket: None };
                }
                reader.last = Some(b'"');
                at = close;
            }
        }
    }
    let line = text[..end.min(text.len())].rfind('\n').map_or(0, |n| n + 1);
    Open { quote: None, bracket: reader.brackets.last().copied().filter(|open| *open < line) }
}

enum Step {
    /// Where to go on.
    To(usize),
    /// Where a quoted text that begins here ends.
    Quote(usize),
}

struct Reader<'t> {
    text: &'t str,
    brackets: Vec<usize>,
    /// The last character of this line that is no blank.
    last: Option<u8>,
}

impl Reader<'_> {
    fn step(&mut self, at: usize) -> Step {
        let byte = self.text.as_bytes()[at];
        let blank_before = at == 0 || matches!(self.text.as_bytes()[at - 1], b' ' | b'\t' | b'\n');
        match byte {
            b'\n' => self.last = None,
            b' ' | b'\t' | b'\r' => {}
            b'#' if blank_before => return Step::To(self.text[at..].find('\n').map_or(self.text.len(), |n| at + n)),
            b'"' | b'\'' if self.starts_a_value() => return Step::Quote(self.close(at, byte)),
            b'{' | b'[' if self.starts_a_value() => {
                self.brackets.push(at);
                self.last = Some(byte);
            }
            b'}' | b']' => {
                self.brackets.pop();
                self.last = Some(byte);
            }
            _ => self.last = Some(byte),
        }
        Step::To(at + 1)
    }

    /// A quote or bracket within a plain text is one of its letters.
    fn starts_a_value(&self) -> bool {
        match self.last {
            None => true,
            Some(b':' | b'-' | b'?') => true,
            Some(last) => !self.brackets.is_empty() && matches!(last, b'{' | b'[' | b','),
        }
    }

    /// Behind the closing quote, or the end of the text.
    fn close(&self, open: usize, quote: u8) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = open + 1;
        while at < bytes.len() {
            match bytes[at] {
                b'\\' if quote == b'"' => at += 1,
                b'\'' if quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') => at += 1,
                byte if byte == quote => return at + 1,
                _ => {}
            }
            at += 1;
        }
        bytes.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quote(text: &str, end: &str) -> Option<usize> {
        before(text, text.find(end).expect(end)).quote
    }

    #[test]
    fn a_quote_is_open_when_its_text_goes_on_to_the_error() {
        assert_eq!(quote("a: \"x\nb: \",\" !", "!"), Some(3));
        assert_eq!(quote("a: 'it''s\nb: 'y' !", "!"), Some(3));
        assert_eq!(quote("a: \"x\\\"\nb: y !", "!"), Some(3));
        assert_eq!(quote("a: \"x\n  y\"\nb: 1 !", "!"), None, "closed long before");
        assert_eq!(quote("a: it's\nb: '1' !", "!"), None, "an apostrophe");
        assert_eq!(quote("# it's\nb: 'x' !", "!"), None, "a comment");
    }

    #[test]
    fn a_bracket_is_open_when_its_line_ends_before_it() {
        let bracket = |text: &str| before(text, text.find('!').expect("!")).bracket;
        assert_eq!(bracket("- {a: 1\n- !"), Some(2));
        assert_eq!(bracket("- {a: [1, {b: '}'}]}\n- !"), None);
        assert_eq!(bracket("- {a: 1 !"), None, "on the same line the error says it");
        assert_eq!(bracket("a: x{\n !"), None, "a letter");
    }
}
