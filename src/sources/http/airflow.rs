//! The first tasks of the DAG.

use super::Http;
use crate::model::plan::SourceDag;
use crate::model::ribs::SourceContext;
use crate::render::{Fragment, Py, py as filters};

#[derive(askama::Template)]
#[template(path = "sources/http/ingest.py", config = "templates/askama.toml")]
struct Ingest {}

/// The first tasks of the DAG.
pub fn dag(_source: &Http, _context: &SourceContext<'_>) -> SourceDag {
    SourceDag { imports: vec![], tasks: Fragment::<Py>::render(&Ingest {}) }
}
