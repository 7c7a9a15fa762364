//! `cauce plan DATASET`: the resolved plan for people and programs.

use super::Outcome;
use super::session::{Compiled, Failure, Session};
use crate::cli::{Output, PlanArgs};
use crate::model::plan::{Dataset, Environment, Grant, Load, Resource, Schedule, Serve, Zone};
use crate::model::{Column, Fact};
use serde_json::{Map, Value, json};

/// Prints the plan of one dataset.
pub fn run(session: &Session, args: &PlanArgs) -> Result<Outcome, Failure> {
    session.only(&[Output::Human, Output::Json])?;
    let compiled = session.compile()?;
    let dataset = compiled.dataset(&args.dataset)?;
    let environments = environments(&compiled, args)?;
    let value = value(&compiled, dataset, &environments);
    let text = match session.global.format {
        Output::Json => serde_json::to_string_pretty(&value).unwrap_or_default() + "\n",
        _ => serde_yaml::to_string(&value).map_err(|e| Failure::message(e.to_string()))?,
    };
    print!("{text}");
    Ok(Outcome::Fine)
}

fn environments<'a>(compiled: &'a Compiled, args: &PlanArgs) -> Result<Vec<&'a Environment>, Failure> {
    let all = &compiled.plan.platform.environments;
    let Some(name) = &args.env else { return Ok(all.iter().collect()) };
    let found = all.iter().find(|e| e.name.value == *name);
    let names: Vec<&str> = all.iter().map(|e| e.name.value.as_str()).collect();
    let unknown = || Failure::message(format!("there is no environment `{name}`; there are: {}", names.join(", ")));
    Ok(vec![found.ok_or_else(unknown)?])
}

fn value(compiled: &Compiled, dataset: &Dataset, environments: &[&Environment]) -> Value {
    let names = &dataset.names;
    json!({
        "dataset": dataset.id.to_string(),
        "spec": dataset.spec,
        "description": *dataset.description,
        "owner": *dataset.owner,
        "tier": *dataset.tier,
        "status": dataset.status.word(),
        "tags": dataset.tags.iter().map(|(key, value)| (key.clone(), json!(**value))).collect::<Map<_, _>>(),
        "source": dataset.source.kind,
        "names": {
            "dag": *names.dag, "job": *names.job, "role": *names.role, "log_group": *names.log_group,
            "table": format!("{}.{}", *names.database, *names.table),
            "arrival": dataset.source.arrival.as_ref().map(|_| names.arrival.value.clone()),
        },
        "schedule": schedule(&dataset.schedule),
        "calendar": dataset.workdays.as_ref().map(|days| days.calendar.value.clone()),
        "days_off_of_inputs": dataset.pause_days,
        "time_outs_seconds": {
            "ingest": *dataset.time_outs.ingest, "job": *dataset.time_outs.job,
            "wait": *dataset.time_outs.wait, "load": *dataset.time_outs.load, "run": *dataset.time_outs.run,
        },
        "table": {
            "write": dataset.table.write.word(), "key": texts(&dataset.table.key),
            "order_by": dataset.table.order_by.as_ref().map(|o| o.value.clone()),
            "partition_by": texts(&dataset.table.partition_by), "index": dataset.table.index.word(),
        },
        "columns": dataset.output.iter().map(|c| json!({"name": *c.name, "type": *c.kind, "from": sources(c)})).collect::<Vec<_>>(),
        "rules": dataset.rules.iter().map(|r| json!({"id": *r.id, "on_fail": r.on_fail.word(), "fails": r.fails.as_str()})).collect::<Vec<_>>(),
        "load": dataset.load.as_ref().map(load),
        "serve": dataset.serve.as_ref().map(serve),
        "upstream": dataset.upstream.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "downstream": dataset.downstream.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "alarms": dataset.alarms.iter().map(|a| json!({
            "name": *a.name, "severity": *a.severity, "owner": *a.owner, "runbook": a.runbook,
            "topic": compiled.plan.platform.severities.iter().find(|s| s.id == *a.severity).map(|s| s.topic.value.clone()),
        })).collect::<Vec<_>>(),
        "permissions": dataset.grants.iter().map(|g| json!({"sid": g.sid, "actions": g.actions, "on": resources(g)})).collect::<Vec<_>>(),
        "environments": environments.iter().map(|e| (e.name.value.clone(), environment(dataset, e))).collect::<Map<_, _>>(),
    })
}

