//! Writing: only what drifted, each file whole. A list never names less than what is on the disk, so that a kill leaves
//! nothing that the next run takes for somebody else's.

use super::compare::{Change, Comparison, Drift};
use super::disk::Tree;
use super::sums;
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
    sweep(tree)?;
    let removed = |list: bool| {
        let all = comparison.changes.iter().filter(move |c| removes(c, options) && is_list(c) == list);
        all.map(|c| c.path.as_str()).collect::<Vec<_>>()
    };
    let (files, lists) = (removed(false), removed(true));
    let mut report = Report { written: 0, removed: files.len() };
    files.iter().try_for_each(|path| tree.remove(path))?;
    for (owner, paths) in &wanted(comparison, options) {
        report.written += write_owner(plan, tree, owner, paths)?;
    }
    lists.iter().try_for_each(|path| tree.remove(path))?;
    Ok(report)
}

/// Removes what a killed run left unfinished, wherever a target may write.
fn sweep(tree: &Tree) -> io::Result<()> {
    let roots = targets::ALL.iter().flat_map(|t| t.roots()).filter_map(|root| root.rsplit_once('/'));
    let folders: BTreeSet<&str> = roots.map(|(folder, _)| folder).chain([sums::FOLDER]).collect();
    folders.into_iter().try_for_each(|folder| tree.sweep(folder))
}

/// What is to be written, by owner.
fn wanted(comparison: &Comparison, options: Options) -> BTreeMap<&Owner, BTreeSet<&str>> {
    let mut wanted: BTreeMap<&Owner, BTreeSet<&str>> = BTreeMap::new();
    for change in comparison.changes.iter().filter(|c| writes(c, options)) {
        if let Some(owner) = &change.owner {
            wanted.entry(owner).or_default().insert(&change.path);
        }
    }
    wanted
}

fn is_list(change: &Change) -> bool {
    change.path.starts_with(sums::FOLDER)
}

fn writes(change: &Change, options: Options) -> bool {
    match change.drift {
        Drift::Missing | Drift::Stale | Drift::Lagging => true,
        Drift::Edited => options.overwrite_edited,
        _ => false,
    }
}

fn removes(change: &Change, options: Options) -> bool {
    let edited = change.drift == Drift::Edited && options.overwrite_edited;
    change.owner.is_none() && (change.drift == Drift::Orphaned || edited)
}

/// Writes an owner's files between two states of its list: first what was there and what is to come, then what is there.
fn write_owner(plan: &Plan, tree: &Tree, owner: &Owner, paths: &BTreeSet<&str>) -> io::Result<usize> {
    let mut list = String::new();
    let mut texts = vec![];
    targets::render(plan, owner, Trace::Off, &mut |path, text| {
        list += &sums::line(&sums::digest(text.as_bytes()), path);
        if paths.contains(path) {
            texts.push((path.to_string(), text.to_string()));
        }
    });
    let path = format!("{}/{owner}", sums::FOLDER);
    let current = paths.contains(path.as_str()).then(|| tree.read(&path)).transpose()?;
    if let Some(before) = &current {
        let both = [before.as_deref().unwrap_or_default(), b"\n", list.as_bytes()].concat();
        tree.write(&path, &both)?;
    }
    texts.iter().try_for_each(|(path, text)| tree.write(path, text.as_bytes()))?;
    if current.is_some() {
        tree.write(&path, list.as_bytes())?;
    }
    Ok(texts.len())
}
