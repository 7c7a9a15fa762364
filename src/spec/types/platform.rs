//! `specs/platform.yaml`: what all datasets share.

use super::{DefaultsSpec, RetentionSpec, SnowflakeSpec};
use crate::model::{
    Account, At, BaseUrl, Channel, Classification, Country, Day, Digits, Duration, GlueConnection, Host, HttpsUrl,
    Locale, Name, Prefix, Region, Role, SecretName, Slug, TimeZone, Weekday,
};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// What all datasets share.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlatformSpec {
    /// Version of the spec language; there is one, 1.
    #[schemars(extend("const" = 1))]
    pub language: At<u32>,
    /// Name for people.
    pub name: At<String>,
    /// What it is.
    pub description: At<String>,
    /// Language of generated prose.
    pub locale: At<Locale>,
    /// Prefix of every physical name.
    pub prefix: At<Prefix>,
    /// Zone of schedules.
    pub timezone: At<TimeZone>,
    /// Environments in the order of promotion; one account each.
    #[schemars(extend("minProperties" = 1))]
    pub environments: IndexMap<String, EnvironmentSpec>,
    /// Versions of the tools.
    pub targets: TargetsSpec,
    /// Who answers for what.
    #[schemars(extend("minProperties" = 1))]
    pub teams: IndexMap<String, TeamSpec>,
    /// How fast people act.
    pub severities: SeveritiesSpec,
    /// Databases and services.
    #[serde(default)]
    pub connections: IndexMap<String, ConnectionSpec>,
    /// Repository of the platform.
    pub github: GithubSpec,
    /// The account that tables are loaded into; needed when a dataset says `load: {snowflake: …}`.
    pub snowflake: Option<SnowflakeSpec>,
    /// Keys and retention of what auditors read.
    #[serde(default)]
    pub security: SecuritySpec,
    /// What datasets have unless they or their domain say otherwise.
    #[serde(default)]
    pub defaults: DefaultsSpec,
    /// Calendars of working days, for triggers; `colombia` (no holidays, no weekends) is there without being written.
    #[serde(default)]
    pub calendars: IndexMap<String, CalendarSpec>,
}

/// A calendar of working days.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarSpec {
    /// Country whose public holidays are closed.
    pub holidays: Option<At<Country>>,
    /// Days of the week that are closed.
    #[serde(default)]
    pub weekend: Vec<At<Weekday>>,
    /// Days that are closed beside those.
    #[serde(default)]
    pub closed: Vec<At<Day>>,
    /// Days that are open in spite of those.
    #[serde(default)]
    pub open: Vec<At<Day>>,
}

/// One AWS account.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnvironmentSpec {
    /// Account id.
    pub account: At<Account>,
    /// Region.
    pub region: At<Region>,
    /// Reviewers that a deploy needs; default 0.
    #[schemars(range(max = 6))]
    pub approvals: Option<At<u32>>,
    /// Alarms page only here; default: true for `prod`.
    pub production: Option<At<bool>>,
}

/// Versions of the tools.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TargetsSpec {
    /// MWAA.
    #[schemars(extend("enum" = ["2.11.2", "3.3.1"], "x-cauce-refused" = refused_airflow()))]
    pub airflow: At<String>,
    /// Glue.
    #[schemars(extend("enum" = ["5.1"]))]
    pub glue: At<String>,
    /// Terraform.
    #[schemars(extend("enum" = ["1.11"]))]
    pub terraform: At<String>,
    /// Terraform's AWS provider.
    #[schemars(extend("enum" = ["6.25.0"]))]
    pub aws_provider: At<String>,
}

/// Versions that MWAA offers and that cannot run what is generated, each with the reason.
fn refused_airflow() -> serde_json::Value {
    serde_json::json!({
        "2.11.0": "its pinned providers are too old for what the DAGs import (`common-compat` 1.7.0)",
        "3.0.6": "its pinned AWS provider fails on a deferred Glue job (apache/airflow#55007)",
    })
}

