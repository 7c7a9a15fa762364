//! Names of a query: which table a column is of.

use super::clauses::Clauses;
use super::scan::{Kind, Token, name, tokens};
use crate::diagnostics::{Finding, codes};
use crate::model::ribs::missing_column;
use crate::model::{At, Column};
use std::ops::Range;

/// The tables of a query, by the names that they have in it.
#[derive(Debug, Default)]
pub struct Inputs(Vec<(String, Vec<Column>)>);

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

impl Inputs {
    /// Adds a table.
    pub fn add(&mut self, alias: String, columns: Vec<Column>) {
        self.0.push((alias, columns));
    }

    fn table(&self, alias: &str) -> Option<&[Column]> {
        self.0.iter().find(|(name, _)| same(name, alias)).map(|(_, columns)| columns.as_slice())
    }

    /// All columns, each name once; one that stands for values of two types has none that can be told.
    pub fn columns(&self) -> Vec<Column> {
        let mut all: Vec<Column> = vec![];
        for column in self.0.iter().flat_map(|(_, columns)| columns) {
            match all.iter_mut().find(|c| same(&c.name, &column.name)) {
                Some(known) => {
                    known.flow.sources.extend(column.flow.sources.iter().cloned());
                    known.flow.add(column.flow.personal.clone());
                    if known.kind.value != column.kind.value {
                        known.kind.value = String::new();
                    }
                }
                None => all.push(column.clone()),
            }
        }
        all
    }

    /// Findings for `table.column` without such a column, and for a column that two tables have.
    pub fn misnamed(&self, query: &At<String>, clauses: &Clauses) -> Vec<Finding> {
        let all = tokens(&query.value).unwrap_or_default();
        let parts = clauses.items.iter().map(|item| &item.value).chain(&clauses.conditions).chain(&clauses.groups);
        let inside = |token: &Token| parts.clone().any(|p| p.start <= token.span.start && token.span.end <= p.end);
        let mut findings = vec![];
        for (at, token) in all.iter().enumerate().filter(|(_, token)| inside(token)) {
            let Some(column) = name(&query.value, token) else { continue };
            let place = query.within(token.span.clone());
            match self.qualifier(&query.value, &all, at) {
                Some(table) => findings.extend(missing_column(table, &column, place)),
                None if self.ambiguous(&query.value, &all, at) => {
                    let tables: Vec<String> = self.holders(&column).map(|alias| format!("`{alias}.{column}`")).collect();
                    let finding = Finding::error(codes::QUERY_INPUT, place, format!("`{column}` stands in two tables"));
                    findings.push(finding.help(format!("write {}", tables.join(" or "))));
                }
                None => {}
            }
        }
        findings
    }

    /// The table that is named before a column, as in `table.column`.
    fn qualifier(&self, sql: &str, all: &[Token], at: usize) -> Option<&[Column]> {
        let dot = at.checked_sub(1).filter(|n| &sql[all[*n].span.clone()] == ".")?;
        let before = dot.checked_sub(1)?;
        let first = before.checked_sub(1).is_none_or(|n| &sql[all[n].span.clone()] != ".");
        self.table(&name(sql, &all[before]).filter(|_| first)?)
    }

    fn ambiguous(&self, sql: &str, all: &[Token], at: usize) -> bool {
        let sign = |n: Option<usize>, sign: &str| n.and_then(|n| all.get(n)).is_some_and(|t| &sql[t.span.clone()] == sign);
        let alone = !sign(at.checked_sub(1), ".") && !sign(Some(at + 1), "(") && !sign(Some(at + 1), ".");
        alone && name(sql, &all[at]).is_some_and(|column| self.holders(&column).count() > 1)
    }

    fn holders<'a>(&'a self, column: &'a str) -> impl Iterator<Item = &'a str> {
        let holds = move |columns: &[Column]| columns.iter().any(|c| same(&c.name, column));
        self.0.iter().filter(move |(_, columns)| holds(columns)).map(|(alias, _)| alias.as_str())
    }

    /// A part of a query with blanks around it and in place of the names of tables, so that each byte stays where it is.
    pub fn unqualified(&self, sql: &str, part: &Range<usize>) -> String {
        let all = tokens(sql).unwrap_or_default();
        let mut bytes = " ".repeat(part.start).into_bytes();
        bytes.extend(&sql.as_bytes()[part.clone()]);
        for (at, token) in all.iter().enumerate().filter(|(_, token)| part.start <= token.span.start && token.span.end <= part.end) {
            if matches!(token.kind, Kind::Word | Kind::Quoted) && self.qualifier(sql, &all, at).is_some() {
                bytes[all[at - 2].span.start..token.span.start].fill(b' ');
            }
        }
        String::from_utf8(bytes).unwrap_or_default()
    }
}
