//! The reader of the Glue job.

use super::Postgres;
use crate::model::Fact;
use crate::model::plan::SourceJob;
use crate::model::ribs::SourceContext;
use crate::render::{Fragment, Py, py as filters};

#[derive(askama::Template)]
#[template(path = "sources/postgres/read.py", config = "templates/askama.toml")]
struct Read {
    table: Fact<String>,
}

/// The reader of the Glue job: parts of an extract, with the types that the DAG declared.
pub fn job(source: &Postgres, _context: &SourceContext<'_>) -> SourceJob {
    let read = Read { table: source.table.fact() };
    SourceJob { source: Fragment::<Py>::render(&read), control: None, imports: vec!["Parquet"] }
}
