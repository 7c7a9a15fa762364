//! What the templates read.

use super::calendars::{self, Days};
use super::imports;
use super::prose::{self, Prose, Words};
use crate::model::plan::{self, Dataset, Environment, Plan, Platform};
use crate::model::{Fact, Status};
use crate::plan::incidents;
use crate::render::{Fragment, Ident, Py, py as filters, timedelta};
use crate::targets::header;

/// A DAG.
#[derive(askama::Template)]
#[template(path = "targets/airflow/dag.py", config = "templates/askama.toml")]
pub struct Dag<'a> {
    header: Fact<String>,
    dataset: &'a Dataset,
    prose: Prose,
    words: &'static Words,
    imports: Vec<Fragment<Py>>,
    /// Whether it is written for Airflow 3.
    assets: bool,
    package: Ident,
    modules: Fragment<Py>,
    schedule: Schedule<'a>,
    /// Whether runs are skipped on days off.
    guarded: bool,
    timezone: &'a Fact<String>,
    times: Times,
    source: Incident,
    job: Incident,
    result: Incident,
    load: Option<After>,
    refresh: Option<After>,
    tags: Vec<Fact<String>>,
}

/// What starts a run.
pub(super) enum Schedule<'a> {
    Never,
    Cron(&'a Fact<String>),
    /// A cron, and the constant of an asset that starts a run as well.
    Woken(&'a Fact<String>, Fragment<Py>),
    /// The name of the condition, and the assets that it holds together.
    Datasets(Fragment<Py>, Vec<Asset>),
}

impl Schedule<'_> {
    fn cron(&self) -> Option<&Fact<String>> {
        match self {
            Schedule::Cron(cron) | Schedule::Woken(cron, _) => Some(cron),
            Schedule::Never | Schedule::Datasets(..) => None,
        }
    }
}

/// A dataset that another one waits for.
pub(super) struct Asset {
    name: Fact<String>,
    uri: Fact<String>,
}

struct Times {
    ingest: Fragment<Py>,
    wait: Fragment<Py>,
    load: Fragment<Py>,
    run: Fragment<Py>,
}

/// A step after the table is written; empty yet.
struct After {
    text: Fact<String>,
    incident: Incident,
}

struct Incident {
    id: &'static str,
    severity: Fact<&'static str>,
}

impl<'a> Dag<'a> {
    /// The view of a dataset's DAG.
    pub fn new(plan: &'a Plan, dataset: &'a Dataset) -> Dag<'a> {
        let platform = &plan.platform;
        let schedule = schedule(plan, dataset);
        let guarded = dataset.workdays.is_some() && matches!(dataset.schedule, plan::Schedule::Cron { .. });
        Dag {
            header: header::of_dataset(platform, dataset),
            dataset,
            prose: prose::of(platform, dataset),
            words: prose::words(platform.locale.value),
            imports: imports::of(platform, &schedule, &dataset.source.airflow),
            assets: platform.versions.airflow_3(),
            package: Ident::near(&platform.airflow_runtime),
            modules: modules(dataset.source.airflow.module, guarded),
            schedule,
            guarded,
            timezone: timezone(platform, dataset),
            times: times(&dataset.time_outs),
            source: incident(dataset.source.airflow.incident, dataset),
            job: incident("glue_failure", dataset),
            result: incident("rows_not_conserved", dataset),
            load: load(platform, dataset),
            refresh: refresh(platform, dataset),
            tags: tags(dataset),
        }
    }
}

fn load(platform: &Platform, dataset: &Dataset) -> Option<After> {
    let text = prose::load(platform.locale.value, dataset.load.as_ref()?);
    Some(After { text, incident: incident("snowflake_load_failure", dataset) })
}

fn refresh(platform: &Platform, dataset: &Dataset) -> Option<After> {
    let serve = dataset.serve.as_ref().filter(|serve| serve.refreshes())?;
    let text = prose::refresh(platform.locale.value, serve);
    Some(After { text, incident: incident("bi_refresh_failure", dataset) })
}

fn schedule<'a>(plan: &'a Plan, dataset: &'a Dataset) -> Schedule<'a> {
    if dataset.status.value == Status::Retired {
        return Schedule::Never;
    }
    match &dataset.schedule {
        plan::Schedule::Arrival { safety_cron: cron } | plan::Schedule::Cron { cron, .. } => {
            match dataset.source.airflow.wakes {
                Some(asset) => Schedule::Woken(cron, Fragment::fixed(asset)),
                None => Schedule::Cron(cron),
            }
        }
        plan::Schedule::Upstream { all } => {
            let triggers = dataset.source.inputs.iter().filter(|input| input.triggers);
            let condition = condition(plan.platform.versions.airflow_3(), **all);
            Schedule::Datasets(condition, triggers.filter_map(|input| asset(plan, input)).collect())
        }
    }
}

