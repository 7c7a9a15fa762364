//! Which artefacts differ: rendered owner by owner, so that no more than one owner's names of contents are held at a time.

use super::Side;
use crate::files::ContentId;
use crate::model::plan::Plan;
use crate::render::Trace;
use crate::targets::{self, Owner};
use std::collections::{BTreeMap, BTreeSet};

/// The older revision: what its specs say now, and what is committed in it.
#[derive(Clone, Copy)]
pub struct Base<'a> {
    /// Its plan.
    pub side: Side<'a>,
    /// Its committed files below the roots of the targets.
    pub committed: &'a BTreeMap<String, ContentId>,
    /// Who owns a committed file, by the lists of the revision.
    pub listed: &'a BTreeMap<String, Owner>,
    /// The text of a committed file.
    pub read: &'a dyn Fn(&str) -> Option<String>,
}

/// How an artefact differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// Only the newer revision has it.
    Added,
    /// Both have it.
    Changed,
    /// Only the older revision has it.
    Removed,
}

/// An artefact that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Path relative to the project root.
    pub path: String,
    /// How it differs from what is committed.
    pub how: How,
    /// Whether the specs make the difference: this binary renders the two revisions differently.
    pub by_specs: bool,
    /// Whether cauce makes a difference: this binary renders the older specs unlike what is committed there.
    pub by_cauce: bool,
}

/// Path → text.
pub(super) type Contents = BTreeMap<String, String>;

/// Sees the artefacts of one owner that differ, with its texts as this binary writes them for the two revisions.
pub(super) type Visit<'v> = dyn FnMut(&Owner, &[Move], &Contents, &Contents) + 'v;

/// The artefacts that differ, owner by owner; owners without any are left out. `seen` gets every artefact of the newer
/// revision, `visit` the owners that differ.
pub(super) fn moves(
    base: &Base<'_>,
    head: &Side<'_>,
    seen: &mut dyn FnMut(&str, &str),
    visit: &mut Visit<'_>,
) -> BTreeMap<Owner, Vec<Move>> {
    let owners: BTreeSet<Owner> =
        targets::owners(base.side.plan).into_iter().chain(targets::owners(head.plan)).collect();
    let mut found: BTreeMap<Owner, Vec<Move>> = BTreeMap::new();
    let mut left: BTreeMap<&str, &Owner> = base.listed.iter().map(|(path, owner)| (path.as_str(), owner)).collect();
    for owner in owners {
        let before = contents(base.side.plan, &owner, &mut |_, _| {});
        let after = contents(head.plan, &owner, seen);
        let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for path in &paths {
            left.remove(path.as_str());
        }
        let moves: Vec<Move> =
            paths.iter().filter_map(|path| difference(path, base.committed, &before, &after)).collect();
        if !moves.is_empty() {
            visit(&owner, &moves, &before, &after);
            found.insert(owner, moves);
        }
    }
    for (path, owner) in left.into_iter().filter(|(path, _)| base.committed.contains_key(*path)) {
        let gone = Move { path: path.to_string(), how: How::Removed, by_specs: false, by_cauce: true };
        visit(owner, std::slice::from_ref(&gone), &Contents::new(), &Contents::new());
        found.entry(owner.clone()).or_default().push(gone);
    }
    found
}

fn contents(plan: &Plan, owner: &Owner, seen: &mut dyn FnMut(&str, &str)) -> Contents {
    let mut contents = Contents::new();
    targets::render(plan, owner, Trace::Off, &mut |path, text| {
        contents.insert(path.to_string(), text.to_string());
        seen(path, text);
    });
    contents
}

fn difference(
    path: &str,
    committed: &BTreeMap<String, ContentId>,
    before: &Contents,
    after: &Contents,
) -> Option<Move> {
    let (before, after, committed) = (before.get(path), after.get(path), committed.get(path));
    let by_specs = before != after;
    let id = |text: Option<&String>| text.map(|text| ContentId::of(text.as_bytes()));
    let now = id(after);
    let by_cauce = now.as_ref() != committed && id(before).as_ref() != committed;
    let how = match (committed.is_some() || before.is_some(), after) {
        (false, _) => How::Added,
        (true, None) => How::Removed,
        (true, Some(_)) => How::Changed,
    };
    (by_specs || by_cauce).then(|| Move { path: path.to_string(), how, by_specs, by_cauce })
}
