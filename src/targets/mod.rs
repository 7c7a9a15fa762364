//! Targets: families of artefacts. Adding one is a folder here, a template folder, a line in [`ALL`] and a case.
//!
//! A target reads the plan and nothing else. It cannot fail, and it never asks which kind a source or a rule is.

mod airflow;
mod alerts;
mod github;
mod glue;
pub mod header;
mod overrides;
mod runbooks;
pub mod terraform;
pub mod words;

use crate::diagnostics::Finding;
use crate::model::plan::{Dataset, DatasetId, Domain, Plan};
use crate::render::{Trace, render_into, strip};
use askama::DynTemplate;
use std::fmt;

/// A family of artefacts.
pub trait Target: Sync {
    /// One word, which is also the name of its folders.
    fn name(&self) -> &'static str;

    /// Folders (ending with `/`) or beginnings of paths below which it writes, and nowhere else.
    fn roots(&self) -> &'static [&'static str];

    /// What is wrong with the texts that the project has in place of this target's own.
    fn check(&self, _plan: &Plan, _findings: &mut Vec<Finding>) {}

    /// What a change of one of its artefacts changes once it is deployed.
    fn reach(&self, _path: &str) -> Reach {
        Reach::Everywhere
    }

    /// Artefacts of the platform: they list neither domains nor datasets.
    fn platform(&self, _plan: &Plan, _out: &mut Out<'_>) {}

    /// Artefacts of a domain: they do not list datasets.
    fn domain(&self, _plan: &Plan, _domain: &Domain, _out: &mut Out<'_>) {}

    /// Artefacts of a dataset.
    fn dataset(&self, _plan: &Plan, _dataset: &Dataset, _out: &mut Out<'_>) {}
}

/// What an artefact changes once it is deployed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// People read it, or the repository runs it: no account changes.
    Nowhere,
    /// Every environment takes it as it is.
    Everywhere,
    /// A Terraform state, or the states that use its folder as a module.
    States,
}

/// What a change of this artefact changes.
pub fn reach(path: &str) -> Reach {
    let owner = ALL.iter().find(|target| target.roots().iter().any(|root| path.starts_with(root)));
    owner.map_or(Reach::Everywhere, |target| target.reach(path))
}

/// All targets, in the order in which they render.
pub const ALL: &[&dyn Target] =
    &[&glue::Glue, &airflow::Airflow, &alerts::Alerts, &runbooks::Runbooks, &github::Github, &terraform::Terraform];

/// What is wrong with the overrides of a project. Rendering cannot fail once nothing is.
pub fn check(plan: &Plan) -> Vec<Finding> {
    let mut findings = overrides::unknown(plan);
    for target in ALL {
        target.check(plan, &mut findings);
    }
    findings
}

/// Who owns an artefact: what must change for it to change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// The platform.
    Platform,
    /// A domain.
    Domain(String),
    /// A dataset.
    Dataset(DatasetId),
}

impl Owner {
    /// Reads what [`fmt::Display`] writes.
    pub fn parse(text: &str) -> Option<Owner> {
        match text.split_once('/') {
            None => (text == "_platform").then_some(Owner::Platform),
            Some((domain, "_domain")) => Some(Owner::Domain(domain.to_string())),
            Some((domain, name)) => Some(Owner::Dataset(DatasetId::new(domain, name))),
        }
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Owner::Platform => f.write_str("_platform"),
            Owner::Domain(domain) => write!(f, "{domain}/_domain"),
            Owner::Dataset(id) => write!(f, "{id}"),
        }
    }
}

/// All owners of a plan, in the order of their names.
pub fn owners(plan: &Plan) -> Vec<Owner> {
    let domains = plan.domains.iter().map(|d| Owner::Domain(d.name.value.clone()));
    let datasets = plan.datasets.iter().map(|d| Owner::Dataset(d.id.clone()));
    [Owner::Platform].into_iter().chain(domains).chain(datasets).collect()
}

/// Renders what one owner owns, artefact by artefact, into `visit(path, text)`.
pub fn render(plan: &Plan, owner: &Owner, trace: Trace, visit: &mut dyn FnMut(&str, &str)) {
    let mut out = Out { trace, buffer: String::new(), visit };
    for target in ALL {
        match owner {
            Owner::Platform => target.platform(plan, &mut out),
            Owner::Domain(name) => {
                if let Some(domain) = plan.domain(name) {
                    target.domain(plan, domain, &mut out);
                }
            }
            Owner::Dataset(id) => {
                if let Some(dataset) = plan.dataset(id) {
                    target.dataset(plan, dataset, &mut out);
                }
            }
        }
    }
}

/// Where a target puts its artefacts: each one is seen once and then forgotten, so that memory does not grow with them.
pub struct Out<'v> {
    trace: Trace,
    buffer: String,
    visit: &'v mut dyn FnMut(&str, &str),
}

impl Out<'_> {
    /// An artefact rendered from a template; the path is relative to the project root.
    pub fn template(&mut self, path: &str, template: &dyn DynTemplate) {
        render_into(&mut self.buffer, template, self.trace);
        (self.visit)(path, &self.buffer);
    }

    /// A static file.
    pub fn verbatim(&mut self, path: &str, text: &str) {
        (self.visit)(path, text);
    }

    /// A text with trace marks in it, made by something other than a template of ours.
    pub fn marked(&mut self, path: &str, text: &str) {
        match self.trace {
            Trace::On => (self.visit)(path, text),
            Trace::Off => (self.visit)(path, &strip(text).0),
        }
    }
}
