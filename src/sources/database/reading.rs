//! Who reads the rows, and in which parts.

use super::{Database, Partition};
use crate::diagnostics::{Finding, codes};
use crate::model::ribs::SourceScope;
use crate::model::{Column, Edge};
use crate::sources::shape;

/// Findings of all checks.
pub fn all(written: &Database, scope: &SourceScope<'_>, findings: &mut Vec<Finding>) {
    if written.by_job() {
        findings.extend(way(written, scope));
        findings.extend(window(written, scope));
    }
    let Some(partition) = &written.partition else { return };
    shape::check_column(&partition.column, partition.column.at, scope, findings);
    if !written.by_job() {
        let finding =
            Finding::error(codes::PARTITION, partition.column.at, "a task of a DAG reads the rows one after another");
        findings.push(finding.help("write `through: glue`, or remove `partition:`"));
    }
    findings.extend(scope.column(&partition.column).and_then(|column| cuts(partition, column)));
}

/// The job needs a way into the network of the database.
fn way(written: &Database, scope: &SourceScope<'_>) -> Option<Finding> {
    let connection = scope.connections.iter().find(|c| *c.id.value == **written.connection)?;
    let at = written.through.as_ref()?.at;
    let message =
        format!("the connection `{}` has no `network:` through which a job could reach it", connection.id.value);
    let finding = Finding::error(codes::THROUGH_GLUE, at, message);
    let known = connection.id.from.iter().next().unwrap_or_default();
    connection.network.is_none().then(|| {
        finding.see(known, "the connection").help("add the name of a Glue connection of type NETWORK: `network: …`")
    })
}

/// The DAG fixes the end of a window without asking the database.
fn window(written: &Database, scope: &SourceScope<'_>) -> Option<Finding> {
    let watermark = written.watermark.as_ref()?;
    let column = scope.column(&watermark.column)?;
    let message = format!("`{}` is a number, and only the database knows the greatest one", column.name.value);
    let finding = Finding::error(codes::THROUGH_GLUE, watermark.column.at, message);
    let help = "use a watermark of type `timestamp` or `date`, or read `through: airflow`";
    matches!(column.kind.value.as_str(), "int" | "bigint").then(|| finding.help(help))
}

/// The column can be cut, and its edges are in order.
fn cuts(partition: &Partition, column: &Column) -> Option<Finding> {
    let kind = column.kind.value.as_str();
    let error = |at, message: String| Some(Finding::error(codes::PARTITION, at, message));
    if !matches!(kind, "int" | "bigint" | "date") {
        let finding =
            error(partition.column.at, format!("`{}` is `{kind}`, which cannot be cut evenly", column.name.value));
        return finding.map(|finding| finding.help("use a column of type `int`, `bigint` or `date`"));
    }
    let form = if kind == "date" { "a day in quotes, `YYYY-MM-DD`" } else { "a whole number" };
    match (&partition.lower, &partition.upper) {
        (None, None) => None,
        (Some(lower), Some(upper)) => {
            let wrong = [lower, upper].into_iter().find(|edge| matches!(edge.value, Edge::Day(_)) != (kind == "date"));
            if let Some(edge) = wrong {
                return error(edge.at, format!("`{}` is `{kind}`, this edge is not", column.name.value))
                    .map(|finding| finding.help(format!("write {form}")));
            }
            let ordered = match (&lower.value, &upper.value) {
                (Edge::Number(low), Edge::Number(high)) => low < high,
                (Edge::Day(low), Edge::Day(high)) => low < high,
                _ => true,
            };
            let finding = (!ordered).then(|| error(upper.at, "the upper edge is not above the lower one".to_string()));
            finding.flatten().map(|finding| finding.see(lower.at, "the lower edge").help("swap the two, or mend one"))
        }
        (Some(edge), None) | (None, Some(edge)) => {
            error(edge.at, "an edge without the other one".to_string()).map(|finding| {
                finding.help("write `lower:` and `upper:`, or neither: then the database is asked for both")
            })
        }
    }
}
