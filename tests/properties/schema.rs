//! Whatever the schema accepts, serde accepts, and no stage panics on it.

use super::generator::Generator;
use super::support::{Memory, compile};
use cauce::diagnostics::{SourceMap, codes};
use cauce::spec::shape::{Shape, published};
use cauce::spec::tree::parse;
use cauce::spec::types::{DomainSpec, PipelineSpec, PlatformSpec, TypesSpec};
use proptest::prelude::*;
use proptest::test_runner::Config;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::cell::Cell;

fn config(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}

/// Holds `cases` random documents against the schema and the types; nearly all of them are accepted.
fn agree<T: JsonSchema + DeserializeOwned>(cases: u32) {
    let schema = published::<T>();
    let shape = Shape::new(&schema);
    let accepted = Cell::new(0);
    proptest!(config(cases), |(seed in any::<u64>())| {
        let text = serde_json::to_string_pretty(&Generator::new(&schema, seed).document()).expect("JSON");
        let parsed = parse(&text);
        let tree = parsed.tree.filter(|_| parsed.problems.iter().all(|p| !p.is_error()));
        let tree = tree.ok_or_else(|| TestCaseError::reject("not the YAML of specs"))?;
        let file = SourceMap::default().add("a.yaml", text.as_str(), tree.spans());
        let findings = shape.check(&tree, &text, file);
        prop_assert!(findings.is_empty(), "the generator or the shape is wrong: {findings:#?}\n{text}");
        let typed = T::deserialize(&shape.wrap(&tree, |node| node + 1));
        prop_assert!(typed.is_ok(), "the schema accepts what serde does not: {:?}\n{text}", typed.err());
        accepted.set(accepted.get() + 1);
    });
    assert!(accepted.get() * 2 > cases, "only {} of {cases} documents were accepted", accepted.get());
}

#[test]
fn datasets() {
    agree::<PipelineSpec>(300);
}

#[test]
fn platforms() {
    agree::<PlatformSpec>(100);
}

#[test]
fn domains_and_types() {
    agree::<DomainSpec>(20);
    agree::<TypesSpec>(100);
}

#[test]
fn no_stage_panics_on_a_random_dataset() {
    let schema = published::<PipelineSpec>();
    proptest!(config(24), |(seed in any::<u64>())| {
        let mut document = Generator::new(&schema, seed).document();
        document["dataset"] = "azar".into();
        document["domain"] = "core".into();
        let text = serde_json::to_string_pretty(&document).expect("JSON");
        let (_, findings, _) = compile(&Memory::examples().with("specs/core/azar.yaml", text.as_str()));
        let wrong = findings.iter().find(|f| f.code == codes::WRONG_TYPE && f.message.contains("the compiler does not"));
        prop_assert!(wrong.is_none(), "{wrong:?}\n{text}");
    });
}

#[test]
fn the_generator_reaches_every_place_of_the_schema() {
    let schema = published::<PipelineSpec>();
    let mut seen = std::collections::BTreeSet::new();
    for seed in 0..400 {
        words(&Generator::new(&schema, seed).document(), &mut seen);
    }
    let all = [cauce::sources::WORDS, cauce::transforms::WORDS, cauce::quality::WORDS].concat();
    let missing: Vec<&&str> = all.iter().filter(|word| !seen.contains(**word)).collect();
    assert!(missing.is_empty(), "never generated: {missing:?}");
}

fn words(value: &Value, seen: &mut std::collections::BTreeSet<String>) {
    match value {
        Value::String(text) => _ = seen.insert(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| words(item, seen)),
        Value::Object(map) => map.iter().for_each(|(key, below)| {
            seen.insert(key.clone());
            words(below, seen);
        }),
        _ => {}
    }
}
