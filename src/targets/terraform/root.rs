//! What every root has: its state, its provider and its tags.

use super::module::terraform;
use crate::model::Fact;
use crate::model::plan::{Domain, Environment, Platform, Zone};
use crate::render::hcl as filters;
use askama::Template;

/// Folder of the roots of an environment.
pub fn folder(environment: &Environment) -> String {
    format!("generated/terraform/{}", *environment.name)
}

#[derive(Template)]
#[template(path = "targets/terraform/root.tf", config = "templates/askama.toml")]
pub struct Root<'a> {
    header: Fact<String>,
    terraform: Fact<String>,
    provider: Fact<String>,
    env: &'a Environment,
    state: Fact<String>,
    tags: Vec<(&'static str, Fact<String>)>,
}

/// The settings of a root of the platform, by the name of its state.
pub fn view<'a>(platform: &Platform, state: &'static str, env: &'a Environment, header: Fact<String>) -> Root<'a> {
    settings(platform, Fact::bare(state.to_string()), None, env, header)
}

/// The settings of a domain's root.
pub fn of_domain<'a>(platform: &Platform, domain: &Domain, env: &'a Environment, header: Fact<String>) -> Root<'a> {
    settings(platform, domain.name.clone(), Some(("domain", &domain.name)), env, header)
}

fn settings<'a>(
    platform: &Platform,
    name: Fact<String>,
    tag: Option<(&'static str, &Fact<String>)>,
    env: &'a Environment,
    header: Fact<String>,
) -> Root<'a> {
    let state = Fact::new(format!("{}/{}.tfstate", *env.name, *name), env.name.from.and(name.from));
    let managed_by = Fact::bare("cauce".to_string());
    let own = [("platform", &platform.prefix), ("environment", &env.name), ("managed_by", &managed_by)];
    let tags = own.into_iter().chain(tag);
    Root {
        header,
        terraform: terraform(platform),
        provider: platform.versions.aws_provider.map(|version| format!("~> {}", minor(version))),
        env,
        state,
        tags: tags.map(|(key, value)| (key, value.clone())).collect(),
    }
}

/// `6.25` of `6.25.0`.
fn minor(version: &str) -> String {
    version.splitn(3, '.').take(2).collect::<Vec<_>>().join(".")
}

/// Buckets by zone, sorted by zone's word.
pub fn buckets(environment: &Environment, keep: impl Fn(Zone) -> bool) -> Vec<(&'static str, &Fact<String>)> {
    let mut buckets: Vec<_> =
        environment.buckets.iter().filter(|(zone, _)| keep(*zone)).map(|(zone, name)| (zone.word(), name)).collect();
    buckets.sort_unstable_by_key(|(word, _)| *word);
    buckets
}

/// ARNs of the topics, by severity.
pub fn topics(platform: &Platform, env: &Environment) -> Vec<(&'static str, Fact<String>)> {
    let arn = |topic: &Fact<String>| {
        let text = format!("arn:aws:sns:{}:{}:{}", *env.region, *env.account, **topic);
        Fact::new(text, topic.from.and(env.account.from).and(env.region.from))
    };
    platform.severities.iter().map(|severity| (severity.id, arn(&severity.topic))).collect()
}
