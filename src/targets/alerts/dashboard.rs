//! A domain's Grafana dashboard. Variables find the datasets, so that it lists none.

use crate::model::plan::{Domain, Platform};
use crate::model::{Fact, Locale};
use crate::render::json as filters;
use askama::Template;
use serde_json::{Value, json};

/// `grafana/<domain>.json`: a Classic dashboard.
#[derive(Template)]
#[template(path = "targets/alerts/dashboard.json", config = "templates/askama.toml")]
pub struct Dashboard<'a> {
    es: bool,
    uid: Fact<String>,
    title: Fact<String>,
    description: &'a Fact<String>,
    tags: [&'a Fact<String>; 2],
    timezone: &'a Fact<String>,
    runbooks: Fact<String>,
    environments: Fact<String>,
    production: &'a Fact<String>,
    namespace: &'a Fact<String>,
    regex: Fact<String>,
    panels: Vec<Panel>,
}

struct Panel {
    kind: &'static str,
    title: &'static str,
    description: &'static str,
    place: Value,
    look: Value,
    options: Option<Value>,
    /// One panel for each chosen dataset.
    repeat: bool,
    queries: Vec<Query>,
}

struct Query {
    reference: &'static str,
    /// Name in expressions.
    id: &'static str,
    metric: &'static str,
    statistic: &'static str,
    label: String,
    hide: bool,
    expression: Option<&'static str>,
}

/// The view of a domain's dashboard.
pub fn dashboard<'a>(platform: &'a Platform, domain: &'a Domain) -> Dashboard<'a> {
    let es = platform.locale.value == Locale::Es;
    let (prefix, name) = (&platform.prefix, &domain.name);
    let both = |text: String| Fact::new(text, prefix.from.and(name.from));
    let last = platform.environments.last().expect("a platform has an environment");
    Dashboard {
        es,
        uid: both(format!("{}-{}", **prefix, name.replace('_', "-"))),
        title: Fact::new(format!("{} · {}", *platform.name, **name), platform.name.from.and(name.from)),
        description: &domain.description,
        tags: [prefix, name],
        timezone: &platform.timezone,
        runbooks: runbooks(platform, name),
        environments: environments(platform),
        production: platform.environments.iter().find(|e| e.production.value).map_or(&last.name, |e| &e.name),
        namespace: &platform.names.namespace,
        regex: name.map(|name| format!("/^{name}\\//")),
        panels: panels(es),
    }
}

fn runbooks(platform: &Platform, domain: &Fact<String>) -> Fact<String> {
    let github = &platform.github;
    let (owner, repository) = (&github.owner, &github.repository);
    let address = format!("https://github.com/{}/{}/tree/main/generated/runbooks/{}", **owner, **repository, **domain);
    Fact::new(address, owner.from.and(repository.from).and(domain.from))
}

fn environments(platform: &Platform) -> Fact<String> {
    let names: Vec<&str> = platform.environments.iter().map(|e| e.name.as_str()).collect();
    let from =
        platform.environments.iter().fold(Default::default(), |all: crate::model::Origins, e| all.and(e.name.from));
    Fact::new(names.join(","), from)
}

