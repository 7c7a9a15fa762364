//! Spark SQL expressions of specs: parsed by Spark 3.5's own grammar, typed by its rules, each finding at its token.
//!
//! [`expression`] is the one way in. What Spark would refuse when the job runs is an error here; what it would turn into NULL
//! unseen is a warning, or an error where it is certain. A test compares grammar, functions and types with Spark itself.

mod arguments;
mod ast;
mod calls;
mod check;
mod functions;
mod lex;
mod operators;
mod parse;
mod primary;
mod results;
mod types;

use super::{At, Column, DataType, Flow};
use crate::diagnostics::{Finding, codes};
use ast::{Expr, Literal, Node};
use check::Checker;
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
    /// Whether its value may be read in the result; not so where it is only compared, counted or measured.
    pub carries: bool,
}

/// What is known of an expression.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The type of its values; `None` where it cannot be told.
    pub kind: Option<DataType>,
    /// Columns that it reads, in order, each use.
    pub reads: Vec<ColumnUse>,
    /// Where its values come from: the flow of the column that is made of it.
    pub flow: Flow,
}

/// Reads an expression over these columns: its type, what it reads, and what is wrong with it, each finding at its token.
pub fn expression(sql: &At<String>, columns: &[Column], wanted: Wanted<'_>) -> (Typed, Vec<Finding>) {
    let expr = match parse::parse(&sql.value) {
        Ok(expr) => expr,
        Err(fault) => {
            let finding = Finding::error(codes::BAD_SQL, sql.within(fault.span), fault.message);
            return (Typed::default(), vec![finding.help(fault.help)]);
        }
    };
    let mut checker = Checker::new(sql, columns, wanted);
    checker.typed.kind = match wanted {
        Wanted::Condition => checker.condition(&expr, ""),
        Wanted::Value => checker.part(&expr),
        Wanted::As(kind) | Wanted::OfGroup { kind, .. } => declared(&mut checker, &expr, kind),
    };
    let mut typed = checker.typed;
    typed.flow = Flow::of_reads(sql, &typed.reads, columns);
    (typed, checker.findings)
}

/// An expression whose values are cast to a declared type.
fn declared(checker: &mut Checker<'_>, expr: &Expr, kind: &DataType) -> Option<DataType> {
    let found = checker.part(expr);
    let text = checker.text(&expr.span);
    match (&found, &expr.node) {
        (Some(from), _) if !types::castable(from, kind) => {
            let message = format!("`{text}` is `{from}`, which cannot be cast to the declared `{kind}`");
            let help = format!("declare `type: {from}`, or change the expression");
            checker.error(codes::CANNOT_CAST, &expr.span, message, help);
        }
        (_, Node::Literal(Literal::Number(digits, _))) if types::overflows(digits, kind) => {
            let message = format!("`{text}` does not fit into `{kind}`");
            checker.error(codes::NUMBER_TOO_LARGE, &expr.span, message, "declare a type with more digits");
        }
        (_, Node::Literal(Literal::Text(constant))) if !types::reads_as(constant, kind) => {
            let message = format!("{text} is not {}: Spark makes NULL of it", types::article(kind));
            checker.error(codes::ALWAYS_NULL, &expr.span, message, "write a value of the declared type");
        }
        _ => {}
    }
    found
}

/// Names that a text of SQL reads, in order, each once: columns, without the parameters of lambdas.
pub fn columns_used(sql: &str) -> Vec<String> {
    fn collect<'e>(expr: &'e Expr, params: &mut Vec<&'e str>, used: &mut Vec<String>) {
        let before = params.len();
        match &expr.node {
            Node::Name(name) if !params.contains(&name.name.as_str()) && !used.contains(&name.name) => {
                used.push(name.name.clone());
            }
            Node::Lambda(names, _) => params.extend(names.iter().map(|n| n.name.as_str())),
            _ => {}
        }
        expr.children().into_iter().for_each(|child| collect(child, params, used));
        params.truncate(before);
    }
    let mut used = vec![];
    if let Ok(expr) = parse::parse(sql) {
        collect(&expr, &mut vec![], &mut used);
    }
    used
}

#[cfg(test)]
mod tests;
