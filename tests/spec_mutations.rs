//! Every small change to the example specs: the published schema, the branching one and the typed specs agree on each,
//! and whoever is refused is told where and what to do.

use cauce::diagnostics::{SourceMap, Where};
use cauce::spec::shape::{Shape, published};
use cauce::spec::tree::parse;
use cauce::spec::types::{PipelineSpec, PlatformSpec};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Pointers of all values below a value, itself not included.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    let mut step = |key: &str, below: &Value| {
        let pointer = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
        found.push(pointer.clone());
        pointers(below, &pointer, found);
    };
    match value {
        Value::Object(map) => map.iter().for_each(|(key, below)| step(key, below)),
        Value::Array(list) => list.iter().enumerate().for_each(|(i, below)| step(&i.to_string(), below)),
        _ => {}
    }
}

fn mutations(document: &Value) -> Vec<Value> {
    let odd = [
        json!(null),
        json!(true),
        json!(0),
        json!(-2.5),
        json!("kind"),
        json!(""),
        json!([]),
        json!({}),
        json!(["x"]),
        json!({"x": "y"}),
    ];
    let mut all = vec![];
    pointers(document, "", &mut all);
    // Test rows are alike: one test stands for all.
    all.retain(|pointer| !pointer.starts_with("/tests/") || pointer.starts_with("/tests/0"));
    let mut changed: Vec<Value> = vec![];
    for (n, pointer) in all.iter().enumerate() {
        let mut replaced = document.clone();
        *replaced.pointer_mut(pointer).expect(pointer) = odd[n % odd.len()].clone();
        changed.push(replaced);
        let (parent, key) = pointer.rsplit_once('/').expect(pointer);
        let mut without = document.clone();
        if let Some(Value::Object(map)) = without.pointer_mut(parent) {
            let value = map.shift_remove(key);
            changed.push(without.clone());
            if let (Some(Value::Object(map)), Some(value)) = (without.pointer_mut(parent), value) {
                map.insert(format!("{key}x"), value);
                changed.push(without);
            }
        }
    }
    changed
}

fn check<T: JsonSchema + DeserializeOwned>(yaml: &str) {
    let schema = published::<T>();
    let shape = Shape::new(&schema);
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    let document = parse(yaml).tree.expect("an example").to_json();
    let (mut accepted, mut refused) = (0, 0);
    for changed in std::iter::once(document.clone()).chain(mutations(&document)) {
        let text = serde_json::to_string_pretty(&changed).expect("plain JSON");
        let tree = parse(&text).tree.expect("JSON is YAML");
        let mut map = SourceMap::default();
        let file = map.add("a.yaml", text.as_str(), tree.spans());
        let findings = shape.check(&tree, &text, file);
        assert_eq!(validator.is_valid(&changed), findings.is_empty(), "{findings:#?}\n{text}");
        for finding in &findings {
            let Where::Place(place) = &finding.at else { panic!("{finding:?} has no place") };
            assert!(text.get(place.span.start as usize..place.span.end as usize).is_some_and(|t| !t.is_empty()));
            assert!(finding.help.as_ref().is_some_and(|help| !help.is_empty()), "{finding:?} has no way out");
        }
        if findings.is_empty() {
            let wrapped = shape.wrap(&tree, |node| node + 1);
            if let Err(error) = T::deserialize(&wrapped) {
                panic!("the schema accepts what serde does not: {error}\n{text}");
            }
            accepted += 1;
        } else {
            refused += 1;
        }
    }
    assert!(accepted > 10 && refused > 100, "{accepted} accepted, {refused} refused");
}

#[test]
fn a_spec_of_files() {
    check::<PipelineSpec>(include_str!("../specs/pagos/transacciones.yaml"));
}

#[test]
fn a_spec_of_a_database() {
    check::<PipelineSpec>(include_str!("../specs/core/clientes.yaml"));
}

#[test]
fn a_spec_of_an_api() {
    check::<PipelineSpec>(include_str!("../specs/mercado/trm.yaml"));
}

#[test]
fn a_spec_of_datasets() {
    check::<PipelineSpec>(include_str!("../specs/analitica/saldo_diario.yaml"));
}

#[test]
fn the_platform() {
    check::<PlatformSpec>(include_str!("../specs/platform.yaml"));
}
