//! From sound pipelines to the plan: every physical name, path, permission and time-out decided once.
//!
//! [`Project`] → [`Plan`], whole and in memory. Planning cannot fail except for names that AWS would refuse.

mod alarms;
mod exceptions;
mod grants;
pub mod incidents;
mod names;
pub mod runtime;
mod steps;

use crate::diagnostics::Finding;
use crate::model::plan::{Dataset, DatasetId, Domain, Module, Names, Plan, Platform, Source, Step, Waiver};
use crate::model::ribs::SourceContext;
use crate::model::{At, Fact, Slug};
use crate::resolve::{Pipeline, Project, SETTLE_SECONDS};
use crate::spec::types::{ArrivalTrigger, Override, PipelineSpec, Trigger, WaiverSpec};
use std::collections::BTreeMap;

/// The plan of a project, with findings about names that are too long.
pub fn plan(project: &Project) -> (Plan, Vec<Finding>) {
    let mut findings = vec![];
    let (glue_runtime, airflow_runtime) = (runtime::glue_key(), runtime::airflow_package());
    let platform = Platform { glue_runtime, airflow_runtime, ..project.platform.clone() };
    let domains: Vec<Domain> = project.domains.keys().map(|name| domain(name, project)).collect();
    let readers = readers(&project.pipelines);
    let dataset = |pipeline: &Pipeline| {
        let dataset = dataset(pipeline, project, &platform, &readers, &mut findings);
        let grants = grants::grants(&dataset, &platform, &domains);
        let alarms = exceptions::apply(&pipeline.spec, alarms::alarms(&dataset, &platform), &mut findings);
        Dataset { grants, alarms, ..dataset }
    };
    let datasets = project.pipelines.iter().map(dataset).collect();
    (Plan { platform, domains, datasets, overrides: project.overrides.clone() }, findings)
}

/// Who reads each dataset, sorted.
fn readers(pipelines: &[Pipeline]) -> BTreeMap<&DatasetId, Vec<DatasetId>> {
    let mut readers: BTreeMap<&DatasetId, Vec<DatasetId>> = BTreeMap::new();
    for pipeline in pipelines {
        for upstream in &pipeline.upstream {
            readers.entry(upstream).or_default().push(pipeline.id.clone());
        }
    }
    readers
}

fn domain(name: &str, project: &Project) -> Domain {
    let written = &project.domains[name];
    let prefix = &project.platform.prefix;
    let from = prefix.from.and(written.spec.description.at.into());
    Domain {
        spec: written.path.clone(),
        name: Fact::new(name.to_string(), written.spec.description.at),
        description: written.spec.description.fact(),
        owner: written.spec.owner.fact(),
        key: Fact::new(format!("{}-{}", **prefix, name.replace('_', "-")), from),
        database: Fact::new(format!("{}_{name}", **prefix), from),
        protection_secret: Fact::new(format!("{}/proteccion/{name}", **prefix), from),
    }
}

/// A dataset, without what it needs and without its alarms.
fn dataset(
    pipeline: &Pipeline,
    project: &Project,
    platform: &Platform,
    readers: &BTreeMap<&DatasetId, Vec<DatasetId>>,
    findings: &mut Vec<Finding>,
) -> Dataset {
    let spec = &pipeline.spec;
    let names = names::names(pipeline, platform, findings);
    let source = source(pipeline, platform, &names);
    let steps = steps::steps(spec);
    Dataset {
        id: pipeline.id.clone(),
        name: spec.dataset.fact(),
        spec: pipeline.path.clone(),
        description: spec.description.fact(),
        owner: pipeline.owner.clone(),
        tier: pipeline.tier.clone(),
        status: pipeline.status.clone(),
        tags: tags(spec),
        muted_in: muted_in(spec),
        severities: exceptions::severities(spec),
        names,
        source,
        columns: pipeline.columns.clone(),
        output: pipeline.output.clone(),
        modules: modules(&steps, &project.modules),
        steps,
        rules: spec.rules().iter().map(|r| r.rib().plan(platform.locale.value)).collect(),
        table: pipeline.table.clone(),
        compute: pipeline.compute.clone(),
        schedule: pipeline.schedule.clone(),
        other_crons: other_crons(spec),
        workdays: pipeline.workdays.clone(),
        pause_days: pipeline.pause_days,
        time_outs: pipeline.time_outs.clone(),
        sla: pipeline.sla.clone(),
        retention: pipeline.retention.clone(),
        privacy: pipeline.privacy.clone(),
        load: pipeline.load.clone(),
        serve: pipeline.serve.clone(),
        grants: vec![],
        alarms: vec![],
        tests: pipeline.tests.clone(),
        waivers: spec.waivers.iter().map(waiver).collect(),
        upstream: pipeline.upstream.clone(),
        downstream: readers.get(&pipeline.id).cloned().unwrap_or_default(),
    }
}

