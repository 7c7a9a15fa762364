//! A dataset's alarms as a Terraform module.

use super::text;
use crate::model::plan::{Alarm, Dataset, Plan};
use crate::model::{Fact, Locale};
use crate::render::{Fragment, Hcl, Ident, hcl as filters};
use crate::targets::header;
use askama::Template;

/// What the module's files show.
pub struct Module<'a> {
    header: Fact<String>,
    es: bool,
    dataset: &'a Fact<String>,
    namespace: &'a Fact<String>,
    /// Environments that page.
    production: Vec<&'a Fact<String>>,
    alarms: Vec<Resource<'a>>,
    terraform: &'a Fact<String>,
    aws: &'a Fact<String>,
    /// Major version of the AWS provider that the module does not know yet.
    next_aws: u32,
}

struct Resource<'a> {
    alarm: &'a Alarm,
    incident: Ident,
    description: Vec<Fact<String>>,
    /// Spaces after the incident's name that align the outputs.
    padding: Fragment<Hcl>,
}

const SPACES: &str = "                                        ";

/// The view of a dataset's module.
pub fn module<'a>(plan: &'a Plan, dataset: &'a Dataset) -> Module<'a> {
    let platform = &plan.platform;
    let widest = dataset.alarms.iter().map(|a| a.incident.len()).max().unwrap_or(0);
    Module {
        header: header::of_dataset(platform, dataset),
        es: platform.locale.value == Locale::Es,
        dataset: &dataset.names.folder,
        namespace: &platform.names.namespace,
        production: platform.environments.iter().filter(|e| e.production.value).map(|e| &e.name).collect(),
        alarms: dataset.alarms.iter().map(|alarm| resource(plan, dataset, alarm, widest)).collect(),
        terraform: &platform.versions.terraform,
        aws: &platform.versions.aws_provider,
        next_aws: major(&platform.versions.aws_provider) + 1,
    }
}

fn resource<'a>(plan: &Plan, dataset: &Dataset, alarm: &'a Alarm, widest: usize) -> Resource<'a> {
    Resource {
        alarm,
        incident: Ident::near(alarm.incident),
        description: text::description(plan, dataset, alarm),
        padding: Fragment::fixed(&SPACES[..widest - alarm.incident.len()]),
    }
}

fn major(version: &str) -> u32 {
    version.split('.').next().and_then(|major| major.parse().ok()).unwrap_or(0)
}

/// `main.tf`.
#[derive(Template)]
#[template(path = "targets/alerts/main.tf", config = "templates/askama.toml")]
pub struct Main<'a>(pub &'a Module<'a>);

/// `variables.tf`.
#[derive(Template)]
#[template(path = "targets/alerts/variables.tf", config = "templates/askama.toml")]
pub struct Variables<'a>(pub &'a Module<'a>);

/// `outputs.tf`.
#[derive(Template)]
#[template(path = "targets/alerts/outputs.tf", config = "templates/askama.toml")]
pub struct Outputs<'a>(pub &'a Module<'a>);

/// `versions.tf`.
#[derive(Template)]
#[template(path = "targets/alerts/versions.tf", config = "templates/askama.toml")]
pub struct Versions<'a>(pub &'a Module<'a>);
