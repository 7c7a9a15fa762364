//! The comparison that writing, `--check` and `--diff` all read.

use super::disk::Tree;
use super::sums::{self, Listed};
use crate::diagnostics::{Finding, Where, codes};
use crate::model::plan::{DatasetId, Plan};
use crate::render::Trace;
use crate::targets::{self, Owner};
use std::collections::BTreeSet;
use std::io;

/// How a file on disk differs from the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Drift {
    /// Planned, not on disk.
    Missing,
    /// Planned, and the disk has an older generation of it.
    Stale,
    /// A list of files that are all as planned, with digests of what some of them were: a bot renewed their pins.
    Lagging,
    /// Planned or formerly planned, and changed by hand.
    Edited,
    /// Generated once, planned no more.
    Orphaned,
    /// Not ours, where an artefact would go.
    InTheWay,
    /// Not ours, below a folder of a target.
    Foreign,
    /// Reached through a symbolic link.
    Linked,
}

impl Drift {
    /// One word for people and machines.
    pub fn word(self) -> &'static str {
        match self {
            Drift::Missing => "missing",
            Drift::Stale | Drift::Lagging => "stale",
            Drift::Edited => "edited",
            Drift::Orphaned => "orphaned",
            Drift::InTheWay | Drift::Foreign => "foreign",
            Drift::Linked => "linked",
        }
    }
}

/// One file that differs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// Path relative to the project root.
    pub path: String,
    /// How it differs.
    pub drift: Drift,
    /// Who owns the artefact; `None` for files that are planned no more or never were.
    pub owner: Option<Owner>,
}

/// The whole comparison.
#[derive(Debug, Default)]
pub struct Comparison {
    /// Files that differ, sorted by path.
    pub changes: Vec<Change>,
    /// Number of planned artefacts, lists of ownership not counted.
    pub artefacts: usize,
}

impl Comparison {
    /// Whether the disk is what the plan says.
    pub fn clean(&self) -> bool {
        self.drifted().next().is_none()
    }

    /// What is not as the plan says; foreign files beside it and lists that lag behind do not count.
    pub fn drifted(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|c| !matches!(c.drift, Drift::Foreign | Drift::Lagging))
    }

    /// Forgets what does not belong to these datasets.
    pub fn keep_only(&mut self, datasets: &[DatasetId]) {
        let kept = |owner: &Owner| datasets.iter().any(|id| matches!(owner, Owner::Dataset(own) if own == id));
        self.changes.retain(|change| change.owner.as_ref().is_some_and(kept));
    }

    /// What stands in the way of writing.
    pub fn obstacles(&self, overwrite_edited: bool) -> Vec<Finding> {
        self.changes.iter().filter_map(|c| obstacle(c, overwrite_edited)).collect()
    }
}

fn obstacle(change: &Change, overwrite_edited: bool) -> Option<Finding> {
    let at = Where::File(change.path.clone());
    match change.drift {
        Drift::Edited if !overwrite_edited => Some(
            Finding::error(codes::EDITED, at, "this generated file was edited by hand")
                .help("move the edit into the spec, or discard it with `cauce generate --overwrite-edited`"),
        ),
        Drift::InTheWay => Some(
            Finding::error(codes::FOREIGN, at, "this file was not generated and stands where an artefact must go")
                .help("move it away, then generate again"),
        ),
        Drift::Linked => Some(
            Finding::error(codes::SYMLINK, at, "this is a symbolic link; nothing is written through it")
                .help("replace it with a real folder or file"),
        ),
        Drift::Foreign => Some(
            Finding::warning(codes::FOREIGN, at, "this file was not generated and stands in a generated folder")
                .help("move it out of the generated folders"),
        ),
        _ => None,
    }
}

/// Renders every artefact once and compares it with the disk.
pub fn compare(plan: &Plan, tree: &Tree) -> io::Result<Comparison> {
    let (listed, lists) = sums::read(tree)?;
    let mut pass = Pass {
        tree,
        listed,
        planned: BTreeSet::new(),
        linked: BTreeSet::new(),
        plain: BTreeSet::new(),
        changes: vec![],
        artefacts: 0,
    };
    for owner in targets::owners(plan) {
        pass.owner(plan, &owner)?;
    }
    pass.orphans(&lists)?;
    pass.foreigners()?;
    pass.changes.sort();
    Ok(Comparison { changes: pass.changes, artefacts: pass.artefacts })
}

struct Pass<'a> {
    tree: &'a Tree,
    listed: Listed,
    planned: BTreeSet<String>,
    linked: BTreeSet<String>,
    /// Folders that are reached without a link.
    plain: BTreeSet<String>,
    changes: Vec<Change>,
    artefacts: usize,
}

