//! The first tasks of the DAG: fix a window, then extract its rows.

use super::{Postgres, Watermark};
use crate::model::plan::SourceDag;
use crate::model::ribs::SourceContext;
use crate::model::{Fact, Locale};
use crate::render::{Fragment, Py, py as filters, timedelta};

#[derive(askama::Template)]
#[template(path = "sources/postgres/source.py", config = "templates/askama.toml")]
struct Constants<'a> {
    connection: Fact<String>,
    table: Fact<String>,
    columns: Vec<(&'a Fact<String>, &'a Fact<String>)>,
    timezone: &'a Fact<String>,
    watermark: Option<Mark>,
}

struct Mark {
    column: Fact<String>,
    lookback: Fragment<Py>,
    lag: Fragment<Py>,
}

#[derive(askama::Template)]
#[template(path = "sources/postgres/ingest.py", config = "templates/askama.toml")]
struct Ingest {
    words: &'static Words,
}

struct Words {
    window: &'static str,
    extract: &'static str,
}

const ES: Words = Words {
    window: "Fija las filas de esta corrida; un reintento lee las mismas.",
    extract: "Copia las filas de la ventana a la zona cruda.",
};
const EN: Words = Words {
    window: "Fixes the rows of this run; a retry reads the same ones.",
    extract: "Copies the rows of the window to the raw zone.",
};

/// The first tasks of the DAG.
pub fn dag(source: &Postgres, context: &SourceContext<'_>) -> SourceDag {
    let words = match context.platform.locale.value {
        Locale::Es => &ES,
        Locale::En => &EN,
    };
    SourceDag {
        imports: vec![],
        module: "postgres",
        constants: Fragment::render(&constants(source, context)),
        tasks: Fragment::render(&Ingest { words }),
        incident: "source_down",
    }
}

fn constants<'a>(source: &Postgres, context: &SourceContext<'a>) -> Constants<'a> {
    Constants {
        connection: context.connection(&source.connection),
        table: source.table.fact(),
        columns: context.columns.iter().map(|c| (&c.source_name, &c.kind)).collect(),
        timezone: &context.platform.timezone,
        watermark: source.watermark.as_ref().map(mark),
    }
}

fn mark(written: &Watermark) -> Mark {
    let seconds = |d: &crate::model::At<crate::model::Duration>| timedelta(&Fact::new(d.seconds(), d.at));
    Mark { column: written.column.fact(), lookback: seconds(&written.lookback), lag: seconds(&written.lag) }
}
