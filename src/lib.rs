//! cauce compiles one YAML spec per dataset into a whole, reviewed data pipeline on AWS.
//!
//! Data flows one way: `spec` (text → typed spec) → `resolve` (meaning) → `plan` (names, paths, permissions) → `targets`
//! (artefacts) → `emit` (comparison with the disk, then writes). Imports point one way too; `tests/architecture.rs` holds it.

pub mod cli;
pub mod commands;
pub mod diagnostics;
pub mod emit;
pub mod files;
pub mod local;
pub mod model;
pub mod plan;
pub mod quality;
pub mod render;
pub mod resolve;
pub mod review;
pub mod sources;
pub mod spec;
pub mod targets;
pub mod transforms;
