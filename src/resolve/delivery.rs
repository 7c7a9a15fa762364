//! What a delivery says of deletions and changes: each word must have its effect.

use super::Context;
use crate::diagnostics::{Finding, Origin, codes};
use crate::model::plan::DatasetId;
use crate::model::{Changes, Column, Deletes, Delivers, Delivery, Missing, Write};
use crate::spec::types::{PipelineSpec, Trigger};

/// The checks of a delivery, in the order in which people would make them.
pub(super) fn is_sound(spec: &PipelineSpec, delivered: &[Column], context: &Context<'_>, findings: &mut Vec<Finding>) {
    let delivers = spec.source.rib().delivers();
    changes_are_described(delivers, findings);
    if let Some(changes) = delivers.changes.filter(|_| delivers.what.value == Delivery::Cdc) {
        operations_are_told_apart(changes, delivered, findings);
        changes_have_one_order(changes, spec, findings);
    }
    if let Some(deletes) = delivers.deletes {
        something_deletes(deletes, delivers, findings);
        absence_is_bounded(deletes, findings);
        only_full_deliveries_miss_keys(deletes, delivers, findings);
    }
    changed_rows_are_not_all_rows(delivers, spec, findings);
    deletions_upstream_are_not_seen(delivers, spec, context, findings);
    ready_agrees(spec, findings);
    only_an_upsert_deletes(delivers, spec, findings);
    a_full_delivery_speaks_of_missing_keys(delivers, spec, findings);
}

fn changes_are_described(delivers: Delivers<'_>, findings: &mut Vec<Finding>) {
    let cdc = delivers.what.value == Delivery::Cdc;
    match delivers.changes {
        None if cdc && !delivers.may_change => findings.push(
            Finding::error(codes::CHANGES, delivers.what.at, "this kind of source delivers rows, not changes")
                .help("write `delivers: delta` or `delivers: full`"),
        ),
        None if cdc => findings.push(
            Finding::error(codes::CHANGES, delivers.what.at, "nothing says which operation a change is")
                .help("add `cdc: {operation: …, insert: [I], update: [U], delete: [D], order_by: …}` to `source:`"),
        ),
        Some(changes) if !cdc => findings.push(
            Finding::error(codes::CHANGES, changes.operation.at, "`cdc:` has no meaning for these deliveries")
                .see(delivers.what.at, "what they hold")
                .help("write `delivers: cdc`, or remove `cdc:`"),
        ),
        _ => {}
    }
}

fn operations_are_told_apart(changes: &Changes, delivered: &[Column], findings: &mut Vec<Finding>) {
    let all: Vec<_> = changes.operations().collect();
    for (i, value) in all.iter().enumerate() {
        if let Some(first) = all[..i].iter().find(|earlier| earlier.value == value.value) {
            let message = format!("`{}` stands for two operations", value.value);
            let finding = Finding::error(codes::OPERATIONS, value.at, message).see(first.at, "first listed here");
            findings.push(finding.help("list each value once"));
        }
    }
    let column = delivered.iter().find(|c| *c.name.value == **changes.operation);
    if column.is_some_and(|c| !*c.required) {
        let message = format!("the operation `{}` may be empty", changes.operation.value);
        let finding = Finding::error(codes::OPERATIONS, changes.operation.at, message);
        findings.push(finding.help("mark the column `required: true`"));
    }
}

fn changes_have_one_order(changes: &Changes, spec: &PipelineSpec, findings: &mut Vec<Finding>) {
    let Some(order) = spec.table.order_by.as_ref().filter(|order| order.value != changes.order_by.value) else {
        return;
    };
    let message = format!("changes are ordered by `{}`, the table by `{}`", changes.order_by.value, order.value);
    let finding = Finding::error(codes::CHANGE_ORDER, changes.order_by.at, message).see(order.at, "the table's order");
    findings.push(finding.help("order both by the same column"));
}

fn something_deletes(deletes: &Deletes, delivers: Delivers<'_>, findings: &mut Vec<Finding>) {
    let at = delivers.what.at;
    if deletes.flag.is_none() && deletes.missing_keys.is_none() {
        let finding =
            Finding::error(codes::NOTHING_DELETES, at, "`deletes:` says neither what is flagged nor what is missing");
        findings.push(finding.help("add `flag:` or `missing_keys:`, or remove `deletes:`"));
    }
    if let (Some(flag), Some(changes)) = (&deletes.flag, delivers.changes) {
        let finding =
            Finding::error(codes::NOTHING_DELETES, flag.at, "the operation of a change says already that it deletes");
        findings.push(finding.see(changes.operation.at, "the operation").help("remove `flag:`"));
    }
}

