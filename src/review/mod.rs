//! What a change means: two revisions, both planned and rendered by this binary.
//!
//! [`affected`](affected()) says which owners, states and environments differ, and why.

mod affected;
mod moves;
mod reasons;
mod states;

pub use affected::{Affected, Touched, affected, everything};
pub use moves::{Base, How, Move};
pub use reasons::Reason;
pub use states::State;

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
