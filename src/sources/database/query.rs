//! The query of a database source: one SELECT in that database's own SQL.

use super::dialect::Dialect;
use sqlparser::ast::{Expr, Query, SelectItem, SetExpr, Statement};
use sqlparser::parser::Parser;

/// What keeps a text from being read as the rows of a source: a message and the way out.
pub type Refusal = (String, String);

/// The columns that a query shows; `None` when it selects `*`, which only the database can tell.
pub fn columns(dialect: &Dialect, text: &str) -> Result<Option<Vec<String>>, Refusal> {
    let one = || "write one SELECT, without a semicolon".to_string();
    if text.trim_end().ends_with(';') {
        return Err(("a query ends without a semicolon".to_string(), one()));
    }
    let statements = Parser::parse_sql(&*dialect.grammar(), text)
        .map_err(|problem| (format!("this is not the SQL of {}: {}", dialect.name, words(&problem)), one()))?;
    match statements.as_slice() {
        [Statement::Query(query)] => rows(dialect, query).map(|()| names(&query.body)),
        _ => Err(("a source reads one SELECT and nothing else".to_string(), one())),
    }
}

/// The parser's message without its own prefix.
fn words(problem: &sqlparser::parser::ParserError) -> String {
    let text = problem.to_string();
    text.strip_prefix("sql parser error: ").map_or(text.clone(), str::to_string)
}

/// Refuses what has no meaning, or another one, inside `select … from (query)`.
fn rows(dialect: &Dialect, query: &Query) -> Result<(), Refusal> {
    let refuse = |what: &str, help: &str| Err((what.to_string(), help.to_string()));
    if query.order_by.is_some() {
        return refuse("`order by` has no effect on an extract", "remove it: the table has no order");
    }
    if !query.locks.is_empty() {
        return refuse("an extract takes no locks", "remove `for update`");
    }
    if query.limit_clause.is_some() || query.fetch.is_some() {
        return refuse("a limit leaves out rows that nobody chose", "say with `where` which rows are meant");
    }
    if query.with.is_some() && !dialect.nested_with {
        let message = format!("{} takes no `with` inside another query", dialect.name);
        return refuse(&message, "write its queries where they are used, or make a view");
    }
    match select(&query.body) {
        Some(select) if select.into.is_some() => refuse("an extract writes no table", "remove `into`"),
        Some(_) => Ok(()),
        None => refuse("a source reads one SELECT and nothing else", "write one SELECT, without a semicolon"),
    }
}

/// The SELECT that names the columns: the first one of a union.
fn select(body: &SetExpr) -> Option<&sqlparser::ast::Select> {
    match body {
        SetExpr::Select(select) => Some(select),
        SetExpr::Query(query) => select(&query.body),
        SetExpr::SetOperation { left, .. } => select(left),
        _ => None,
    }
}

fn names(body: &SetExpr) -> Option<Vec<String>> {
    let mut names = vec![];
    for item in &select(body)?.projection {
        match item {
            SelectItem::ExprWithAlias { alias, .. } => names.push(alias.value.clone()),
            SelectItem::UnnamedExpr(Expr::Identifier(name)) => names.push(name.value.clone()),
            SelectItem::UnnamedExpr(Expr::CompoundIdentifier(path)) => {
                names.extend(path.last().map(|p| p.value.clone()))
            }
            SelectItem::UnnamedExpr(_) => {}
            _ => return None,
        }
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::super::dialect::{MYSQL, ORACLE, POSTGRES, SQLSERVER};
    use super::*;

    fn refused(dialect: &Dialect, text: &str) -> String {
        columns(dialect, text).expect_err(text).0
    }

    #[test]
    fn each_database_reads_its_own_quotes() {
        let names = |dialect, text| columns(dialect, text).expect(text).expect(text);
        assert_eq!(names(&MYSQL, "select `a b`, t.c, count(*) as n from t"), ["a b", "c", "n"]);
        assert_eq!(names(&SQLSERVER, "select top 5 [a b] from dbo.t with (nolock)"), ["a b"]);
        assert_eq!(names(&ORACLE, "select nvl(a, 0) x, b from t"), ["x", "b"]);
        assert_eq!(names(&POSTGRES, "select \"A\", b::text as c from t union all select 1, 2"), ["A", "c"]);
        assert_eq!(columns(&POSTGRES, "select t.*, 1 as n from t"), Ok(None));
    }

    #[test]
    fn what_is_no_query_is_refused() {
        assert!(refused(&POSTGRES, "delete from t").contains("one SELECT"));
        assert!(refused(&POSTGRES, "select 1; select 2").contains("one SELECT"));
        assert!(refused(&POSTGRES, "select 1;").contains("semicolon"));
        assert!(refused(&MYSQL, "select a form t where").contains("MySQL"));
        assert!(refused(&POSTGRES, "select a from t order by a").contains("order by"));
        assert!(refused(&POSTGRES, "select a from t limit 5").contains("limit"));
        assert!(refused(&POSTGRES, "select a from t for update").contains("locks"));
        assert!(refused(&SQLSERVER, "with q as (select 1 as a) select a from q").contains("with"));
        assert!(refused(&SQLSERVER, "select a into b from t").contains("writes"));
        assert!(columns(&POSTGRES, "with q as (select 1 as a) select a from q").is_ok());
    }
}
