//! Source kinds. Adding one is a folder here, a template folder, a line in the registry below and a case.
//!
//! A kind has one file per target that it gives code to: `glue.rs` (the reader) and `airflow.rs` (the first tasks). Kinds
//! that differ in words only share a folder and its templates, as the databases do.

mod database;
mod datasets;
mod http;
mod s3;

use crate::model::ribs::SourceKind;
use schemars::JsonSchema;
use serde::Deserialize;

macro_rules! sources {
    ($($(#[$doc:meta])* $variant:ident $module:ident $word:literal;)*) => {
        /// A source as written; `kind` names it.
        #[derive(Clone, Debug, Deserialize, JsonSchema)]
        #[serde(tag = "kind")]
        pub enum SourceSpec {
            $($(#[$doc])* #[serde(rename = $word)] $variant($module::$variant),)*
        }

        impl SourceSpec {
            /// What there is to know of it.
            pub fn rib(&self) -> &dyn SourceKind {
                match self {
                    $(SourceSpec::$variant(rib) => rib,)*
                }
            }
        }

        /// Words of all kinds.
        pub const WORDS: &[&str] = &[$($word,)*];

        /// The folder of each kind, here and below `templates/sources/`.
        pub const FOLDERS: &[&str] = &[$(stringify!($module),)*];
    };
}

sources! {
    /// Files that others drop in the landing zone.
    S3 s3 "s3";
    /// Rows of a PostgreSQL database.
    Postgres database "postgres";
    /// Rows of a MySQL or MariaDB database.
    Mysql database "mysql";
    /// Rows of a SQL Server database.
    Sqlserver database "sqlserver";
    /// Rows of an Oracle database.
    Oracle database "oracle";
    /// An HTTP API that answers with JSON.
    Http http "http";
    /// Curated tables of this platform.
    Datasets datasets "datasets";
}

mod delivery;

mod shape {
    //! Shapes that several kinds share.

    use crate::diagnostics::{Finding, Origin, codes};
    use crate::model::ribs::SourceScope;
    use crate::model::{At, Column, Fact, TimeZone, moment};

    /// A finding when a column that the source names does not exist.
    pub fn check_column(name: &str, at: Origin, scope: &SourceScope<'_>, findings: &mut Vec<Finding>) {
        findings.extend(crate::model::ribs::missing_column(scope.columns, name, at));
    }

    fn zoned(format: &str) -> bool {
        moment::parts(format).is_ok_and(|parts| parts.zone)
    }

    /// A finding when text timestamps have no zone.
    pub fn check_timezone(timezone: Option<&At<TimeZone>>, scope: &SourceScope<'_>, findings: &mut Vec<Finding>) {
        let stated = |c: &Column| c.timezone.is_some() || c.format.as_ref().is_some_and(|f| zoned(f));
        let bare = scope.columns.iter().find(|c| *c.kind == "timestamp" && !stated(c));
        if let (None, Some(column)) = (timezone, bare) {
            let at = column.kind.from.iter().next().unwrap_or_default();
            let message = format!("`{}` is a moment without offset and the source has no `timezone:`", *column.name);
            findings.push(
                Finding::error(codes::NO_TIMEZONE, at, message).help("add `timezone: America/Bogota` to `source:`"),
            );
        }
    }

    /// A finding when a text is no path to the records of a JSON document.
    pub fn check_records(path: &At<String>, findings: &mut Vec<Finding>) {
        let word = |p: &str| !p.is_empty() && p.chars().all(|c| c.is_alphanumeric() || c == '_');
        let steps = path.value.strip_prefix('$').map(|rest| rest.split('.').collect::<Vec<_>>());
        if !steps.is_some_and(|steps| steps[0].is_empty() && steps[1..].iter().all(|step| word(step))) {
            let finding = Finding::error(codes::RECORDS_PATH, path.at, "this is not a path to the records");
            findings.push(finding.help("write `$` for an array, or `$.name` for a field of an object"));
        }
    }

    /// The written zone, or the platform's.
    pub fn timezone(written: Option<&At<TimeZone>>, platform: &Fact<String>) -> Fact<String> {
        written.map_or_else(|| platform.clone(), At::fact)
    }
}
