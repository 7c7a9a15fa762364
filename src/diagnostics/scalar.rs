//! Where the bytes of a YAML scalar's value were written: quotes, escapes, folded lines and indentation lie between.
//!
//! The value itself was read by the parser. Here the few scalars that a finding points into are walked again, piece by
//! piece: so many bytes of the value, written in that range of the text. A test holds both readings together.

use std::ops::Range;

/// A stretch of the value and the bytes of the text that it was written in.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    value: String,
    written: Range<usize>,
}

/// The bytes of `text` that hold the bytes `wanted` of the value of the scalar written in `span`. `None` unless `expected`
/// stands there, so that a finding never points at a wrong place.
pub(super) fn within(text: &str, span: Range<usize>, wanted: &Range<usize>, expected: &str) -> Option<Range<usize>> {
    let pieces = pieces(text, span.clone());
    let value: String = pieces.iter().map(|p| p.value.as_str()).collect();
    if value.get(wanted.clone())? != expected {
        return None;
    }
    let mut offset = 0;
    let mut found: Option<Range<usize>> = None;
    for piece in pieces {
        let end = offset + piece.value.len();
        if wanted.start < end && wanted.end > offset {
            let start = found.map_or(piece.written.start, |f| f.start);
            found = Some(start..piece.written.end);
        } else if wanted.is_empty() && wanted.start == offset {
            return Some(piece.written.start..piece.written.start);
        }
        offset = end;
    }
    found.or_else(|| (wanted.start == offset).then(|| end_of(text, &span)))
}

/// The place right behind the last character of the value.
fn end_of(text: &str, span: &Range<usize>) -> Range<usize> {
    let quoted = text[span.clone()].starts_with(['"', '\'']);
    let end = span.end - usize::from(quoted && span.len() > 1);
    end..end
}

fn pieces(text: &str, span: Range<usize>) -> Vec<Piece> {
    let mut walk = Walk { text, at: span.start, end: span.end, pieces: vec![] };
    match text.as_bytes().get(span.start) {
        Some(b'"') => walk.quoted('"'),
        Some(b'\'') => walk.quoted('\''),
        _ => match block(&text[..span.start]) {
            Some(block) => walk.block(&block),
            None => walk.plain(),
        },
    }
    walk.pieces
}

/// How a block scalar is written.
struct Block {
    folded: bool,
    indent: usize,
    /// Empty lines before the first character, which belong to the value.
    empty: usize,
}

/// What introduces a block scalar whose first character follows `before`.
fn block(before: &str) -> Option<Block> {
    let head = before.trim_end();
    if !before[head.len()..].contains(['\n', '\r']) {
        return None;
    }
    let line = head.rsplit(['\n', '\r']).next()?;
    let line = line.split(" #").next()?.trim_end();
    let word = line.rsplit([' ', '\t']).next()?;
    let marks = word.strip_prefix(['|', '>'])?;
    let indent = before.len() - before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let empty = before[head.len()..].replace("\r\n", "\n").matches(['\n', '\r']).count() - 1;
    let known = marks.chars().all(|c| matches!(c, '+' | '-' | '1'..='9'));
    known.then(|| Block { folded: word.starts_with('>'), indent, empty })
}

struct Walk<'t> {
    text: &'t str,
    at: usize,
    end: usize,
    pieces: Vec<Piece>,
}

impl Walk<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..self.end]
    }

    fn next(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The next `length` bytes of the text mean `value`.
    fn take(&mut self, length: usize, value: impl Into<String>) {
        let written = self.at..self.at + length;
        self.at = written.end;
        self.pieces.push(Piece { value: value.into(), written });
    }

    fn take_char(&mut self, c: char) {
        self.take(c.len_utf8(), c);
    }

    fn skip_blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start_matches([' ', '\t']).len();
    }

    fn skip_break(&mut self) -> bool {
        let length = ["\r\n", "\n", "\r"].iter().find(|b| self.rest().starts_with(**b)).map_or(0, |b| b.len());
        self.at += length;
        length > 0
    }

    fn plain(&mut self) {
        while let Some(c) = self.next() {
            if matches!(c, ' ' | '\t' | '\n' | '\r') { self.gap() } else { self.take_char(c) }
        }
    }

    fn quoted(&mut self, quote: char) {
        self.at += 1;
        self.end = self.end.saturating_sub(1).max(self.at);
        while let Some(c) = self.next() {
            match c {
                '\\' if quote == '"' => self.escape(),
                '\'' if quote == '\'' => self.take(2.min(self.rest().len()), '\''),
                ' ' | '\t' | '\n' | '\r' => self.gap(),
                c => self.take_char(c),
            }
        }
    }

    /// Blanks inside of a line stay; those around a line break become one space, or a break for each empty line.
    fn gap(&mut self) {
        let start = self.at;
        self.skip_blanks();
        let blanks = self.at;
        let mut breaks = 0;
        while self.skip_break() {
            breaks += 1;
            self.skip_blanks();
        }
        let end = self.at;
        self.at = start;
        match breaks {
            0 => self.take(blanks - start, self.text[start..blanks].to_string()),
            1 => self.take(end - start, ' '),
            more => self.take(end - start, "\n".repeat(more - 1)),
        }
    }

    fn escape(&mut self) {
        let code = self.rest()[1..].chars().next().unwrap_or('\\');
        let digits = match code {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            '\r' | '\n' => return self.continued(),
            _ => return self.take(1 + code.len_utf8(), simple_escape(code)),
        };
        let number = self.rest().get(2..2 + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        let value = number.and_then(char::from_u32).map_or_else(String::new, String::from);
        self.take((2 + digits).min(self.rest().len()), value);
    }

    /// A line that ends with a backslash goes on without a space.
    fn continued(&mut self) {
        let start = self.at;
        self.at += 1;
        self.skip_break();
        self.skip_blanks();
        let mut empty = 0;
        while self.skip_break() {
            empty += 1;
            self.skip_blanks();
        }
        let end = self.at;
        self.at = start;
        self.take(end - start, "\n".repeat(empty));
    }

    /// Lines without their indentation; folded ones are joined unless they are indented more.
    fn block(&mut self, block: &Block) {
        let mut before: Option<bool> = None;
        let mut empty = block.empty;
        let mut break_at = self.at;
        while self.at < self.end {
            let line = self.rest().find(['\n', '\r']).map_or(self.end, |n| self.at + n);
            let more = matches!(self.next(), Some(' ' | '\t'));
            if self.text[self.at..line].is_empty() && before.is_some() {
                empty += 1;
            } else {
                let join = match before {
                    None => "\n".repeat(empty),
                    Some(more_before) if block.folded && !more && !more_before => match empty {
                        0 => " ".to_string(),
                        n => "\n".repeat(n),
                    },
                    Some(_) => "\n".repeat(empty + 1),
                };
                let start = self.at;
                self.pieces.push(Piece { value: join, written: break_at..start });
                while self.at < line {
                    let c = self.next().expect("the line goes on");
                    self.take_char(c);
                }
                (before, empty, break_at) = (Some(more), 0, line);
            }
            self.at = line;
            self.skip_break();
            let spaces = self.rest().len() - self.rest().trim_start_matches(' ').len();
            self.at += spaces.min(block.indent);
        }
    }
}

fn simple_escape(code: char) -> char {
    match code {
        '0' => '\0',
        'a' => '\x07',
        'b' => '\x08',
        't' => '\t',
        'n' => '\n',
        'v' => '\x0b',
        'f' => '\x0c',
        'r' => '\r',
        'e' => '\x1b',
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        same => same,
    }
}
