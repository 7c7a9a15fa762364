//! What a change affects: owners, Terraform states and environments, each with the reasons.

use super::moves::{Base, How, Move, Visit, moves};
use super::reasons::{Causes, Reason};
use super::states::{State, Uses, reached};
use super::{Side, moves as moving};
use crate::model::plan::Plan;
use crate::render::Trace;
use crate::targets::{self, Owner};
use std::collections::{BTreeMap, BTreeSet};

/// All that a change affects.
#[derive(Debug, Default)]
pub struct Affected {
    /// Why everything is, when the older revision is unknown.
    pub unknown: Option<String>,
    /// Owners whose artefacts differ.
    pub owners: BTreeMap<Owner, Touched>,
    /// States whose plan may differ.
    pub states: BTreeMap<State, BTreeSet<Reason>>,
    /// Environments that deploy something else.
    pub environments: BTreeMap<String, BTreeSet<Reason>>,
}

/// An owner whose artefacts differ.
#[derive(Debug)]
pub struct Touched {
    /// Why; never empty.
    pub reasons: Vec<Reason>,
    /// The artefacts.
    pub moves: Vec<Move>,
    /// Environments that deploy them.
    pub environments: BTreeSet<String>,
}

/// What differs between two revisions.
pub fn affected(base: &Base<'_>, head: &Side<'_>) -> Affected {
    affected_with(base, head, &mut |_, _, _, _| {})
}

/// The same, and `visit` sees the texts of each owner that differs.
pub(super) fn affected_with(base: &Base<'_>, head: &Side<'_>, visit: &mut Visit<'_>) -> Affected {
    let mut uses = Uses::default();
    let moved = moves(base, head, &mut |path, text| uses.see(path, text), visit);
    let causes = Causes::new(&base.side, head);
    let mut all = Affected::default();
    for (owner, moves) in moved {
        let reasons = causes.of(&owner, &moves);
        all.add(owner, reasons, moves, &uses, head.plan);
    }
    all
}

/// All that a revision has, because the older one is unknown.
pub fn everything(head: &Plan, why: &str) -> Affected {
    let mut uses = Uses::default();
    let mut owned = vec![];
    for owner in targets::owners(head) {
        let mut moves = vec![];
        targets::render(head, &owner, Trace::Off, &mut |path, text| {
            uses.see(path, text);
            moves.push(moving::Move { path: path.to_string(), how: How::Added, by_specs: true, by_cauce: false });
        });
        owned.push((owner, moves));
    }
    let mut all = Affected { unknown: Some(why.to_string()), ..Affected::default() };
    for (owner, moves) in owned {
        all.add(owner, vec![Reason::Unknown(why.to_string())], moves, &uses, head);
    }
    for state in uses.states() {
        all.states.entry(state.clone()).or_default().insert(Reason::Unknown(why.to_string()));
    }
    all
}

impl Affected {
    fn add(&mut self, owner: Owner, reasons: Vec<Reason>, moves: Vec<Move>, uses: &Uses, head: &Plan) {
        let environments: Vec<String> = head.platform.environments.iter().map(|e| e.name.value.clone()).collect();
        let reached = reached(&moves, uses, &environments);
        for state in reached.states {
            self.states.entry(state).or_default().extend(reasons.iter().cloned());
        }
        for environment in &reached.environments {
            self.environments.entry(environment.clone()).or_default().extend(reasons.iter().cloned());
        }
        self.owners.insert(owner, Touched { reasons, moves, environments: reached.environments });
    }

    /// Ids of the datasets that are still there, for tests.
    pub fn datasets(&self) -> Vec<String> {
        let there = self.owners.iter().filter(|(_, touched)| !touched.reasons.contains(&Reason::Removed));
        let datasets = there.filter(|(owner, _)| matches!(owner, Owner::Dataset(_)));
        datasets.map(|(owner, _)| owner.to_string()).collect()
    }
}
