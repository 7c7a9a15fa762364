//! Names and places of files.

use crate::diagnostics::{Finding, Where, codes};
use crate::model::plan::DatasetId;
use crate::spec::load::Loaded;
use std::collections::BTreeMap;

/// The path `specs/<domain>/<dataset>.yaml` and the keys `domain` and `dataset` agree.
pub fn specs_stand_where_they_say(loaded: &Loaded, findings: &mut Vec<Finding>) {
    for (id, spec) in &loaded.datasets {
        for (key, written, place) in
            [("domain", &spec.spec.domain, &id.domain), ("dataset", &spec.spec.dataset, &id.name)]
        {
            if written.value[..] != **place {
                let message = format!("`{key}: {}` stands in `{}`", written.value, spec.path);
                let wanted = format!("specs/{}/{}.yaml", spec.spec.domain.value, spec.spec.dataset.value);
                findings.push(
                    Finding::error(codes::MISPLACED, written.at, message)
                        .help(format!("rename the file to `{wanted}`")),
                );
            }
        }
    }
}

/// `a/b_c` and `a_b/c` would be one Glue job: cloud names have `-` for `/` and `_`.
pub fn resources_have_names_of_their_own(loaded: &Loaded, findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<String, &DatasetId> = BTreeMap::new();
    for (id, spec) in &loaded.datasets {
        let Some(other) = seen.insert(id.dashed(), id) else { continue };
        let message = format!("the resources of `{id}` would have the names of those of `{other}`: `{}`", id.dashed());
        let finding = Finding::error(codes::SAME_NAME, spec.spec.dataset.at, message);
        findings.push(finding.see(loaded.datasets[other].spec.dataset.at, "the other one").help("rename one of them"));
    }
}

/// Every folder with datasets has a `_domain.yaml`.
pub fn every_domain_is_described(loaded: &Loaded, findings: &mut Vec<Finding>) {
    let mut domains: Vec<&str> = loaded.known.iter().map(|id| id.domain.as_str()).collect();
    domains.dedup();
    let written = |d: &str| loaded.domains.contains_key(d) || loaded.findings.iter().any(|f| about(loaded, f, d));
    for domain in domains.into_iter().filter(|d| !written(d)) {
        let at = Where::File(format!("specs/{domain}"));
        let finding = Finding::error(codes::NO_DOMAIN, at, format!("the domain `{domain}` has no `_domain.yaml`"));
        findings.push(finding.help(format!("write `specs/{domain}/_domain.yaml` with `description:` and `owner:`")));
    }
}

/// Folders of `specs/` are domains: their names end up in physical names.
pub fn domains_have_names(loaded: &Loaded, findings: &mut Vec<Finding>) {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    for (domain, spec) in &loaded.domains {
        let formed =
            domain.len() <= 40 && domain.starts_with(|c: char| c.is_ascii_lowercase()) && domain.chars().all(good);
        if !formed || ["platform", "alerts"].contains(&domain.as_str()) {
            let at = Where::File(spec.path.clone());
            let finding = Finding::error(codes::BAD_NAME, at, format!("`{domain}` is not a name for a domain"));
            let help =
                "use lower-case letters, digits and `_`, starting with a letter; `platform` and `alerts` are taken";
            findings.push(finding.help(help));
        }
    }
}

/// Whether a finding is about the domain's own file, which then exists.
fn about(loaded: &Loaded, finding: &Finding, domain: &str) -> bool {
    let path = format!("specs/{domain}/_domain.yaml");
    match &finding.at {
        Where::File(file) => *file == path,
        Where::Place(place) => loaded.map.path(place.file) == path,
        Where::Within(within) => loaded.map.place(within.node).is_some_and(|p| loaded.map.path(p.file) == path),
        Where::Node(node) => loaded.map.place(*node).is_some_and(|p| loaded.map.path(p.file) == path),
    }
}
