//! The reader of the Glue job.

use super::Postgres;
use crate::model::plan::SourceJob;
use crate::model::ribs::SourceContext;
use crate::render::{Fragment, Py};

#[derive(askama::Template)]
#[template(path = "sources/postgres/read.py", config = "templates/askama.toml")]
struct Read {}

/// The reader of the Glue job: parts of an extract, with the types that the DAG declared.
pub fn job(_source: &Postgres, _context: &SourceContext<'_>) -> SourceJob {
    SourceJob { source: Fragment::<Py>::render(&Read {}), control: None, imports: vec!["Parquet"] }
}