/// The name of the condition that holds all or any of some assets.
fn condition(assets: bool, all: bool) -> Fragment<Py> {
    Fragment::fixed(match (assets, all) {
        (false, true) => "DatasetAll",
        (false, false) => "DatasetAny",
        (true, true) => "AssetAll",
        (true, false) => "AssetAny",
    })
}

/// The folder and the URI of a dataset whose news start the DAG.
fn asset(plan: &Plan, input: &plan::Input) -> Option<Asset> {
    let names = &plan.dataset(&input.dataset)?.names;
    let of = |text: &Fact<String>| Fact::new(text.value.clone(), input.dataset.from);
    Some(Asset { name: of(&names.folder), uri: of(&names.asset) })
}

/// Zone of the times at which it runs.
fn timezone<'a>(platform: &'a Platform, dataset: &'a Dataset) -> &'a Fact<String> {
    match &dataset.schedule {
        plan::Schedule::Cron { timezone, .. } => timezone,
        _ => &platform.timezone,
    }
}

/// Modules of the runtime, sorted.
fn modules(of_source: &'static str, guarded: bool) -> Fragment<Py> {
    let mut names = vec!["glue", "outcome", "results", of_source];
    names.extend(guarded.then_some("calendars"));
    names.sort_unstable();
    Fragment::join(names.into_iter().map(Fragment::fixed), ", ")
}

fn times(limits: &plan::TimeOuts) -> Times {
    Times {
        ingest: timedelta(&limits.ingest),
        wait: timedelta(&limits.wait),
        load: timedelta(&limits.load),
        run: timedelta(&limits.run),
    }
}

fn incident(id: &'static str, dataset: &Dataset) -> Incident {
    if let Some((_, severity)) = dataset.severities.iter().find(|(incident, _)| incident == id) {
        return Incident { id, severity: severity.clone() };
    }
    let kind = incidents::find(id);
    let severity = if *dataset.tier == 1 { &kind.tier1 } else { &kind.others };
    Incident { id, severity: Fact::new(severity, dataset.tier.from) }
}

fn tags(dataset: &Dataset) -> Vec<Fact<String>> {
    let kind = Fact::bare(dataset.source.kind.to_string());
    let domain = dataset.names.dag.map(|_| dataset.id.domain.clone());
    let own = dataset.tags.iter().map(|(key, value)| value.map(|value| format!("{key}:{value}")));
    let fixed = [Fact::bare("cauce".to_string()), domain, kind, dataset.tier.map(|tier| format!("tier-{tier}"))];
    fixed.into_iter().chain(own).collect()
}

/// What all DAGs share.
#[derive(askama::Template)]
#[template(path = "targets/airflow/platform.py", config = "templates/askama.toml")]
pub struct Constants<'a> {
    header: &'a Fact<String>,
    title: Fact<String>,
    platform: &'a Platform,
    calendars: Vec<Days<'a>>,
}

impl<'a> Constants<'a> {
    /// The view of the platform's constants.
    pub fn new(platform: &'a Platform, header: &'a Fact<String>) -> Constants<'a> {
        Constants { header, title: prose::title(platform), platform, calendars: calendars::of(platform) }
    }

    /// The zones of an environment with their URIs.
    fn zones(&self, environment: &Environment) -> Vec<(&'static str, Fact<String>)> {
        environment
            .buckets
            .iter()
            .map(|(zone, bucket)| (zone.word(), bucket.map(|name| format!("s3://{name}"))))
            .collect()
    }
}

/// What the platform's connections need beside the static list, a package a line.
#[derive(askama::Template)]
#[template(
    source = "<% for package in packages %><{ package|comment }>\n<% endfor %>",
    ext = "py",
    config = "templates/askama.toml"
)]
pub struct Requirements<'a> {
    packages: Vec<&'a Fact<&'static str>>,
}

impl<'a> Requirements<'a> {
    /// The view of the packages that the platform's connections need, sorted, each once.
    pub fn new(platform: &'a Platform) -> Requirements<'a> {
        let mut packages: Vec<_> = platform.connections.iter().filter_map(|c| c.requirement.as_ref()).collect();
        packages.sort_by_key(|package| package.value);
        packages.dedup_by_key(|package| package.value);
        Requirements { packages }
    }
}

/// The first line of a static list.
#[derive(askama::Template)]
#[template(source = "# <{ header|comment }>", ext = "py", config = "templates/askama.toml")]
pub struct Header<'a> {
    /// Its text.
    pub header: &'a Fact<String>,
}
