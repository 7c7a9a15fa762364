//! The platform: names of its maps, accounts, teams, severities.

use super::{calendars, severities};
use crate::diagnostics::{Finding, Origin, Where, codes};
use crate::model::plan::*;
use crate::model::{At, Classification, Duration, Fact, Origins};
use crate::spec::load::{Loaded, Spec};
use crate::spec::types::*;

/// The planned platform; `None` when there is no sound `platform.yaml`.
pub fn platform(loaded: &Loaded, findings: &mut Vec<Finding>) -> Option<Platform> {
    let Some(Spec { path, spec }) = &loaded.platform else {
        if !loaded.failed() {
            let at = Where::File("specs/platform.yaml".to_string());
            let finding = Finding::error(codes::NO_PLATFORM, at, "there is no `specs/platform.yaml`");
            findings.push(finding.help("write what all datasets share: `cauce schema platform` says what it holds"));
        }
        return None;
    };
    names_have_a_form(spec, findings);
    accounts_differ(spec, findings);
    secrets_are_named_after_connections(spec, findings);
    severities::make_sense(spec, findings);
    super::services::are_sound(spec, findings);
    super::consumers::account_is_sound(spec, findings);
    super::environments::are_known(spec, findings);
    let prefix = spec.prefix.fact();
    Some(Platform {
        spec: path.clone(),
        name: spec.name.fact(),
        description: spec.description.fact(),
        locale: Fact::from(&spec.locale),
        timezone: spec.timezone.fact(),
        environments: spec.environments.iter().map(|(name, e)| environment(name, e, &prefix)).collect(),
        teams: spec.teams.iter().map(|(id, t)| team(id, t)).collect(),
        severities: severities(&spec.severities, &prefix),
        connections: connections(spec),
        versions: versions(&spec.targets),
        github: github(&spec.github),
        security: security(&spec.security, findings),
        calendars: calendars::calendars(spec, findings),
        names: names(&prefix),
        glue_runtime: String::new(),
        airflow_runtime: String::new(),
        prefix,
    })
}

fn names_have_a_form(spec: &PlatformSpec, findings: &mut Vec<Finding>) {
    let environments = spec.environments.iter().map(|(name, e)| ("an environment", name, e.account.at));
    let teams = spec.teams.iter().map(|(name, t)| ("a team", name, t.name.at));
    let connections = spec.connections.iter().map(|(name, c)| ("a connection", name, connection_at(c)));
    for (what, name, at) in environments.chain(teams).chain(connections) {
        let message = format!("`{name}` is not a name for {what}");
        if !slug(name) {
            let help = "use 1 to 20 lower-case letters, digits and `-`, starting with a letter";
            findings.push(Finding::error(codes::BAD_NAME, at, message).help(help));
        } else if what == "an environment" && name == "modules" {
            let help = "use another one: `modules` is the folder of what all environments share";
            findings.push(Finding::error(codes::BAD_NAME, at, message).help(help));
        }
    }
}

/// Lower-case letters, digits and inner `-`, at most 20, starting with a letter.
fn slug(name: &str) -> bool {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    name.len() <= 20 && name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(good)
}

fn accounts_differ(spec: &PlatformSpec, findings: &mut Vec<Finding>) {
    let all: Vec<_> = spec.environments.iter().collect();
    for (i, (name, environment)) in all.iter().enumerate() {
        let same = all[..i].iter().find(|(_, e)| e.account.value == environment.account.value);
        if let Some((other, first)) = same {
            let message = format!("`{name}` has the account of `{other}`");
            let finding = Finding::error(codes::SAME_ACCOUNT, environment.account.at, message);
            findings.push(
                finding.see(first.account.at, "the same account").help("give each environment an account of its own"),
            );
        }
    }
}

/// MWAA finds the connection `core-pg` in the secret `<folder>/core-pg`.
fn secrets_are_named_after_connections(spec: &PlatformSpec, findings: &mut Vec<Finding>) {
    for (id, connection) in &spec.connections {
        let Some(secret) = connection.secret().filter(|s| !s.ends_with(&format!("/{id}"))) else { continue };
        let message = format!("the secret of the connection `{id}` is `{}`; Airflow would not find it", secret.value);
        findings.push(Finding::error(codes::SECRET_NAME, secret.at, message).help(format!("name it `<folder>/{id}`")));
    }
}

fn environment(name: &str, spec: &EnvironmentSpec, prefix: &Fact<String>) -> Environment {
    let account = spec.account.fact();
    let from = prefix.from.and(account.from);
    let bucket = |word: &str| Fact::new(format!("{}-{name}-{word}-{}", **prefix, *account), from);
    let production = Fact::new(name == "prod", spec.account.at);
    Environment {
        name: Fact::new(name.to_string(), spec.account.at),
        region: spec.region.fact(),
        approvals: spec.approvals.as_ref().map_or(Fact::bare(0), Fact::from),
        production: spec.production.as_ref().map_or(production, Fact::from),
        state_bucket: bucket("tfstate"),
        buckets: Zone::ALL.map(|zone| (zone, bucket(zone.word()))).to_vec(),
        account,
    }
}

