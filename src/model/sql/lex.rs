//! Tokens of Spark SQL, each with the bytes that it was written in.

use super::ast::Span;

/// A token.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A word without quotes: a keyword, a function or a column.
    Word,
    /// A name in backquotes, unquoted.
    Quoted(String),
    /// A text, unescaped.
    Text(String),
    /// A number with its suffix.
    Number,
    /// An operator or a bracket.
    Sign(&'static str),
    /// The end.
    End,
}

/// A token and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lexeme {
    pub token: Token,
    pub span: Span,
}

/// What is wrong with a text: where, what, and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub span: Span,
    pub message: String,
    pub help: String,
}

impl Fault {
    pub fn new(span: Span, message: impl Into<String>, help: impl Into<String>) -> Fault {
        Fault { span, message: message.into(), help: help.into() }
    }
}

/// Longer signs first.
const SIGNS: [&str; 30] = [
    "<=>", "<=", ">=", "<>", "!=", "==", "!<", "!>", "||", "->", "=>", "::", "(", ")", "[", "]", ",", ".", "+", "-",
    "*", "/", "%", "=", "<", ">", "!", "~", "&", "|",
];

/// The tokens of an expression, the end included. Bytes are never lost: a fault points at what cannot be read.
pub(super) fn tokens(sql: &str) -> Result<Vec<Lexeme>, Fault> {
    let mut lexer = Lexer { sql, at: 0 };
    let mut found = Vec::with_capacity(sql.len() / 3 + 1);
    loop {
        lexer.skip()?;
        let start = lexer.at;
        let token = lexer.token()?;
        let end = token == Token::End;
        found.push(Lexeme { token, span: start..lexer.at });
        if end {
            return Ok(found);
        }
    }
}

/// Whether a word without quotes may hold this character.
fn in_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

