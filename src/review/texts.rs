//! The texts of the artefacts that differ: which lines, for how many owners alike, and which cloud resources they describe.

use super::moves::{Base, Contents, Move};
use super::resources::{self, ResourceChange};
use crate::targets::Owner;
use sha2::{Digest, Sha256};
use similar::{ChangeTag, TextDiff};
use std::collections::BTreeMap;

/// Who makes a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The specs say something else.
    Specs,
    /// cauce writes the same specs differently.
    Cauce,
}

/// Owners whose files differ in the same way, their names left aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// Who makes the difference.
    pub cause: Cause,
    /// The owners, sorted.
    pub owners: Vec<Owner>,
    /// Files of one of them that differ.
    pub files: Vec<String>,
    /// Lines of one of them that are new, and that are gone.
    pub lines: (usize, usize),
}

/// What the texts say, gathered owner by owner.
#[derive(Debug, Default)]
pub(super) struct Texts {
    clusters: BTreeMap<(Cause, [u8; 32]), Cluster>,
    /// Cloud resources.
    pub resources: Vec<ResourceChange>,
}

impl Texts {
    /// Takes in an owner: its artefacts that differ, and how this binary writes them for the two revisions.
    pub fn see(&mut self, base: &Base<'_>, owner: &Owner, moves: &[Move], before: &Contents, after: &Contents) {
        let committed: Contents = moves.iter().filter_map(|m| Some((m.path.clone(), (base.read)(&m.path)?))).collect();
        let paths = moves.iter().map(|m| m.path.as_str());
        resources::differences(owner, &committed, after, paths, &mut self.resources);
        let by_specs = moves.iter().filter(|m| m.by_specs).map(|m| m.path.as_str()).collect();
        self.add(Cause::Specs, owner, by_specs, before, after);
        let by_cauce = moves.iter().filter(|m| m.by_cauce).map(|m| m.path.as_str()).collect();
        self.add(Cause::Cauce, owner, by_cauce, &committed, before);
    }

    fn add(&mut self, cause: Cause, owner: &Owner, paths: Vec<&str>, old: &Contents, new: &Contents) {
        if let Some((key, cluster)) = cluster(cause, owner, &paths, old, new) {
            self.clusters.entry((cause, key)).or_insert(cluster).owners.push(owner.clone());
        }
    }

    /// The clusters, the greatest first.
    pub fn clusters(&self) -> Vec<Cluster> {
        let mut clusters: Vec<Cluster> = self.clusters.values().cloned().collect();
        clusters.sort_by_key(|c| (c.cause, std::cmp::Reverse(c.owners.len()), c.owners[0].clone()));
        clusters
    }
}

fn cluster(cause: Cause, owner: &Owner, paths: &[&str], old: &Contents, new: &Contents) -> Option<([u8; 32], Cluster)> {
    let mut digest = Sha256::new();
    let mut lines = (0, 0);
    for path in paths {
        let [old, new] = [old, new].map(|texts| texts.get(*path).map_or("", String::as_str));
        digest.update(without_names(path, owner));
        for change in TextDiff::from_lines(old, new).iter_all_changes().filter(|c| c.tag() != ChangeTag::Equal) {
            match change.tag() {
                ChangeTag::Insert => lines.0 += 1,
                _ => lines.1 += 1,
            }
            digest.update(change.tag().to_string());
            digest.update(without_names(change.value(), owner));
        }
    }
    let files = paths.iter().map(|path| path.to_string()).collect();
    (!paths.is_empty()).then(|| (digest.finalize().into(), Cluster { cause, owners: vec![], files, lines }))
}

/// The text with the owner's names replaced by a sign, so that the same change looks the same for each.
pub(super) fn without_names(text: &str, owner: &Owner) -> String {
    match owner {
        Owner::Platform => text.to_string(),
        Owner::Domain(domain) => text.replace(&domain.replace('_', "-"), "‹d›").replace(domain.as_str(), "‹d›"),
        Owner::Dataset(id) => {
            let text = text.replace(&id.dashed(), "‹d›/‹n›").replace(&id.to_string(), "‹d›/‹n›");
            let text = text.replace(&id.name.replace('_', "-"), "‹n›").replace(&id.name, "‹n›");
            text.replace(&id.domain.replace('_', "-"), "‹d›").replace(&id.domain, "‹d›")
        }
    }
}
