//! What follows from the changes: a class for the whole, and whether it may be merged.

use super::change::{Acknowledged, Change, Class};
use crate::model::plan::Plan;
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

/// Notes on each break whether somebody takes responsibility: a waiver for its code in the spec of its subject, which the very
/// change brings. What an older change acknowledged says nothing of this one.
pub fn acknowledge(changes: &mut [Change], base: &Plan, head: &Plan) {
    for change in changes.iter_mut().filter(|change| change.class == Class::Breaking) {
        let Some(code) = change.code else { continue };
        let before = waivers(base, &change.subject, code.0);
        change.acknowledged =
            waivers(head, &change.subject, code.0).into_iter().find(|waiver| !before.contains(waiver));
    }
}

/// The waivers for a code in the spec of an owner.
fn waivers(_plan: &Plan, _owner: &Owner, _code: &str) -> Vec<Acknowledged> {
    vec![]
}
