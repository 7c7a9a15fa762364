//! The reader of the Glue job: parts of an extract, or the database itself.

use super::airflow::lines;
use super::dialect::Dialect;
use super::{Database, Partition};
use crate::model::plan::SourceJob;
use crate::model::ribs::SourceContext;
use crate::model::{At, ColumnName, Edge, Fact, Origins};
use crate::render::{Fragment, Py, py as filters};

#[derive(askama::Template)]
#[template(path = "sources/database/read.py", config = "templates/askama.toml")]
struct Read {
    rows: Fact<()>,
}

#[derive(askama::Template)]
#[template(path = "sources/database/jdbc.py", config = "templates/askama.toml")]
struct Jdbc<'a> {
    kind: &'static str,
    secret: Fact<String>,
    table: Option<Fact<String>>,
    query: Option<Vec<Fragment<Py>>>,
    watermark: Option<Fact<String>>,
    partition: Option<By>,
    fetch: Option<Fact<&'a u32>>,
}

struct By {
    column: Fact<String>,
    parts: Fact<u32>,
    edges: Option<(Fact<serde_json::Value>, Fact<serde_json::Value>)>,
}

/// The reader of the Glue job.
pub fn job(dialect: &Dialect, written: &Database, context: &SourceContext<'_>) -> SourceJob {
    let Some(direct) = written.direct(context) else { return extracted(written) };
    let jdbc = Jdbc {
        kind: dialect.word,
        secret: direct.secret,
        table: written.table.as_ref().map(At::fact),
        query: written.query.as_ref().map(lines),
        watermark: written.watermark.as_ref().map(|mark| delivered(&mark.column, context)),
        partition: written.partition.as_ref().map(|by| partition(by, context)),
        fetch: super::fetch(written),
    };
    let cut = written.partition.as_ref().map(|_| "Partition");
    let imports = ["Jdbc"].into_iter().chain(cut).collect();
    SourceJob { source: Fragment::<Py>::render(&jdbc), control: None, imports }
}

/// Parts of an extract, with the types that the DAG declared.
fn extracted(written: &Database) -> SourceJob {
    let at = written.table.as_ref().map(|t| t.at).or(written.query.as_ref().map(|query| query.at));
    let read = Read { rows: Fact::new((), at.map_or(Origins::NONE, Origins::of)) };
    SourceJob { source: Fragment::<Py>::render(&read), control: None, imports: vec!["Parquet"] }
}

/// The name that a column has in the database.
pub fn delivered(column: &At<ColumnName>, context: &SourceContext<'_>) -> Fact<String> {
    let named = context.columns.iter().find(|c| *c.name.value == ***column);
    Fact::new(named.map_or_else(String::new, |c| c.source_name.value.clone()), column.at)
}

fn partition(by: &Partition, context: &SourceContext<'_>) -> By {
    let edge = |edge: &At<Edge>| {
        let value = match &edge.value {
            Edge::Number(number) => serde_json::Value::from(*number),
            Edge::Day(day) => serde_json::Value::from(day.as_str()),
        };
        Fact::new(value, edge.at)
    };
    By {
        column: delivered(&by.column, context),
        parts: Fact::from(&by.parts),
        edges: by.lower.as_ref().map(edge).zip(by.upper.as_ref().map(edge)),
    }
}
