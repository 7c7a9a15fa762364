//! The only place that writes artefacts: compares them with the disk first, then writes what changed and nothing else.
//!
//! [`compare`] renders every artefact once and finds the drift; [`write`] renders again and writes what drifted. Ownership
//! stands in `generated/.sums/`, a file per owner in the format of `sha256sum`: listed = owned, another digest = edited,
//! unlisted = foreign.

mod compare;
mod disk;
mod sums;
mod write;

pub use compare::{Change, Comparison, Drift, compare};
pub use disk::Tree;
pub use sums::FOLDER as LISTS;
pub use write::{Options, Report, write};

/// Folder of all targets but the workflows.
pub const GENERATED: &str = "generated";
