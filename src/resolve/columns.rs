//! Columns: shared types applied, types and protection checked.

use super::values::{self, Values};
use super::{Context, privacy, renames};
use crate::diagnostics::suggest::nearest;
use crate::diagnostics::{Finding, Origin, codes};
use crate::model::plan::DatasetId;
use crate::model::ribs::SourceKind;
use crate::model::ribs::data_type;
use crate::model::{At, Classification, Column, ColumnSpec, Fact, Flow, Protection, SharedType, TypeName};
use crate::spec::types::{PipelineSpec, TypesSpec};
use std::collections::{BTreeMap, BTreeSet};

/// The columns as delivered.
pub fn columns(spec: &PipelineSpec, context: &Context<'_>, findings: &mut Vec<Finding>) -> Vec<Column> {
    names_differ(&spec.columns, findings);
    sources_differ(&spec.columns, findings);
    renames::are_clear(spec, findings);
    let source = spec.source.rib();
    let columns = spec.columns.iter().map(|written| {
        let column = column(written, source, context, findings);
        privacy::arriving(written, column, source.rows_of(), context, findings)
    });
    columns.collect()
}

/// Findings for shared types, each once however many columns use it.
pub fn shared_types(types: &TypesSpec, findings: &mut Vec<Finding>) {
    for shared in types.types.values() {
        data_type(&shared.kind, findings);
        values::fit_their_type(&Values::of_type(shared), findings);
        let class = shared.classification.as_ref();
        class_fits(class, shared.pii.as_ref().map(|pii| pii.value.classification()), findings);
    }
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

/// Names that begin with `_` are those of the job's own columns, and of Hudi's.
pub(super) fn names_are_free<'a>(columns: impl Iterator<Item = &'a Column>, at: Origin, findings: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    for column in columns.filter(|column| column.name.starts_with('_')) {
        if seen.insert(column.name.as_str()) {
            let (name, at) = (column.name.as_str(), column.name.from.iter().next().unwrap_or(at));
            let finding =
                Finding::error(codes::TAKEN_COLUMN, at, format!("`{name}` is a name of the job's own columns"));
            let free = match name.trim_start_matches('_') {
                "" => "id",
                free => free,
            };
            findings
                .push(finding.help(format!("call it `{free}`; a delivered column says `from: {name}` beside that")));
        }
    }
}

/// Spark would not know which of the two is meant.
fn sources_differ(specs: &[ColumnSpec], findings: &mut Vec<Finding>) {
    let mut seen = BTreeMap::new();
    for spec in specs {
        let (name, at) = spec.from.as_ref().map_or((&**spec.name, spec.name.at), |from| (from.as_str(), from.at));
        let first = seen.insert(name.to_lowercase(), (at, spec.from.is_some()));
        // Two columns of one name have a finding already.
        if let Some((first, _)) = first.filter(|(_, renamed)| *renamed || spec.from.is_some()) {
            let message = format!("a second column that is called `{name}` in the source");
            let finding = Finding::error(codes::SAME_SOURCE, at, message).see(first, "first read here");
            findings.push(finding.help("read it once, and copy it with `derive`"));
        }
    }
}

fn column(spec: &ColumnSpec, source: &dyn SourceKind, context: &Context<'_>, findings: &mut Vec<Finding>) -> Column {
    let shared = spec.shared.as_ref().and_then(|name| shared_type(name, context, findings));
    let kind = spec.kind.as_ref().or(shared.map(|s| &s.kind));
    if spec.kind.is_some() == spec.shared.is_some() {
        let message = format!("`{}` needs either `type:` or `use:`", spec.name.value);
        findings.push(Finding::error(codes::NO_TYPE, spec.name.at, message).help("write exactly one of them"));
    }
    if let Some(kind) = &spec.kind {
        data_type(kind, findings);
    }
    values::fit_their_type(&Values::of_column(spec).with_kind(kind), findings);
    values::can_be_delivered(spec, kind, source, findings);
    let column = planned(spec, kind, shared, context);
    default_is_needed(spec, &column, findings);
    is_protected(spec, &column, findings);
    protected_is_text(spec, &column, findings);
    class_fits(spec.classification.as_ref(), column.pii.as_ref().map(|pii| pii.value.classification()), findings);
    references_exist(spec, context, findings);
    column
}

fn planned(
    spec: &ColumnSpec,
    kind: Option<&At<TypeName>>,
    shared: Option<&SharedType>,
    context: &Context<'_>,
) -> Column {
    let pii = pick(&spec.pii, shared.and_then(|s| s.pii.as_ref()));
    let words = spec.words.as_ref().or(shared.and_then(|s| s.words.as_ref()));
    let class = pick(&spec.classification, shared.and_then(|s| s.classification.as_ref()));
    let least = pii.as_ref().map(|pii| pii.map(|pii| pii.classification()));
    Column {
        name: spec.name.fact(),
        source_name: spec.from.as_ref().map_or_else(|| spec.name.fact(), At::fact),
        renamed_from: spec.renamed_from.as_ref().map(At::fact),
        kind: kind.map_or_else(|| Fact::bare("string".to_string()), printed),
        format: pick(&spec.format, shared.and_then(|s| s.format.as_ref())).map(|format| format.map(|f| f.to_string())),
        words: words.map_or_else(Default::default, |words| [&words.yes, &words.no].map(|w| facts(w))),
        timezone: pick(&spec.timezone, shared.and_then(|s| s.timezone.as_ref()))
            .map(|zone| zone.map(|z| z.to_string())),
        required: spec.required.as_ref().map_or(Fact::bare(false), Fact::from),
        default: pick(&spec.default, shared.and_then(|s| s.default.as_ref())).map(|text| text.map(|t| t.0.clone())),
        unit: pick(&spec.unit, shared.and_then(|s| s.unit.as_ref())),
        description: pick(&spec.description, shared.and_then(|s| s.description.as_ref())),
        classification: class.or(least).unwrap_or_else(|| context.platform.security.classification.clone()),
        pii,
        protect: pick(&spec.protect, shared.and_then(|s| s.protect.as_ref())),
        flow: Flow::default(),
    }
}

/// The type as Spark prints it.
fn printed(kind: &At<TypeName>) -> Fact<String> {
    Fact::new(kind.data_type().map_or_else(|| kind.to_string(), |found| found.to_string()), kind.at)
}

fn facts(words: &[At<String>]) -> Vec<Fact<String>> {
    words.iter().map(Fact::from).collect()
}

fn default_is_needed(spec: &ColumnSpec, column: &Column, findings: &mut Vec<Finding>) {
    if let (Some(default), true) = (&column.default, *column.required) {
        let at = default.from.iter().next().unwrap_or(spec.name.at);
        let message = format!("`{}` is required and has a default", *column.name);
        let finding = Finding::error(codes::DEFAULT_REQUIRED, at, message);
        let required = spec.required.as_ref().map_or(spec.name.at, |required| required.at);
        findings.push(finding.see(required, "a row without a value is quarantined").help("keep one of the two"));
    }
}

fn class_fits(class: Option<&At<Classification>>, least: Option<Classification>, findings: &mut Vec<Finding>) {
    if let (Some(class), Some(least)) = (class, least)
        && class.value < least
    {
        let message = format!("`{}` is too open for this kind of personal data", class.word());
        let help = match least {
            Classification::Restricted => "write `restricted`",
            _ => "write `confidential` or `restricted`",
        };
        findings.push(Finding::error(codes::CLASS, class.at, message).help(help));
    }
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
