//! `postgres`: a table of a PostgreSQL database, extracted by watermark.

mod airflow;
mod glue;

use super::{delivery, shape};
use crate::diagnostics::Finding;
use crate::model::plan::{SampleFile, SampleRole, Source};
use crate::model::ribs::{SourceContext, SourceKind, SourceScope};
use crate::model::{At, ColumnName, Deletes, Delivers, Delivery, Duration, Fact, Slug, Table};
use schemars::JsonSchema;
use serde::Deserialize;

/// A table of a PostgreSQL database.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Postgres {
    /// Connection of the platform.
    pub connection: At<Slug>,
    /// Table, with its schema.
    pub table: At<Table>,
    /// What an extract holds.
    pub delivers: At<Delivery>,
    /// How an extract deletes.
    pub deletes: Option<Deletes>,
    /// How changed rows are found.
    pub watermark: Option<Watermark>,
}

/// How changed rows are found.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Watermark {
    /// Column that grows with every change.
    pub column: At<ColumnName>,
    /// How far back every extract looks again.
    pub lookback: At<Duration>,
    /// How long the longest transaction of the source takes; younger rows wait for the next run.
    pub lag: At<Duration>,
}

impl SourceKind for Postgres {
    fn word(&self) -> &'static str {
        "postgres"
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
        false
    }

    fn check(&self, scope: &SourceScope<'_>, findings: &mut Vec<Finding>) {
        delivery::check(self.delivers(), scope, findings);
        if let Some(watermark) = &self.watermark {
            shape::check_column(&watermark.column, watermark.column.at, scope, findings);
        }
    }

    fn plan(&self, context: &SourceContext<'_>) -> Source {
        Source {
            kind: "postgres",
            delivery: Fact::from(&self.delivers),
            deletes: delivery::flag(self.delivers()),
            timezone: context.platform.timezone.clone(),
            arrival: None,
            inputs: vec![],
            connection: Some(self.connection.fact()),
            writes_raw: true,
            glue: glue::job(self, context),
            airflow: airflow::dag(self, context),
            sample: vec![SampleFile {
                ending: "sample.jsonl".to_string(),
                delivered_as: "part-00000.parquet".to_string(),
                role: SampleRole::Data,
            }],
        }
    }
}
