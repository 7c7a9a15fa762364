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

/// The settings of a root: the platform's, or a domain's.
pub fn view<'a>(platform: &Platform, domain: Option<&Domain>, env: &'a Environment, header: Fact<String>) -> Root<'a> {
    let name = domain.map_or_else(|| Fact::bare("platform".to_string()), |domain| domain.name.clone());
    let state = Fact::new(format!("{}/{}.tfstate", *env.name, *name), env.name.from.and(name.from));
    let managed_by = Fact::bare("cauce".to_string());
    let own = [("platform", &platform.prefix), ("environment", &env.name), ("managed_by", &managed_by)];
    let tags = own.into_iter().chain(domain.map(|domain| ("domain", &domain.name)));
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
