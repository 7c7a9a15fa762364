//! From specs as written to pipelines whose meaning is sound: defaults applied, references checked, columns typed.
//!
//! `PipelineSpec` → [`Pipeline`]. After this stage no value is missing because nobody wrote it, every name that a spec
//! mentions exists, and the datasets form a graph without cycles.

mod calendars;
mod coherence;
mod columns;
mod consumers;
mod dataset;
mod defaults;
mod delivery;
mod environments;
mod exceptions;
mod links;
mod names;
mod platform;
mod privacy;
mod renames;
mod services;
mod severities;
mod table;
mod tags;
mod tests;
mod values;
mod waivers;

pub use dataset::LONGEST_WINDOW;
pub use defaults::SETTLE_SECONDS;
pub use waivers::waive;

use crate::diagnostics::{Finding, Severity};
use crate::model::plan::{
    Compute, DatasetId, HudiTable, Load, Platform, Privacy, Retention, Schedule, Serve, Sla, Test, TimeOuts, Workdays,
};
use crate::model::{Column, Fact, Status};
use crate::spec::load::{Loaded, Spec};
use crate::spec::types::{DomainSpec, PipelineSpec};
use std::collections::{BTreeMap, BTreeSet};

/// A dataset whose meaning is sound.
#[derive(Clone, Debug)]
pub struct Pipeline {
    /// Domain and name.
    pub id: DatasetId,
    /// Path of the spec.
    pub path: String,
    /// The spec as written: its ribs plan themselves from it.
    pub spec: PipelineSpec,
    /// Team that answers for it.
    pub owner: Fact<String>,
    /// 1 to 3.
    pub tier: Fact<u8>,
    /// Alive or retired.
    pub status: Fact<Status>,
    /// Columns as delivered.
    pub columns: Vec<Column>,
    /// Columns of the curated table.
    pub output: Vec<Column>,
    /// The Hudi table.
    pub table: HudiTable,
    /// Size of the job in each environment.
    pub compute: Vec<Compute>,
    /// When it runs.
    pub schedule: Schedule,
    /// The days on which it is expected.
    pub workdays: Option<Workdays>,
    /// Days in a row on which its inputs may have a day off.
    pub pause_days: u64,
    /// Nested limits.
    pub time_outs: TimeOuts,
    /// What consumers are promised.
    pub sla: Sla,
    /// How long each zone keeps data.
    pub retention: Retention,
    /// Why personal data may be processed.
    pub privacy: Option<Privacy>,
    /// Where the table is loaded.
    pub load: Option<Load>,
    /// Where people look at it.
    pub serve: Option<Serve>,
    /// Examples that must hold.
    pub tests: Vec<Test>,
    /// Datasets that it reads, sorted.
    pub upstream: Vec<DatasetId>,
}

/// A project whose meaning is sound.
#[derive(Debug)]
pub struct Project {
    /// What all datasets share.
    pub platform: Platform,
    /// Domains by name.
    pub domains: BTreeMap<String, Spec<DomainSpec>>,
    /// Datasets, sorted by id.
    pub pipelines: Vec<Pipeline>,
    /// Texts below `specs/overrides/`, by their path there.
    pub overrides: BTreeMap<String, String>,
    /// Texts of hand-written Python beside the specs, by path.
    pub modules: BTreeMap<String, String>,
}

/// What everything is checked against.
pub(crate) struct Context<'a> {
    loaded: &'a Loaded,
    platform: &'a Platform,
    /// Output columns of the datasets that were resolved already.
    outputs: BTreeMap<String, Vec<Column>>,
    /// Days in a row without news of those datasets.
    pauses: BTreeMap<String, u64>,
    /// The longest pause of each calendar of the platform, by name: many datasets share one.
    closures: BTreeMap<&'a str, Option<u64>>,
}

/// Whether a type that nobody could read shapes the columns of a dataset, or of one that it reads: all that could be said of
/// it would be a guess, and goes away with the error that is reported at the types.
fn rests_on_unread_types(loaded: &Loaded, pipeline: &Pipeline, unsure: &BTreeSet<DatasetId>) -> bool {
    let uses = pipeline.spec.columns.iter().any(|column| column.shared.is_some());
    (loaded.types_unread && uses) || pipeline.upstream.iter().any(|up| unsure.contains(up))
}

/// Checks the meaning of what was loaded. There is a project unless something is wrong, here or before.
pub fn resolve(loaded: &Loaded) -> (Option<Project>, Vec<Finding>) {
    let mut findings = vec![];
    let Some(platform) = platform::platform(loaded, &mut findings) else { return (None, findings) };
    names::every_domain_is_described(loaded, &mut findings);
    names::domains_have_names(loaded, &mut findings);
    names::specs_stand_where_they_say(loaded, &mut findings);
    columns::shared_types(&loaded.types, &mut findings);
    links::inputs_exist(loaded, &mut findings);
    links::files_have_one_owner(loaded, &mut findings);
    names::resources_have_names_of_their_own(loaded, &mut findings);
    coherence::between(loaded, &mut findings);
    consumers::have_tables_of_their_own(loaded, &mut findings);
    let order = links::order_without_cycles(loaded, &mut findings);
    let closures =
        platform.calendars.iter().map(|(name, calendar)| (name.as_str(), calendar.longest_pause())).collect();
    let mut context =
        Context { loaded, platform: &platform, outputs: BTreeMap::new(), pauses: BTreeMap::new(), closures };
    for domain in loaded.domains.values() {
        dataset::owner_is_a_team(Some(&domain.spec.owner), &context, &mut findings);
    }
    let mut pipelines = vec![];
    let mut unsure = BTreeSet::new();
    for id in order {
        let mut found = vec![];
        let pipeline = dataset::pipeline(&id, &context, &mut found);
        if rests_on_unread_types(loaded, &pipeline, &unsure) {
            unsure.insert(id.clone());
        } else {
            findings.extend(found);
        }
        context.outputs.insert(id.to_string(), privacy::as_table(&id, &pipeline.output));
        let own = calendars::closure(&pipeline.spec, &context);
        context.pauses.insert(id.to_string(), own.unwrap_or(pipeline.pause_days));
        pipelines.push(pipeline);
    }
    pipelines.sort_by(|a, b| a.id.cmp(&b.id));
    let failed = loaded.failed() || findings.iter().any(|f| f.severity == Severity::Error);
    let project = (!failed).then(|| Project {
        platform: platform.clone(),
        domains: loaded.domains.clone(),
        pipelines,
        overrides: loaded.overrides.clone(),
        modules: loaded.modules.iter().map(|(path, module)| (path.clone(), module.text.clone())).collect(),
    });
    (project, findings)
}
