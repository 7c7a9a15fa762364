//! The reader of the Glue job.

use super::Http;
use crate::model::Fact;
use crate::model::plan::SourceJob;
use crate::model::ribs::SourceContext;
use crate::render::{Fragment, Py, py as filters};

#[derive(askama::Template)]
#[template(path = "sources/http/read.py", config = "templates/askama.toml")]
struct Read {
    records: Fact<String>,
}

/// The reader of the Glue job: bodies as they were received.
pub fn job(source: &Http, _context: &SourceContext<'_>) -> SourceJob {
    let read = Read { records: source.records.fact() };
    SourceJob { source: Fragment::<Py>::render(&read), control: None, imports: vec!["Json"] }
}
