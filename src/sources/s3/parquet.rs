//! What is done about Parquet files whose schema drifts away from the spec.

use super::glue::Argument;
use crate::diagnostics::Origin;
use crate::model::{At, Fact};
use schemars::JsonSchema;
use serde::Deserialize;

/// What is done about files whose schema is not that of `columns:`. Whatever is not named here stops the run, with the
/// columns in its reason. A column that arrives as text is parsed as text of any other source is.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Drift {
    /// A column is not in the file; default `fail`. With `warn` it is empty.
    pub missing: Option<At<Missing>>,
    /// The file has a column that the spec does not know; default `fail`. It is not kept.
    pub extra: Option<At<Extra>>,
    /// A column has a smaller type than in the spec, such as `int` for `bigint`; default `fail`. Every value fits.
    pub narrowed: Option<At<Narrowed>>,
    /// A column has a greater type than in the spec, such as `bigint` for `int`; default `fail`.
    pub widened: Option<At<Widened>>,
}

macro_rules! policies {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident $word:literal),* $(,)? })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
            pub enum $name {
                $($(#[$vdoc])* #[serde(rename = $word)] $variant,)*
            }

            impl $name {
                fn word(self) -> &'static str {
                    match self {
                        $($name::$variant => $word,)*
                    }
                }
            }
        )*
    };
}

policies! {
    /// What is done about a missing column.
    Missing {
        /// The run stops.
        Fail "fail",
        /// The column is empty, and the result of the run says so.
        Warn "warn",
    }
    /// What is done about an extra column.
    Extra {
        /// The run stops.
        Fail "fail",
        /// The column is left out, and the result of the run says so.
        Warn "warn",
        /// The column is left out.
        Ignore "ignore",
    }
    /// What is done about a smaller type.
    Narrowed {
        /// The run stops.
        Fail "fail",
        /// The values are taken, and the result of the run says so.
        Warn "warn",
        /// The values are taken.
        Accept "accept",
    }
    /// What is done about a greater type.
    Widened {
        /// The run stops.
        Fail "fail",
        /// Rows whose value does not fit go to quarantine.
        Quarantine "quarantine",
    }
}

impl Drift {
    /// Where it was written.
    pub(super) fn at(&self) -> Option<Origin> {
        let places = [
            self.missing.as_ref().map(|p| p.at),
            self.extra.as_ref().map(|p| p.at),
            self.narrowed.as_ref().map(|p| p.at),
            self.widened.as_ref().map(|p| p.at),
        ];
        places.into_iter().flatten().next()
    }
}

/// What the reader is told: only what the spec says.
pub(super) fn arguments(drift: Option<&Drift>) -> Vec<Argument> {
    let Some(drift) = drift else { return vec![] };
    let argument = |name, written: Option<(&'static str, Origin)>| {
        written.filter(|(word, _)| *word != "fail").map(|(word, at)| Argument::text(name, Fact::new(word, at)))
    };
    [
        argument("missing", drift.missing.as_ref().map(|p| (p.word(), p.at))),
        argument("extra", drift.extra.as_ref().map(|p| (p.word(), p.at))),
        argument("narrowed", drift.narrowed.as_ref().map(|p| (p.word(), p.at))),
        argument("widened", drift.widened.as_ref().map(|p| (p.word(), p.at))),
    ]
    .into_iter()
    .flatten()
    .collect()
}
