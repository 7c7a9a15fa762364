//! Tokens of a query: just enough to tell its clauses apart. What stands in them is read by `model::sql`.

use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word without quotes, or a number.
    Word,
    /// A name in backquotes.
    Quoted,
    /// A text.
    Text,
    /// A sign of one character.
    Sign,
}

/// A token, where it stands, and how many brackets are open around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Bytes of the query.
    pub span: Range<usize>,
    /// Open brackets.
    pub depth: usize,
}

/// What is wrong with a query, where, and the way out.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Bytes of the query.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub help: String,
}

impl Fault {
    /// A fault.
    pub fn new(span: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Fault {
        Fault { span, message: message.into(), help: help.into() }
    }
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The tokens, without blanks. Comments are refused: a query is one literal of the job, and a comment of YAML says as much.
pub fn tokens(sql: &str) -> Result<Vec<Token>, Fault> {
    let mut found = vec![];
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(c) = sql[at..].chars().next() {
        if sql[at..].starts_with("--") || sql[at..].starts_with("/*") {
            return Err(Fault::new(at..at + 2, "a comment inside of a query", "write it as a comment of YAML, with `#`"));
        }
        let start = at;
        let kind = match c {
            c if c.is_whitespace() => None,
            '\'' | '"' | '`' => Some(if c == '`' { Kind::Quoted } else { Kind::Text }),
            c if in_word(c) => Some(Kind::Word),
            _ => Some(Kind::Sign),
        };
        at = match kind {
            Some(Kind::Quoted | Kind::Text) => closed(sql, at, c)?,
            Some(Kind::Word) => sql[at..].find(|c: char| !in_word(c)).map_or(sql.len(), |n| at + n),
            _ => at + c.len_utf8(),
        };
        depth = depth.saturating_sub(usize::from(c == ')' && kind == Some(Kind::Sign)));
        found.extend(kind.map(|kind| Token { kind, span: start..at, depth }));
        depth += usize::from(c == '(' && kind == Some(Kind::Sign));
    }
    Ok(found)
}

/// Where a quote that opens at `at` is over.
fn closed(sql: &str, at: usize, quote: char) -> Result<usize, Fault> {
    let mut escaped = false;
    for (n, c) in sql[at + 1..].char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' && quote != '`' {
            escaped = true;
        } else if c == quote {
            return Ok(at + 1 + n + 1);
        }
    }
    Err(Fault::new(at..at + 1, "this quote is not closed", format!("close it with `{quote}`")))
}

/// The name of a token that is one.
pub fn name(sql: &str, token: &Token) -> Option<String> {
    let text = &sql[token.span.clone()];
    match token.kind {
        Kind::Word => Some(text.to_string()),
        Kind::Quoted => Some(text[1..text.len() - 1].to_string()),
        _ => None,
    }
}

/// The column of an expression that is nothing but a column: `x`, or `table.x`.
pub fn plain(expression: &str) -> Option<String> {
    let tokens = tokens(expression).ok()?;
    match tokens.as_slice() {
        [one] => name(expression, one),
        [_, dot, last] if &expression[dot.span.clone()] == "." => name(expression, last),
        _ => None,
    }
}

/// All words and names of a query, each once.
pub fn words(sql: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![];
    for word in tokens(sql).unwrap_or_default().iter().filter_map(|token| name(sql, token)) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}
