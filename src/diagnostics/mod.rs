//! Findings: what is wrong, where it was written, why, and the way out.
//!
//! Every stage returns findings as data; only the edge ([`crate::commands`]) renders them. Nothing here knows what a
//! spec is: a finding points into a [`SourceMap`], which knows files, nodes and their byte ranges.

pub mod codes;
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
pub use finding::{Finding, Label, Severity, Where, Within};
pub use render::{Format, render, summary};
pub use source_map::{FileId, Origin, Place, SourceMap};

#[cfg(test)]
mod tests;
