//! What a database source must be, beyond its shape.

use super::dialect::Dialect;
use super::{Database, Watermark, query, reading};
use crate::diagnostics::suggest::{list, nearest};
use crate::diagnostics::{Finding, Origin, codes};
use crate::model::ribs::SourceScope;
use crate::model::{At, Column, DataType, Delivery};
use crate::sources::shape;

/// Findings of all checks.
pub fn all(dialect: &Dialect, written: &Database, scope: &SourceScope<'_>, findings: &mut Vec<Finding>) {
    findings.extend(scope.columns.iter().flat_map(|column| deliverable(column, written)).flatten());
    rows(dialect, written, scope, findings);
    zone(dialect, written, scope, findings);
    reading::all(written, scope, findings);
    if let Some(watermark) = &written.watermark {
        shape::check_column(&watermark.column, watermark.column.at, scope, findings);
        findings.extend(scope.column(&watermark.column).and_then(|column| grows(watermark, column)));
        findings.extend(deletions(written, watermark));
    }
}

/// The rows are those of a table or of a query, which shows the columns.
fn rows(dialect: &Dialect, written: &Database, scope: &SourceScope<'_>, findings: &mut Vec<Finding>) {
    match (&written.table, &written.query) {
        (Some(table), None) => {
            let parts = table.matches('.').count();
            if parts > dialect.qualifiers {
                let message =
                    format!("{} names a table with at most {} names before it", dialect.name, dialect.qualifiers);
                findings.push(Finding::error(codes::TABLE_OR_QUERY, table.at, message).help("write `schema.table`"));
            }
        }
        (None, Some(query)) => shown(dialect, query, scope, findings),
        (Some(table), Some(query)) => {
            let finding = Finding::error(codes::TABLE_OR_QUERY, query.at, "the source has a table and a query");
            findings.push(finding.see(table.at, "the table").help("keep the one that is meant"));
        }
        (None, None) => {
            let finding =
                Finding::error(codes::TABLE_OR_QUERY, written.connection.at, "the source has no rows to read");
            findings.push(finding.help("add `table: schema.table`, or `query: SELECT …`"));
        }
    }
}

fn shown(dialect: &Dialect, query: &At<String>, scope: &SourceScope<'_>, findings: &mut Vec<Finding>) {
    let names = match query::columns(dialect, query) {
        Ok(Some(names)) => names,
        Ok(None) => return,
        Err((message, help)) => {
            findings.push(Finding::error(codes::BAD_QUERY, query.at, message).help(help));
            return;
        }
    };
    for column in scope.columns {
        let name = column.source_name.value.as_str();
        if names.iter().any(|shown| shown.eq_ignore_ascii_case(name)) {
            continue;
        }
        let at = origin(&column.source_name.from, query.at);
        let finding = Finding::error(codes::QUERY_COLUMN, at, format!("the query shows no column `{name}`"));
        let finding = finding.see(query.at, "the query");
        findings.push(match nearest(name, names.iter().map(String::as_str)) {
            Some(close) => {
                finding.help(format!("did you mean `{close}`? Write `from: {close}`, or `as {name}` in the query"))
            }
            None => finding.help(format!("it shows {}", list(names.iter().map(String::as_str)))),
        });
    }
}

/// A database has values of one type, and one zone of its own.
fn deliverable(column: &Column, written: &Database) -> [Option<Finding>; 2] {
    let nested = matches!(column.data_type(), Some(DataType::Array(_) | DataType::Map(..) | DataType::Struct(_)));
    let kind = origin(&column.kind.from, written.connection.at);
    let message = format!("an extract has no type for `{}`, which is `{}`", column.name.value, column.kind.value);
    let error = |at, message| Finding::error(codes::DATABASE_COLUMN, at, message);
    let structure =
        nested.then(|| error(kind, message).help("take its parts as columns of a `query:`, or its text as `string`"));
    let zone = column.timezone.as_ref().map(|zone| {
        let message =
            format!("`{}` has a zone of its own, but the session with the database has one for all", column.name.value);
        error(origin(&zone.from, kind), message)
            .help("write `timezone:` in `source:`, or convert the column in a `query:`")
    });
    [structure, zone]
}

fn origin(from: &crate::model::Origins, otherwise: Origin) -> Origin {
    from.iter().next().unwrap_or(otherwise)
}

/// A window of rows is cut at a moment, a day or a whole number.
fn grows(watermark: &Watermark, column: &Column) -> Option<Finding> {
    let kind = column.kind.value.as_str();
    if matches!(kind, "timestamp" | "date" | "int" | "bigint") {
        return None;
    }
    let message = format!("`{}` is `{kind}`, which tells no order of changes", column.name.value);
    let finding = Finding::error(codes::WATERMARK_TYPE, watermark.column.at, message);
    Some(finding.help("use a column of type `timestamp`, `date`, `int` or `bigint`"))
}

/// A row that is deleted in the source changes no watermark.
fn deletions(written: &Database, watermark: &Watermark) -> Option<Finding> {
    if written.deletes.is_some() || written.delivers.value == Delivery::Cdc {
        return None;
    }
    let message = "rows that are deleted in the source stay in the table: a watermark cannot see them";
    let finding = Finding::warning(codes::NO_DELETES, watermark.column.at, message);
    Some(finding.help("add `deletes: {flag: …}` if rows are marked as deleted, or read all rows without `watermark:`"))
}

/// The database must know the zone in which it is asked.
fn zone(dialect: &Dialect, written: &Database, scope: &SourceScope<'_>, findings: &mut Vec<Finding>) {
    let moment = scope.columns.iter().find(|column| column.kind.value == "timestamp");
    let (Some(known), Some(moment)) = (dialect.zones, moment) else { return };
    let zone = shape::timezone(written.timezone.as_ref(), scope.timezone);
    if known.contains(&zone.value.as_str()) {
        return;
    }
    let at = written.timezone.as_ref().map_or(written.connection.at, |zone| zone.at);
    let message = format!("cauce knows no name of {} for the zone `{}`", dialect.name, zone.value);
    let finding = Finding::error(codes::DATABASE_ZONE, at, message);
    let finding = finding.see(origin(&moment.name.from, at), "a moment, which needs it");
    findings.push(match nearest(&zone.value, known.iter().copied()) {
        Some(close) => finding.help(format!("did you mean `{close}`?")),
        None => finding.help(format!("write `timezone:` with one of {}", list(known.iter().copied()))),
    });
}
