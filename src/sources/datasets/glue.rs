//! The reader of the Glue job.

use super::Datasets;
use crate::model::plan::SourceJob;
use crate::model::ribs::SourceContext;
use crate::model::{Fact, ReadMode};
use crate::render::{Fragment, Py, py as filters};

#[derive(askama::Template)]
#[template(path = "sources/datasets/read.py", config = "templates/askama.toml")]
struct Read {
    dataset: Fact<String>,
    changed: Option<Fact<ReadMode>>,
    window: Option<Window>,
}

struct Window {
    column: Fact<String>,
    days: Fact<u64>,
}

/// The reader of the Glue job: the table that drives.
pub fn job(source: &Datasets, _context: &SourceContext<'_>) -> SourceJob {
    let input = &source.inputs[0];
    let window = input
        .window
        .as_ref()
        .map(|window| Window { column: window.column.fact(), days: Fact::new(window.last.days(), window.last.at) });
    let changed = (input.read.value == ReadMode::Changed).then(|| Fact::from(&input.read));
    let read = Read { dataset: input.dataset.fact(), changed, window };
    SourceJob { source: Fragment::<Py>::render(&read), control: None, imports: vec!["Table"] }
}
