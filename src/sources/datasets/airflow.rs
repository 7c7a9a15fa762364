//! The first task of the DAG: note the run; its job finds the tables by their names.

use super::Datasets;
use crate::model::Locale;
use crate::model::plan::SourceDag;
use crate::model::ribs::SourceContext;
use crate::render::{Fragment, py as filters};

#[derive(askama::Template)]
#[template(path = "sources/datasets/ingest.py", config = "templates/askama.toml")]
struct Ingest {
    words: &'static Words,
}

struct Words {
    inputs: &'static str,
}

const ES: Words = Words { inputs: "Anota la corrida; el trabajo lee las tablas de las que depende." };
const EN: Words = Words { inputs: "Notes the run; the job reads the tables that it depends on." };

/// The first tasks of the DAG.
pub fn dag(_source: &Datasets, context: &SourceContext<'_>) -> SourceDag {
    let words = match context.platform.locale.value {
        Locale::Es => &ES,
        Locale::En => &EN,
    };
    SourceDag {
        imports: vec![],
        module: "manifests",
        constants: Fragment::empty(),
        tasks: Fragment::render(&Ingest { words }),
        wakes: None,
        incident: "glue_failure",
    }
}
