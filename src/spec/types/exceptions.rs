//! Exceptions: alarms that differ and warnings that are accepted, each with a reason and an end.

use crate::model::{At, ColumnName, Day, Grade, Name, Slug};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// Alarms that differ for a while.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AlertsSpec {
    /// Alarms that the dataset does without.
    #[serde(default)]
    pub mute: Vec<MuteSpec>,
    /// Alarms with another severity or threshold, by incident type.
    #[serde(default)]
    pub overrides: IndexMap<String, AlertOverride>,
}

/// An alarm that a dataset does without.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MuteSpec {
    /// Incident type, such as `late_file`.
    pub incident: At<Name>,
    /// Why.
    #[schemars(length(min = 1))]
    pub reason: At<String>,
    /// The last day; a warning asks for it to be removed after that.
    pub until: At<Day>,
}

/// An alarm with another severity or threshold.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AlertOverride {
    /// How grave it is here.
    pub severity: Option<At<Grade>>,
    /// Percent of quarantined rows (`quality_breach`) or of the job's time (`glue_timeout`) above which it rings.
    #[schemars(range(min = 1, max = 100))]
    pub threshold: Option<At<u64>>,
    /// Why.
    #[schemars(length(min = 1))]
    pub reason: At<String>,
    /// The last day; a warning asks for it to be removed after that.
    pub until: At<Day>,
}

/// A warning that is accepted for a while, or a break that somebody takes on in the very change that brings it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaiverSpec {
    /// Its code, such as `C0408`.
    #[schemars(regex(pattern = r"^C[0-9]{4}$"), extend("x-cauce-form" = "the code of a finding, such as `C0408`", "examples" = ["C0408"]))]
    pub code: At<String>,
    /// The column, when a break is a column's.
    pub column: Option<At<ColumnName>>,
    /// Why it is accepted.
    #[schemars(length(min = 1))]
    pub reason: At<String>,
    /// Team that answers for it.
    pub owner: At<Slug>,
    /// The last day; after it the warning is back.
    pub until: At<Day>,
}