/// A team and how to reach it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamSpec {
    /// Name for people.
    pub name: At<String>,
    /// What it does.
    pub role: At<Role>,
    /// E-mail address.
    #[schemars(regex(pattern = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"), extend("x-cauce-form" = "an e-mail address", "examples" = ["pagos-datos@ribera.example"]))]
    pub email: At<String>,
    /// Slack channel.
    #[schemars(regex(pattern = r"^#[a-z0-9_-]{1,79}$"), extend("x-cauce-form" = "a Slack channel", "examples" = ["#pagos-datos"]))]
    pub slack: At<String>,
    /// Teams channel.
    pub teams: At<Slug>,
}

/// How fast people act, for each severity.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeveritiesSpec {
    /// Regulatory or customer-facing data wrong or missing; personal data exposed.
    #[serde(rename = "P1")]
    pub p1: SeveritySpec,
    /// Critical dataset late or failed.
    #[serde(rename = "P2")]
    pub p2: SeveritySpec,
    /// Degraded, with a workaround.
    #[serde(rename = "P3")]
    pub p3: SeveritySpec,
    /// Cosmetic or advice.
    #[serde(rename = "P4")]
    pub p4: SeveritySpec,
}

/// How fast people act.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeveritySpec {
    /// Until somebody has acknowledged.
    pub acknowledge: At<Duration>,
    /// Until the effect is gone.
    pub mitigate: At<Duration>,
    /// Ways to reach people.
    #[schemars(length(min = 1))]
    pub channels: Vec<At<Channel>>,
}

/// A database or service.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ConnectionSpec {
    /// A PostgreSQL database.
    Postgres(DatabaseConnection),
    /// A MySQL or MariaDB database.
    Mysql(DatabaseConnection),
    /// A SQL Server database.
    Sqlserver(DatabaseConnection),
    /// An Oracle database.
    Oracle(DatabaseConnection),
    /// An HTTP service.
    Http(ServiceConnection),
}

impl ConnectionSpec {
    /// Word of the kind.
    pub fn word(&self) -> &'static str {
        match self {
            ConnectionSpec::Postgres(_) => "postgres",
            ConnectionSpec::Mysql(_) => "mysql",
            ConnectionSpec::Sqlserver(_) => "sqlserver",
            ConnectionSpec::Oracle(_) => "oracle",
            ConnectionSpec::Http(_) => "http",
        }
    }

    /// The package that DAGs reach it with; `None` where Airflow itself can.
    pub fn requirement(&self) -> Option<&'static str> {
        match self {
            ConnectionSpec::Postgres(_) => Some("apache-airflow-providers-postgres"),
            ConnectionSpec::Mysql(_) => Some("pymysql"),
            ConnectionSpec::Sqlserver(_) => Some("apache-airflow-providers-microsoft-mssql"),
            ConnectionSpec::Oracle(_) => Some("apache-airflow-providers-oracle"),
            ConnectionSpec::Http(_) => None,
        }
    }

    /// The database that it leads to.
    pub fn database(&self) -> Option<&DatabaseConnection> {
        match self {
            ConnectionSpec::Postgres(database)
            | ConnectionSpec::Mysql(database)
            | ConnectionSpec::Sqlserver(database)
            | ConnectionSpec::Oracle(database) => Some(database),
            ConnectionSpec::Http(_) => None,
        }
    }

    /// The service that it leads to.
    pub fn service(&self) -> Option<&ServiceConnection> {
        match self {
            ConnectionSpec::Http(service) => Some(service),
            _ => None,
        }
    }

    /// The only environments that may read it; empty: all.
    pub fn only_in(&self) -> &[At<Name>] {
        match self {
            ConnectionSpec::Http(service) => &service.only_in,
            _ => self.database().map_or(&[], |database| &database.only_in),
        }
    }

    /// The secret that holds its credentials.
    pub fn secret(&self) -> Option<&At<SecretName>> {
        match self {
            ConnectionSpec::Http(service) => service.secret.as_ref(),
            _ => self.database().map(|database| &database.secret),
        }
    }
}

