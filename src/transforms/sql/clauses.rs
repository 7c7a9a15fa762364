//! The clauses of a query: what it selects, from where, and under which conditions.

use super::scan::{Fault, Kind, Token, name, tokens};
use std::ops::Range;

/// A value that the query gives.
#[derive(Clone, Debug)]
pub struct Item {
    /// Under which name.
    pub name: String,
    /// The expression.
    pub value: Range<usize>,
}

/// A table that the query reads.
#[derive(Clone, Debug)]
pub struct Source {
    /// Name of the table.
    pub table: String,
    /// What it is called here.
    pub alias: String,
    /// Where its name stands.
    pub span: Range<usize>,
}

/// A query, in bytes of its text.
#[derive(Clone, Debug, Default)]
pub struct Clauses {
    /// Values, in order.
    pub items: Vec<Item>,
    /// Tables, in order.
    pub sources: Vec<Source>,
    /// Conditions of joins, of rows and of groups.
    pub conditions: Vec<Range<usize>>,
    /// What groups are made by.
    pub groups: Vec<Range<usize>>,
}

const FORM: &str = "write `select … from rows [left] join … on … where … group by …`";
const JOINS: [&str; 5] = ["join", "inner", "left", "semi", "anti"];
/// Words that begin what follows a table.
const AFTER_TABLE: [&str; 7] = ["join", "inner", "left", "where", "group", "having", "on"];

/// Reads a query.
pub fn read(sql: &str) -> Result<Clauses, Fault> {
    let tokens = tokens(sql)?;
    let mut reader = Reader { sql, tokens, at: 0, found: Clauses::default() };
    reader.no_query_inside()?;
    reader.select()?;
    reader.from()?;
    reader.rest()?;
    Ok(reader.found)
}

struct Reader<'s> {
    sql: &'s str,
    tokens: Vec<Token>,
    at: usize,
    found: Clauses,
}

