//! The first tasks of the DAG: fix what is asked for, then keep every page of the answer.

use super::{Http, Incremental, Offset, Pagination};
use crate::model::plan::{Connection, SourceDag};
use crate::model::ribs::SourceContext;
use crate::model::{Fact, Locale};
use crate::render::{Fragment, Py, py as filters, timedelta};

#[derive(askama::Template)]
#[template(path = "sources/http/source.py", config = "templates/askama.toml")]
struct Constants<'a> {
    connection: Option<Fact<String>>,
    url: Fact<String>,
    hosts: Vec<Fact<String>>,
    records: Fact<String>,
    timezone: Fact<String>,
    page: Option<Page<'a>>,
    since: Option<Since>,
}

struct Page<'a> {
    parameter: Fact<String>,
    size_parameter: Fact<String>,
    size: Fact<&'a u32>,
}

struct Since {
    parameter: Fact<String>,
    kind: Fact<String>,
    lookback: Fragment<Py>,
}

#[derive(askama::Template)]
#[template(path = "sources/http/ingest.py", config = "templates/askama.toml")]
struct Ingest {
    words: &'static Words,
}

struct Words {
    window: &'static str,
    fetch: &'static str,
}

const ES: Words = Words {
    window: "Fija desde cuándo se pregunta; un reintento pregunta lo mismo.",
    fetch: "Guarda cada página tal como llegó en la zona cruda.",
};
const EN: Words = Words {
    window: "Fixes since when is asked; a retry asks the same.",
    fetch: "Keeps every page in the raw zone as it came.",
};

/// The first tasks of the DAG.
pub fn dag(source: &Http, context: &SourceContext<'_>) -> SourceDag {
    let words = match context.platform.locale.value {
        Locale::Es => &ES,
        Locale::En => &EN,
    };
    SourceDag {
        imports: vec![],
        module: "http_api",
        constants: Fragment::render(&constants(source, context)),
        tasks: Fragment::render(&Ingest { words }),
        incident: "source_down",
    }
}

fn constants<'a>(source: &'a Http, context: &SourceContext<'_>) -> Constants<'a> {
    let connection = context.platform.connections.iter().find(|c| *c.id.value == **source.connection);
    let base = connection.and_then(|c| c.base_url.clone()).unwrap_or_default();
    let secret = connection.and_then(|c| c.secret.as_ref());
    Constants {
        connection: secret.map(|_| context.connection(&source.connection)),
        url: Fact::new(format!("{}{}", *base, *source.path), base.from.and(source.path.at.into())),
        hosts: hosts(connection, &base),
        records: source.records.fact(),
        timezone: super::shape::timezone(source.timezone.as_ref(), &context.platform.timezone),
        page: source.pagination.as_ref().map(page),
        since: source.incremental.as_ref().map(|written| since(written, context)),
    }
}

/// The hosts that the platform names; without any, that of the address.
fn hosts(connection: Option<&Connection>, base: &Fact<String>) -> Vec<Fact<String>> {
    let named = connection.map(|c| c.hosts.clone()).unwrap_or_default();
    let own = || {
        base.map(|url| {
            url.split("://").last().unwrap_or_default().split([':', '/']).next().unwrap_or_default().to_string()
        })
    };
    if named.is_empty() { vec![own()] } else { named }
}

fn page(written: &Pagination) -> Page<'_> {
    let Pagination::Offset(Offset { parameter, size_parameter, size }) = written;
    Page { parameter: parameter.fact(), size_parameter: size_parameter.fact(), size: Fact::new(&size.value, size.at) }
}

fn since(written: &Incremental, context: &SourceContext<'_>) -> Since {
    let column = context.columns.iter().find(|c| *c.name.value == **written.column);
    let kind = column.map_or_else(Fact::default, |c| c.kind.clone());
    let lookback = timedelta(&Fact::new(written.lookback.seconds(), written.lookback.at));
    Since { parameter: written.parameter.fact(), kind, lookback }
}
