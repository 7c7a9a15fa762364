//! Every registered word has its templates, its documentation and its case, and nothing else has.

mod support;

use cauce::diagnostics::codes;
use std::collections::BTreeSet;
use support::{root, text};

/// Codes that no spec raises, each with the test that does.
const RAISED_ELSEWHERE: &[(&str, &str)] = &[
    ("C0501", "emit.rs: an edited file"),
    ("C0502", "emit.rs: a foreign file"),
    ("C0503", "emit.rs: a symbolic link"),
    ("C0504", "emit.rs: what is not current"),
    ("C0510", "review.rs: a column is removed"),
    ("C0511", "review.rs: a type is narrowed"),
    ("C0512", "review.rs: a column may be empty"),
    ("C0513", "review.rs: another key"),
    ("C0514", "review.rs: a protection is lost"),
    ("C0515", "review.rs: another unit"),
    ("C0516", "review.rs: a dataset is removed"),
    ("C0517", "review.rs: a later promise"),
    ("C0518", "review.rs: another account"),
    ("C0601", "cli.rs: a run without a sample"),
];

fn folders(path: &str) -> BTreeSet<String> {
    let entries = root().join(path).read_dir().unwrap_or_else(|e| panic!("{path}: {e}"));
    let folders = entries.map(|e| e.expect("an entry").path()).filter(|p| p.is_dir());
    folders.map(|p| p.file_name().expect("a name").to_string_lossy().into_owned()).collect()
}

fn words(words: &[&str]) -> BTreeSet<String> {
    words.iter().map(ToString::to_string).collect()
}

#[test]
fn every_rib_has_its_templates_its_case_and_its_line_of_documentation() {
    let targets: Vec<&str> = cauce::targets::ALL.iter().map(|t| t.name()).collect();
    let areas: [(&str, &[&str]); 4] = [
        ("sources", cauce::sources::WORDS),
        ("transforms", cauce::transforms::WORDS),
        ("quality", cauce::quality::WORDS),
        ("targets", &targets),
    ];
    for (area, registered) in areas {
        assert_eq!(words(registered).len(), registered.len(), "a word of {area} is registered twice");
        let templates = if area == "sources" { cauce::sources::FOLDERS } else { registered };
        assert_eq!(folders(&format!("templates/{area}")), words(templates), "templates/{area}");
        // `<word>-<what>` is a further case of a word.
        let cases = folders(&format!("tests/cases/{area}"));
        let covered = cases.iter().map(|case| case.split('-').next().expect("a word").to_string()).collect();
        assert_eq!(words(registered), covered, "tests/cases/{area}");
    }
    let schema =
        serde_json::to_value(cauce::spec::shape::published::<cauce::spec::types::PipelineSpec>()).expect("JSON");
    for (kind, registered) in [
        ("SourceSpec", cauce::sources::WORDS),
        ("TransformSpec", cauce::transforms::WORDS),
        ("RuleSpec", cauce::quality::WORDS),
    ] {
        let variants = schema["$defs"][kind]["oneOf"].as_array().expect(kind);
        assert_eq!(variants.len(), registered.len(), "{kind}");
        assert!(
            variants.iter().all(|v| v["description"].as_str().is_some_and(|d| d.ends_with('.'))),
            "{kind}: a word without a line"
        );
    }
    let page = text(&root().join("docs/spec.md"));
    for word in [cauce::sources::WORDS, cauce::transforms::WORDS, cauce::quality::WORDS].concat() {
        assert!(page.contains(&format!("`{word}`")), "docs/spec.md does not name `{word}`; run `cauce docs`");
    }
}

#[test]
fn every_code_has_a_case_and_every_case_a_code() {
    let cases = folders("tests/cases/findings");
    let raised: BTreeSet<&str> = cases.iter().map(|case| case.split('-').next().expect("a code")).collect();
    let elsewhere: BTreeSet<&str> = RAISED_ELSEWHERE.iter().map(|(code, _)| *code).collect();
    let known: BTreeSet<&str> = codes::ALL.iter().map(|e| e.code.0).collect();
    assert!(raised.is_disjoint(&elsewhere), "a code of the list has a case: take it off the list");
    assert_eq!(
        raised.union(&elsewhere).copied().collect::<BTreeSet<_>>(),
        known,
        "codes with a case or a place on the list"
    );
}

#[test]
fn one_word_names_a_target_everywhere() {
    for target in cauce::targets::ALL {
        let name = target.name();
        assert!(root().join("src/targets").join(name).join("mod.rs").exists(), "src/targets/{name}/mod.rs");
        let own = format!("generated/{name}/");
        let known = |root: &&str| *root == own || root.starts_with(".github/");
        assert!(target.roots().iter().all(known), "{name} writes below {:?}", target.roots());
    }
}

#[test]
fn the_pages_that_cauce_writes_are_current() {
    let project = support::Project::empty();
    for folder in ["docs", "specs"] {
        for file in support::files_below(&root().join(folder)) {
            project.write(&format!("{folder}/{file}"), support::read(&root().join(folder).join(file)));
        }
    }
    project.fine(&["docs", "--check"]);
}

#[test]
fn the_readme_draws_the_graph_of_the_examples() {
    let project = support::Project::examples();
    let graph = project.fine(&["graph"]).out;
    assert!(text(&root().join("README.md")).contains(&format!("```mermaid\n{}\n```", graph.trim_end())));
}

#[test]
fn the_committed_artefacts_are_current() {
    let all = support::artefacts(&support::compiled(&support::Memory::examples()));
    assert!(!all.is_empty());
    for (path, expected) in all {
        let file = root().join(&path);
        assert!(file.exists() && text(&file) == expected, "{path} is not current; run `cauce generate`");
    }
}
