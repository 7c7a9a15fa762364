//! One dataset: its checks read as a table of contents.

use super::{
    Context, Pipeline, calendars, coherence, columns, consumers, defaults, delivery, environments, exceptions, links,
    privacy, table, tests,
};
use crate::diagnostics::suggest::nearest;
use crate::diagnostics::{Finding, Origin, codes};
use crate::model::plan::DatasetId;
use crate::model::ribs::{Scope, SourceScope};
use crate::model::{At, Column, Fact, Protection, Slug, Status, Write};
use crate::spec::types::{PipelineSpec, PrivacySpec, Trigger};
use std::collections::BTreeMap;

/// CloudWatch looks back seven days at most, in seconds.
pub const LONGEST_WINDOW: u64 = 7 * 86_400;

/// Applies defaults and checks the meaning of one dataset.
pub(super) fn pipeline(id: &DatasetId, context: &Context<'_>, findings: &mut Vec<Finding>) -> Pipeline {
    let spec = &context.loaded.datasets[id].spec;
    let delivered = columns::columns(spec, context, findings);
    let platform = context.platform;
    let scope = SourceScope { columns: &delivered, timezone: &platform.timezone, connections: &platform.connections };
    spec.source.rib().check(&scope, findings);
    if let Some(connection) = spec.source.rib().connection() {
        connection_exists(spec, connection, context, findings);
    }
    owner_is_a_team(spec.owner.as_ref(), context, findings);
    spec.waivers.iter().for_each(|waiver| owner_is_a_team(Some(&waiver.owner), context, findings));
    environments::are_sound(spec, calendars::of(spec, context), context, findings);
    trigger_fits_the_source(spec, findings);
    let flowing = flow(spec, &delivered, context, findings);
    is_sound(spec, &delivered, &flowing, context, findings);
    let output = columns::output(&flowing);
    consumers::are_sound(spec, &output, context, findings);
    let tests = tests::tests(spec, &delivered, &output, context, findings);
    Pipeline {
        id: id.clone(),
        path: context.loaded.datasets[id].path.clone(),
        owner: owner(id, spec, context),
        tier: spec.tier.as_ref().map_or(Fact::bare(defaults::TIER), Fact::from),
        status: spec.status.as_ref().map_or(Fact::bare(Status::Active), Fact::from),
        table: defaults::table(spec),
        compute: defaults::compute(spec, context.platform),
        schedule: defaults::schedule(&spec.trigger, context.platform),
        workdays: calendars::workdays(spec, context),
        pause_days: calendars::pause(spec, context),
        time_outs: defaults::time_outs(spec),
        sla: defaults::sla(&spec.sla),
        retention: defaults::retention(spec.retention.as_ref()),
        privacy: spec.privacy.as_ref().map(defaults::privacy),
        upstream: links::upstream(spec),
        load: consumers::load(spec, &output, context),
        serve: consumers::serve(spec, id, &output, context),
        columns: delivered,
        output,
        tests,
        spec: spec.clone(),
    }
}

/// The checks that need all columns, in the order in which people would make them.
fn is_sound(
    spec: &PipelineSpec,
    delivered: &[Column],
    flowing: &[Column],
    context: &Context<'_>,
    findings: &mut Vec<Finding>,
) {
    columns::names_are_free(delivered.iter().chain(flowing), spec.dataset.at, findings);
    delivery::is_sound(spec, delivered, context, findings);
    table::is_sound(spec, flowing, findings);
    table::sums_are_taken_from_what_was_delivered(spec, delivered, flowing, findings);
    personal_data_has_a_purpose(spec, delivered, findings);
    limits_nest(spec, findings);
    lateness_can_be_seen(spec, calendars::pause(spec, context), findings);
    calendars::exists(spec, context, findings);
    coherence::schedule(spec, context, findings);
    privacy::nothing_personal_is_written(spec, delivered, flowing, findings);
    exceptions::make_sense(spec, context, findings);
}

fn owner(id: &DatasetId, spec: &PipelineSpec, context: &Context<'_>) -> Fact<String> {
    let domain = context.loaded.domains.get(&id.domain).map(|d| &d.spec.owner);
    spec.owner.as_ref().or(domain).map_or_else(|| Fact::bare(String::new()), At::fact)
}

