//! `cauce schema`

use super::Outcome;
use super::session::Failure;
use crate::cli::{Schema, SchemaOf};
use crate::spec::types::{DomainSpec, PipelineSpec, PlatformSpec, TypesSpec};
use schemars::schema_for;

/// Prints a JSON Schema.
pub fn run(args: &Schema) -> Result<Outcome, Failure> {
    print!("{}", text(args.of));
    Ok(Outcome::Fine)
}

/// The schema of a kind of spec, as JSON.
pub fn text(of: SchemaOf) -> String {
    let schema = match of {
        SchemaOf::Dataset => schema_for!(PipelineSpec),
        SchemaOf::Platform => schema_for!(PlatformSpec),
        SchemaOf::Domain => schema_for!(DomainSpec),
        SchemaOf::Types => schema_for!(TypesSpec),
    };
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}