struct Lexer<'t> {
    sql: &'t str,
    at: usize,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.sql[self.at..]
    }

    /// Passes blanks and comments.
    fn skip(&mut self) -> Result<(), Fault> {
        loop {
            let rest = self.rest();
            let blanks = rest.len() - rest.trim_start().len();
            self.at += blanks;
            if self.rest().starts_with("--") {
                let start = self.at;
                let Some(end) = self.rest().find('\n') else {
                    let message = "a comment at the end would hide what the job writes behind the expression";
                    return Err(Fault::new(start..start + 2, message, "write it as a comment of YAML, with `#`"));
                };
                self.at += end;
            } else if self.rest().starts_with("/*") {
                let start = self.at;
                let end = self
                    .rest()
                    .find("*/")
                    .ok_or_else(|| Fault::new(start..start + 2, "this comment has no end", "close it with `*/`"))?;
                self.at += end + 2;
            } else if blanks == 0 {
                return Ok(());
            }
        }
    }

    fn token(&mut self) -> Result<Token, Fault> {
        let Some(c) = self.rest().chars().next() else { return Ok(Token::End) };
        match c {
            '\'' | '"' => self.text(c, false),
            'r' | 'R' if self.rest()[1..].starts_with(['\'', '"']) => {
                self.at += 1;
                self.text(if self.rest().starts_with('"') { '"' } else { '\'' }, true)
            }
            '`' => self.quoted(),
            c if c.is_ascii_digit() => Ok(self.number_or_word()),
            '.' if self.rest()[1..].starts_with(|c: char| c.is_ascii_digit()) => Ok(self.number_or_word()),
            c if in_word(c) || c.is_alphanumeric() => self.word(),
            _ => self.sign(c),
        }
    }

    fn word(&mut self) -> Result<Token, Fault> {
        let start = self.at;
        let rest = self.rest();
        self.at += rest.find(|c| !in_word(c)).unwrap_or(rest.len());
        if self.rest().starts_with(|c: char| c.is_alphanumeric()) {
            Err(self.foreign_word(start))
        } else {
            Ok(Token::Word)
        }
    }

    /// Spark reads letters without accents only, unless the name stands in backquotes.
    fn foreign_word(&self, start: usize) -> Fault {
        let rest = self.rest();
        let end = self.at + rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let word = &self.sql[start..end];
        let message = format!("Spark reads `{word}` only in backquotes: it has letters beyond a to z");
        Fault::new(start..end, message, format!("write the name between backquotes: `{word}`"))
    }

    fn sign(&mut self, c: char) -> Result<Token, Fault> {
        if let Some(sign) = SIGNS.iter().find(|s| self.rest().starts_with(**s)) {
            self.at += sign.len();
            return Ok(Token::Sign(sign));
        }
        if c == '^' || c == ':' {
            self.at += 1;
            return Ok(Token::Sign(if c == '^' { "^" } else { ":" }));
        }
        let span = self.at..self.at + c.len_utf8();
        let help = if c == ';' { "write one expression, without `;`" } else { "remove it, or put it into quotes" };
        Err(Fault::new(span, format!("`{}` has no meaning in SQL", c.escape_debug()), help))
    }

    fn quoted(&mut self) -> Result<Token, Fault> {
        let start = self.at;
        let mut name = String::new();
        self.at += 1;
        loop {
            let Some(end) = self.rest().find('`') else {
                return Err(Fault::new(start..start + 1, "this name has no end", "close it with a backquote"));
            };
            name += &self.sql[self.at..self.at + end];
            self.at += end + 1;
            if !self.rest().starts_with('`') {
                return Ok(Token::Quoted(name));
            }
            name.push('`');
            self.at += 1;
        }
    }

    /// Backslashes escape the next character, except in raw texts, where nothing does.
    fn text(&mut self, quote: char, raw: bool) -> Result<Token, Fault> {
        let start = self.at;
        self.at += 1;
        let mut value = String::new();
        let mut chars = self.sql[self.at..].char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                c if c == quote => {
                    self.at += at + 1;
                    return self.single(quote, value);
                }
                '\\' if !raw => value.extend(chars.next().map(|(_, escaped)| unescaped(escaped))),
                c => value.push(c),
            }
        }
        Err(Fault::new(start..start + 1, "this text has no end", format!("close it with `{quote}`")))
    }

    /// A doubled quote is two texts side by side, which Spark 3.5 joins: the quote is lost.
    fn single(&mut self, quote: char, value: String) -> Result<Token, Fault> {
        if self.rest().starts_with(quote) {
            let span = self.at - 1..self.at + 1;
            let message =
                format!("`{quote}{quote}` inside of a text: Spark 3.5 joins two texts here, and the quote is lost");
            return Err(Fault::new(span, message, format!("write `\\{quote}` for a quote")));
        }
        Ok(Token::Text(value))
    }

    fn digits(&mut self) -> usize {
        let rest = self.rest();
        let length = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        self.at += length;
        length
    }

    fn number_or_word(&mut self) -> Token {
        let start = self.at;
        self.digits();
        if self.rest().starts_with('.') {
            self.at += 1;
            self.digits();
        }
        self.exponent();
        let rest = self.rest();
        let suffix = rest.find(|c| !in_word(c)).unwrap_or(rest.len());
        let known = ["", "l", "s", "y", "d", "f", "bd"].contains(&rest[..suffix].to_ascii_lowercase().as_str());
        self.at += suffix;
        if known || self.sql[start..self.at].contains('.') { Token::Number } else { Token::Word }
    }

    fn exponent(&mut self) {
        let rest = self.rest();
        let Some(after) = rest.strip_prefix(['e', 'E']) else { return };
        let after = after.strip_prefix(['+', '-']).unwrap_or(after);
        if after.starts_with(|c: char| c.is_ascii_digit()) {
            self.at += rest.len() - after.len();
            self.digits();
        }
    }
}

fn unescaped(c: char) -> char {
    match c {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        '0' => '\0',
        'b' => '\x08',
        'Z' => '\x1a',
        same => same,
    }
}
