//! The reader of the Glue job.

use super::Datasets;
use crate::model::Fact;
use crate::model::plan::SourceJob;
use crate::model::ribs::SourceContext;
use crate::render::{Fragment, Py, py as filters};

#[derive(askama::Template)]
#[template(path = "sources/datasets/read.py", config = "templates/askama.toml")]
struct Read {
    dataset: Fact<String>,
}

/// The reader of the Glue job: the table that drives.
pub fn job(source: &Datasets, _context: &SourceContext<'_>) -> SourceJob {
    let read = Read { dataset: source.inputs[0].dataset.fact() };
    SourceJob { source: Fragment::<Py>::render(&read), control: None, imports: vec!["Table"] }
}
