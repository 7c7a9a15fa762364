//! Columns with a new name: each old name leads to one new one, and the table can follow.

use crate::diagnostics::{Finding, codes};
use crate::model::{At, ColumnName, ColumnSpec};
use crate::spec::types::{PartitionSpec, PipelineSpec};

/// Findings for `renamed_from:` that says nothing, two things, or what Hudi cannot do.
pub(super) fn are_clear(spec: &PipelineSpec, findings: &mut Vec<Finding>) {
    for (position, column) in spec.columns.iter().enumerate() {
        if let Some(former) = &column.renamed_from {
            findings.extend(taken(column, former, &spec.columns, position));
            findings.extend(pinned(column, former, spec));
        }
    }
}

fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

/// A former name that the column has today, or that is one of another column.
fn taken(column: &ColumnSpec, former: &At<ColumnName>, all: &[ColumnSpec], position: usize) -> Option<Finding> {
    let finding = |message: String| Finding::error(codes::RENAMED_FROM, former.at, message);
    if same(former, &column.name) {
        let message = format!("`{}` is its own former name", former.value);
        return Some(finding(message).help("write the name that it had before, or remove `renamed_from:`"));
    }
    if let Some(other) = all.iter().find(|other| same(&other.name, former)) {
        let message = format!("`{}` is still a column: it cannot be the former name of another one", former.value);
        let finding = finding(message).see(other.name.at, "this column");
        let chain = "deploy one rename before the next, also where names are swapped";
        return Some(finding.help(if other.renamed_from.is_some() { chain } else { "rename or remove one of them" }));
    }
    let earlier = all[..position].iter().filter_map(|other| other.renamed_from.as_ref());
    if let Some(first) = earlier.into_iter().find(|other| same(other, former)) {
        let message = format!("two columns were called `{}`", former.value);
        return Some(finding(message).see(first.at, "the first one").help("copy the column with `derive` instead"));
    }
    let source = all.iter().filter_map(|other| other.from.as_ref()).find(|from| same(from, former))?;
    let bare = column.from.is_none();
    let message = format!("the source has `{}` for another column", former.value);
    bare.then(|| finding(message).see(source.at, "read here").help("add `from:` to say which one is read"))
}

/// A key, version or partition whose name Hudi keeps for ever.
fn pinned(column: &ColumnSpec, former: &At<ColumnName>, spec: &PipelineSpec) -> Option<Finding> {
    let table = &spec.table;
    let named = table.key.iter().chain(&table.order_by).chain(table.partition_by.iter().map(PartitionSpec::source));
    let place = named.into_iter().find(|name| same(name, &column.name))?;
    let message =
        format!("`{}` cannot be renamed: Hudi keeps the names of keys, versions and partitions", column.name.value);
    let finding = Finding::error(codes::RENAMED_KEY, former.at, message).see(place.at, "the table is made by it");
    Some(finding.help(format!("keep the name `{}` and read the new one with `from:`", former.value)))
}