impl Reader<'_> {
    fn text(&self, at: usize) -> String {
        self.tokens.get(at).map_or(String::new(), |token| self.sql[token.span.clone()].to_lowercase())
    }

    fn is(&self, word: &str) -> bool {
        self.tokens.get(self.at).is_some_and(|t| t.kind != Kind::Quoted && t.kind != Kind::Text) && self.text(self.at) == word
    }

    fn take(&mut self, word: &str) -> bool {
        let found = self.is(word);
        self.at += usize::from(found);
        found
    }

    fn here(&self) -> Range<usize> {
        self.tokens.get(self.at).map_or(self.sql.len()..self.sql.len(), |token| token.span.clone())
    }

    fn fault<T>(&self, message: impl Into<String>, help: &str) -> Result<T, Fault> {
        Err(Fault::new(self.here(), message, help))
    }

    fn need(&mut self, word: &str) -> Result<(), Fault> {
        if self.take(word) {
            return Ok(());
        }
        match self.text(self.at) {
            end if end.is_empty() => self.fault(format!("the query ends where `{word}` is missing"), FORM),
            other => self.fault(format!("`{other}` stands where `{word}` is missing"), FORM),
        }
    }

    fn no_query_inside(&self) -> Result<(), Fault> {
        let inside = |(at, token): &(usize, &Token)| *at > 0 && token.kind == Kind::Word && self.text(*at) == "select";
        match self.tokens.iter().enumerate().find(inside) {
            Some((_, token)) => Err(Fault::new(
                token.span.clone(),
                "a query inside of another cannot be followed",
                "join the table, or make a dataset of the inner query",
            )),
            None => Ok(()),
        }
    }

    /// Up to the next of these words outside of brackets; the range of what stands before it, `None` when nothing does.
    fn until(&mut self, words: &[&str]) -> Option<Range<usize>> {
        let start = self.at;
        while self.at < self.tokens.len() {
            let token = &self.tokens[self.at];
            if token.depth == 0 && matches!(token.kind, Kind::Word | Kind::Sign) && words.contains(&&*self.text(self.at)) {
                break;
            }
            self.at += 1;
        }
        (self.at > start).then(|| self.tokens[start].span.start..self.tokens[self.at - 1].span.end)
    }

    fn select(&mut self) -> Result<(), Fault> {
        self.need("select")?;
        if self.is("distinct") {
            return self.fault("`distinct` loses rows uncounted", "`group by` the columns and say `gives: groups`");
        }
        loop {
            let first = self.at;
            let Some(span) = self.until(&[",", "from"]) else { return self.fault("a value is missing here", FORM) };
            let item = self.item(first, span)?;
            self.found.items.push(item);
            if !self.take(",") {
                return Ok(());
            }
        }
    }

    /// A value and its name: the last word after `as`, or that of a column.
    fn item(&self, first: usize, span: Range<usize>) -> Result<Item, Fault> {
        let own = &self.tokens[first..self.at];
        let named = |token: &Token| name(self.sql, token);
        let text = |token: &Token| self.sql[token.span.clone()].to_lowercase();
        match own {
            [.., star] if text(star) == "*" => {
                Err(Fault::new(span, "a star gives whatever a table has today", "write the columns out"))
            }
            [value @ .., keyword, last] if !value.is_empty() && text(keyword) == "as" && named(last).is_some() => {
                Ok(Item { name: named(last).unwrap_or_default(), value: span.start..value[value.len() - 1].span.end })
            }
            [one] if named(one).is_some() => Ok(Item { name: named(one).unwrap_or_default(), value: span }),
            [_, dot, last] if text(dot) == "." && named(last).is_some() => {
                Ok(Item { name: named(last).unwrap_or_default(), value: span })
            }
            _ => Err(Fault::new(span, "this value has no name", "write `… as name`")),
        }
    }

    fn from(&mut self) -> Result<(), Fault> {
        self.need("from")?;
        self.source()?;
        while JOINS.iter().any(|word| self.is(word)) {
            let left = self.take("left");
            if left {
                let _ = self.take("outer") || self.take("semi") || self.take("anti");
            } else {
                let _ = self.take("inner") || self.take("semi") || self.take("anti");
            }
            self.need("join")?;
            self.source()?;
            self.joined()?;
        }
        Ok(())
    }

    fn source(&mut self) -> Result<(), Fault> {
        let Some(table) = self.tokens.get(self.at).filter(|t| t.kind == Kind::Word).and_then(|t| name(self.sql, t)) else {
            return self.fault("a table is missing here", "write `rows` or a name of `from:`");
        };
        let span = self.here();
        self.at += 1;
        if self.is(".") || self.is("(") {
            self.at -= 1;
            let message = format!("`{table}` is not read by its name");
            return self.fault(message, "a query reads `rows` and the names of `from:`, no paths, schemas or functions");
        }
        let keyword = self.take("as");
        let next = self.tokens.get(self.at).filter(|t| t.kind == Kind::Word).and_then(|t| name(self.sql, t));
        let alias = next.filter(|word| keyword || !(AFTER_TABLE.contains(&&*word.to_lowercase()) || refused(word)));
        self.at += usize::from(alias.is_some());
        self.found.sources.push(Source { alias: alias.unwrap_or_else(|| table.clone()), table, span });
        Ok(())
    }

    fn joined(&mut self) -> Result<(), Fault> {
        self.need("on")?;
        self.condition(&["join", "inner", "left", "where", "group", "having"])
    }

    fn condition(&mut self, ends: &[&str]) -> Result<(), Fault> {
        let ends: Vec<&str> = ends.iter().copied().chain(REFUSED).collect();
        let Some(span) = self.until(&ends) else { return self.fault("a condition is missing here", FORM) };
        self.found.conditions.push(span);
        Ok(())
    }

    fn rest(&mut self) -> Result<(), Fault> {
        if self.take("where") {
            self.condition(&["group", "having"])?;
        }
        if self.take("group") {
            self.need("by")?;
            self.grouped()?;
        }
        if self.take("having") {
            return self.fault("`having` loses groups uncounted", "`filter` the groups in a step after this one");
        }
        match self.text(self.at) {
            end if end.is_empty() => Ok(()),
            other => self.fault(format!("`{other}` has no place in this query"), FORM),
        }
    }

    fn grouped(&mut self) -> Result<(), Fault> {
        loop {
            let ends: Vec<&str> = [",", "having"].into_iter().chain(REFUSED).collect();
            let Some(span) = self.until(&ends) else { return self.fault("a column is missing here", FORM) };
            self.found.groups.push(span);
            if !self.take(",") {
                return Ok(());
            }
        }
    }
}

/// Words that begin what a query may not have.
const REFUSED: [&str; 16] = [
    "order", "limit", "offset", "union", "intersect", "except", "minus", "window", "sort", "cluster", "distribute",
    "lateral", "right", "full", "cross", "natural",
];

fn refused(word: &str) -> bool {
    REFUSED.contains(&&*word.to_lowercase()) || ["pivot", "unpivot", "tablesample"].contains(&&*word.to_lowercase())
}