/// The finding for an owner that is not a team of the platform.
pub(super) fn owner_is_a_team(owner: Option<&At<Slug>>, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(owner) = owner else { return };
    if context.platform.team(owner).is_some() {
        return;
    }
    let finding = Finding::error(codes::UNKNOWN_TEAM, owner.at, format!("unknown team `{}`", owner.value));
    let teams = context.platform.teams.iter().map(|t| t.id.value.as_str());
    findings.push(match nearest(owner, teams) {
        Some(close) => finding.help(format!("did you mean `{close}`?")),
        None => finding.help("use a team of `specs/platform.yaml`"),
    });
}

/// The finding for a connection that is not there, or of another kind than the source.
pub(super) fn connection_exists(
    spec: &PipelineSpec,
    name: &At<Slug>,
    context: &Context<'_>,
    findings: &mut Vec<Finding>,
) {
    let rib = spec.source.rib();
    let all = &context.platform.connections;
    let message = match all.iter().find(|c| *c.id.value == *name.value) {
        None => format!("unknown connection `{}`", name.value),
        Some(found) if *found.kind.value != *rib.word() => {
            format!("`{}` is a connection of kind `{}`, this source is `{}`", name.value, found.kind.value, rib.word())
        }
        Some(_) => return,
    };
    let fitting: Vec<&str> = all.iter().filter(|c| *c.kind.value == *rib.word()).map(|c| c.id.value.as_str()).collect();
    let finding = Finding::error(codes::UNKNOWN_CONNECTION, name.at, message);
    findings.push(match nearest(name, fitting.iter().copied()) {
        Some(close) => finding.help(format!("did you mean `{close}`?")),
        None if !fitting.is_empty() => {
            finding.help(format!("those of kind `{}` are {}", rib.word(), crate::diagnostics::suggest::list(fitting)))
        }
        None => finding.help(format!("add one of kind `{}` to `connections:` of `specs/platform.yaml`", rib.word())),
    });
}

fn trigger_fits_the_source(spec: &PipelineSpec, findings: &mut Vec<Finding>) {
    let wanted = spec.source.rib().trigger();
    let (written, at) = match &spec.trigger {
        Trigger::Arrival(arrival) => ("arrival", arrival.expect_by.at),
        Trigger::Cron(cron) => ("cron", cron.times().at),
        Trigger::Upstream(ready) => ("upstream", ready.at),
    };
    if written != wanted {
        let message = format!("a source of kind `{}` cannot be triggered by `{written}`", spec.source.rib().word());
        findings.push(Finding::error(codes::TRIGGER, at, message).help(format!("write `trigger: {{{wanted}: …}}`")));
    }
}

/// Sends the columns through the transforms and judges the rules on what comes out.
fn flow(spec: &PipelineSpec, delivered: &[Column], context: &Context<'_>, findings: &mut Vec<Finding>) -> Vec<Column> {
    let table = |name: &str| context.outputs.get(name).map(Vec::as_slice);
    let table_key = |name: &str| {
        let spec = DatasetId::parse(name).and_then(|id| context.loaded.datasets.get(&id));
        spec.map_or(&[][..], |spec| &spec.spec.table.key)
    };
    let upsert = spec.table.write.value == Write::Upsert;
    let mut scope = Scope {
        columns: delivered.to_vec(),
        table: &table,
        table_key: &table_key,
        modules: &context.loaded.modules,
        key: &spec.table.key,
        upsert,
        findings: vec![],
    };
    let mut deduped = false;
    let mut folded: Option<Origin> = None;
    for transform in &spec.transforms {
        let rib = transform.rib();
        if deduped && !rib.after_rules() {
            let finding = Finding::error(codes::DEDUPE_LAST, rib.at(), "a transform comes after `dedupe`");
            scope.findings.push(finding.help("move `dedupe` to the end of `transforms:`"));
        }
        deduped |= rib.after_rules();
        if let Some(first) = folded.filter(|_| rib.folds()) {
            let finding = Finding::error(codes::FOLDED_TWICE, rib.at(), "these rows are groups already");
            scope.findings.push(finding.see(first, "grouped here").help("group once, or in a dataset of its own"));
        }
        folded = folded.or(rib.folds().then(|| rib.at()));
        if rib.hand_written() && spec.tests.is_empty() {
            let finding = Finding::error(codes::UNTESTED, rib.at(), "a hand-written function that no test calls");
            scope.findings.push(finding.help("add `tests:` to this spec, with rows that the function changes"));
        }
        rib.check(&mut scope);
    }
    let derived = table::partitions(spec, delivered, &scope.columns, &mut scope.findings);
    scope.columns.extend(derived);
    for rule in spec.rules() {
        rule.rib().check(&mut scope);
    }
    rules_have_names_of_their_own(spec, &mut scope.findings);
    findings.extend(scope.findings);
    scope.columns
}

