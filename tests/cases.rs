//! One folder of `tests/cases/<area>` is one case. What is expected is written anew with `INSTA_UPDATE=always cargo test`.
//!
//! - `findings/<code>-<what>`: changes to the small project `base`, in `case.yaml` or as files below `specs/`, and what people
//!   read about them.
//! - `sources/<word>`, `transforms/<word>`, `quality/<word>`: a dataset beside those of `base`, and the code that it becomes.
//! - `targets/<word>`: all files of a target for `base`. Files that are copied as they are stand in `templates/` already.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use support::{Memory, artefacts, compile, compiled, files_below, golden, human, read, root, text};

fn cases(area: &str) -> Vec<PathBuf> {
    let folder = root().join("tests/cases").join(area);
    let mut cases: Vec<PathBuf> = folder.read_dir().expect(area).map(|e| e.expect("an entry").path()).collect();
    cases.sort();
    assert!(!cases.is_empty(), "{area} has no cases");
    cases
}

#[test]
fn findings() {
    let mut silent = vec![];
    for case in cases("findings") {
        let (_, findings, map) = compile(&Memory::base().changed_by(&case));
        let name = case.file_name().expect("a name").to_string_lossy().into_owned();
        let code = name.split('-').next().expect("a code");
        if findings.iter().all(|f| f.code.0 != code) {
            silent.push(format!("{name} does not raise {code}: {}", human(&findings, &map)));
            continue;
        }
        let lost = findings.iter().find(|f| f.help.as_ref().is_none_or(|help| help.is_empty()));
        assert_eq!(lost, None, "{name}: a finding without a way out");
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&case);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("findings", human(&findings, &map)));
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

/// Every case of an area, with the artefacts below `roots` that its dataset adds.
fn ribs(area: &str, roots: &[&str]) {
    let before = artefacts(&compiled(&Memory::base()));
    for case in cases(area) {
        let spec = text(&case.join("spec.yaml"));
        let key = |key: &str| spec.lines().find_map(|l| l.strip_prefix(key)).expect(key).trim().to_string();
        let specs = Memory::base().with(&format!("specs/{}/{}.yaml", key("domain:"), key("dataset:")), spec.as_str());
        let mut texts = artefacts(&compiled(&specs));
        texts.retain(|path, _| !before.contains_key(path) && roots.iter().any(|root| path.starts_with(root)));
        assert!(texts.len() >= roots.len(), "{}: only {:?}", case.display(), texts.keys());
        golden::check(&case.join("expected"), &masked(texts));
    }
}

#[test]
fn sources() {
    ribs("sources", &["generated/glue/jobs/", "generated/airflow/dags/"]);
}

#[test]
fn transforms() {
    ribs("transforms", &["generated/glue/jobs/", "generated/glue/tests/"]);
}

/// What a job imports must be uploaded beside it, given to it and readable for it.
#[test]
fn a_hand_written_module_reaches_its_job() {
    let spec = text(&root().join("tests/cases/transforms/python/spec.yaml"));
    let all = artefacts(&compiled(&Memory::base().with("specs/sales/handled.yaml", spec)));
    let copy = "glue/jobs/sales/handled/sales_prices_by_hand.py";
    let written = text(&root().join("tests/cases/base/specs/sales/prices_by_hand.py"));
    assert_eq!(all[&format!("generated/{copy}")], written);
    let module = |file: &str| &all[&format!("generated/terraform/modules/sales/handled/{file}")];
    let name = "${local.dataset}/sales_prices_by_hand.py";
    assert!(module("main.tf").contains(&format!(", \"{name}\"] :")));
    assert!(module("main.tf").contains(&format!(",${{local.scripts[\"{name}\"]}}\"")));
    assert!(module("iam.tf").contains("glue/jobs/*/sales/handled/sales_prices_by_hand.py\""));
}

#[test]
fn quality() {
    ribs("quality", &["generated/glue/jobs/"]);
}

