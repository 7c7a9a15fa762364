//! What a change means: two revisions, both planned and rendered by this binary.
//!
//! [`affected`](affected()) says which owners, states and environments differ, and why. [`review`](review()) says what that means for
//! those who rely on the data: each differ looks at one side of two plans and finds [`Change`]s.

mod affected;
mod alerts;
mod catalogue;
mod change;
mod contract;
mod cost;
mod environments;
mod grants;
mod human;
mod markdown;
mod moves;
mod platform;
mod privacy;
mod promises;
mod reasons;
mod report;
mod resources;
mod rows;
mod scope;
mod states;
mod table;
mod texts;
mod verdict;
mod words;

pub use affected::{Affected, Touched, affected, everything};
pub use change::{Acknowledged, Area, Change, Class, Reader, Spot};
pub use human::human;
pub use markdown::{Links, markdown};
pub use moves::{Base, How, Move};
pub use reasons::Reason;
pub use report::{Item, Review, review, unknown};
pub use resources::{Action, ResourceChange};
pub use states::State;
pub use texts::{Cause, Cluster};
pub use verdict::{Policy, Verdict};

use crate::diagnostics::SourceMap;
use crate::model::plan::Plan;

/// One of the two revisions.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// Its plan.
    pub plan: &'a Plan,
    /// Where things are written in it.
    pub map: &'a SourceMap,
}
