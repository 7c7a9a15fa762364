//! What the workflows show: they list environments, never domains or datasets.

use super::actions::Uses;
use crate::model::plan::{Environment, Plan, Platform, Zone};
use crate::model::{Fact, Locale, Role};
use crate::render::{Ident, yaml as filters};
use crate::targets::header;
use askama::Template;

pub use prose::PullRequest;
pub use words::CodeOwners;

/// What all workflows share.
pub struct Workflows<'a> {
    header: Fact<String>,
    es: bool,
    uses: Uses,
    /// Any patch of the platform's version.
    terraform: Fact<String>,
    /// Version of Airflow, `2.11.2`.
    airflow: &'a Fact<String>,
    environments: Vec<Stage<'a>>,
    /// Who answers for the data: GitHub's teams are called like those of the platform.
    leads: Fact<String>,
    /// Who writes pipelines.
    engineers: Fact<String>,
    /// Who runs the accounts.
    devops: Fact<String>,
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
pub fn workflows(plan: &Plan) -> Workflows<'_> {
    let platform = &plan.platform;
    let environments = &platform.environments;
    Workflows {
        header: header::of_platform(platform),
        es: platform.locale.value == Locale::Es,
        uses: Uses::of(plan),
        terraform: platform.versions.terraform.map(|version| format!("~{version}")),
        airflow: &platform.versions.airflow,
        leads: handles(platform, Role::DataLead),
        engineers: handles(platform, Role::DataEngineer),
        devops: handles(platform, Role::DevOps),
        environments: environments.iter().enumerate().map(|(i, e)| stage(platform, e, i)).collect(),
    }
}

/// The teams with a role, as CODEOWNERS names them; those of all roles when nobody has it.
fn handles(platform: &Platform, role: Role) -> Fact<String> {
    let owner = &platform.github.owner;
    let teams = |wanted: &dyn Fn(Role) -> bool| {
        let found = platform.teams.iter().filter(|team| wanted(team.role.value));
        found.map(|team| format!("@{}/{}", **owner, *team.id)).collect::<Vec<_>>().join(" ")
    };
    let own = teams(&|found| found == role);
    let handles = if own.is_empty() { teams(&|_| true) } else { own };
    Fact::new(handles, owner.from)
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

/// Plan of a change in the first environment, made by main's own cauce.
#[derive(Template)]
#[template(path = "targets/github/plan.yml", config = "templates/askama.toml")]
pub struct PlanOfChange<'a>(pub &'a Workflows<'a>);

/// The weekly review of operations.
#[derive(Template)]
#[template(path = "targets/github/ops.yml", config = "templates/askama.toml")]
pub struct Operations<'a>(pub &'a Workflows<'a>);

/// What a bot renews.
#[derive(Template)]
#[template(path = "targets/github/dependabot.yml", config = "templates/askama.toml")]
pub struct Dependabot<'a>(pub &'a Workflows<'a>);

mod words {
    use super::{Template, Workflows};
    use crate::render::sh as filters;

    /// Who approves what.
    #[derive(Template)]
    #[template(path = "targets/github/owners.txt", config = "templates/askama.toml")]
    pub struct CodeOwners<'a>(pub &'a Workflows<'a>);
}

mod prose {
    use super::{Template, Workflows};
    use crate::render::md as filters;

    /// What a pull request begins with.
    #[derive(Template)]
    #[template(path = "targets/github/pull_request.md", config = "templates/askama.toml")]
    pub struct PullRequest<'a>(pub &'a Workflows<'a>);
}
