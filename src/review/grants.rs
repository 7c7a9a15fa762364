//! What the role of a job may do: actions on resources, added and removed.

use super::change::{Area, Class};
use super::scope::{Found, Pair, say};
use crate::model::Origins;
use crate::model::plan::{Dataset, Grant, Resource};
use std::collections::{BTreeMap, BTreeSet};

/// One permission: the action, and what it applies to.
type Permission = (String, String);

/// Widenings first.
pub fn differences(pair: Pair<'_>, found: &mut Found<'_>) {
    let prefix = |side: &super::Side<'_>| side.plan.platform.prefix.value.clone();
    if prefix(&found.both.base) != prefix(&found.both.head) {
        return; // every name is another one, and the platform's section says it
    }
    let (old, new) = (permissions(pair.old), permissions(pair.new));
    let role = &*pair.new.names.role;
    let wider: Vec<&Permission> = new.keys().filter(|p| !old.contains_key(p)).collect();
    let narrower: Vec<&Permission> = old.keys().filter(|p| !new.contains_key(p)).collect();
    if let Some(first) = wider.first() {
        let list = listed(&wider);
        let what = say!(found, "el rol `{role}` puede más: {list}", "the role `{role}` may do more: {list}");
        found.add(Class::Risky, Area::Permissions, new[*first], what);
    }
    if !narrower.is_empty() {
        let list = listed(&narrower);
        let what = say!(found, "el rol `{role}` puede menos: {list}", "the role `{role}` may do less: {list}");
        found.add(Class::Compatible, Area::Permissions, pair.new.name.from, what);
    }
}

/// The permissions of a new dataset's role that reach into the tables of others.
pub fn of_new(dataset: &Dataset, found: &mut Found<'_>) {
    let role = &*dataset.names.role;
    let upstream: Vec<String> = dataset.upstream.iter().map(|id| format!("`{id}`")).collect();
    let list = upstream.join(", ");
    let what = match upstream.is_empty() {
        true => say!(found, "rol nuevo `{role}`, solo sobre lo suyo", "new role `{role}`, on its own only"),
        false => say!(found, "rol nuevo `{role}`, que además lee {list}", "new role `{role}`, which also reads {list}"),
    };
    found.add(Class::Compatible, Area::Permissions, dataset.name.from, what);
}

fn permissions(dataset: &Dataset) -> BTreeMap<Permission, Origins> {
    let mut all = BTreeMap::new();
    for grant in &dataset.grants {
        for (resource, from) in resources(grant) {
            for action in &grant.actions {
                all.insert((action.to_string(), resource.clone()), from);
            }
        }
    }
    all
}

/// The resources of a grant, without account, region and environment.
fn resources(grant: &Grant) -> Vec<(String, Origins)> {
    grant.resources.iter().flat_map(resource).collect()
}

fn resource(resource: &Resource) -> Vec<(String, Origins)> {
    match resource {
        Resource::Objects(zone, folder) => vec![(format!("s3://{}/{}*", zone.word(), **folder), folder.from)],
        Resource::Object(zone, path) => vec![(format!("s3://{}/{}", zone.word(), **path), path.from)],
        Resource::Listing(zone, folders) => {
            folders.iter().map(|folder| (format!("s3://{}/ ({})", zone.word(), **folder), folder.from)).collect()
        }
        Resource::Key(alias) => vec![(format!("alias/{}", **alias), alias.from)],
        Resource::Secret(name) | Resource::ConnectionSecret(name) => {
            vec![(format!("secret {}", **name), name.from)]
        }
        Resource::GlueConnection(name) => vec![(format!("connection {}", **name), name.from)],
        Resource::Network(why) => vec![("network interfaces".to_string(), why.from)],
        Resource::LogGroup(name) => vec![(format!("log group {}", **name), name.from)],
        Resource::Table(database, table) => {
            vec![(format!("table {}.{}", **database, **table), database.from.and(table.from))]
        }
        Resource::Metrics(namespace) => vec![(format!("metrics {namespace}"), Origins::NONE)],
    }
}

/// Permissions by resource, the probing of folders left out: it says no more than the reading.
fn listed(permissions: &[&Permission]) -> String {
    let mut by_resource: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (action, resource) in permissions {
        by_resource.entry(resource).or_default().insert(action);
    }
    let whole: BTreeSet<&str> = by_resource.keys().filter_map(|r| r.strip_suffix("/*")).collect();
    let probes = |resource: &str| whole.iter().any(|folder| folder.starts_with(resource) && !folder.is_empty());
    let shown = by_resource.iter().filter(|(resource, _)| !probes(resource));
    let texts: Vec<String> = shown
        .map(|(resource, actions)| {
            format!("`{}` ({})", resource, actions.iter().copied().collect::<Vec<_>>().join(", "))
        })
        .collect();
    texts.join("; ")
}
