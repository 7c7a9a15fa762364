//! The platform: its module and its root in each environment.

use super::module::{self, Module, Output, Variable};
use super::platform_files::{self, View};
use super::root;
use super::text::{Texts, texts};
use crate::model::plan::{Environment, Platform, Security, Zone};
use crate::model::{Fact, Role};
use crate::render::hcl as filters;
use crate::targets::{Out, header};
use askama::Template;

/// Writes the module.
pub fn module(platform: &Platform, out: &mut Out<'_>) {
    let t = texts(platform.locale.value);
    let folder = format!("{}/platform", super::MODULES);
    platform_files::write(&view(platform, t), &folder, out);
    let module = Module {
        folder,
        header: header::of_platform(platform),
        t,
        title: Fact::bare(t.platform_title.to_string()),
        about: Fact::bare(t.platform_about.to_string()),
        first: Some(t.platform_first),
        variables: &variables(t),
        outputs: &outputs(t),
        permissions: None,
    };
    module::interface(&module, platform, out);
}

fn view<'a>(platform: &'a Platform, t: &'static Texts) -> View<'a> {
    let names = &platform.names;
    View {
        header: header::of_platform(platform),
        t,
        prefix: &platform.prefix,
        names,
        versions: &platform.versions,
        tables: vec![
            (&names.ledger, vec!["dataset", "file"]),
            (&names.watermarks, vec!["dataset"]),
            (&names.incidents, vec!["pk", "sk"]),
        ],
        topics: platform.severities.iter().map(|s| (s.id, &s.topic)).collect(),
        subjects: subjects(platform),
        connections_folder: secrets(platform).first().map(|(_, secret)| secret.map(|name| folder(name))),
    }
}

/// The two forms in which GitHub may name the repository to AWS.
fn subjects(platform: &Platform) -> Vec<Fact<String>> {
    let github = &platform.github;
    let from = github.owner.from.and(github.repository.from);
    let plain = Fact::new(format!("repo:{}/{}", *github.owner, *github.repository), from);
    let ids = github.owner_id.as_ref().zip(github.repository_id.as_ref());
    let immutable = ids.map(|(owner, repository)| {
        let text = format!("repo:{}@{}/{}@{}", *github.owner, **owner, *github.repository, **repository);
        Fact::new(text, from.and(owner.from).and(repository.from))
    });
    [plain].into_iter().chain(immutable).collect()
}

/// Secrets of connections, by connection.
fn secrets(platform: &Platform) -> Vec<(&Fact<String>, &Fact<String>)> {
    platform.connections.iter().filter_map(|c| Some((&c.id, c.secret.as_ref()?))).collect()
}

/// `ribera/conexiones` of `ribera/conexiones/core-pg`.
fn folder(secret: &str) -> String {
    secret.rsplit_once('/').map_or("", |(folder, _)| folder).to_string()
}

fn variables(t: &Texts) -> Vec<Variable> {
    vec![
        Variable::text("env", t.var_platform_env),
        Variable::text("account_id", t.var_account),
        Variable::text("region", t.var_region),
        Variable::texts("buckets", t.var_buckets),
        Variable::text("tfstate_bucket", t.var_tfstate),
        Variable::texts("connection_secrets", t.var_connections),
        Variable::text("alerts_email", t.var_email),
        Variable::number("trail_retention_days", t.var_trail),
        Variable::number("log_retention_days", t.var_log_days),
        Variable::number("deletion_window_days", t.var_deletion),
    ]
}

fn outputs(t: &Texts) -> Vec<Output> {
    vec![
        Output::of("bucket_names", t.var_buckets, "{ for zone, bucket in aws_s3_bucket.zone : zone => bucket.id }"),
        Output::of("platform_key_arn", t.out_platform_key, "aws_kms_key.platform.arn"),
        Output::of(
            "alert_topic_arns",
            t.out_topics,
            "{ for severity, topic in aws_sns_topic.alerts : severity => topic.arn }",
        ),
        Output::of("github_role_arns", t.out_github, "{ for name, role in aws_iam_role.github : name => role.arn }"),
        Output::of("airflow_environment", t.out_airflow, "aws_mwaa_environment.this.name"),
    ]
}

#[derive(Template)]
#[template(path = "targets/terraform/platform/root.tf", config = "templates/askama.toml")]
struct Root<'a> {
    header: Fact<String>,
    env: &'a Environment,
    buckets: Vec<(&'static str, &'a Fact<String>)>,
    secrets: Vec<(&'a Fact<String>, &'a Fact<String>)>,
    email: Option<&'a Fact<String>>,
    security: &'a Security,
}

/// Writes the root of an environment.
pub fn root(platform: &Platform, env: &Environment, out: &mut Out<'_>) {
    let folder = format!("{}/platform", root::folder(env));
    let header = header::of_platform(platform);
    out.template(&format!("{folder}/terraform.tf"), &root::view(platform, "platform", env, header.clone()));
    let answers = platform.team_with(Role::DevOps).or(platform.teams.first());
    let main = Root {
        header,
        env,
        buckets: root::buckets(env, |_: Zone| true),
        secrets: secrets(platform),
        email: answers.map(|team| &team.email),
        security: &platform.security,
    };
    out.template(&format!("{folder}/main.tf"), &main);
}