impl Pass<'_> {
    fn owner(&mut self, plan: &Plan, owner: &Owner) -> io::Result<()> {
        let mut list = String::new();
        let mut failed = Ok(());
        let before = self.changes.len();
        targets::render(plan, owner, Trace::Off, &mut |path, text| {
            list += &sums::line(&sums::digest(text.as_bytes()), path);
            self.artefacts += 1;
            if failed.is_ok() {
                failed = self.artefact(path, text.as_bytes(), owner);
            }
        });
        failed?;
        if list.is_empty() {
            return Ok(());
        }
        let as_planned = self.changes.len() == before;
        let path = format!("{}/{owner}", sums::FOLDER);
        self.artefact(&path, list.as_bytes(), owner)?;
        if as_planned {
            self.lagging(&path, &list)?;
        }
        Ok(())
    }

    /// The files of a list are as planned: when it names them all, no more than its digests can be old.
    fn lagging(&mut self, path: &str, list: &str) -> io::Result<()> {
        let Some(last) = self.changes.last_mut().filter(|c| c.path == path && c.drift == Drift::Stale) else {
            return Ok(());
        };
        let found = self.tree.read(path)?.unwrap_or_default();
        if sums::names(&String::from_utf8_lossy(&found)).eq(sums::names(list)) {
            last.drift = Drift::Lagging;
        }
        Ok(())
    }

    fn artefact(&mut self, path: &str, text: &[u8], owner: &Owner) -> io::Result<()> {
        self.planned.insert(path.to_string());
        if let Some(link) = self.link(path) {
            if self.linked.insert(link.clone()) {
                self.note(&link, Drift::Linked, Some(owner));
            }
            return Ok(());
        }
        let drift = match self.tree.read(path)? {
            None => Drift::Missing,
            Some(found) if found == text => return Ok(()),
            Some(found) => self.differs(path, &found),
        };
        self.note(path, drift, Some(owner));
        Ok(())
    }

    /// The first step of a path that is a symbolic link; folders are looked at once.
    fn link(&mut self, path: &str) -> Option<String> {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if !self.plain.contains(folder) {
            if let Some(link) = self.tree.link_on(folder) {
                return Some(link);
            }
            self.plain.insert(folder.to_string());
        }
        self.tree.is_link(path).then(|| path.to_string())
    }

    fn differs(&self, path: &str, found: &[u8]) -> Drift {
        let list = path.starts_with(sums::FOLDER);
        match self.listed.get(path) {
            _ if list => Drift::Stale,
            Some(digests) if digests.contains(&sums::digest(found)) => Drift::Stale,
            Some(_) => Drift::Edited,
            None => Drift::InTheWay,
        }
    }

    /// Files and lists that were planned once.
    fn orphans(&mut self, lists: &[String]) -> io::Result<()> {
        let gone: Vec<String> = self.listed.keys().filter(|path| !self.planned.contains(*path)).cloned().collect();
        for path in gone {
            if !owned(&path) || self.tree.link_on(&path).is_some() {
                continue;
            }
            match self.tree.read(&path)? {
                None => {}
                Some(found) if self.listed[&path].contains(&sums::digest(&found)) => {
                    self.note(&path, Drift::Orphaned, None)
                }
                Some(_) => self.note(&path, Drift::Edited, None),
            }
        }
        for list in lists {
            if !self.planned.contains(list) {
                self.note(list, Drift::Orphaned, None);
            }
        }
        Ok(())
    }

    fn foreigners(&mut self) -> io::Result<()> {
        let folders = targets::ALL.iter().flat_map(|t| t.roots()).filter(|root| root.ends_with('/'));
        for folder in folders {
            for path in self.tree.files(folder.trim_end_matches('/'))? {
                let ours = self.planned.contains(&path) || self.listed.contains_key(&path);
                let linked = self.linked.iter().any(|l| path == *l);
                if !ours && !linked && !of_a_tool(&path) {
                    self.note(&path, Drift::Foreign, None);
                }
            }
        }
        Ok(())
    }

    fn note(&mut self, path: &str, drift: Drift, owner: Option<&Owner>) {
        self.changes.push(Change { path: path.to_string(), drift, owner: owner.cloned() });
    }
}

/// Whether a tool leaves such files behind where it runs.
fn of_a_tool(path: &str) -> bool {
    let mut steps = path.split('/');
    steps.any(|step| [".terraform", ".terraform.lock.hcl", "__pycache__", ".ruff_cache"].contains(&step))
}

/// Whether a list may name this path: an edited list must not make cauce delete other files.
fn owned(path: &str) -> bool {
    let inside = !path.split('/').any(|step| step == ".." || step.is_empty());
    inside && targets::ALL.iter().flat_map(|t| t.roots()).any(|root| path.starts_with(root))
}
