//! `cauce schema`

use super::Outcome;
use super::session::Failure;
use crate::cli::{Schema, SchemaOf};
use crate::spec::shape::published;
use crate::spec::types::{DomainSpec, PipelineSpec, PlatformSpec, TypesSpec};

/// Prints a JSON Schema.
pub fn run(args: &Schema) -> Result<Outcome, Failure> {
    print!("{}", text(args.of));
    Ok(Outcome::Fine)
}

/// The schema of a kind of spec, as JSON text.
pub fn text(of: SchemaOf) -> String {
    serde_json::to_string_pretty(&value(of)).unwrap_or_default() + "\n"
}

/// The schema of a kind of spec.
pub fn value(of: SchemaOf) -> serde_json::Value {
    match of {
        SchemaOf::Dataset => published::<PipelineSpec>(),
        SchemaOf::Platform => published::<PlatformSpec>(),
        SchemaOf::Domain => published::<DomainSpec>(),
        SchemaOf::Types => published::<TypesSpec>(),
    }
}