fn team(id: &str, spec: &TeamSpec) -> Team {
    Team {
        id: Fact::new(id.to_string(), spec.name.at),
        name: spec.name.fact(),
        role: Fact::from(&spec.role),
        email: spec.email.fact(),
        slack: spec.slack.fact(),
        teams: spec.teams.fact(),
    }
}

fn severities(spec: &SeveritiesSpec, prefix: &Fact<String>) -> Vec<Severity> {
    [("P1", &spec.p1), ("P2", &spec.p2), ("P3", &spec.p3), ("P4", &spec.p4)]
        .map(|(id, s)| severity(id, s, prefix))
        .to_vec()
}

fn severity(id: &'static str, spec: &SeveritySpec, prefix: &Fact<String>) -> Severity {
    Severity {
        id,
        topic: prefix.map(|p| format!("{p}-alerts-{}", id.to_lowercase())),
        acknowledge: seconds(&spec.acknowledge),
        mitigate: seconds(&spec.mitigate),
        channels: spec.channels.iter().map(Fact::from).collect(),
    }
}

/// A written duration in seconds.
pub fn seconds(duration: &At<Duration>) -> Fact<u64> {
    Fact::new(duration.seconds(), duration.at)
}

fn connection_at(spec: &ConnectionSpec) -> Origin {
    let secret = spec.secret().map(|secret| secret.at);
    spec.service().map(|service| service.base_url.at).or(secret).unwrap_or_default()
}

fn connections(spec: &PlatformSpec) -> Vec<Connection> {
    let mut connections: Vec<Connection> = spec.connections.iter().map(|(id, c)| connection(id, c)).collect();
    connections.sort_by(|a, b| a.id.value.cmp(&b.id.value));
    connections
}

fn connection(id: &str, spec: &ConnectionSpec) -> Connection {
    let at = connection_at(spec);
    let service = spec.service();
    Connection {
        id: Fact::new(id.to_string(), at),
        airflow_id: Fact::new(id.to_string(), at),
        kind: Fact::new(spec.word().to_string(), at),
        requirement: spec.requirement().map(|package| Fact::new(package, at)),
        secret: spec.secret().map(At::fact),
        network: spec.database().and_then(|database| database.network.as_ref()).map(At::fact),
        base_url: service.map(|service| service.base_url.fact()),
        auth: service.and_then(|service| service.auth.as_ref()).map(super::services::auth),
        hosts: service.map(|service| service.hosts.iter().map(At::fact).collect()).unwrap_or_default(),
    }
}

fn versions(spec: &TargetsSpec) -> Versions {
    Versions {
        airflow: spec.airflow.fact(),
        glue: spec.glue.fact(),
        terraform: spec.terraform.fact(),
        aws_provider: spec.aws_provider.fact(),
    }
}

fn github(spec: &GithubSpec) -> Github {
    Github {
        owner: spec.owner.fact(),
        repository: spec.repository.fact(),
        owner_id: spec.owner_id.as_ref().map(At::fact),
        repository_id: spec.repository_id.as_ref().map(At::fact),
    }
}

/// Days that CloudWatch can keep a log group.
const LOG_DAYS: [u64; 22] =
    [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

fn security(spec: &SecuritySpec, findings: &mut Vec<Finding>) -> Security {
    let days = |written: &Option<At<Duration>>, default: u64| {
        written.as_ref().map_or(Fact::bare(default), |d| Fact::new(d.days(), Origins::of(d.at)))
    };
    let deletion_days = days(&spec.deletion_window, 30);
    if !(7..=30).contains(&deletion_days.value) {
        let at = deletion_days.from.iter().next().unwrap_or_default();
        let finding = Finding::error(codes::BAD_FORMAT, at, "a key can be deleted 7 to 30 days after the order");
        findings.push(finding.help("write a number of days from `7d` to `30d`"));
    }
    let log_days = days(&spec.log_retention, 365);
    if !LOG_DAYS.contains(&log_days.value) {
        let at = log_days.from.iter().next().unwrap_or_default();
        let finding =
            Finding::error(codes::BAD_FORMAT, at, format!("CloudWatch cannot keep logs for {} days", *log_days));
        let near = LOG_DAYS.iter().find(|d| **d > *log_days).unwrap_or(&3653);
        findings.push(finding.help(format!("the next length that it knows is `{near}d`")));
    }
    let classification = spec.classification.as_ref().map_or(Fact::bare(Classification::Internal), Fact::from);
    Security { trail_days: days(&spec.trail_retention, 1825), log_days, deletion_days, classification }
}

fn names(prefix: &Fact<String>) -> PlatformNames {
    let named = |word: &str| prefix.map(|p| format!("{p}-{word}"));
    PlatformNames {
        ledger: named("ledger"),
        watermarks: named("watermarks"),
        incidents: named("incidents"),
        namespace: prefix.clone(),
        key: named("platform"),
        router: named("alert-router"),
    }
}
