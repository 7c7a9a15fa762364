//! The fuzzer's entry point, replayed: every spec of the cases and examples, cut short at many places, and what fuzzing found.
//!
//! `CAUCE_FUZZ_CORPUS=DIR cargo test --test fuzz` writes these specs into a folder, for the fuzzer to start from, and beside it
//! `DIR.dict` with the words of the schema.

mod entry;
#[path = "../support/mod.rs"]
mod support;

use cauce::spec::shape::published;
use cauce::spec::types::PipelineSpec;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;
use support::{Memory, files_below, read, root, text, write};

/// Every spec of the cases and the examples, in the form that [`entry::compile`] takes.
fn seeds() -> BTreeSet<Vec<u8>> {
    let (base, examples) = (Memory::base(), Memory::examples());
    let mut seeds = BTreeSet::new();
    let mut add = |specs: &Memory, known: Option<&Memory>| {
        for path in specs.paths().filter(|path| path.ends_with(".yaml")) {
            if known.is_none_or(|known| known.bytes(path) != specs.bytes(path)) {
                seeds.extend(specs.bytes(path).map(|bytes| seed(path, bytes)));
            }
        }
    };
    add(&base, None);
    add(&examples, None);
    for folder in folders("findings") {
        add(&Memory::base().changed_by(&folder), Some(&base));
    }
    for folder in ["sources", "transforms", "quality"].map(folders).concat() {
        add(&Memory::default().with("specs/sales/case.yaml", text(&folder.join("spec.yaml"))), None);
    }
    seeds
}

/// A file with the comment that says where it stands; a dataset says so itself.
fn seed(path: &str, bytes: &[u8]) -> Vec<u8> {
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_string();
    let place = entry::PLACES.iter().find(|(_, known)| name(known) == name(path));
    [place.map_or("", |(comment, _)| comment).as_bytes(), bytes].concat()
}

/// Keys and words of the schema, one a line, as libFuzzer takes them.
fn dictionary() -> String {
    let mut words = BTreeSet::from(
        ["- ", ": ", "{", "}", "[", "]", "\\\"", "'", "&x ", "*x", "|\\x0a", "\\x0a  "].map(String::from),
    );
    collect(&published::<PipelineSpec>(), &mut words);
    words.iter().map(|word| format!("\"{word}\"\n")).collect()
}

fn collect(schema: &Value, words: &mut BTreeSet<String>) {
    match schema {
        Value::Object(node) => {
            words.extend(
                node.get("properties")
                    .and_then(Value::as_object)
                    .into_iter()
                    .flat_map(|p| p.keys().map(|k| format!("{k}: "))),
            );
            let constants = node.get("enum").and_then(Value::as_array).into_iter().flatten().chain(node.get("const"));
            words.extend(constants.filter_map(Value::as_str).map(String::from));
            node.values().for_each(|below| collect(below, words));
        }
        Value::Array(list) => list.iter().for_each(|below| collect(below, words)),
        _ => {}
    }
}

fn folders(area: &str) -> Vec<PathBuf> {
    let area = root().join("tests/cases").join(area);
    area.read_dir().expect("cases").map(|entry| entry.expect("an entry").path()).collect()
}

#[test]
fn no_spec_of_the_corpus_breaks_the_compiler() {
    let seeds = seeds();
    assert!(seeds.len() > 80, "only {} seeds", seeds.len());
    if let Some(folder) = std::env::var_os("CAUCE_FUZZ_CORPUS").map(PathBuf::from) {
        seeds.iter().enumerate().for_each(|(i, seed)| write(&folder.join(format!("seed-{i:03}")), seed));
        write(&folder.with_extension("dict"), dictionary());
    }
    for seed in &seeds {
        entry::compile(seed);
        for cut in 1..4 {
            entry::compile(&seed[..seed.len() * cut / 4]);
        }
    }
}

#[test]
fn what_fuzzing_found_breaks_the_compiler_no_more() {
    let folder = root().join("tests/fuzz/found");
    files_below(&folder).iter().for_each(|file| entry::compile(&read(&folder.join(file))));
}
