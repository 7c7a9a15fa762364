//! What the workflows show: they list environments, never domains or datasets.

use super::actions::Uses;
use crate::model::plan::{Environment, Platform, Zone};
use crate::model::{Fact, Locale};
use crate::render::{Ident, yaml as filters};
use crate::targets::header;
use askama::Template;

/// What all workflows share.
pub struct Workflows<'a> {
    header: Fact<String>,
    es: bool,
    uses: Uses,
    /// Any patch of the platform's version.
    terraform: Fact<String>,
    environments: Vec<Stage<'a>>,
}

/// An environment in the order of promotion.
struct Stage<'a> {
    environment: &'a Environment,
    job: Fact<Ident>,
    /// The job that must have ended well before.
    previous: Option<Fact<Ident>>,
    plan_role: Fact<String>,
    apply_role: Fact<String>,
    artifacts: &'a Fact<String>,
    /// SSM parameter of the deployed revision.
    marker: Fact<String>,
}

/// The view of the workflows.
pub fn workflows(platform: &Platform) -> Workflows<'_> {
    let environments = &platform.environments;
    Workflows {
        header: header::of_platform(platform),
        es: platform.locale.value == Locale::Es,
        uses: Uses::locked(),
        terraform: platform.versions.terraform.map(|version| format!("~{version}")),
        environments: environments.iter().enumerate().map(|(i, e)| stage(platform, e, i)).collect(),
    }
}

fn stage<'a>(platform: &'a Platform, environment: &'a Environment, at: usize) -> Stage<'a> {
    let prefix = &platform.prefix;
    let from = prefix.from.and(environment.account.from);
    let role = |word: &str| {
        let arn = format!("arn:aws:iam::{}:role/cauce/{}-github-{word}", *environment.account, **prefix);
        Fact::new(arn, from)
    };
    Stage {
        environment,
        job: job(environment),
        previous: at.checked_sub(1).map(|before| job(&platform.environments[before])),
        plan_role: role("plan"),
        apply_role: role("apply"),
        artifacts: environment.bucket(Zone::Artifacts),
        marker: Fact::new(format!("/{}/{}/deployed_sha", **prefix, *environment.name), from),
    }
}

fn job(environment: &Environment) -> Fact<Ident> {
    environment.name.map(|name| Ident::near(name))
}

/// Review of a pull request.
#[derive(Template)]
#[template(path = "targets/github/pr.yml", config = "templates/askama.toml")]
pub struct Review<'a>(pub &'a Workflows<'a>);

/// Deployment, one environment after the other.
#[derive(Template)]
#[template(path = "targets/github/deploy.yml", config = "templates/askama.toml")]
pub struct Deploy<'a>(pub &'a Workflows<'a>);

/// Plan and apply of one environment, called by the deployment.
#[derive(Template)]
#[template(path = "targets/github/environment.yml", config = "templates/askama.toml")]
pub struct OneEnvironment<'a>(pub &'a Workflows<'a>);

/// Comparison of the accounts with their states.
#[derive(Template)]
#[template(path = "targets/github/drift.yml", config = "templates/askama.toml")]
pub struct Drift<'a>(pub &'a Workflows<'a>);
