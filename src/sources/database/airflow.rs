//! The first tasks of the DAG: fix a window, then extract its rows.

use super::dialect::Dialect;
use super::{Database, Watermark};
use crate::model::plan::SourceDag;
use crate::model::ribs::SourceContext;
use crate::model::{At, Column, Duration, Fact, Locale};
use crate::render::{Fragment, Py, py as filters, timedelta};
use crate::sources::shape;

#[derive(askama::Template)]
#[template(path = "sources/database/source.py", config = "templates/askama.toml")]
struct Constants<'a> {
    kind: &'static str,
    connection: Fact<String>,
    others: Vec<(&'a str, Fact<String>)>,
    table: Option<Fact<String>>,
    query: Option<Vec<Fragment<Py>>>,
    columns: Vec<(&'a Fact<String>, Fact<String>)>,
    timezone: Fact<String>,
    watermark: Option<Mark>,
    fetch: Option<Fact<&'a u32>>,
}

struct Mark {
    column: Fact<String>,
    lookback: Fragment<Py>,
    lag: Fragment<Py>,
}

#[derive(askama::Template)]
#[template(source = "<{ text|lit }>", ext = "py", config = "templates/askama.toml")]
struct Line {
    text: Fact<String>,
}

#[derive(askama::Template)]
#[template(path = "sources/database/ingest.py", config = "templates/askama.toml")]
struct Ingest {
    words: &'static Words,
}

#[derive(askama::Template)]
#[template(path = "sources/database/limits.py", config = "templates/askama.toml")]
struct Limits {
    limits: Option<(Fragment<Py>, Fragment<Py>)>,
}

#[derive(askama::Template)]
#[template(path = "sources/database/hand_over.py", config = "templates/askama.toml")]
struct HandOver {
    words: &'static Words,
}

struct Words {
    window: &'static str,
    extract: &'static str,
    hand_over: &'static str,
}

const ES: Words = Words {
    window: "Fija las filas de esta corrida; un reintento lee las mismas.",
    extract: "Copia las filas de la ventana a la zona cruda.",
    hand_over: "Deja la ventana al trabajo, que lee las filas por sí mismo.",
};
const EN: Words = Words {
    window: "Fixes the rows of this run; a retry reads the same ones.",
    extract: "Copies the rows of the window to the raw zone.",
    hand_over: "Leaves the window to the job, which reads the rows itself.",
};

/// The first tasks of the DAG.
pub fn dag(dialect: &Dialect, source: &Database, context: &SourceContext<'_>) -> SourceDag {
    let words = match context.platform.locale.value {
        Locale::Es => &ES,
        Locale::En => &EN,
    };
    if source.by_job() {
        return handed_over(source, words);
    }
    SourceDag {
        imports: vec![],
        module: "databases",
        constants: Fragment::render(&constants(dialect, source, context)),
        tasks: Fragment::render(&Ingest { words }),
        wakes: None,
        incident: "source_down",
    }
}

/// The tasks of a DAG whose job reads the rows itself.
fn handed_over(source: &Database, words: &'static Words) -> SourceDag {
    let watermark = source.watermark.as_ref();
    let seconds = |d: &At<Duration>| timedelta(&Fact::new(d.seconds(), d.at));
    let limits = watermark.map(|mark| (seconds(&mark.lookback), seconds(&mark.lag)));
    SourceDag {
        imports: vec![],
        module: "handover",
        constants: Fragment::render(&Limits { limits }),
        tasks: Fragment::render(&HandOver { words }),
        wakes: None,
        incident: "source_down",
    }
}

fn constants<'a>(dialect: &Dialect, source: &'a Database, context: &SourceContext<'a>) -> Constants<'a> {
    Constants {
        kind: dialect.word,
        connection: context.connection(&source.connection),
        others: context.other_connections.iter().map(|(name, c)| (name.as_str(), context.connection(c))).collect(),
        table: source.table.as_ref().map(At::fact),
        query: source.query.as_ref().map(lines),
        columns: context.columns.iter().map(|c| (&c.source_name, asked(c))).collect(),
        timezone: shape::timezone(source.timezone.as_ref(), &context.platform.timezone),
        watermark: source.watermark.as_ref().map(|written| mark(written, context)),
        fetch: super::fetch(source),
    }
}

/// The type that is asked for; what is written in a format or in words is text in the database.
fn asked(column: &Column) -> Fact<String> {
    let words = column.words[0].first().map(|word| word.from);
    match column.format.as_ref().map(|format| format.from).or(words) {
        Some(from) => Fact::new("string".to_string(), from),
        None => column.kind.clone(),
    }
}

/// The lines of a query; one of SQL may be longer than one of Python.
pub fn lines(query: &At<String>) -> Vec<Fragment<Py>> {
    let literal = |line: &str| Fragment::render(&Line { text: Fact::new(line.trim_end().to_string(), query.at) });
    query.trim().lines().map(|line| literal(line).fit_item(8)).collect()
}

fn mark(written: &Watermark, context: &SourceContext<'_>) -> Mark {
    let seconds = |d: &At<Duration>| timedelta(&Fact::new(d.seconds(), d.at));
    Mark {
        column: super::glue::delivered(&written.column, context),
        lookback: seconds(&written.lookback),
        lag: seconds(&written.lag),
    }
}
