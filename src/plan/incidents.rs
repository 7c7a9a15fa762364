//! Incident types and what severities mean: data that alarms, routes and runbooks share.

use crate::model::{Locale, Role};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Something that goes wrong, and who acts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncidentType {
    /// `late_file`.
    pub id: String,
    /// Severity for a dataset of tier 1.
    pub tier1: String,
    /// Severity for all others.
    #[serde(rename = "else")]
    pub others: String,
    /// Who acts; the team that owns the dataset when it is a data engineer.
    pub owner: Role,
    /// What it concerns.
    pub scope: Scope,
    /// Read-only checks of its runbook, in order.
    pub checks: Vec<String>,
}

/// What an incident concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// One dataset.
    Dataset,
    /// All of the platform.
    Platform,
}

/// The words of an incident type's runbook.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    /// Its name for people.
    pub title: String,
    /// What happened.
    pub meaning: String,
    /// What it means for others.
    pub impact: String,
    /// What to do, in order.
    pub steps: Vec<String>,
    /// How to undo.
    pub rollback: String,
    /// When it is over.
    pub close: String,
}

/// What the platform's spec does not say of a severity.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeverityDefaults {
    /// `P1`.
    pub id: String,
    /// `24x7` or `business_hours`.
    pub clock: String,
    /// Minutes between reports.
    pub update: u64,
    /// What it means, by locale.
    meaning: BTreeMap<String, String>,
    /// Who is called next when nobody acknowledges.
    pub escalate: Vec<Escalation>,
    /// `always`, `repeated` or `never`.
    pub postmortem: String,
}

impl SeverityDefaults {
    /// What it means.
    pub fn meaning(&self, locale: Locale) -> &str {
        &self.meaning[locale.word()]
    }
}

/// A step of an escalation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    /// Minutes without acknowledgement.
    pub after: u64,
    /// Whom to call. A role that no team of the platform has is left out.
    pub to: Vec<Role>,
}

static TYPES: LazyLock<Vec<IncidentType>> =
    LazyLock::new(|| read(include_str!("../../templates/targets/alerts/data/incident-types.yaml")));
static SEVERITIES: LazyLock<Vec<SeverityDefaults>> =
    LazyLock::new(|| read(include_str!("../../templates/targets/alerts/data/severities.yaml")));
static ES: LazyLock<BTreeMap<String, Texts>> =
    LazyLock::new(|| read(include_str!("../../templates/targets/alerts/data/incident-types.es.yaml")));
static EN: LazyLock<BTreeMap<String, Texts>> =
    LazyLock::new(|| read(include_str!("../../templates/targets/alerts/data/incident-types.en.yaml")));

fn read<T: for<'de> Deserialize<'de>>(text: &'static str) -> T {
    serde_yaml::from_str(text).expect("embedded data is read by a test")
}

/// All incident types, in the order of the catalogue.
pub fn all() -> &'static [IncidentType] {
    &TYPES
}

/// The incident type with this id, which must be one of the catalogue.
pub fn find(id: &str) -> &'static IncidentType {
    TYPES.iter().find(|t| t.id == id).expect("a test finds every alarm's incident type")
}

/// The words of an incident type.
pub fn texts(id: &str, locale: Locale) -> &'static Texts {
    match locale {
        Locale::Es => &ES[id],
        Locale::En => &EN[id],
    }
}

/// What the platform's spec does not say of a severity, `P1` to `P4`.
pub fn severity(id: &str) -> &'static SeverityDefaults {
    SEVERITIES.iter().find(|s| s.id == id).expect("P1 to P4 are there")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_has_words_in_both_languages() {
        let ids: std::collections::BTreeSet<_> = all().iter().map(|t| t.id.as_str()).collect();
        assert_eq!(ids.len(), all().len());
        for words in [&ES, &EN] {
            assert_eq!(words.keys().map(String::as_str).collect::<std::collections::BTreeSet<_>>(), ids);
        }
    }

    #[test]
    fn every_severity_exists() {
        for incident in all() {
            severity(&incident.tier1);
            severity(&incident.others);
        }
        assert_eq!(["P1", "P2", "P3", "P4"].map(|id| severity(id).meaning(Locale::En).is_empty()), [false; 4]);
    }
}
