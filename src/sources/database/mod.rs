//! `postgres`, `mysql`, `sqlserver`, `oracle`: rows of a database, extracted whole or by a watermark.

mod airflow;
mod check;
mod dialect;
mod glue;
mod query;
mod reading;

use super::{delivery, shape};
use crate::diagnostics::Finding;
use crate::model::plan::{Direct, SampleFile, SampleRole, Source};
use crate::model::ribs::{SourceContext, SourceKind, SourceScope};
use crate::model::{At, ColumnName, Deletes, Delivers, Delivery, Duration, Edge, Fact, Slug, Table, TimeZone};
use dialect::Dialect;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;
use std::borrow::Cow;

/// Rows of a database: those of a table or of a query.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// Connection of the platform.
    pub connection: At<Slug>,
    /// Table, with its schema; this or `query`.
    pub table: Option<At<Table>>,
    /// One SELECT of the database's own SQL that shows the columns by their names; this or `table`.
    pub query: Option<At<String>>,
    /// What an extract holds.
    pub delivers: At<Delivery>,
    /// How an extract deletes.
    pub deletes: Option<Deletes>,
    /// How changed rows are found; without it, every run reads all rows.
    pub watermark: Option<Watermark>,
    /// Who reads the rows: a task of the DAG, or the Glue job itself; default `airflow`.
    pub through: Option<At<Through>>,
    /// How the job reads parts of the rows at the same time; only `through: glue`.
    pub partition: Option<Partition>,
    /// Zone of times that the database keeps without offset; default: the platform's.
    pub timezone: Option<At<TimeZone>>,
    /// Rows that are fetched at once and make one file; default 50000.
    #[schemars(range(min = 100, max = 1_000_000))]
    pub fetch: Option<At<u32>>,
}

/// Who reads the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Through {
    /// A task of the DAG, which streams them into the raw zone.
    Airflow,
    /// The Glue job, which keeps them in the raw zone before anything else.
    Glue,
}

/// How the job reads parts of the rows at the same time: every row is in one of them, whatever the bounds. The parts see the
/// database at slightly different moments, so the column must not change.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Partition {
    /// Column of whole numbers or days.
    pub column: At<ColumnName>,
    /// Number of parts, each with a session of its own.
    #[schemars(range(min = 2, max = 64))]
    pub parts: At<u32>,
    /// Where the first part ends at the latest; default: the least value, which the database is asked for.
    pub lower: Option<At<Edge>>,
    /// Where the last part begins at the latest; default: the greatest value.
    pub upper: Option<At<Edge>>,
}

/// How changed rows are found.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Watermark {
    /// Column that grows with every change: a moment, a day or a whole number.
    pub column: At<ColumnName>,
    /// How far back every extract looks again.
    pub lookback: At<Duration>,
    /// How long the longest transaction of the source takes; younger rows wait for the next run.
    pub lag: At<Duration>,
}

impl Database {
    /// Whether the job reads the rows itself.
    fn by_job(&self) -> bool {
        self.through.as_ref().is_some_and(|through| through.value == Through::Glue)
    }

    /// What the job reaches when it reads the rows itself.
    fn direct(&self, context: &SourceContext<'_>) -> Option<Direct> {
        let connection = context.platform.connections.iter().find(|c| *c.id.value == **self.connection)?;
        let reached = connection.secret.clone().zip(connection.network.clone());
        reached.filter(|_| self.by_job()).map(|(secret, network)| Direct { secret, network })
    }
}

/// A kind of database: its shape, and what is its own.
trait Kind {
    /// What is its own.
    const DIALECT: Dialect;

    /// What was written.
    fn written(&self) -> &Database;
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $dialect:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, Deserialize)]
            #[serde(transparent)]
            pub struct $name(Database);

            // A reference beside the kind's word would hide the shape from the readers of the schema.
            impl JsonSchema for $name {
                fn schema_name() -> Cow<'static, str> {
                    stringify!($name).into()
                }

                fn inline_schema() -> bool {
                    true
                }

                fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                    Database::json_schema(generator)
                }
            }

            impl Kind for $name {
                const DIALECT: Dialect = dialect::$dialect;

                fn written(&self) -> &Database {
                    &self.0
                }
            }
        )*
    };
}

kinds! {
    /// Rows of a PostgreSQL database.
    Postgres POSTGRES;
    /// Rows of a MySQL or MariaDB database.
    Mysql MYSQL;
    /// Rows of a SQL Server database.
    Sqlserver SQLSERVER;
    /// Rows of an Oracle database.
    Oracle ORACLE;
}

impl<K: Kind> SourceKind for K {
    fn word(&self) -> &'static str {
        K::DIALECT.word
    }

    fn connection(&self) -> Option<&At<Slug>> {
        Some(&self.written().connection)
    }

    fn connection_may_differ(&self) -> bool {
        !self.written().by_job()
    }

    fn delivers(&self) -> Delivers<'_> {
        Delivers::rows(&self.written().delivers, self.written().deletes.as_ref())
    }

    fn trigger(&self) -> &'static str {
        "cron"
    }

    fn text(&self) -> bool {
        false
    }

    fn check(&self, scope: &SourceScope<'_>, findings: &mut Vec<Finding>) {
        let written = self.written();
        delivery::check(self.delivers(), scope, findings);
        check::all(&K::DIALECT, written, scope, findings);
    }

    fn plan(&self, context: &SourceContext<'_>) -> Source {
        let written = self.written();
        Source {
            kind: K::DIALECT.word,
            delivery: Fact::from(&written.delivers),
            deletes: delivery::flag(self.delivers()),
            timezone: shape::timezone(written.timezone.as_ref(), &context.platform.timezone),
            arrival: None,
            inputs: vec![],
            connection: Some(written.connection.fact()),
            direct: written.direct(context),
            writes_raw: true,
            glue: glue::job(&K::DIALECT, written, context),
            airflow: airflow::dag(&K::DIALECT, written, context),
            sample: vec![SampleFile {
                ending: "sample.jsonl".to_string(),
                delivered_as: "part-00000.parquet".to_string(),
                role: SampleRole::Data,
            }],
        }
    }
}

/// Rows that the runtimes fetch at once unless they are told otherwise.
const FETCH: u32 = 50_000;

/// The number of rows to fetch at once, where it is not the runtimes' own.
fn fetch(source: &Database) -> Option<Fact<&u32>> {
    let written = source.fetch.as_ref().filter(|fetch| fetch.value != FETCH);
    written.map(|fetch| Fact::new(&fetch.value, fetch.at))
}
