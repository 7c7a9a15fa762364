//! Labels: names that every tool takes, and that cauce does not use itself.

use crate::diagnostics::{Finding, codes};
use crate::model::{At, TagValue};
use indexmap::IndexMap;

/// Labels that cauce writes itself.
const TAKEN: [&str; 8] = ["cauce", "classification", "dataset", "owner", "route", "runbook", "severity", "tier"];
/// AWS takes fifty; the rest is for cauce, the domain and the account.
const MOST: usize = 20;

/// Findings about the labels of a dataset.
pub(super) fn have_names(tags: &IndexMap<String, At<TagValue>>, findings: &mut Vec<Finding>) {
    for (key, value) in tags {
        let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if TAKEN.contains(&key.as_str()) {
            let finding = Finding::error(codes::TAG, value.at, format!("cauce writes the label `{key}` itself"));
            findings.push(finding.help("choose another name"));
        } else if key.len() > 40 || !key.starts_with(|c: char| c.is_ascii_lowercase()) || !key.chars().all(good) {
            let finding = Finding::error(codes::TAG, value.at, format!("`{key}` is not a name for a label"));
            findings.push(finding.help("use 1 to 40 lower-case letters, digits and `_`, starting with a letter"));
        }
    }
    if let (true, Some(last)) = (tags.len() > MOST, tags.values().last()) {
        let finding =
            Finding::error(codes::TAG, last.at, format!("{} labels are more than AWS leaves room for", tags.len()));
        findings.push(finding.help(format!("keep at most {MOST}, those of the domain and the platform included")));
    }
}
