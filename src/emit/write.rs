//! Writing: only what drifted, each file whole, the list of an owner after its files.

use super::compare::{Change, Comparison, Drift};
use super::disk::Tree;
use super::{GENERATED, sums};
use crate::model::plan::Plan;
use crate::render::Trace;
use crate::targets::{self, Owner};
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// How to write.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Overwrite files that were edited by hand.
    pub overwrite_edited: bool,
}

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Files written.
    pub written: usize,
    /// Files removed.
    pub removed: usize,
}

/// Writes what the comparison found. The caller has made sure that there are no obstacles.
pub fn write(plan: &Plan, tree: &Tree, comparison: &Comparison, options: Options) -> io::Result<Report> {
    tree.sweep(GENERATED)?;
    let mut wanted: BTreeMap<&Owner, BTreeSet<&str>> = BTreeMap::new();
    for change in &comparison.changes {
        if let (true, Some(owner)) = (writes(change, options), &change.owner) {
            wanted.entry(owner).or_default().insert(&change.path);
        }
    }
    let mut report = Report::default();
    for (owner, paths) in &wanted {
        report.written += write_owner(plan, tree, owner, paths)?;
    }
    for change in comparison.changes.iter().filter(|c| removes(c, options)) {
        tree.remove(&change.path)?;
        report.removed += 1;
    }
    Ok(report)
}

fn writes(change: &Change, options: Options) -> bool {
    match change.drift {
        Drift::Missing | Drift::Stale => true,
        Drift::Edited => options.overwrite_edited,
        _ => false,
    }
}

fn removes(change: &Change, options: Options) -> bool {
    let edited = change.drift == Drift::Edited && options.overwrite_edited;
    change.owner.is_none() && (change.drift == Drift::Orphaned || edited)
}

fn write_owner(plan: &Plan, tree: &Tree, owner: &Owner, paths: &BTreeSet<&str>) -> io::Result<usize> {
    let mut list = String::new();
    let mut written = 0;
    let mut failed = Ok(());
    targets::render(plan, owner, Trace::Off, &mut |path, text| {
        list += &sums::line(&sums::digest(text.as_bytes()), path);
        if failed.is_ok() && paths.contains(path) {
            failed = tree.write(path, text.as_bytes());
            written += 1;
        }
    });
    failed?;
    let path = format!("{}/{owner}", sums::FOLDER);
    if paths.contains(path.as_str()) {
        tree.write(&path, list.as_bytes())?;
    }
    Ok(written)
}