fn rules_have_names_of_their_own(spec: &PipelineSpec, findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<String, Origin> = BTreeMap::new();
    for rule in spec.rules() {
        let planned = rule.rib().plan(crate::model::Locale::En);
        let at = planned.id.from.iter().next().unwrap_or_default();
        if let Some(first) = seen.insert(planned.id.value.clone(), at) {
            let finding = Finding::error(codes::RULE_TWICE, at, format!("a second rule `{}`", planned.id.value));
            findings.push(finding.see(first, "the first one").help("remove one, or merge the two"));
        }
    }
}

fn personal_data_has_a_purpose(spec: &PipelineSpec, delivered: &[Column], findings: &mut Vec<Finding>) {
    match (&spec.privacy, delivered.iter().find(|c| c.pii.is_some())) {
        (None, Some(column)) => {
            let at = column.name.from.iter().next().unwrap_or(spec.dataset.at);
            let message = format!("`{}` is personal data and the spec has no `privacy:`", *column.name);
            let help = "add `privacy: {purpose: …, legal_basis: …, rnbd_id: \"…\", subject_key: …}`";
            findings.push(Finding::error(codes::NO_PRIVACY, at, message).help(help));
        }
        (Some(privacy), _) => {
            subject_can_be_found(privacy, delivered, findings);
            findings.extend(crate::model::ribs::missing_column(
                delivered,
                &privacy.subject_key,
                privacy.subject_key.at,
            ));
        }
        (None, None) => {}
    }
}

/// Whoever asks for their data, or for its end, is looked up by this column.
fn subject_can_be_found(privacy: &PrivacySpec, delivered: &[Column], findings: &mut Vec<Finding>) {
    let dropped = |c: &&Column| c.protect.as_ref().is_some_and(|p| p.value == Protection::Drop);
    let key = delivered.iter().find(|c| *c.name.value == **privacy.subject_key);
    if key.as_ref().is_some_and(dropped) {
        let message = format!("`{}` names the person, and is dropped", privacy.subject_key.value);
        let finding = Finding::error(codes::LOST_SUBJECT, privacy.subject_key.at, message);
        findings.push(finding.help("protect it with `hash`, or name a column that is kept"));
    }
}

fn limits_nest(spec: &PipelineSpec, findings: &mut Vec<Finding>) {
    let limits = defaults::time_outs(spec);
    let freshness = spec.sla.freshness().seconds();
    if *limits.run > freshness {
        let message = format!(
            "a run may take {} minutes, longer than `freshness: {}`",
            *limits.run / 60,
            spec.sla.freshness().value
        );
        let finding = Finding::error(codes::TIME_OUTS, spec.sla.freshness().at, message);
        findings.push(finding.help("shorten `ingest` and `process`, or promise less"));
    }
}

/// CloudWatch cannot look back further than a week; see `plan::alarms`.
fn lateness_can_be_seen(spec: &PipelineSpec, pause_days: u64, findings: &mut Vec<Finding>) {
    let freshness = spec.sla.freshness();
    if freshness.seconds() + pause_days * 86_400 > LONGEST_WINDOW {
        let pause = if pause_days > 0 { format!(" and up to {pause_days} days off in a row") } else { String::new() };
        let message = format!("no alarm can see that a table with `freshness: {}`{pause} is late", freshness.value);
        findings.push(Finding::warning(codes::NO_LATE_ALARM, freshness.at, message).help("promise `7d` or less"));
    }
}
