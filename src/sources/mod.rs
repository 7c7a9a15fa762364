//! Source kinds. Adding one is a folder here, a template folder, a line in the registry below and a case.
//!
//! A kind has one file per target that it gives code to: `glue.rs` (the reader) and `airflow.rs` (the first tasks).

use crate::model::ribs::SourceKind;
use schemars::JsonSchema;
use serde::Deserialize;

macro_rules! sources {
    ($($(#[$doc:meta])* $variant:ident $module:ident $word:literal;)*) => {
        $(mod $module;)*

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

        /// Words of all kinds, which are the names of their template folders too.
        pub const WORDS: &[&str] = &[$($word,)*];
    };
}

sources! {
    /// Files that others drop in the landing zone.
    S3 s3 "s3";
    /// A table of a PostgreSQL database.
    Postgres postgres "postgres";
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
    use crate::model::{At, Fact, TimeZone};

    /// A finding when a column that the source names does not exist.
    pub fn check_column(name: &str, at: Origin, scope: &SourceScope<'_>, findings: &mut Vec<Finding>) {
        findings.extend(crate::model::ribs::missing_column(scope.columns, name, at));
    }

    /// A finding when text timestamps have no zone.
    pub fn check_timezone(timezone: Option<&At<TimeZone>>, scope: &SourceScope<'_>, findings: &mut Vec<Finding>) {
        let bare = scope.columns.iter().find(|c| *c.kind == "timestamp");
        if let (None, Some(column)) = (timezone, bare) {
            let at = column.kind.from.iter().next().unwrap_or_default();
            let message = format!("`{}` is a moment without offset and the source has no `timezone:`", *column.name);
            findings.push(
                Finding::error(codes::NO_TIMEZONE, at, message).help("add `timezone: America/Bogota` to `source:`"),
            );
        }
    }

    /// The written zone, or the platform's.
    pub fn timezone(written: Option<&At<TimeZone>>, platform: &Fact<String>) -> Fact<String> {
        written.map_or_else(|| platform.clone(), At::fact)
    }
}