/// A database.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DatabaseConnection {
    /// Secret with address and credentials.
    pub secret: At<SecretName>,
    /// Glue connection of type NETWORK that leads to it, for datasets that are read `through: glue`.
    pub network: Option<At<GlueConnection>>,
    /// The only environments that may read it, such as production; default: all.
    #[serde(default)]
    pub only_in: Vec<At<Name>>,
}

/// An HTTP service.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceConnection {
    /// Address without path.
    pub base_url: At<BaseUrl>,
    /// Hosts that it may send us to.
    #[schemars(length(min = 1))]
    pub hosts: Vec<At<Host>>,
    /// Secret with credentials; none for a public service.
    pub secret: Option<At<SecretName>>,
    /// How the credentials are shown; none for a public service.
    pub auth: Option<AuthSpec>,
    /// The only environments that may read it, such as production; default: all.
    #[serde(default)]
    pub only_in: Vec<At<Name>>,
}

/// How a service is shown who asks. The credentials are the `login` and `password` of the connection's secret.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AuthSpec {
    /// The password is a token: `Authorization: Bearer …`.
    Bearer(NoMore),
    /// The password goes into a header.
    Header(HeaderAuth),
    /// Login and password: `Authorization: Basic …`.
    Basic(NoMore),
    /// The password goes into a query parameter.
    Query(QueryAuth),
    /// Login and password buy a token that runs out (OAuth 2.0).
    ClientCredentials(ClientCredentials),
}

/// Nothing more is to be said.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoMore {}

/// The password goes into a header.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeaderAuth {
    /// Its name.
    #[schemars(regex(pattern = r"^[A-Za-z][A-Za-z0-9-]{0,63}$"), extend("x-cauce-form" = "the name of a header, such as `X-App-Token`", "examples" = ["X-App-Token"]))]
    pub name: At<String>,
}

/// The password goes into a query parameter.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QueryAuth {
    /// Its name.
    pub parameter: At<String>,
}

/// Login and password buy a token.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientCredentials {
    /// Where tokens are given; on one of `hosts`.
    pub token_url: At<HttpsUrl>,
    /// What the token is for, if the service asks.
    pub scope: Option<At<String>>,
}

/// Repository of the platform.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GithubSpec {
    /// Owner.
    #[schemars(regex(pattern = r"^[A-Za-z0-9][A-Za-z0-9-]{0,38}$"), extend("x-cauce-form" = "a GitHub owner", "examples" = ["ribera"]))]
    pub owner: At<String>,
    /// Repository.
    #[schemars(regex(pattern = r"^[A-Za-z0-9._-]{1,100}$"), extend("x-cauce-form" = "a GitHub repository", "examples" = ["plataforma-datos"]))]
    pub repository: At<String>,
    /// Immutable id of the owner, in identity tokens of newer repositories.
    pub owner_id: Option<At<Digits>>,
    /// Immutable id of the repository.
    pub repository_id: Option<At<Digits>>,
}

/// Keys and retention of what auditors read.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SecuritySpec {
    /// How long trails are kept; default `5y`.
    pub trail_retention: Option<At<Duration>>,
    /// The least time that each zone of every dataset must keep data.
    #[serde(default)]
    pub minimum_retention: RetentionSpec,
    /// How long logs are kept; default `365d`.
    pub log_retention: Option<At<Duration>>,
    /// Between the order to delete a key and its end, 7 to 30 days; default `30d`.
    pub deletion_window: Option<At<Duration>>,
    /// Class of columns that do not say theirs and hold no personal data; default `internal`.
    pub classification: Option<At<Classification>>,
}
