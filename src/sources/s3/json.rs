//! The layout of JSON files.

use super::glue::Argument;
use crate::diagnostics::{Finding, codes};
use crate::model::{At, Fact};
use crate::sources::shape::check_records;
use schemars::JsonSchema;
use serde::Deserialize;

/// Layout of JSON files. `from:` of a column may lead into an object: `cliente.documento.numero`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Json {
    /// One object a line, or one array of objects a file.
    pub layout: At<Layout>,
    /// Where the array is: `$` (the default) when it is the file, `$.name` when it is a field of an object.
    #[schemars(example = "$.records")]
    pub path: Option<At<String>>,
}

/// How records stand in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// One object a line.
    Lines,
    /// One array of objects.
    Array,
}

impl Json {
    pub(super) fn check(&self, findings: &mut Vec<Finding>) {
        match (&self.path, self.layout.value) {
            (Some(path), Layout::Array) => check_records(path, findings),
            (Some(path), Layout::Lines) => findings.push(
                Finding::error(codes::LAYOUT, path.at, "each line is a record: there is no path to follow")
                    .see(self.layout.at, "the layout")
                    .help("remove `path:`, or write `layout: array`"),
            ),
            (None, _) => {}
        }
    }
}

/// The reader's class and what it is told; without a word of the spec, an array that is the file.
pub(super) fn call(json: Option<&Json>) -> (&'static str, Vec<Argument>) {
    let path = json.and_then(|json| json.path.as_ref()).map_or(Fact::bare("$".to_string()), At::fact);
    match json.map(|json| json.layout.value) {
        Some(Layout::Lines) => ("JsonLines", vec![]),
        _ => ("Json", vec![Argument::owned("records", path)]),
    }
}
