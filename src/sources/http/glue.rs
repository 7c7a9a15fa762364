//! The reader of the Glue job.

use super::Http;
use crate::model::plan::SourceJob;
use crate::model::ribs::SourceContext;
use crate::render::{Fragment, Py, py as filters};

#[derive(askama::Template)]
#[template(path = "sources/http/read.py", config = "templates/askama.toml")]
struct Read {}

/// The reader of the Glue job.
pub fn job(_source: &Http, _context: &SourceContext<'_>) -> SourceJob {
    let read = Fragment::<Py>::render(&Read {});
    SourceJob { constants: Fragment::empty(), read, imports: vec![], text: true, decimal_comma: false }
}
