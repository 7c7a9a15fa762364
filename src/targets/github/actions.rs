//! The lock of third-party actions.

use crate::render::{Fragment, Yaml};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

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
static PINS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let text = include_str!("../../../templates/targets/github/data/actions.lock.yaml");
    let lock: Lock = serde_yaml::from_str(text).expect("embedded data is read by a test");
    lock.actions.into_iter().map(|a| (a.name.clone(), format!("{}@{} # {}", a.name, a.sha, a.version))).collect()
});

/// The actions that the workflows use, each pinned by commit.
pub struct Uses {
    pub checkout: Fragment<Yaml>,
    pub upload: Fragment<Yaml>,
    pub download: Fragment<Yaml>,
    pub terraform: Fragment<Yaml>,
    pub credentials: Fragment<Yaml>,
}

impl Uses {
    /// All of them, from the lock.
    pub fn locked() -> Uses {
        Uses {
            checkout: pin("actions/checkout"),
            upload: pin("actions/upload-artifact"),
            download: pin("actions/download-artifact"),
            terraform: pin("hashicorp/setup-terraform"),
            credentials: pin("aws-actions/configure-aws-credentials"),
        }
    }
}

fn pin(name: &str) -> Fragment<Yaml> {
    Fragment::fixed(PINS.get(name).expect("a test finds every action in the lock"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pin_is_a_commit_with_its_version() {
        let uses = Uses::locked();
        for pin in [uses.checkout, uses.upload, uses.download, uses.terraform, uses.credentials] {
            let (_, rest) = pin.as_str().split_once('@').unwrap();
            let (sha, version) = rest.split_once(" # v").unwrap();
            assert!(sha.len() == 40 && sha.bytes().all(|b| b.is_ascii_hexdigit()), "{sha}");
            assert!(version.starts_with(|c: char| c.is_ascii_digit()));
        }
    }
}
