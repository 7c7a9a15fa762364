//! The Hudi table: its key, its order of versions, and what a delivery says of its sums.

use crate::diagnostics::{Finding, Severity, codes};
use crate::model::ribs::missing_column;
use crate::model::{At, Column, ColumnName, DataType, Index, Write};
use crate::spec::types::{PipelineSpec, TableSpec};

/// The checks of the table, in the order in which people would make them.
pub(super) fn is_sound(spec: &PipelineSpec, flowing: &[Column], findings: &mut Vec<Finding>) {
    let table = &spec.table;
    let before = findings.len();
    columns_exist(table, flowing, findings);
    keys_have_values(table, flowing, findings);
    keys_are_scalars(table, flowing, findings);
    if table.write.value != Write::Upsert {
        return;
    }
    versions_are_ordered(table, flowing, findings);
    keys_stay_in_their_partition(table, findings);
    if findings[before..].iter().all(|f| f.severity != Severity::Error) {
        one_row_of_a_key_is_written(spec, findings);
    }
}

fn find<'a>(flowing: &'a [Column], name: &str) -> Option<&'a Column> {
    flowing.iter().find(|c| c.name.value == *name)
}

fn columns_exist(table: &TableSpec, flowing: &[Column], findings: &mut Vec<Finding>) {
    let named = table.key.iter().chain(&table.order_by).chain(table.partition_by.iter().map(|p| &p.column));
    findings.extend(named.filter_map(|c| missing_column(flowing, c, c.at)));
}

fn keys_have_values(table: &TableSpec, flowing: &[Column], findings: &mut Vec<Finding>) {
    for key in table.key.iter().filter(|k| find(flowing, k).is_some_and(|c| !*c.required)) {
        let finding = Finding::error(codes::NULL_KEY, key.at, format!("the key column `{}` may be empty", key.value));
        findings.push(finding.help("mark the column `required: true`"));
    }
}

/// Hudi compares keys, versions and partitions as texts or numbers.
fn keys_are_scalars(table: &TableSpec, flowing: &[Column], findings: &mut Vec<Finding>) {
    let named = table.key.iter().chain(&table.order_by).chain(table.partition_by.iter().map(|p| &p.column));
    for name in named {
        let kind = find(flowing, name).and_then(Column::data_type);
        if let Some(kind) = kind.filter(|k| k.is_nested() || *k == DataType::Binary) {
            let message = format!("`{}` is `{kind}`: it can be no key, no version and no partition", name.value);
            let help = "use a column of a simple type, or derive one";
            findings.push(Finding::error(codes::NESTED, name.at, message).help(help));
        }
    }
}

fn versions_are_ordered(table: &TableSpec, flowing: &[Column], findings: &mut Vec<Finding>) {
    match &table.order_by {
        None => findings.push(
            Finding::error(codes::ORDER_BY, table.write.at, "this upsert has no `order_by`")
                .help("set `order_by` to a required column that grows with every change"),
        ),
        Some(order) if find(flowing, order).is_some_and(|c| !*c.required) => findings.push(
            Finding::error(codes::ORDER_BY, order.at, format!("`{}` orders versions and may be empty", order.value))
                .help("mark the column `required: true`"),
        ),
        Some(_) => {}
    }
}

fn keys_stay_in_their_partition(table: &TableSpec, findings: &mut Vec<Finding>) {
    let inside = |p: &At<ColumnName>| table.key.iter().any(|k| k.value == p.value);
    let moving = table.partition_by.iter().find(|p| !inside(&p.column));
    let index = table.index.as_ref().filter(|i| i.value != Index::Global);
    if let (Some(partition), Some(index)) = (moving, index) {
        let message = format!("a key may move to another `{}` and be there twice", partition.column.value);
        findings.push(Finding::error(codes::MOVING_PARTITION, index.at, message).help("write `index: global`"));
    }
}

/// Hudi combines the rows of a key unseen, so that the counts would not say what became of them.
fn one_row_of_a_key_is_written(spec: &PipelineSpec, findings: &mut Vec<Finding>) {
    let table = &spec.table;
    let names = |columns: &[At<ColumnName>]| {
        let mut names: Vec<String> = columns.iter().map(|c| c.to_string()).collect();
        names.sort();
        names
    };
    let Some(order) = &table.order_by else { return };
    let fits = |(by, by_order): (&[At<ColumnName>], &At<ColumnName>)| {
        names(by) == names(&table.key) && by_order.value == order.value
    };
    if !spec.transforms.iter().filter_map(|t| t.rib().dedupes()).any(fits) {
        let message = "an upsert without `dedupe` by its key: rows of a key would be combined uncounted";
        let help = format!(
            "end `transforms:` with `dedupe: {{by: [{}], keep: latest, order_by: {}}}`",
            names(&table.key).join(", "),
            order.value
        );
        findings.push(Finding::error(codes::NO_DEDUPE, table.write.at, message).help(help));
    }
}

/// A control sum is compared with the column as it was delivered, so it must still be there, unchanged, at the end.
pub(super) fn sums_are_taken_from_what_was_delivered(
    spec: &PipelineSpec,
    delivered: &[Column],
    flowing: &[Column],
    findings: &mut Vec<Finding>,
) {
    for (name, at) in spec.source.rib().controlled() {
        let Some(column) = find(delivered, name) else { continue };
        if find(flowing, name) != Some(column) {
            let message = format!("the control file sums `{name}`, which a transform replaces or drops");
            findings.push(
                Finding::error(codes::CONTROL_SUM, at, message).help("give what the transform makes another name"),
            );
        }
    }
}
