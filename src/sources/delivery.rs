//! What the rows of a delivery delete.

use crate::diagnostics::Finding;
use crate::model::ribs::{SourceScope, missing_column};
use crate::model::sql::{self, Wanted};
use crate::model::{At, Delivers, Fact};
use crate::render::{Fragment, Sql, sql as filters};

#[derive(askama::Template)]
#[template(path = "targets/glue/parts/deletes.sql", config = "templates/askama.toml")]
struct Operation {
    column: Fact<String>,
    values: Vec<Fact<String>>,
}

/// Findings for a flag that does not parse, and for columns that do not exist.
pub fn check(delivers: Delivers<'_>, scope: &SourceScope<'_>, findings: &mut Vec<Finding>) {
    if let Some(flag) = delivers.deletes.and_then(|deletes| deletes.flag.as_ref()) {
        findings.extend(sql::expression(flag, scope.columns, Wanted::Condition).1);
    }
    for column in delivers.changes.iter().flat_map(|changes| [&changes.operation, &changes.order_by]) {
        findings.extend(missing_column(scope.columns, column, column.at));
    }
}

/// Spark SQL that is true for the rows that delete their key: the written flag, or the operation of a change.
pub fn flag(delivers: Delivers<'_>) -> Option<Fragment<Sql>> {
    if let Some(flag) = delivers.deletes.and_then(|deletes| deletes.flag.as_ref()) {
        return Some(Fragment::user(&flag.fact()));
    }
    let changes = delivers.changes?;
    let values = changes.delete.iter().map(At::fact).collect();
    Some(Fragment::render(&Operation { column: changes.operation.fact(), values }))
}