fn panels(es: bool) -> Vec<Panel> {
    let say = |spanish: &'static str, english: &'static str| if es { spanish } else { english };
    vec![
        Panel {
            title: say("Frescura", "Freshness"),
            description: say(
                "Minutos entre la entrega y su commit verificado, una vez por corrida. Sin puntos no hay corridas verificadas.",
                "Minutes between a delivery and its verified commit, once a run. No points means no verified runs.",
            ),
            queries: vec![query("A", "FreshnessMinutes", "Minimum", "")],
            ..series("m", points(), place(0, 0, 12, 8))
        },
        Panel {
            title: say("Corridas", "Runs"),
            description: say(
                "Corridas buenas y fallidas de los conjuntos elegidos.",
                "Good and failed runs of the chosen datasets.",
            ),
            queries: vec![
                query("A", "IngestSucceeded", "Sum", say("buenas", "good")),
                query("B", "IngestFailed", "Sum", say("fallidas", "failed")),
            ],
            ..series("short", bars(), place(12, 0, 12, 8))
        },
        Panel {
            title: say("Filas por camino", "Rows by path"),
            description: say(
                "Lo leído es la suma de los demás caminos; una diferencia es un incidente.",
                "What was read is the sum of the other paths; a difference is an incident.",
            ),
            queries: vec![
                query("G", "RecordsIngested", "Sum", say("ingeridas", "ingested")),
                query("A", "RecordsRead", "Sum", say("leídas", "read")),
                query("B", "RecordsWritten", "Sum", say("escritas", "written")),
                query("C", "RecordsQuarantined", "Sum", say("en cuarentena", "quarantined")),
                query("D", "RecordsFiltered", "Sum", say("filtradas", "filtered")),
                query("E", "RecordsDeduplicated", "Sum", say("repetidas", "repeated")),
                query("F", "RecordsDeleted", "Sum", say("borradas", "deleted")),
            ],
            ..series("short", points(), place(0, 8, 12, 8))
        },
        Panel {
            title: say("Duración", "Duration"),
            description: say(
                "Segundos de la ingesta y del proceso de cada corrida.",
                "Seconds of ingest and processing of each run.",
            ),
            queries: vec![
                query("A", "IngestDuration", "Maximum", say("ingesta", "ingest")),
                query("B", "ProcessDuration", "Maximum", say("proceso", "process")),
            ],
            ..series("s", points(), place(12, 8, 12, 8))
        },
        verified(
            say("Último commit verificado", "Last commit verified"),
            say(
                "1 cuando el último commit se leyó de vuelta y los conteos cuadran; 0 cuando no.",
                "1 when the last commit was read back and the counts add up; 0 when not.",
            ),
        ),
        Panel {
            title: say("Cuarentena de $dataset", "Quarantine of $dataset"),
            description: say(
                "Porcentaje de las filas leídas que quedó apartado, por corrida.",
                "Percentage of the rows read that was set aside, by run.",
            ),
            repeat: true,
            queries: share(say("en cuarentena", "quarantined")),
            ..series("percent", points(), place(0, 21, 8, 7))
        },
    ]
}

fn series(unit: &'static str, style: Value, place: Value) -> Panel {
    Panel {
        kind: "timeseries",
        title: "",
        description: "",
        place,
        look: json!({"unit": unit, "min": 0, "custom": style}),
        options: None,
        repeat: false,
        queries: vec![],
    }
}

fn verified(title: &'static str, description: &'static str) -> Panel {
    let steps = json!([{"color": "red", "value": null}, {"color": "green", "value": 1}]);
    let last = json!({"calcs": ["lastNotNull"], "fields": "", "values": false});
    Panel {
        kind: "stat",
        title,
        description,
        look: json!({"unit": "short", "min": 0, "thresholds": {"mode": "absolute", "steps": steps}}),
        options: Some(json!({
            "colorMode": "background", "graphMode": "none", "textMode": "value_and_name", "reduceOptions": last,
        })),
        queries: vec![query("A", "HudiCommitVerified", "Minimum", "")],
        ..series("short", json!({}), place(0, 16, 24, 5))
    }
}

fn share(label: &'static str) -> Vec<Query> {
    vec![
        Query { id: "part", hide: true, ..query("A", "RecordsQuarantined", "Sum", "") },
        Query { id: "whole", hide: true, ..query("B", "RecordsRead", "Sum", "") },
        Query {
            id: "share",
            label: label.to_owned(),
            expression: Some("IF(whole > 0, 100 * part / whole, 0)"),
            ..query("C", "", "", "")
        },
    ]
}

fn query(reference: &'static str, metric: &'static str, statistic: &'static str, word: &str) -> Query {
    let label = format!("${{PROP('Dim.Dataset')}} {word}").trim_end().to_owned();
    Query { reference, id: "", metric, statistic, label, hide: false, expression: None }
}

fn place(x: u32, y: u32, w: u32, h: u32) -> Value {
    json!({"x": x, "y": y, "w": w, "h": h})
}

fn points() -> Value {
    json!({"drawStyle": "points", "pointSize": 6})
}

fn bars() -> Value {
    json!({"drawStyle": "bars", "fillOpacity": 60, "stacking": {"group": "A", "mode": "normal"}})
}
