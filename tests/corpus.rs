//! Specs of every version of the language: what was valid stays valid, and becomes code.
//!
//! `tests/corpus/language-<n>/` is one platform whose specs are never edited. Who changes what a spec means, or refuses what
//! was accepted, gives the language a new number and adds a folder; a new key is shown in a new spec.

mod support;

use cauce::diagnostics::Severity;
use cauce::spec::shape::published;
use cauce::spec::types::PlatformSpec;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::PathBuf;
use support::{Memory, artefacts, compile, files_below, human, read, root, text};

/// Version of the language → folder of its specs.
fn corpora() -> BTreeMap<u64, PathBuf> {
    let language = published::<PlatformSpec>()["properties"]["language"]["const"].as_u64().expect("one version");
    (1..=language).map(|n| (n, root().join(format!("tests/corpus/language-{n}")))).collect()
}

#[test]
fn what_was_valid_still_becomes_code() {
    for (language, folder) in corpora() {
        let specs = Memory::default().with_folder(&folder);
        let (plan, findings, map) = compile(&specs);
        let errors: Vec<_> = findings.into_iter().filter(|f| f.severity == Severity::Error).collect();
        let plan = plan.unwrap_or_else(|| panic!("language {language}:\n{}", human(&errors, &map)));
        let all = artefacts(&plan);
        for dataset in &plan.datasets {
            for file in
                [format!("generated/airflow/dags/{}.py", dataset.id), format!("generated/glue/jobs/{}.py", dataset.id)]
            {
                assert!(all.contains_key(&file), "language {language}: no {file}");
            }
        }
    }
}

#[test]
fn the_corpus_shows_every_word() {
    let folder = corpora().into_values().last().expect("a folder");
    let specs: String = files_below(&folder).iter().map(|path| text(&folder.join(path))).collect();
    let missing = |words: &[&'static str], key: &str| -> Vec<&str> {
        words.iter().filter(|word| !specs.contains(&key.replace("WORD", word))).copied().collect()
    };
    let (sources, rules) = (missing(cauce::sources::WORDS, "kind: WORD"), missing(cauce::quality::WORDS, "rule: WORD"));
    let transforms = missing(cauce::transforms::WORDS, "- WORD:");
    assert_eq!([sources, transforms, rules], [const { Vec::<&str>::new() }; 3]);
}

#[test]
fn nobody_edits_a_spec_of_the_corpus() {
    for (language, folder) in corpora() {
        let listed = text(&folder.join("SHA256SUMS"));
        let mut written: BTreeMap<&str, &str> = BTreeMap::new();
        for line in listed.lines() {
            let (digest, path) = line.split_once("  ").expect("a digest and a path");
            written.insert(path, digest);
        }
        for path in files_below(&folder).into_iter().filter(|path| path != "SHA256SUMS") {
            let digest: String = Sha256::digest(read(&folder.join(&path))).iter().map(|b| format!("{b:02x}")).collect();
            let known = written.remove(path.as_str());
            assert_eq!(
                known,
                Some(digest.as_str()),
                "language {language}: {path} was edited; mend the compiler, or raise the language and add a folder"
            );
        }
        assert!(written.is_empty(), "language {language}: {written:?} are gone");
    }
}