fn tags(spec: &PipelineSpec) -> Vec<(String, Fact<String>)> {
    let mut tags: Vec<_> = spec.tags.iter().map(|(key, value)| (key.clone(), value.fact())).collect();
    tags.sort_by(|a, b| a.0.cmp(&b.0));
    tags
}

fn muted_in(spec: &PipelineSpec) -> Vec<Fact<String>> {
    let muted = |(name, o): (&String, &Override)| {
        o.mute.as_ref().filter(|mute| mute.value).map(|mute| Fact::new(name.clone(), mute.at))
    };
    spec.environments.iter().filter_map(muted).collect()
}

/// What environments have of their own, in the order written.
fn others<T>(spec: &PipelineSpec, of: impl Fn(&Override) -> Option<T>) -> Vec<(String, T)> {
    spec.environments.iter().filter_map(|(name, written)| Some((name.clone(), of(written)?))).collect()
}

fn other_crons(spec: &PipelineSpec) -> Vec<(String, Fact<String>)> {
    others(spec, |written| Some(written.trigger.as_ref()?.cron.fact()))
}

fn other_connections(spec: &PipelineSpec) -> Vec<(String, At<Slug>)> {
    others(spec, |written| written.connection.clone())
}

fn source(pipeline: &Pipeline, platform: &Platform, names: &Names) -> Source {
    let spec = &pipeline.spec;
    let context = SourceContext {
        id: &pipeline.id,
        names,
        platform,
        columns: &pipeline.columns,
        time_outs: &pipeline.time_outs,
        settle: &settle(&spec.trigger),
        other_connections: &other_connections(spec),
    };
    with_trigger(spec.source.rib().plan(&context), &spec.trigger)
}

fn waiver(spec: &WaiverSpec) -> Waiver {
    Waiver {
        code: spec.code.fact(),
        column: spec.column.as_ref().map(At::fact),
        reason: spec.reason.fact(),
        owner: spec.owner.fact(),
        until: spec.until.fact(),
    }
}

/// The modules that steps call, each once and in the order of their names.
fn modules(steps: &[Step], texts: &BTreeMap<String, String>) -> Vec<Module> {
    let mut modules: BTreeMap<String, Module> = BTreeMap::new();
    for path in steps.iter().filter_map(|step| step.module.as_ref()) {
        if let Some(text) = texts.get(&path.value) {
            let name = path.map(|path| Module::import(path));
            modules.entry(name.value.clone()).or_insert(Module { name, text: text.clone() });
        }
    }
    modules.into_values().collect()
}

/// How long a file must have been still.
fn settle(trigger: &Trigger) -> Fact<u64> {
    match trigger {
        Trigger::Arrival(ArrivalTrigger { settle: Some(settle), .. }) => Fact::new(settle.seconds(), settle.at),
        _ => Fact::bare(SETTLE_SECONDS),
    }
}

/// Gives an arrival what the trigger says of it.
fn with_trigger(mut source: Source, trigger: &Trigger) -> Source {
    if let (Some(arrival), Trigger::Arrival(written)) = (&mut source.arrival, trigger) {
        arrival.expect_by = Some(written.expect_by.fact());
    }
    source
}
