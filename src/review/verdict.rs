//! What follows from the changes: a class for the whole, and whether it may be merged.

use super::change::{Acknowledged, Change, Class};
use crate::model::plan::{Plan, Waiver};
use crate::targets::Owner;

/// The least class that stands in the way, unless a break is acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Policy {
    /// Risky changes and breaks.
    Risky,
    /// Breaks.
    Breaking,
    /// Nothing: the report is for information.
    Never,
}

/// What the whole change is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The worst class of all changes; acknowledged breaks count as risky.
    Known(Class),
    /// The older revision cannot be planned.
    Unknown,
}

impl Verdict {
    /// Of these changes.
    pub fn of(changes: &[Change]) -> Verdict {
        let weigh = |change: &Change| match change.class {
            Class::Breaking if change.acknowledged.is_some() => Class::Risky,
            class => class,
        };
        Verdict::Known(changes.iter().map(weigh).max().unwrap_or(Class::Invisible))
    }

    /// The label of the pull request, without its prefix.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Known(class) => class.word(),
            Verdict::Unknown => "unknown",
        }
    }

    /// Whether the policy lets it pass. What is unknown never passes where breaks do not.
    pub fn passes(self, policy: Policy) -> bool {
        match (policy, self) {
            (Policy::Never, _) => true,
            (_, Verdict::Unknown) => false,
            (Policy::Breaking, Verdict::Known(class)) => class < Class::Breaking,
            (Policy::Risky, Verdict::Known(class)) => class < Class::Risky,
        }
    }
}

/// Notes on each break whether somebody takes it on: a waiver for its code (and its column) in the spec of its subject, which the
/// very change brings and which still counts on the day `today` (`YYYY-MM-DD`). What an older change took on says nothing of this one.
pub fn acknowledge(changes: &mut [Change], base: &Plan, head: &Plan, today: &str) {
    for change in changes.iter_mut().filter(|change| change.class == Class::Breaking) {
        let before = waivers(base, change);
        let valid = |waiver: &Acknowledged| !before.contains(waiver) && *today <= *waiver.until;
        change.acknowledged = waivers(head, change).into_iter().find(valid);
    }
}

/// The waivers that name this change.
fn waivers(plan: &Plan, change: &Change) -> Vec<Acknowledged> {
    let Owner::Dataset(id) = &change.subject else { return vec![] };
    let all = plan.dataset(id).map(|dataset| dataset.waivers.as_slice()).unwrap_or_default();
    let named = all.iter().filter(|waiver| {
        change.code.is_some_and(|code| code.0 == waiver.code.value)
            && change.column.as_deref() == waiver.column.as_ref().map(|column| column.value.as_str())
    });
    let taken = |waiver: &Waiver| Acknowledged {
        reason: waiver.reason.value.clone(),
        owner: waiver.owner.value.clone(),
        until: waiver.until.value.clone(),
    };
    named.map(taken).collect()
}
