//! The Hudi table: its key, its order of versions, and what a delivery says of its sums.

use crate::diagnostics::{Finding, Severity, codes};
use crate::model::ribs::missing_column;
use crate::model::{At, Column, ColumnName, DataType, Fact, Index, OnFail, TableType, Write};
use crate::spec::types::{PartitionSpec, PipelineSpec, TableSpec};

/// The checks of the table, in the order in which people would make them.
pub(super) fn is_sound(spec: &PipelineSpec, flowing: &[Column], findings: &mut Vec<Finding>) {
    let table = &spec.table;
    let before = findings.len();
    columns_exist(table, flowing, findings);
    keys_have_values(table, flowing, findings);
    keys_are_scalars(table, flowing, findings);
    kind_is_there(table, findings);
    index_has_an_effect(table, findings);
    buckets_are_counted(table, findings);
    if table.write.value == Write::Insert {
        no_row_comes_twice(spec, findings);
    }
    if table.write.value != Write::Upsert {
        return;
    }
    quarantine_speaks_of_old_rows(spec, findings);
    versions_are_ordered(table, flowing, findings);
    keys_stay_in_their_partition(table, findings);
    versions_are_no_event_times(table, flowing, findings);
    if findings[before..].iter().all(|f| f.severity != Severity::Error) {
        one_row_of_a_key_is_written(spec, findings);
    }
}

fn find<'a>(flowing: &'a [Column], name: &str) -> Option<&'a Column> {
    flowing.iter().find(|c| c.name.value == *name)
}

fn columns_exist(table: &TableSpec, flowing: &[Column], findings: &mut Vec<Finding>) {
    let named = table.key.iter().chain(&table.order_by).chain(table.partition_by.iter().map(PartitionSpec::source));
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
    let named = table.key.iter().chain(&table.order_by).chain(table.partition_by.iter().map(PartitionSpec::source));
    for name in named {
        let kind = find(flowing, name).and_then(Column::data_type);
        if let Some(kind) = kind.filter(|k| k.is_nested() || *k == DataType::Binary) {
            let message = format!("`{}` is `{kind}`: it can be no key, no version and no partition", name.value);
            let help = "use a column of a simple type, or derive one";
            findings.push(Finding::error(codes::NESTED, name.at, message).help(help));
        }
    }
}

fn kind_is_there(table: &TableSpec, findings: &mut Vec<Finding>) {
    let Some(kind) = table.kind.as_ref().filter(|kind| kind.value == TableType::MergeOnRead) else { return };
    let finding = Finding::error(codes::MERGE_ON_READ, kind.at, "tables of type `merge_on_read` are not made yet");
    findings.push(finding.help("write `type: copy_on_write`; see docs/decisions/0016-what-hudi-is-told.md"));
}

fn index_has_an_effect(table: &TableSpec, findings: &mut Vec<Finding>) {
    let Some(index) = &table.index else { return };
    let upsert = table.write.value == Write::Upsert;
    if upsert == (index.value == Index::None) {
        let write = table.write.word();
        let (message, help) = if upsert {
            ("an upsert must look for the old versions of a key".to_string(), "write `index: global`".to_string())
        } else {
            (format!("`write: {write}` looks for no old versions"), "write `index: none`, or leave it out".to_string())
        };
        findings
            .push(Finding::error(codes::INDEX, index.at, message).see(table.write.at, "how it is written").help(help));
    }
}

fn buckets_are_counted(table: &TableSpec, findings: &mut Vec<Finding>) {
    let bucket = table.index.as_ref().filter(|index| index.value == Index::Bucket);
    match (bucket, &table.buckets) {
        (Some(index), None) => findings.push(
            Finding::error(codes::BUCKETS, index.at, "nothing says how many buckets a partition has")
                .help("add `buckets:`; it can never change, so count on a gigabyte of Parquet for each"),
        ),
        (None, Some(buckets)) => findings.push(
            Finding::error(codes::BUCKETS, buckets.at, "only `index: bucket` has buckets")
                .help("remove `buckets:`, or write `index: bucket`"),
        ),
        _ => {}
    }
}

