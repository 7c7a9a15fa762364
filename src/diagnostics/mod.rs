//! Findings: what is wrong, where it was written, why, and the way out.
//!
//! Every stage returns findings as data; only the edge ([`crate::commands`]) renders them. Nothing here knows what a
//! spec is: a finding points into a [`SourceMap`], which knows files, nodes and their byte ranges.

pub mod codes;
mod edits;
mod finding;
mod located;
mod machine;
mod manual;
mod render;
mod scalar;
mod source_map;
pub mod suggest;
mod visible;

pub use codes::Code;
pub use edits::{edited, edits};
pub use finding::{Edit, Finding, Label, Severity, Where, Within};
pub use render::{Format, count, render, summary};
pub use source_map::{FileId, Origin, Place, SourceMap};

#[cfg(test)]
mod tests;
