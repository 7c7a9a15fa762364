//! Read-only commands that show what happened.

use crate::model::Locale;
use crate::model::plan::Platform;
use crate::render::prose::value;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Check {
    id: String,
    title: BTreeMap<String, String>,
    run: String,
}

static CHECKS: LazyLock<Vec<Check>> = LazyLock::new(|| {
    let text = include_str!("../../../templates/targets/runbooks/data/checks.yaml");
    serde_yaml::from_str(text).expect("embedded data is read by a test")
});

/// The checks with these ids, in this order.
pub fn checks<'a>(platform: &Platform, ids: impl IntoIterator<Item = &'a str>) -> Vec<Value> {
    let prefix = value(&platform.prefix);
    let prefix = prefix.as_str().unwrap_or_default();
    ids.into_iter().map(|id| check(id, platform.locale.value, prefix)).collect()
}

fn check(id: &str, locale: Locale, prefix: &str) -> Value {
    let check = CHECKS.iter().find(|c| c.id == id).expect("a test finds every check");
    json!({
        "title": check.title[locale.word()],
        "run": check.run.trim_end().replace("{{prefix}}", prefix),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::incidents;

    #[test]
    fn every_check_of_an_incident_exists_and_every_check_is_used() {
        let used: std::collections::BTreeSet<&str> = incidents::all()
            .iter()
            .flat_map(|kind| kind.checks.iter().map(String::as_str))
            .chain(super::super::dataset::CHECKS)
            .collect();
        let known: std::collections::BTreeSet<&str> = CHECKS.iter().map(|c| c.id.as_str()).collect();
        assert_eq!(used, known);
        assert!(CHECKS.iter().all(|c| c.title.len() == 2));
    }
}
