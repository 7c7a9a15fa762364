//! Spark SQL expressions of specs: do they parse, and which columns do they read.

use super::{At, Column};
use crate::diagnostics::{Finding, codes};
use sqlparser::dialect::SparkSqlDialect;
use sqlparser::keywords::Keyword;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::{Token, Tokenizer};

/// Findings for an expression: syntax, or columns that do not exist.
pub fn check(sql: &At<String>, columns: &[Column]) -> Vec<Finding> {
    if let Err(problem) = parse(&sql.value) {
        let finding = Finding::error(codes::BAD_SQL, sql.at, format!("this SQL does not parse: {problem}"));
        return vec![finding.help("write one Spark SQL expression, such as `monto / trm`")];
    }
    let used = columns_used(&sql.value);
    used.iter().filter_map(|name| super::ribs::missing_column(columns, name, sql.at)).collect()
}

fn parse(sql: &str) -> Result<(), String> {
    let mut parser = Parser::new(&SparkSqlDialect {}).try_with_sql(sql).map_err(|e| e.to_string())?;
    parser.parse_expr().map_err(|e| e.to_string())?;
    match parser.peek_token().token {
        Token::EOF => Ok(()),
        rest => Err(format!("unexpected `{rest}` after the expression")),
    }
}

/// Names of the columns that an expression reads, in order, each once. Function names, keywords, struct fields and the
/// parameters of lambdas are not columns.
pub fn columns_used(sql: &str) -> Vec<String> {
    let tokens: Vec<Token> = match Tokenizer::new(&SparkSqlDialect {}, sql).tokenize() {
        Ok(tokens) => tokens.into_iter().filter(|t| !matches!(t, Token::Whitespace(_))).collect(),
        Err(_) => return vec![],
    };
    let lambda = tokens.contains(&Token::Arrow);
    let mut used: Vec<String> = vec![];
    for (i, token) in tokens.iter().enumerate() {
        let Token::Word(word) = token else { continue };
        let called = tokens.get(i + 1) == Some(&Token::LParen);
        let field = i > 0 && tokens[i - 1] == Token::Period;
        let keyword = word.quote_style.is_none() && word.keyword != Keyword::NoKeyword;
        if !called && !field && !keyword && !lambda && !used.contains(&word.value) {
            used.push(word.value.clone());
        }
    }
    used
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
