//! What the runbook of an incident type shows.

use super::checks::checks;
use crate::model::plan::{Platform, Team};
use crate::model::{Locale, Origins, Role};
use crate::plan::incidents::{self, IncidentType, Scope, Texts};
use crate::render::prose::{marked, value};
use crate::targets::header;
use crate::targets::words::duration;
use serde_json::{Value, json};

/// The values of the template `incident`.
pub fn data(platform: &Platform, kind: &IncidentType) -> Value {
    let words = incidents::texts(&kind.id, platform.locale.value);
    let environment = platform.environments.iter().find(|e| e.production.value).or(platform.environments.last());
    let environment = environment.expect("a platform has an environment");
    json!({
        "header": value(&header::of_platform(platform)),
        "id": kind.id,
        "title": words.title,
        "meaning": words.meaning,
        "impact": words.impact,
        "rollback": words.rollback,
        "close": words.close,
        "steps": steps(words),
        "severities": severities(platform, kind),
        "first_severity": kind.tier1,
        "owner": owner(platform, kind),
        "contacts": contacts(platform, kind),
        "dataset_scope": kind.scope == Scope::Dataset,
        "production": value(&environment.name),
        "region": value(&environment.region),
        "router": value(&platform.names.router),
        "checks": checks(platform, kind.checks.iter().map(String::as_str)),
        "escalation": escalation(platform, kind),
        "postmortem": incidents::severity(&kind.tier1).postmortem != "never",
    })
}

fn steps(words: &Texts) -> Vec<Value> {
    words.steps.iter().enumerate().map(|(i, text)| json!({"number": i + 1, "text": text})).collect()
}

/// One row where the tier makes no difference, else two.
fn severities(platform: &Platform, kind: &IncidentType) -> Vec<Value> {
    if kind.tier1 == kind.others {
        return vec![severity(platform, &kind.tier1, "any")];
    }
    vec![severity(platform, &kind.tier1, "tier1"), severity(platform, &kind.others, "others")]
}

fn severity(platform: &Platform, id: &str, who: &str) -> Value {
    let locale = platform.locale.value;
    let planned = platform.severities.iter().find(|s| s.id == id).expect("P1 to P4 are planned");
    json!({
        "severity": id,
        "tier1": who == "tier1",
        "any": who == "any",
        "acknowledge": value(&planned.acknowledge.map(|s| duration(*s, locale))),
        "mitigate": value(&planned.mitigate.map(|s| duration(*s, locale))),
        "update": duration(incidents::severity(id).update * 60, locale),
    })
}

fn with_role(platform: &Platform, role: Role) -> Vec<&Team> {
    platform.teams.iter().filter(|t| t.role.value == role).collect()
}

fn names(teams: &[&Team], and: &str) -> Value {
    let text: Vec<&str> = teams.iter().map(|t| t.name.as_str()).collect();
    marked(&text.join(and), teams.iter().fold(Origins::NONE, |all, t| all.and(t.name.from)))
}

fn owner(platform: &Platform, kind: &IncidentType) -> Value {
    let teams = with_role(platform, kind.owner);
    match (kind.owner, platform.locale.value) {
        (Role::DataEngineer, Locale::Es) => json!("el equipo dueño del conjunto"),
        (Role::DataEngineer, Locale::En) => json!("the team that owns the dataset"),
        (role, _) if teams.is_empty() => json!(role.word()),
        _ => names(&teams, ", "),
    }
}

/// How to reach those who act, when they are the same for all datasets.
fn contacts(platform: &Platform, kind: &IncidentType) -> Value {
    if kind.owner == Role::DataEngineer {
        return json!("");
    }
    let teams = with_role(platform, kind.owner);
    let text: Vec<String> = teams.iter().map(|t| format!("{} · {}", *t.email, *t.slack)).collect();
    marked(&text.join("; "), teams.iter().fold(Origins::NONE, |all, t| all.and(t.slack.from).and(t.email.from)))
}

/// A line for each severity that the incident can have and that somebody else is called for.
fn escalation(platform: &Platform, kind: &IncidentType) -> Vec<Value> {
    let mut ids = vec![kind.tier1.as_str(), kind.others.as_str()];
    ids.dedup();
    ids.into_iter().filter_map(|id| Some(json!({"severity": id, "text": called(platform, id)?}))).collect()
}

fn called(platform: &Platform, severity: &str) -> Option<Value> {
    let locale = platform.locale.value;
    let after = if locale == Locale::Es { "tras" } else { "after" };
    let mut from = Origins::NONE;
    let mut steps = vec![];
    for step in &incidents::severity(severity).escalate {
        let teams: Vec<&Team> = step.to.iter().flat_map(|role| with_role(platform, *role)).collect();
        from = teams.iter().fold(from, |all, t| all.and(t.name.from));
        let who: Vec<&str> = teams.iter().map(|t| t.name.as_str()).collect();
        if !who.is_empty() {
            steps.push(format!("{after} {}, {}", duration(step.after * 60, locale), who.join(", ")));
        }
    }
    (!steps.is_empty()).then(|| marked(&format!("{}.", steps.join("; ")), from))
}
