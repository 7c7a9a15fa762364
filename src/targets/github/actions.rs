//! Third-party actions and the commits that they are pinned by.

use crate::diagnostics::suggest::nearest;
use crate::diagnostics::{Finding, Where, codes};
use crate::model::plan::Plan;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The project's own pins, below `specs/overrides/`: a bot renews them there and in the generated workflows alike.
pub const PINS: &str = "github/actions.yml";

#[derive(Deserialize)]
struct Lock {
    actions: Vec<Action>,
}

#[derive(Deserialize)]
struct Action {
    name: String,
    version: String,
    sha: String,
}

/// What stands after `uses:`, by the action's name.
static LOCKED: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let text = include_str!("../../../templates/targets/github/data/actions.lock.yaml");
    let lock: Lock = serde_yaml::from_str(text).expect("embedded data is read by a test");
    lock.actions.into_iter().map(|a| (a.name.clone(), format!("{}@{} # {}", a.name, a.sha, a.version))).collect()
});

/// The actions that the workflows use, each as it stands after `uses:`.
pub struct Uses {
    pub checkout: String,
    pub upload: String,
    pub download: String,
    pub python: String,
    pub terraform: String,
    pub credentials: String,
    pub sarif: String,
}

impl Uses {
    /// The project's pins, and cauce's own where the project has none.
    pub fn of(plan: &Plan) -> Uses {
        let own: BTreeMap<&str, &str> = lines(plan).filter_map(|(_, text)| Some((name(text)?, text))).collect();
        let pin = |name: &str| {
            let locked = LOCKED.get(name).expect("a test finds every action in the lock");
            own.get(name).map_or_else(|| locked.clone(), |text| text.to_string())
        };
        Uses {
            checkout: pin("actions/checkout"),
            upload: pin("actions/upload-artifact"),
            download: pin("actions/download-artifact"),
            python: pin("actions/setup-python"),
            terraform: pin("hashicorp/setup-terraform"),
            credentials: pin("aws-actions/configure-aws-credentials"),
            sarif: pin("github/codeql-action/upload-sarif"),
        }
    }
}

/// Findings for the project's pins that are none.
pub fn check(plan: &Plan, findings: &mut Vec<Finding>) {
    let mut seen = vec![];
    for (line, text) in lines(plan) {
        let (message, help) = match name(text) {
            None => (
                format!("line {line}: `{text}` is no pin"),
                "write `- uses: owner/action@<40 hexadecimal digits> # v1.2.3`".to_string(),
            ),
            Some(name) if !LOCKED.contains_key(name) => {
                let near = nearest(name, LOCKED.keys().map(String::as_str));
                let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                (format!("line {line}: no workflow uses `{name}`{near}"), "remove the line".to_string())
            }
            Some(name) if seen.contains(&name) => {
                (format!("line {line}: `{name}` is pinned twice"), "keep one of the lines".to_string())
            }
            Some(name) => {
                seen.push(name);
                continue;
            }
        };
        findings
            .push(Finding::error(codes::BAD_PIN, Where::File(format!("specs/overrides/{PINS}")), message).help(help));
    }
}

/// What stands after each `uses:` of the project's file, with the number of its line.
fn lines(plan: &Plan) -> impl Iterator<Item = (usize, &str)> {
    let text = plan.overrides.get(PINS).map_or("", String::as_str);
    text.lines().enumerate().filter_map(|(at, line)| {
        Some((at + 1, line.trim_start().trim_start_matches("- ").strip_prefix("uses:")?.trim()))
    })
}

/// The action of `owner/action@<commit> # v1.2.3`; `None` for anything else.
fn name(text: &str) -> Option<&str> {
    let (name, rest) = text.split_once('@')?;
    let (commit, version) = rest.split_once(" # v")?;
    let digits = commit.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    let number = version.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    (commit.len() == 40 && digits && number).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_locked_by_a_commit_with_its_version() {
        assert!(LOCKED.iter().all(|(action, text)| name(text) == Some(action)));
    }

    #[test]
    fn a_tag_is_no_pin() {
        let sha = "3d3c42e5aac5ba805825da76410c181273ba90b1";
        assert_eq!(name(&format!("actions/checkout@{sha} # v7.0.1")), Some("actions/checkout"));
        for other in ["actions/checkout@v7", &format!("actions/checkout@{sha}"), &format!("a/b@{sha} # v7; x")] {
            assert_eq!(name(other), None, "{other}");
        }
    }
}
