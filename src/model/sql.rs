//! Spark SQL expressions of specs: do they parse, and which columns do they read.

use super::{At, Column, DataType};
use crate::diagnostics::{Finding, codes};
use sqlparser::dialect::SparkSqlDialect;
use sqlparser::keywords::Keyword;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::{Location, Token, Tokenizer};
use std::ops::Range;

/// What an expression stands for.
#[derive(Clone, Copy, Debug)]
pub enum Wanted<'a> {
    /// Any value of one row.
    Value,
    /// A condition on one row.
    Condition,
    /// A value of one row that is cast to this type.
    As(&'a DataType),
    /// A value of a group of rows that is cast to this type: what is not one of the columns `by` stands inside an aggregate.
    OfGroup {
        /// Columns of the group.
        by: &'a [&'a str],
        /// The declared type.
        kind: &'a DataType,
    },
}

/// A column that an expression reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnUse {
    /// Its name as declared.
    pub column: String,
    /// Bytes of the expression's text, as for [`At::within`].
    pub span: Range<usize>,
}

/// What is known of an expression.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The type of its values; `None` where it cannot be told.
    pub kind: Option<DataType>,
    /// Columns that it reads, in order, each use.
    pub reads: Vec<ColumnUse>,
}

/// Reads an expression over these columns: its type, what it reads, and what is wrong with it, each finding at its token.
pub fn expression(sql: &At<String>, columns: &[Column], _wanted: Wanted<'_>) -> (Typed, Vec<Finding>) {
    if let Err(problem) = parse(&sql.value) {
        let finding = Finding::error(codes::BAD_SQL, sql.at, format!("this SQL does not parse: {problem}"));
        return (Typed::default(), vec![finding.help("write one Spark SQL expression, such as `monto / trm`")]);
    }
    let reads = uses(&sql.value);
    let missing = |u: &ColumnUse| super::ribs::missing_column(columns, &u.column, sql.within(u.span.clone()));
    let findings = reads.iter().filter_map(missing).collect();
    (Typed { kind: None, reads }, findings)
}

fn parse(sql: &str) -> Result<(), String> {
    let mut parser = Parser::new(&SparkSqlDialect {}).try_with_sql(sql).map_err(|e| e.to_string())?;
    parser.parse_expr().map_err(|e| e.to_string())?;
    match parser.peek_token().token {
        Token::EOF => Ok(()),
        rest => Err(format!("unexpected `{rest}` after the expression")),
    }
}

/// Names of the columns that an expression reads, in order, each once.
pub fn columns_used(sql: &str) -> Vec<String> {
    let mut used: Vec<String> = vec![];
    for one in uses(sql) {
        if !used.contains(&one.column) {
            used.push(one.column);
        }
    }
    used
}

/// Function names, keywords, struct fields and the parameters of lambdas are not columns.
fn uses(sql: &str) -> Vec<ColumnUse> {
    let tokens: Vec<_> = match Tokenizer::new(&SparkSqlDialect {}, sql).tokenize_with_location() {
        Ok(tokens) => tokens.into_iter().filter(|t| !matches!(t.token, Token::Whitespace(_))).collect(),
        Err(_) => return vec![],
    };
    let lambda = tokens.iter().any(|t| t.token == Token::Arrow);
    let mut used = vec![];
    for (i, token) in tokens.iter().enumerate() {
        let Token::Word(word) = &token.token else { continue };
        let called = tokens.get(i + 1).is_some_and(|t| t.token == Token::LParen);
        let field = i > 0 && tokens[i - 1].token == Token::Period;
        let keyword = word.quote_style.is_none() && word.keyword != Keyword::NoKeyword;
        if !called && !field && !keyword && !lambda {
            let span = offset(sql, token.span.start)..offset(sql, token.span.end);
            used.push(ColumnUse { column: word.value.clone(), span });
        }
    }
    used
}

/// The byte of a line and a column, both from 1, the column in characters.
fn offset(sql: &str, place: Location) -> usize {
    let line: usize = sql.split_inclusive('\n').take(place.line as usize - 1).map(str::len).sum();
    let rest = sql[line..].char_indices().nth(place.column as usize - 1);
    rest.map_or(sql.len(), |(at, _)| line + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_keywords_and_fields_are_not_columns() {
        assert_eq!(columns_used("sum(case when tipo = 'RETIRO' then -monto else monto end)"), ["tipo", "monto"]);
        assert_eq!(
            columns_used("cast(`col con espacio` as decimal(18,2)) + persona.edad"),
            ["col con espacio", "persona"]
        );
    }

    #[test]
    fn a_rest_after_the_expression_does_not_parse() {
        assert!(parse("monto / trm").is_ok());
        assert!(parse("monto / trm; drop table x").is_err());
        assert!(parse("monto /").is_err());
    }
}
