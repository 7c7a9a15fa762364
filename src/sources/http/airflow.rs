//! The first tasks of the DAG: fix what is asked for, then keep every page of the answer.

use super::Http;
use super::shape::{Format, Incremental, Pagination, Per, Rate, Retries, Size, Timeouts};
use crate::model::plan::{Auth, Connection, SourceDag};
use crate::model::ribs::SourceContext;
use crate::model::{At, Fact, Locale};
use crate::render::{Fragment, Py, py as filters, timedelta};

/// Pages that the runtime reads at most unless it is told otherwise.
const MAX_PAGES: u32 = 10_000;

#[derive(askama::Template)]
#[template(path = "sources/http/source.py", config = "templates/askama.toml")]
struct Constants<'a> {
    connection: Option<Fact<String>>,
    auth: Option<Fragment<Py>>,
    url: Fact<String>,
    hosts: Vec<Fact<String>>,
    records: Fact<String>,
    timezone: Fact<String>,
    parameters: Option<Vec<(&'a str, Fact<String>)>>,
    page: Option<Fragment<Py>>,
    pages: Option<Fact<u32>>,
    since: Option<Fragment<Py>>,
    rate: Option<Fragment<Py>>,
    retries: Option<Fragment<Py>>,
    timeouts: Option<(Fact<u64>, Fact<u64>)>,
}

/// A call of a class of the runtime, as one keyword of another call.
#[derive(askama::Template)]
#[template(
    source = "<{ keyword|fragment }>=http_api.<{ class|fragment }>(<% for (name, value) in items %><% if !loop.first %>, <% endif %><{ name|fragment }>=<{ value|fragment }><% endfor %>)",
    ext = "py",
    config = "templates/askama.toml"
)]
struct Call {
    keyword: Fragment<Py>,
    class: Fragment<Py>,
    items: Vec<(Fragment<Py>, Fragment<Py>)>,
}

#[derive(askama::Template)]
#[template(source = "<{ value|lit }>", ext = "py", config = "templates/askama.toml")]
struct Literal<T: crate::render::Value> {
    value: T,
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
        wakes: None,
        incident: "source_down",
    }
}

fn constants<'a>(source: &'a Http, context: &SourceContext<'_>) -> Constants<'a> {
    let connection = context.platform.connections.iter().find(|c| *c.id.value == **source.connection);
    let base = connection.and_then(|c| c.base_url.clone()).unwrap_or_default();
    let auth = connection.and_then(|c| c.auth.as_ref());
    let parameters: Vec<_> = source.parameters.iter().map(|(name, value)| (name.as_str(), value.fact())).collect();
    Constants {
        connection: auth.map(|_| context.connection(&source.connection)),
        auth: auth.map(sign),
        url: Fact::new(format!("{}{}", *base, *source.path), base.from.and(source.path.at.into())),
        hosts: hosts(connection, &base),
        records: source.records.fact(),
        timezone: crate::sources::shape::timezone(source.timezone.as_ref(), &context.platform.timezone),
        parameters: (!parameters.is_empty()).then_some(parameters),
        page: source.pagination.as_ref().map(page),
        pages: source.max_pages.as_ref().filter(|most| most.value != MAX_PAGES).map(Fact::from),
        since: source.incremental.as_ref().map(|written| since(written, context)),
        rate: source.rate.as_ref().map(rate),
        retries: source.retries.as_ref().map(retries),
        timeouts: source.timeouts.as_ref().map(timeouts),
    }
}

/// The hosts that the platform names; without any, that of the address.
fn hosts(connection: Option<&Connection>, base: &Fact<String>) -> Vec<Fact<String>> {
    let named = connection.map(|c| c.hosts.clone()).unwrap_or_default();
    let own = || base.map(|url| crate::model::host_of(url).to_string());
    if named.is_empty() { vec![own()] } else { named }
}

