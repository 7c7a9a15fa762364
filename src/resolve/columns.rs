//! Columns: shared types applied, types and protection checked.

use super::{Context, privacy};
use crate::diagnostics::suggest::nearest;
use crate::diagnostics::{Finding, codes};
use crate::model::plan::DatasetId;
use crate::model::{At, Column, ColumnSpec, Fact, Flow, Protection, SharedType};
use crate::spec::types::PipelineSpec;
use std::collections::BTreeMap;

/// The columns as delivered.
pub fn columns(spec: &PipelineSpec, context: &Context<'_>, findings: &mut Vec<Finding>) -> Vec<Column> {
    names_differ(&spec.columns, findings);
    let table = spec.source.rib().rows_of();
    let columns = spec.columns.iter().map(|written| {
        let column = column(written, context, findings);
        privacy::arriving(written, column, table, context, findings)
    });
    columns.collect()
}

/// What leaves the job: dropped columns are gone, hashed ones are text.
pub fn output(columns: &[Column]) -> Vec<Column> {
    let protection = |c: &Column| c.protect.as_ref().map(|p| p.value);
    let kept = columns.iter().filter(|c| protection(c) != Some(Protection::Drop));
    let leave = |c: &Column| match protection(c) {
        Some(Protection::Hash | Protection::Mask) => {
            let flow = c.flow.clone().without_persons();
            Column { kind: c.kind.map(|_| "string".to_string()), flow, ..c.clone() }
        }
        _ => c.clone(),
    };
    kept.map(leave).collect()
}

fn names_differ(specs: &[ColumnSpec], findings: &mut Vec<Finding>) {
    let mut seen = BTreeMap::new();
    for spec in specs {
        if let Some(first) = seen.insert(spec.name.value.to_lowercase(), spec.name.at) {
            let message = format!("a second column `{}`", spec.name.value);
            let finding = Finding::error(codes::COLUMN_TWICE, spec.name.at, message).see(first, "first declared here");
            findings.push(finding.help("rename one of them; Spark does not tell capitals apart"));
        }
    }
}

fn column(spec: &ColumnSpec, context: &Context<'_>, findings: &mut Vec<Finding>) -> Column {
    let shared = spec.shared.as_ref().and_then(|name| shared_type(name, context, findings));
    let kind = spec.kind.as_ref().or(shared.map(|s| &s.kind));
    if spec.kind.is_some() == spec.shared.is_some() {
        let message = format!("`{}` needs either `type:` or `use:`", spec.name.value);
        findings.push(Finding::error(codes::NO_TYPE, spec.name.at, message).help("write exactly one of them"));
    }
    let column = Column {
        name: spec.name.fact(),
        source_name: spec.from.as_ref().map_or_else(|| spec.name.fact(), At::fact),
        kind: kind.map_or_else(|| Fact::bare("string".to_string()), At::fact),
        format: spec.format.as_ref().map(At::fact),
        required: spec.required.as_ref().map_or(Fact::bare(false), Fact::from),
        unit: pick(&spec.unit, shared.and_then(|s| s.unit.as_ref())),
        description: pick(&spec.description, shared.and_then(|s| s.description.as_ref())),
        pii: pick(&spec.pii, shared.and_then(|s| s.pii.as_ref())),
        protect: pick(&spec.protect, shared.and_then(|s| s.protect.as_ref())),
        flow: Flow::default(),
    };
    is_protected(spec, &column, findings);
    protected_is_text(spec, &column, findings);
    references_exist(spec, context, findings);
    column
}

fn pick<T: Clone>(own: &Option<At<T>>, shared: Option<&At<T>>) -> Option<Fact<T>> {
    own.as_ref().or(shared).map(Fact::from)
}

fn shared_type<'a>(
    name: &At<crate::model::Name>,
    context: &Context<'a>,
    findings: &mut Vec<Finding>,
) -> Option<&'a SharedType> {
    let types = &context.loaded.types.types;
    let found = types.get(&*name.value);
    if found.is_none() && !context.loaded.types_unread {
        let finding = Finding::error(codes::UNKNOWN_TYPE, name.at, format!("unknown shared type `{}`", name.value));
        findings.push(match nearest(name, types.keys().map(String::as_str)) {
            Some(close) => finding.help(format!("did you mean `{close}`?")),
            None => finding.help("add it to `specs/_types.yaml`, or write `type:`"),
        });
    }
    found
}

fn is_protected(spec: &ColumnSpec, column: &Column, findings: &mut Vec<Finding>) {
    if let (Some(pii), None) = (&column.pii, &column.protect) {
        let at = pii.from.iter().next().unwrap_or(spec.name.at);
        let message = format!("`{}` is personal data and not protected", *column.name);
        findings.push(
            Finding::error(codes::UNPROTECTED, at, message)
                .help("add `protect: hash`, `protect: mask` or `protect: drop`"),
        );
    }
}

fn protected_is_text(spec: &ColumnSpec, column: &Column, findings: &mut Vec<Finding>) {
    let Some(protect) = &column.protect else { return };
    if protect.value != Protection::Drop && *column.kind.value != *"string" {
        let at = protect.from.iter().next().unwrap_or(spec.name.at);
        let message = format!("`{}` is `{}`; `{}` makes text of it", *column.name, *column.kind, protect.word());
        findings
            .push(Finding::error(codes::PROTECT_TEXT, at, message).help("write `type: string`, or `protect: drop`"));
    }
}

fn references_exist(spec: &ColumnSpec, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(reference) = &spec.references else { return };
    let Some((dataset, column)) = reference.split_once('.') else { return };
    let Some(id) = DatasetId::parse(dataset) else { return };
    if !context.loaded.known.contains(&id) {
        findings.push(Finding::error(codes::UNKNOWN_DATASET, reference.at, format!("unknown dataset `{dataset}`")));
    } else if let Some(other) = context.loaded.datasets.get(&id) {
        let names = || other.spec.columns.iter().map(|c| &**c.name);
        if !names().any(|n| n == column) {
            let finding =
                Finding::error(codes::UNKNOWN_COLUMN, reference.at, format!("`{dataset}` has no column `{column}`"));
            findings.push(match nearest(column, names()) {
                Some(close) => finding.help(format!("did you mean `{close}`?")),
                None => finding.help("name a column of that dataset"),
            });
        }
    }
}