/// Columns that the values of a column come from.
fn sources(column: &Column) -> Vec<String> {
    column.flow.sources.iter().map(ToString::to_string).collect()
}

fn load(load: &Load) -> Value {
    json!({
        "snowflake": {
            "account": *load.account, "table": *load.table, "mode": load.mode.word(), "key": texts(&load.key),
            "columns": texts(&load.columns), "warehouse": *load.warehouse, "step": "empty yet",
        },
    })
}

fn serve(serve: &Serve) -> Value {
    json!({
        "quicksight": {
            "data_set": *serve.data_set, "mode": serve.mode.word(), "reads": serve.reads.word(),
            "columns": texts(&serve.columns), "step": serve.refreshes().then_some("empty yet"),
        },
    })
}

fn texts(facts: &[Fact<String>]) -> Vec<String> {
    facts.iter().map(|fact| fact.value.clone()).collect()
}

fn schedule(schedule: &Schedule) -> Value {
    match schedule {
        Schedule::Arrival { safety_cron } => json!({"arrival": true, "safety_cron": **safety_cron}),
        Schedule::Cron { cron, timezone } => json!({"cron": **cron, "timezone": **timezone}),
        Schedule::Upstream { all } => json!({"upstream": if **all { "all" } else { "any" }}),
    }
}

fn environment(dataset: &Dataset, environment: &Environment) -> Value {
    let compute = dataset.compute.iter().find(|c| c.environment == environment.name.value);
    let zone = |zone: Zone| format!("s3://{}/{}", **environment.bucket(zone), *dataset.names.folder);
    json!({
        "account": *environment.account,
        "region": *environment.region,
        "alarms": !dataset.alarms.is_empty() && dataset.muted_in.iter().all(|name| name.value != environment.name.value),
        "cron": dataset.other_crons.iter().find(|(name, _)| *name == *environment.name.value).map(|(_, cron)| &**cron),
        "workers": compute.map(|c| format!("{} × {}", *c.workers, *c.size)),
        "snowflake": dataset.load.as_ref().and_then(|load| load.table_in(&environment.name.value)),
        "curated": zone(Zone::Curated),
        "quarantine": zone(Zone::Quarantine),
        "landing": dataset.source.arrival.as_ref().map(|a| format!("s3://{}/{}", **environment.bucket(Zone::Landing), *a.prefix)),
    })
}

fn resources(grant: &Grant) -> Vec<String> {
    grant.resources.iter().map(resource).collect()
}

fn resource(resource: &Resource) -> String {
    match resource {
        Resource::Objects(zone, folder) => format!("{}/{}*", zone.word(), **folder),
        Resource::Object(zone, path) => format!("{}/{}", zone.word(), **path),
        Resource::Listing(zone, folders) => {
            let folders: Vec<&str> = folders.iter().map(|f| f.value.as_str()).collect();
            format!("{} below {}", zone.word(), folders.join(", "))
        }
        Resource::Key(alias) => format!("key {}", **alias),
        Resource::Secret(name) => format!("secret {}", **name),
        Resource::ConnectionSecret(name) => format!("secret {}", **name),
        Resource::GlueConnection(name) => format!("connection {}", **name),
        Resource::Network(_) => "network interfaces".to_string(),
        Resource::LogGroup(name) => format!("log group {}", **name),
        Resource::Table(database, table) => format!("table {}.{}", **database, **table),
        Resource::Metrics(namespace) => format!("metrics {namespace}"),
    }
}