type Item = Option<(&'static str, Fragment<Py>)>;

fn call<const N: usize>(keyword: &'static str, class: &'static str, items: [Item; N]) -> Fragment<Py> {
    let items = items.into_iter().flatten().map(|(name, value)| (Fragment::fixed(name), value)).collect();
    let call = Call { keyword: Fragment::fixed(keyword), class: Fragment::fixed(class), items };
    Fragment::<Py>::render(&call).fit_item(4)
}

fn item<T: crate::render::Value>(name: &'static str, value: T) -> Item {
    Some((name, Fragment::render(&Literal { value })))
}

fn sign(auth: &Auth) -> Fragment<Py> {
    match auth {
        Auth::Bearer => call("auth", "Bearer", []),
        Auth::Basic => call("auth", "Basic", []),
        Auth::Header(name) => call("auth", "Header", [item("name", name.clone())]),
        Auth::Query(parameter) => call("auth", "Query", [item("parameter", parameter.clone())]),
        Auth::ClientCredentials { token_url, scope } => {
            let scope = scope.clone().and_then(|scope| item("scope", scope));
            call("auth", "ClientCredentials", [item("token_url", token_url.clone()), scope])
        }
    }
}

fn page(written: &Pagination) -> Fragment<Py> {
    let sized = |size: &Option<Size>| match size {
        Some(size) => [item("size_parameter", size.parameter.fact()), item("size", Fact::from(&size.records))],
        None => [None, None],
    };
    match written {
        Pagination::Offset(offset) => {
            let size = [item("size_parameter", offset.size_parameter.fact()), item("size", Fact::from(&offset.size))];
            let [name, size] = size;
            call("page", "Offset", [item("parameter", offset.parameter.fact()), name, size])
        }
        Pagination::Page(page) => {
            let [name, size] = sized(&page.size);
            let start = page.first.as_ref().and_then(|first| item("start", Fact::from(first)));
            call("page", "Page", [item("parameter", page.parameter.fact()), start, name, size])
        }
        Pagination::Cursor(cursor) => {
            let [name, size] = sized(&cursor.size);
            let path = item("path", cursor.path.fact());
            call("page", "Cursor", [item("parameter", cursor.parameter.fact()), path, name, size])
        }
        Pagination::NextLink(link) => call("page", "NextLink", [item("path", link.path.fact())]),
        Pagination::LinkHeader(_) => call("page", "LinkHeader", []),
    }
}

fn since(written: &Incremental, context: &SourceContext<'_>) -> Fragment<Py> {
    let column = context.columns.iter().find(|c| *c.name.value == **written.column);
    let natural = column.map_or_else(Fact::default, |c| {
        c.kind.map(|kind| if kind == "date" { Format::Date } else { Format::Datetime }.word().to_string())
    });
    let format = written.format.as_ref().map_or(natural, |format| Fact::new(format.word().to_string(), format.at));
    let items = [
        item("parameter", written.parameter.fact()),
        item("format", format),
        Some(("lookback", timedelta(&Fact::new(written.lookback.seconds(), written.lookback.at)))),
        written.until_parameter.as_ref().and_then(|until| item("until_parameter", until.fact())),
    ];
    call("since", "Since", items)
}

fn rate(written: &Rate) -> Fragment<Py> {
    let seconds = if written.per.value == Per::Second { 1_u32 } else { 60 };
    let items = [item("requests", Fact::from(&written.requests)), item("seconds", Fact::new(seconds, written.per.at))];
    call("rate", "Rate", items)
}

fn retries(written: &Retries) -> Fragment<Py> {
    let longest = timedelta(&Fact::new(written.longest.seconds(), written.longest.at));
    call("retries", "Retries", [item("times", Fact::from(&written.times)), Some(("longest", longest))])
}

fn timeouts(written: &Timeouts) -> (Fact<u64>, Fact<u64>) {
    let seconds = |d: &At<crate::model::Duration>| Fact::new(d.seconds(), d.at);
    (seconds(&written.connect), seconds(&written.read))
}
