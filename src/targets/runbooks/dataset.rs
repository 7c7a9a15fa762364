//! What the runbook of a dataset shows.

use super::checks::checks;
use super::content;
use crate::model::plan::{Alarm, Dataset, Load, Platform, Zone};
use crate::model::{Fact, Locale, Origins};
use crate::plan::incidents;
use crate::render::prose::{marked, value};
use crate::targets::header;
use crate::targets::words::duration;
use serde_json::{Value, json};

/// The checks that fit every dataset.
pub const CHECKS: [&str; 9] =
    ["runs", "job", "logs", "incidents", "freshness", "counts", "quarantine", "timeline", "landing"];

/// The values of the template `dataset`.
pub fn data(platform: &Platform, dataset: &Dataset) -> Value {
    let (names, locale) = (&dataset.names, platform.locale.value);
    let ready_by = dataset.sla.ready_by.as_ref();
    json!({
        "header": value(&header::of_dataset(platform, dataset)),
        "dataset": value(&names.folder),
        "description": value(&dataset.description),
        "owner": owner(platform, dataset),
        "tier": value(&dataset.tier),
        "ready_by": ready_by.map_or_else(|| json!("—"), value),
        "freshness": value(&dataset.sla.freshness.map(|s| duration(*s, locale))),
        "calendar": dataset.workdays.as_ref().map(|days| value(&days.calendar)),
        "reads": reads(platform, dataset),
        "graph": format!("cauce graph --downstream {}", dataset.id),
        "spec": dataset.spec,
        "personal_data": personal_data(dataset),
        "alarms": dataset.alarms.iter().map(|alarm| row(alarm, locale)).collect::<Vec<_>>(),
        "columns": content::columns(dataset, locale),
        "rules": content::rules(dataset, locale),
        "places": places(platform, dataset),
        "exports": exports(platform, dataset),
        "checks": checks(platform, CHECKS.into_iter().chain(dataset.source.arrival.as_ref().map(|_| "ledger"))),
        "dag": value(&names.dag),
        "table": marked(&format!("{}.{}", *names.database, *names.table), names.database.from.and(names.table.from)),
        "keys": keys(&dataset.table.key),
    })
}

fn owner(platform: &Platform, dataset: &Dataset) -> Value {
    let Some(team) = platform.team(&dataset.owner) else {
        return json!({"name": value(&dataset.owner), "contacts": "—"});
    };
    let from = team.slack.from.and(team.email.from);
    let name = Fact::new(team.name.value.clone(), dataset.owner.from.and(team.name.from));
    json!({"name": value(&name), "contacts": marked(&format!("{} · {}", *team.email, *team.slack), from)})
}

/// Folder or connection, then tables.
fn reads(platform: &Platform, dataset: &Dataset) -> Vec<Value> {
    let source = &dataset.source;
    let files = source.arrival.iter().map(|a| folder(platform, Zone::Landing, &a.prefix));
    let connection = source.connection.iter().map(value);
    let tables = dataset.upstream.iter().map(|id| json!(id.to_string()));
    files.chain(connection).chain(tables).collect()
}

fn personal_data(dataset: &Dataset) -> Option<Value> {
    let privacy = dataset.privacy.as_ref()?;
    let (purpose, basis) = (&privacy.purpose, &privacy.legal_basis);
    Some(marked(&format!("{}, {}", **purpose, **basis), purpose.from.and(basis.from)))
}

fn row(alarm: &Alarm, locale: Locale) -> Value {
    json!({
        "name": value(&alarm.name),
        "severity": value(&alarm.severity),
        "title": incidents::texts(alarm.incident, locale).title,
        "incident": alarm.incident,
    })
}

/// A folder of a zone, whatever the environment.
fn folder(platform: &Platform, zone: Zone, path: &Fact<String>) -> Value {
    let text = format!("s3://{}-<env>-{}-<account>/{}/", *platform.prefix, zone.word(), path.trim_end_matches('/'));
    marked(&text, platform.prefix.from.and(path.from))
}