#[test]
fn targets() {
    let all = artefacts(&compiled(&Memory::base()));
    let verbatim = templates();
    let mut covered = BTreeSet::new();
    for target in cauce::targets::ALL {
        let case = root().join("tests/cases/targets").join(target.name());
        let mut own = all.clone();
        own.retain(|path, _| target.roots().iter().any(|root| path.starts_with(root)));
        assert!(!own.is_empty(), "{} writes nothing", target.name());
        covered.extend(own.keys().cloned());
        let own = masked(own);
        let list: String = own.keys().map(|path| format!("{path}\n")).collect();
        let mut texts: BTreeMap<String, String> = own
            .into_iter()
            .filter(|(_, text)| !verbatim.contains(text))
            .map(|(path, text)| (format!("expected/{path}"), text))
            .collect();
        texts.insert("files.txt".to_string(), list);
        golden::check(&case, &texts);
    }
    assert!(all.keys().eq(covered.iter()), "an artefact belongs to no target");
}

/// What another version of Airflow is given: its DAGs, and the pins of its environment.
#[test]
fn versions_of_airflow() {
    let platform = text(&root().join("tests/cases/base/specs/platform.yaml"));
    let spec = text(&root().join("tests/cases/sources/datasets/spec.yaml"));
    let specs = Memory::base().with("specs/sales/paid.yaml", spec);
    let specs = specs.with("specs/platform.yaml", platform.replace("\"2.11.2\"", "\"3.3.1\""));
    let mut texts = artefacts(&compiled(&specs));
    assert!(texts["generated/airflow/dags/constraints.txt"].contains("apache-airflow==3.3.1\n"));
    texts.retain(|path, _| path.starts_with("generated/airflow/dags/sales/"));
    assert!(texts.len() > 1);
    golden::check(&root().join("tests/cases/versions/airflow-3.3.1"), &masked(texts));
}

/// Texts of all templates: what is equal to one of them is copied as it is.
fn templates() -> BTreeSet<String> {
    let folder = root().join("templates");
    files_below(&folder).iter().filter_map(|path| String::from_utf8(read(&folder.join(path))).ok()).collect()
}

/// The artefacts with the content hashes of the runtimes masked: a change there is no change here.
fn masked(texts: BTreeMap<String, String>) -> BTreeMap<String, String> {
    texts.into_iter().map(|(path, text)| (without_hashes(&path), without_hashes(&text))).collect()
}

/// Masks words of twelve hexadecimal digits that follow `_` or `/` and are no account.
fn without_hashes(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['_', '/']) {
        let (before, after) = rest.split_at(at + 1);
        out += before;
        let length = after.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(after.len());
        let word = &after[..length];
        let hash = length == 12 && word.chars().all(|c| c.is_ascii_hexdigit() && !c.is_ascii_uppercase());
        if hash && word.contains(|c: char| c.is_ascii_alphabetic()) {
            out += "HASH";
            rest = &after[length..];
        } else {
            rest = after;
        }
    }
    out + rest
}

#[test]
fn hashes_are_masked_and_nothing_else() {
    let text = "x/0a1b2c3d4e5f/y cauce_airflow_0a1b2c3d4e5f.py /111122223333/ _abcdefabcdeg /0a1b2c3d4e5f6";
    assert_eq!(without_hashes(text), "x/HASH/y cauce_airflow_HASH.py /111122223333/ _abcdefabcdeg /0a1b2c3d4e5f6");
}

#[test]
fn a_job_that_reads_a_database_itself_may_reach_it_and_keep_the_rows() {
    let spec = text(&root().join("tests/cases/sources/oracle/spec.yaml"));
    let texts = artefacts(&compiled(&Memory::base().with("specs/sales/entries.yaml", spec)));
    let folder = "generated/terraform/modules/sales/entries";
    assert!(texts[&format!("{folder}/main.tf")].contains("connections            = [\"acme-datacentre\"]"));
    let policy = &texts[&format!("{folder}/iam.tf")];
    let writes = policy.split("\"WriteOutputs\"").nth(1).expect("a statement").split("statement {").next();
    assert!(writes.expect("a statement").contains("${var.buckets.raw}/sales/entries/*"));
    for text in ["secret:acme/connections/erp-??????", "connection/acme-datacentre", "\"ec2:CreateNetworkInterface\""] {
        assert!(policy.contains(text), "{text}");
    }
}