fn absence_is_bounded(deletes: &Deletes, findings: &mut Vec<Finding>) {
    let deleting = deletes.missing_keys.as_ref().filter(|missing| missing.value == Missing::Delete);
    match (deleting, &deletes.max_pct) {
        (Some(missing), None) => findings.push(
            Finding::error(codes::NO_CEILING, missing.at, "a delivery cut short would delete every key that it lost")
                .help("add `max_pct:`, the greatest share of the keys that one delivery may delete"),
        ),
        (None, Some(pct)) => findings.push(
            Finding::error(codes::NO_CEILING, pct.at, "`max_pct` bounds a deletion that nobody asks for")
                .help("write `missing_keys: delete`, or remove `max_pct:`"),
        ),
        _ => {}
    }
}

fn only_full_deliveries_miss_keys(deletes: &Deletes, delivers: Delivers<'_>, findings: &mut Vec<Finding>) {
    let Some(missing) = deletes.missing_keys.as_ref().filter(|_| delivers.what.value != Delivery::Full) else { return };
    let message = format!("a `{}` delivery never has all keys, so that none can be missing", delivers.what.word());
    let finding = Finding::error(codes::NOT_FULL, missing.at, message).see(delivers.what.at, "what a delivery holds");
    findings.push(finding.help("write `delivers: full`, or mark deletions with `flag:`"));
}

/// A group, and a partition that is replaced, need all of their rows.
fn changed_rows_are_not_all_rows(delivers: Delivers<'_>, spec: &PipelineSpec, findings: &mut Vec<Finding>) {
    let Some(read) = delivers.partial else { return };
    let folded = spec.transforms.iter().any(|t| t.rib().folds());
    let replaced = spec.table.write.value == Write::InsertOverwrite;
    let what = match (folded, replaced) {
        (true, _) => "a group would be computed from those of its rows that changed",
        (_, true) => "a partition would be replaced by those of its rows that changed",
        _ => return,
    };
    findings.push(Finding::error(codes::PARTIAL, read, what).help("write `read: window` or `read: full`"));
}

/// A query of changes shows the rows that are there; a deleted one is not.
fn deletions_upstream_are_not_seen(
    delivers: Delivers<'_>,
    spec: &PipelineSpec,
    context: &Context<'_>,
    findings: &mut Vec<Finding>,
) {
    let Some(read) = delivers.partial else { return };
    let upstream = spec.source.rib().inputs().first().and_then(|input| DatasetId::parse(input));
    let Some(upstream) = upstream.and_then(|id| context.loaded.datasets.get(&id)) else { return };
    let filters = upstream.spec.transforms.iter().any(|t| t.rib().plan().deletes);
    if filters || deletion(upstream.spec.source.rib().delivers()).is_some() {
        let finding =
            Finding::warning(codes::UNSEEN_DELETIONS, read, "the rows that this table deletes are not seen here");
        findings
            .push(finding.help("read all of it now and then: `read: full` with `deletes: {missing_keys: delete, …}`"));
    }
}

fn ready_agrees(spec: &PipelineSpec, findings: &mut Vec<Finding>) {
    let (Some(ready), Trigger::Upstream(trigger)) = (spec.source.rib().ready(), &spec.trigger) else { return };
    if ready.value != trigger.value {
        let message = format!("`ready: {}`, but the trigger waits for `{}`", ready.value.word(), trigger.value.word());
        let finding = Finding::error(codes::READY, ready.at, message).see(trigger.at, "the trigger");
        findings.push(finding.help("write the same word in both places"));
    }
}

/// Where something deletes: `flag`, `missing_keys` or the operations of changes.
fn deletion(delivers: Delivers<'_>) -> Option<Origin> {
    let flag = delivers.deletes.and_then(|d| d.flag.as_ref()).map(|flag| flag.at);
    let missing = delivers.missing_pct().map(|pct| pct.at);
    flag.or(missing).or(delivers.changes.map(|changes| changes.operation.at))
}

fn only_an_upsert_deletes(delivers: Delivers<'_>, spec: &PipelineSpec, findings: &mut Vec<Finding>) {
    let Some(at) = deletion(delivers).filter(|_| spec.table.write.value != Write::Upsert) else { return };
    let message = format!("a table written with `{}` deletes no keys", spec.table.write.word());
    let finding = Finding::error(codes::DELETES_NEED_UPSERT, at, message).see(spec.table.write.at, "how it is written");
    findings.push(finding.help("write `write: upsert`, or leave the rows out with a filter"));
}

fn a_full_delivery_speaks_of_missing_keys(delivers: Delivers<'_>, spec: &PipelineSpec, findings: &mut Vec<Finding>) {
    let silent = delivers.deletes.is_none_or(|deletes| deletes.missing_keys.is_none());
    if delivers.what.value == Delivery::Full && spec.table.write.value == Write::Upsert && silent {
        let message = "these full deliveries do not say what becomes of keys that they no longer have";
        let finding = Finding::warning(codes::MISSING_KEYS, delivers.what.at, message);
        findings
            .push(finding.help("add `deletes: {missing_keys: delete, max_pct: 1}` or `deletes: {missing_keys: keep}`"));
    }
}
