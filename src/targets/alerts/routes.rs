//! Who is told what: severities, teams and incident types for the router of alerts.

use crate::model::plan::{Platform, Severity, Team};
use crate::model::{Fact, Role};
use crate::plan::incidents::{self, Escalation, IncidentType, SeverityDefaults};
use crate::render::json as filters;
use crate::targets::words;
use askama::Template;

/// `routes.json`.
#[derive(Template)]
#[template(path = "targets/alerts/routes.json", config = "templates/askama.toml")]
pub struct Routes<'a> {
    site: Fact<String>,
    /// Who is told what concerns nobody else.
    fallback: Vec<&'a Fact<String>>,
    severities: Vec<Row<'a>>,
    teams: Vec<Contact<'a>>,
    incidents: Vec<Kind<'a>>,
}

struct Row<'a> {
    severity: &'a Severity,
    defaults: &'static SeverityDefaults,
    meaning: &'static str,
    channels: Vec<Fact<&'static str>>,
    acknowledge: Fact<u64>,
    mitigate: Fact<u64>,
    escalate: Vec<Step<'a>>,
}

struct Step<'a> {
    after: u64,
    teams: Vec<&'a Fact<String>>,
}

struct Contact<'a> {
    team: &'a Team,
    role: Fact<&'static str>,
    slack_secret: Fact<String>,
    teams_secret: Fact<String>,
}

struct Kind<'a> {
    incident: &'static IncidentType,
    /// The team that owns the dataset acts.
    owned: bool,
    /// Otherwise these teams do.
    responders: Vec<&'a Fact<String>>,
    runbook: String,
}

/// The view of the routes.
pub fn routes(platform: &Platform) -> Routes<'_> {
    Routes {
        site: words::site(&platform.github, ""),
        fallback: fallback(platform),
        severities: platform.severities.iter().map(|s| row(platform, s)).collect(),
        teams: platform.teams.iter().map(|t| contact(platform, t)).collect(),
        incidents: incidents::all().iter().map(|i| kind(platform, i)).collect(),
    }
}

/// Nobody is never the answer: without a DevOps team, all teams are told.
fn fallback(platform: &Platform) -> Vec<&Fact<String>> {
    let found: Vec<_> = with_role(platform, Role::DevOps).collect();
    if found.is_empty() { platform.teams.iter().map(|t| &t.id).collect() } else { found }
}

fn row<'a>(platform: &'a Platform, severity: &'a Severity) -> Row<'a> {
    let defaults = incidents::severity(severity.id);
    Row {
        severity,
        defaults,
        meaning: defaults.meaning(platform.locale.value),
        channels: severity.channels.iter().map(|c| c.map(|channel| channel.word())).collect(),
        acknowledge: severity.acknowledge.map(|seconds| seconds / 60),
        mitigate: severity.mitigate.map(|seconds| seconds / 60),
        escalate: defaults.escalate.iter().filter_map(|step| escalation(platform, step)).collect(),
    }
}

fn escalation<'a>(platform: &'a Platform, step: &Escalation) -> Option<Step<'a>> {
    let teams: Vec<_> = step.to.iter().flat_map(|role| with_role(platform, *role)).collect();
    (!teams.is_empty()).then_some(Step { after: step.after, teams })
}

fn with_role(platform: &Platform, role: Role) -> impl Iterator<Item = &Fact<String>> {
    platform.teams.iter().filter(move |t| t.role.value == role).map(|t| &t.id)
}

/// One bot serves all Slack channels; Teams has a secret address for each channel.
fn contact<'a>(platform: &Platform, team: &'a Team) -> Contact<'a> {
    let secret = |word: &str| platform.prefix.map(|prefix| format!("{prefix}/alertas/{word}"));
    let teams = secret(&format!("teams/{}", *team.id));
    Contact {
        team,
        role: team.role.map(|role| role.word()),
        slack_secret: secret("slack"),
        teams_secret: Fact::new(teams.value, teams.from.and(team.id.from)),
    }
}

fn kind<'a>(platform: &'a Platform, incident: &'static IncidentType) -> Kind<'a> {
    let owned = incident.owner == Role::DataEngineer;
    let responders = if owned { vec![] } else { with_role(platform, incident.owner).collect() };
    Kind { incident, owned, responders, runbook: format!("generated/runbooks/{}.md", incident.id) }
}
