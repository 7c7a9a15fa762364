//! `http`: an API that answers with JSON; its raw bodies are kept.

mod airflow;
mod glue;

use super::{delivery, shape};
use crate::diagnostics::Finding;
use crate::model::plan::{SampleFile, SampleRole, Source};
use crate::model::ribs::{SourceContext, SourceKind, SourceScope};
use crate::model::{At, ColumnName, Deletes, Delivers, Delivery, Duration, Fact, Slug, TimeZone, UrlPath};
use schemars::JsonSchema;
use serde::Deserialize;

/// An HTTP API that answers with JSON.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Http {
    /// Connection of the platform: address, hosts and credentials.
    pub connection: At<Slug>,
    /// Path of the resource.
    pub path: At<UrlPath>,
    /// What an answer holds.
    pub delivers: At<Delivery>,
    /// How an answer deletes.
    pub deletes: Option<Deletes>,
    /// Where the records are: `$` when the body is an array, `$.name` when it is a field of an object.
    pub records: At<String>,
    /// How only new records are asked for.
    pub incremental: Option<Incremental>,
    /// How the next page is asked for.
    pub pagination: Option<Pagination>,
    /// Zone of values without offset.
    pub timezone: Option<At<TimeZone>>,
}

/// How only new records are asked for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Incremental {
    /// Query parameter that takes the first day wanted, `YYYY-MM-DD`.
    pub parameter: At<String>,
    /// Column that tells how far the table has come.
    pub column: At<ColumnName>,
    /// How far back every run asks again.
    pub lookback: At<Duration>,
}

/// How the next page is asked for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Pagination {
    /// By the number of records already received.
    Offset(Offset),
}

/// Pages by the number of records already received; a short page is the last one.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Offset {
    /// Query parameter for the number of records to skip.
    pub parameter: At<String>,
    /// Query parameter for the size of a page.
    pub size_parameter: At<String>,
    /// Records a page.
    #[schemars(range(min = 1, max = 50000))]
    pub size: At<u32>,
}

impl SourceKind for Http {
    fn word(&self) -> &'static str {
        "http"
    }

    fn connection(&self) -> Option<&At<Slug>> {
        Some(&self.connection)
    }

    fn delivers(&self) -> Delivers<'_> {
        Delivers::rows(&self.delivers, self.deletes.as_ref())
    }

    fn trigger(&self) -> &'static str {
        "cron"
    }

    fn text(&self) -> bool {
        true
    }

    fn nests(&self) -> bool {
        true
    }

    fn check(&self, scope: &SourceScope<'_>, findings: &mut Vec<Finding>) {
        delivery::check(self.delivers(), scope, findings);
        shape::check_timezone(self.timezone.as_ref(), scope, findings);
        if let Some(incremental) = &self.incremental {
            shape::check_column(&incremental.column, incremental.column.at, scope, findings);
        }
        shape::check_records(&self.records, findings);
    }

    fn plan(&self, context: &SourceContext<'_>) -> Source {
        Source {
            kind: "http",
            delivery: Fact::from(&self.delivers),
            deletes: delivery::flag(self.delivers()),
            timezone: shape::timezone(self.timezone.as_ref(), &context.platform.timezone),
            arrival: None,
            inputs: vec![],
            connection: Some(self.connection.fact()),
            writes_raw: true,
            glue: glue::job(self, context),
            airflow: airflow::dag(self, context),
            sample: vec![SampleFile {
                ending: "sample.json".to_string(),
                delivered_as: "page-00000.json".to_string(),
                role: SampleRole::Data,
            }],
        }
    }
}
