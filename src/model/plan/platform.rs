//! The planned platform: environments, teams, severities, connections, versions.

use super::{PlatformNames, Zone};
use crate::model::days::Calendar;
use crate::model::{Channel, Classification, Fact, Locale, Role};
use std::collections::BTreeMap;

/// What all datasets share.
#[derive(Clone, Debug)]
pub struct Platform {
    /// Path of `platform.yaml`.
    pub spec: String,
    /// Name for people.
    pub name: Fact<String>,
    /// What it is.
    pub description: Fact<String>,
    /// Language of generated prose.
    pub locale: Fact<Locale>,
    /// Prefix of physical names.
    pub prefix: Fact<String>,
    /// Zone of schedules and of values without offset.
    pub timezone: Fact<String>,
    /// Environments in the order of promotion.
    pub environments: Vec<Environment>,
    /// Teams, in the order written.
    pub teams: Vec<Team>,
    /// P1 to P4.
    pub severities: Vec<Severity>,
    /// Databases and services, sorted by name.
    pub connections: Vec<Connection>,
    /// Versions of the tools.
    pub versions: Versions,
    /// Repository of the platform.
    pub github: Github,
    /// Keys and retention.
    pub security: Security,
    /// Calendars of working days, sorted by name.
    pub calendars: BTreeMap<String, Calendar>,
    /// Names of shared resources.
    pub names: PlatformNames,
    /// Key of the Glue jobs' runtime in the artefacts bucket; without `.zip`, its folder below `generated/`.
    pub glue_runtime: String,
    /// Package of the DAGs' runtime, `cauce_airflow_<hash>`.
    pub airflow_runtime: String,
}

impl Platform {
    /// The calendar with this name.
    pub fn calendar(&self, name: &str) -> Option<&Calendar> {
        self.calendars.get(name)
    }

    /// The team with this name.
    pub fn team(&self, name: &str) -> Option<&Team> {
        self.teams.iter().find(|t| t.id.value == name)
    }

    /// The first team with this role.
    pub fn team_with(&self, role: Role) -> Option<&Team> {
        self.teams.iter().find(|t| t.role.value == role)
    }
}

/// One AWS account.
#[derive(Clone, Debug)]
pub struct Environment {
    /// `dev`.
    pub name: Fact<String>,
    /// Account id, 12 digits.
    pub account: Fact<String>,
    /// Region.
    pub region: Fact<String>,
    /// Reviewers that a deploy needs.
    pub approvals: Fact<u32>,
    /// Alarms page only here.
    pub production: Fact<bool>,
    /// Bucket of the Terraform states.
    pub state_bucket: Fact<String>,
    /// Bucket of each zone, in the order of [`Zone::ALL`].
    pub buckets: Vec<(Zone, Fact<String>)>,
}

impl Environment {
    /// Bucket of a zone.
    pub fn bucket(&self, zone: Zone) -> &Fact<String> {
        &self.buckets[zone as usize].1
    }
}

/// A team and how to reach it.
#[derive(Clone, Debug)]
pub struct Team {
    /// Name in specs.
    pub id: Fact<String>,
    /// Name for people.
    pub name: Fact<String>,
    /// What it does.
    pub role: Fact<Role>,
    /// E-mail address.
    pub email: Fact<String>,
    /// Slack channel.
    pub slack: Fact<String>,
    /// Teams channel.
    pub teams: Fact<String>,
}

/// How grave an incident is and how fast people must act.
#[derive(Clone, Debug)]
pub struct Severity {
    /// `P1`.
    pub id: &'static str,
    /// SNS topic, `ribera-alerts-p1`.
    pub topic: Fact<String>,
    /// Seconds until somebody must have acknowledged.
    pub acknowledge: Fact<u64>,
    /// Seconds until the effect must be gone.
    pub mitigate: Fact<u64>,
    /// Ways to reach people.
    pub channels: Vec<Fact<Channel>>,
}

/// A database or service that datasets read.
#[derive(Clone, Debug)]
pub struct Connection {
    /// Name in specs.
    pub id: Fact<String>,
    /// Airflow connection id.
    pub airflow_id: Fact<String>,
    /// Word of the kind, such as `postgres` or `http`.
    pub kind: Fact<String>,
    /// Python package that DAGs reach it with; `None` where Airflow itself can.
    pub requirement: Option<Fact<&'static str>>,
    /// Secret that holds address and credentials; `None` for a public service.
    pub secret: Option<Fact<String>>,
    /// Glue connection that leads a job into the network of the database.
    pub network: Option<Fact<String>>,
    /// Address of a service, without path.
    pub base_url: Option<Fact<String>>,
    /// Hosts that a service may send us to.
    pub hosts: Vec<Fact<String>>,
    /// How a service is shown who asks.
    pub auth: Option<Auth>,
}

/// How a service is shown who asks; the credentials are in the connection's secret.
#[derive(Clone, Debug)]
pub enum Auth {
    /// The password is a bearer token.
    Bearer,
    /// The password goes into this header.
    Header(Fact<String>),
    /// Login and password.
    Basic,
    /// The password goes into this query parameter.
    Query(Fact<String>),
    /// Login and password buy a token.
    ClientCredentials {
        /// Where.
        token_url: Fact<String>,
        /// For what.
        scope: Option<Fact<String>>,
    },
}

/// Versions of the tools that the output is for.
#[derive(Clone, Debug)]
pub struct Versions {
    /// MWAA.
    pub airflow: Fact<String>,
    /// Glue.
    pub glue: Fact<String>,
    /// Terraform, `1.11`.
    pub terraform: Fact<String>,
    /// AWS provider, `6.25.0`.
    pub aws_provider: Fact<String>,
}

impl Versions {
    /// Whether DAGs are written for Airflow 3, which has assets with watchers where 2 has datasets and sensors.
    pub fn airflow_3(&self) -> bool {
        self.airflow.starts_with("3.")
    }
}

/// Repository of the platform.
#[derive(Clone, Debug)]
pub struct Github {
    /// Owner.
    pub owner: Fact<String>,
    /// Repository.
    pub repository: Fact<String>,
    /// Immutable id of the owner.
    pub owner_id: Option<Fact<String>>,
    /// Immutable id of the repository.
    pub repository_id: Option<Fact<String>>,
}

/// Keys and retention of what auditors read.
#[derive(Clone, Debug)]
pub struct Security {
    /// Days that trails are kept.
    pub trail_days: Fact<u64>,
    /// Days that logs are kept.
    pub log_days: Fact<u64>,
    /// Days between the order to delete a key and its end, 7 to 30.
    pub deletion_days: Fact<u64>,
    /// Class of columns that do not say theirs.
    pub classification: Fact<Classification>,
}

/// A domain: datasets that share a state, a key and a database.
#[derive(Clone, Debug)]
pub struct Domain {
    /// Path of `_domain.yaml`.
    pub spec: String,
    /// Name.
    pub name: Fact<String>,
    /// What it holds.
    pub description: Fact<String>,
    /// Team that answers for it.
    pub owner: Fact<String>,
    /// Alias of its key, without `alias/`.
    pub key: Fact<String>,
    /// Glue catalogue database.
    pub database: Fact<String>,
    /// Secret of the key that protects personal data.
    pub protection_secret: Fact<String>,
}