/// A row whose event is corrected to an earlier time is newer, and would lose against the one that it corrects. What
/// partitions a table is the time of its events.
fn versions_are_no_event_times(table: &TableSpec, flowing: &[Column], findings: &mut Vec<Finding>) {
    let Some(order) = &table.order_by else { return };
    let sources = |name: &str| find(flowing, name).map(|column| &column.flow.sources);
    let same = |partition: &&PartitionSpec| match (sources(order), sources(partition.source())) {
        (Some(version), Some(event)) => !version.is_disjoint(event),
        _ => false,
    };
    let dated = |partition: &&PartitionSpec| {
        let kind = find(flowing, partition.source()).and_then(Column::data_type);
        matches!(kind, Some(DataType::Date | DataType::Timestamp))
    };
    if let Some(partition) = table.partition_by.iter().filter(dated).find(same) {
        let message = format!("`{}` is the time of the event: a correction to an earlier time would lose", order.value);
        let finding = Finding::warning(codes::EVENT_TIME, order.at, message);
        let finding = finding.see(partition.source().at, "the partitions follow the same time");
        findings.push(finding.help("order by a version, or by the time of the change"));
    }
}

fn no_row_comes_twice(spec: &PipelineSpec, findings: &mut Vec<Finding>) {
    let Some(again) = spec.source.rib().delivers().repeats else { return };
    let message = "an insert writes a row again that a delivery repeats";
    let finding = Finding::error(codes::INSERT_AGAIN, spec.table.write.at, message).see(again, "what may repeat rows");
    findings.push(finding.help("write `write: upsert`; an insert needs files with `resend: ignore` or `refuse`"));
}

/// The old row of a key whose new one is set aside: is it still right? Of a critical table somebody must have decided.
fn quarantine_speaks_of_old_rows(spec: &PipelineSpec, findings: &mut Vec<Finding>) {
    let rules = spec.rules();
    let planned = rules.iter().map(|rule| rule.rib().plan(crate::model::Locale::En));
    let Some(rule) = planned.into_iter().find(|rule| *rule.on_fail == OnFail::Quarantine) else { return };
    if spec.table.on_quarantine.is_none() && spec.tier.as_ref().is_some_and(|tier| tier.value == 1) {
        let at = rule.on_fail.from.iter().next().unwrap_or(spec.table.write.at);
        let message = "nothing says what a row in quarantine does to its old version in the table";
        let finding =
            Finding::warning(codes::ON_QUARANTINE, spec.table.write.at, message).see(at, "a rule that sets rows aside");
        findings.push(finding.help("add `on_quarantine: keep` or `on_quarantine: delete` to `table:`"));
    }
}

/// The columns that `partition_by` derives, with what is wrong with them and with those that it takes as they are.
pub(super) fn partitions(
    spec: &PipelineSpec,
    delivered: &[Column],
    flowing: &[Column],
    findings: &mut Vec<Finding>,
) -> Vec<Column> {
    let mut derived = vec![];
    for partition in &spec.table.partition_by {
        let Some(source) = find(flowing, partition.source()) else { continue };
        if delivered.contains(source) && !*source.required {
            may_be_empty(partition, findings);
        }
        let Some((word, kind)) = partition.derived() else { continue };
        let (at, name) = (partition.source().at, partition.name());
        if !matches!(source.kind.value.as_str(), "date" | "timestamp") {
            let message = format!("`{}` is `{}`, which has no {word}", source.name.value, source.kind.value);
            let finding = Finding::error(codes::PARTITION_TYPE, at, message);
            findings.push(finding.help("name a date or a timestamp, or write `column:`"));
        } else if find(flowing, &name).is_some() {
            let finding =
                Finding::error(codes::COLUMN_TWICE, at, format!("there is a column `{}` already", name.value));
            findings.push(finding.help(format!("rename it, or write `column: {}`", name.value)));
        }
        derived.push(Column::derived(name, Fact::new(kind.to_string(), at)));
    }
    derived
}

/// A derived value is taken on trust; a delivered one that may be empty sends its rows to Hive's default partition.
fn may_be_empty(partition: &PartitionSpec, findings: &mut Vec<Finding>) {
    let column = partition.source();
    let message = format!("rows are partitioned by `{}`, which may be empty", column.value);
    let finding = Finding::warning(codes::NULL_PARTITION, column.at, message);
    findings.push(finding.help("mark the column `required: true`"));
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
    let moving = table.partition_by.iter().find(|p| !inside(p.source()));
    let index = table.index.as_ref().filter(|i| !i.value.is_global());
    if let (Some(partition), Some(index)) = (moving, index) {
        let message = format!("a key may move to another `{}` and be there twice", partition.source().value);
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