fn places(platform: &Platform, dataset: &Dataset) -> Vec<Value> {
    let (names, source) = (&dataset.names, &dataset.source);
    let own = |zone| folder(platform, zone, &names.folder);
    let state = |what: &str, name: &str| {
        let text = format!("s3://{}-<env>-state-<account>/{what}/{}/{name}.json", *platform.prefix, *names.folder);
        marked(&text, platform.prefix.from.and(names.folder.from))
    };
    let table = marked(&format!("{}.{}", *names.database, *names.table), names.database.from.and(names.table.from));
    let log = |part: &str| value(&names.log_group.map(|group| format!("{group}/{part}")));
    let rows = [
        ("Entregas", "Deliveries", source.arrival.as_ref().map(|a| folder(platform, Zone::Landing, &a.prefix))),
        ("Copia cruda", "Raw copy", source.writes_raw.then(|| own(Zone::Raw))),
        ("Tabla Hudi", "Hudi table", Some(own(Zone::Curated))),
        ("Tabla del catálogo", "Catalogue table", Some(table)),
        ("Cuarentena", "Quarantine", Some(own(Zone::Quarantine))),
        ("Resultado de una corrida", "Result of a run", Some(state("results", "<run>"))),
        ("Manifiesto de una corrida", "Manifest of a run", Some(state("manifests", "<run>"))),
        ("DAG", "DAG", Some(value(&names.dag))),
        ("Trabajo de Glue", "Glue job", Some(value(&names.job))),
        ("Errores del trabajo", "Errors of the job", Some(log("error"))),
        ("Salida del trabajo", "Output of the job", Some(log("output"))),
        (
            "Carga en Snowflake (paso aún vacío)",
            "Load into Snowflake (step empty yet)",
            dataset.load.as_ref().map(load),
        ),
        ("Conjunto de QuickSight", "Data set of QuickSight", dataset.serve.as_ref().map(|s| value(&s.data_set))),
    ];
    let spanish = platform.locale.value == Locale::Es;
    let row = |(es, en, place): (&str, &str, Option<Value>)| {
        place.map(|place| json!({"what": if spanish { es } else { en }, "where": place}))
    };
    rows.into_iter().filter_map(row).collect()
}

/// Account, table and mode of a load, whatever the environment.
fn load(load: &Load) -> Value {
    let text = format!("{}: <database>.{} ({})", *load.account, *load.table, load.mode.word());
    marked(&text, load.account.from.and(load.table.from).and(load.mode.from))
}

/// Variables that the checks of every runbook use.
fn exports(platform: &Platform, dataset: &Dataset) -> Vec<Value> {
    let environment = platform.environments.iter().find(|e| e.production.value).or(platform.environments.last());
    let environment = environment.expect("a platform has an environment");
    let prefix = &*platform.prefix;
    let last_run = format!(
        "\"$(aws s3 ls \"s3://{prefix}-$ENV-state-$ACCOUNT/results/$DATASET/\" | sort | tail -n 1 | awk '{{print $4}}' | sed 's/[.]json$//')\""
    );
    let variable = |name: &str, value: Value| json!({"name": name, "value": value});
    vec![
        variable("ENV", value(&environment.name)),
        variable("REGION", value(&environment.region)),
        variable("ACCOUNT", json!("\"$(aws sts get-caller-identity --query Account --output text)\"")),
        variable("DATASET", value(&dataset.names.folder)),
        variable("JOB", value(&dataset.names.job)),
        variable("DELIVERIES", deliveries(platform, dataset)),
        variable("RUN", marked(&last_run, platform.prefix.from)),
    ]
}

/// Where the input of a run lies: files, extracts, or the table that drives it.
fn deliveries(platform: &Platform, dataset: &Dataset) -> Value {
    let source = &dataset.source;
    let (zone, path, from) = match (&source.arrival, source.inputs.first()) {
        (Some(arrival), _) => ("landing", arrival.prefix.value.clone(), arrival.prefix.from),
        (None, Some(input)) if !source.writes_raw => {
            ("curated", format!("{}/", input.dataset.value), input.dataset.from)
        }
        _ => ("raw", format!("{}/", *dataset.names.folder), dataset.names.folder.from),
    };
    let text = format!("\"s3://{}-$ENV-{zone}-$ACCOUNT/{path}\"", *platform.prefix);
    marked(&text, platform.prefix.from.and(from))
}

/// The key's columns as Athena quotes them.
fn keys(columns: &[Fact<String>]) -> Value {
    let quoted: Vec<String> = columns.iter().map(|c| format!("\"{}\"", c.replace('"', "\"\""))).collect();
    marked(&quoted.join(", "), columns.iter().fold(Origins::NONE, |all, c| all.and(c.from)))
}
