//! The router of alerts: a module, and a state of its own in each environment. It is applied after its code is published, which
//! the platform's state cannot be: that one makes the bucket.

use super::module::{self, Module, Output, Variable};
use super::root;
use super::text::{Texts, texts};
use crate::model::plan::{Environment, Platform, Security, Zone};
use crate::model::{Fact, Locale, Role};
use crate::plan::{incidents, runtime};
use crate::render::{Fragment, hcl as filters};
use crate::targets::words::site;
use crate::targets::{Out, header};
use askama::Template;

/// Name of the state, which no domain can have.
pub const STATE: &str = "alerts";

/// What the files of the module need.
struct View<'a> {
    header: Fact<String>,
    t: &'static Texts,
    prefix: &'a Fact<String>,
    timezone: &'a Fact<String>,
    name: &'a Fact<String>,
    register: &'a Fact<String>,
    key: String,
    log_group: Fact<String>,
    slack_secret: Fact<String>,
    teams_secret: Fact<String>,
    signature_secret: Fact<String>,
    alarm: Fact<String>,
    alarm_text: Vec<Fact<String>>,
    owner: Fact<String>,
    runbook: String,
}

#[derive(Template)]
#[template(path = "targets/terraform/router/main.tf", config = "templates/askama.toml")]
struct Main<'a> {
    v: &'a View<'a>,
}

#[derive(Template)]
#[template(path = "targets/terraform/router/queue.tf", config = "templates/askama.toml")]
struct Queue<'a> {
    v: &'a View<'a>,
}

#[derive(Template)]
#[template(path = "targets/terraform/router/iam.tf", config = "templates/askama.toml")]
struct Iam<'a> {
    v: &'a View<'a>,
}

#[derive(Template)]
#[template(path = "targets/terraform/router/alarm.tf", config = "templates/askama.toml")]
struct Alarm<'a> {
    v: &'a View<'a>,
}

#[derive(Template)]
#[template(path = "targets/terraform/router/dashboard.tf", config = "templates/askama.toml")]
struct Dashboard<'a> {
    v: &'a View<'a>,
}

/// Writes the module.
pub fn module(platform: &Platform, out: &mut Out<'_>) {
    let t = texts(platform.locale.value);
    let folder = format!("{}/{STATE}", super::MODULES);
    let v = &view(platform, t);
    out.template(&format!("{folder}/main.tf"), &Main { v });
    out.template(&format!("{folder}/queue.tf"), &Queue { v });
    out.template(&format!("{folder}/iam.tf"), &Iam { v });
    out.template(&format!("{folder}/alarm.tf"), &Alarm { v });
    out.template(&format!("{folder}/dashboard.tf"), &Dashboard { v });
    let module = Module {
        folder,
        header: header::of_platform(platform),
        t,
        title: Fact::bare(t.router_title.to_string()),
        about: Fact::bare(t.router_about.to_string()),
        first: Some(t.router_first),
        variables: &variables(t),
        outputs: &[Output::of("function_name", t.out_router, "aws_lambda_function.this.function_name")],
        permissions: None,
    };
    module::interface(&module, platform, out);
}

fn view<'a>(platform: &'a Platform, t: &'static Texts) -> View<'a> {
    let named = |rest: &str| platform.prefix.map(|prefix| format!("{prefix}{rest}"));
    let runbook = "generated/runbooks/notification_failure.md".to_string();
    View {
        header: header::of_platform(platform),
        t,
        prefix: &platform.prefix,
        timezone: &platform.timezone,
        name: &platform.names.router,
        register: &platform.names.incidents,
        key: runtime::router_key(),
        log_group: platform.prefix.map(|prefix| format!("/{prefix}/alert-router")),
        slack_secret: named("/alertas/slack"),
        teams_secret: named("/alertas/teams"),
        signature_secret: named("/alertas/firma"),
        alarm: named("-notification-failure"),
        alarm_text: alarm_text(platform, t, &runbook),
        owner: answers(platform).map_or_else(|| Fact::bare(String::new()), |team| team.id.clone()),
        runbook,
    }
}

fn alarm_text(platform: &Platform, t: &Texts, runbook: &str) -> Vec<Fact<String>> {
    let texts = incidents::texts("notification_failure", platform.locale.value);
    let label = match platform.locale.value {
        Locale::Es => "Guía",
        Locale::En => "Runbook",
    };
    vec![
        Fact::bare(format!("P1: {}. {}", texts.title, t.router_alarm_text)),
        site(&platform.github, runbook).map(|address| format!("{label}: {address}")),
    ]
}

fn answers(platform: &Platform) -> Option<&crate::model::plan::Team> {
    platform.team_with(Role::DevOps).or(platform.teams.first())
}

fn variables(t: &Texts) -> Vec<Variable> {
    let of = |name, kind: &'static str, description| Variable { name, kind: Fragment::fixed(kind), description };
    vec![
        Variable::text("env", t.var_platform_env),
        Variable::text("account_id", t.var_account),
        Variable::text("region", t.var_region),
        Variable::text("artifacts_bucket", t.var_artifacts),
        Variable::text("platform_key_arn", t.var_platform_key),
        Variable::number("log_retention_days", t.var_log_days),
        Variable::text("sender", t.var_sender),
        of("pages", "bool", t.var_pages),
        of("teams", "list(string)", t.var_teams),
        Variable::texts("alert_topic_arns", t.var_topics),
    ]
}

#[derive(Template)]
#[template(path = "targets/terraform/router/root.tf", config = "templates/askama.toml")]
struct Root<'a> {
    header: Fact<String>,
    env: &'a Environment,
    artifacts: Fact<String>,
    platform_key: &'a Fact<String>,
    security: &'a Security,
    sender: Fact<String>,
    teams: Vec<&'a Fact<String>>,
    topics: Vec<(&'static str, Fact<String>)>,
}

/// Writes the root of an environment.
pub fn root(platform: &Platform, env: &Environment, out: &mut Out<'_>) {
    let folder = format!("{}/{STATE}", root::folder(env));
    let header = header::of_platform(platform);
    out.template(&format!("{folder}/terraform.tf"), &root::view(platform, STATE, env, header.clone()));
    let artifacts = env.buckets.iter().find(|(zone, _)| *zone == Zone::Artifacts);
    let main = Root {
        header,
        env,
        artifacts: artifacts.map_or_else(|| Fact::bare(String::new()), |(_, bucket)| bucket.clone()),
        platform_key: &platform.names.key,
        security: &platform.security,
        sender: answers(platform).map_or_else(|| Fact::bare(String::new()), |team| team.email.clone()),
        teams: platform.teams.iter().map(|team| &team.id).collect(),
        topics: root::topics(platform, env),
    };
    out.template(&format!("{folder}/main.tf"), &main);
}
