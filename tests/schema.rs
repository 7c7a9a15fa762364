//! What the published schemas tell an editor: a description of every key, an example of every form, and defaults that are
//! those of the compiler.

mod support;

use cauce::spec::shape::published;
use cauce::spec::tree::parse;
use cauce::spec::types::{DomainSpec, PipelineSpec, PlatformSpec, TypesSpec};
use serde_json::{Map, Value, json};
use support::{Memory, artefacts, compile, human};

fn schemas() -> [(&'static str, Value); 4] {
    [
        ("dataset", published::<PipelineSpec>()),
        ("platform", published::<PlatformSpec>()),
        ("domain", published::<DomainSpec>()),
        ("types", published::<TypesSpec>()),
    ]
}

/// Keys whose default does the same as when it is written, but is shown only then: with the reason.
const SHOWN: &[(&str, &str)] = &[
    ("classification", "a class that somebody wrote stands beside its column in the job's comments"),
    ("evolve", "a word that somebody wrote is passed on to the runtime, whose default is the same"),
];

/// What a property's `$ref` leads to, with what stands beside the reference.
fn resolved(root: &Value, schema: &Value) -> Value {
    let Some(name) = schema["$ref"].as_str().and_then(|r| r.strip_prefix("#/$defs/")) else { return schema.clone() };
    let mut target = resolved(root, &root["$defs"][name]);
    for (key, value) in schema.as_object().into_iter().flatten().filter(|(key, _)| *key != "$ref") {
        target[key] = value.clone();
    }
    target
}

/// Visits every schema of a document with the way to it.
fn walk(schema: &Value, at: &str, visit: &mut dyn FnMut(&str, &Map<String, Value>)) {
    match schema {
        Value::Object(node) => {
            visit(at, node);
            node.iter().for_each(|(key, below)| walk(below, &format!("{at}/{key}"), visit));
        }
        Value::Array(list) => list.iter().enumerate().for_each(|(i, below)| walk(below, &format!("{at}/{i}"), visit)),
        _ => {}
    }
}

#[test]
fn every_key_has_a_description_and_every_form_an_example() {
    let (mut keys, mut bare) = (0, vec![]);
    for (name, root) in schemas() {
        walk(&root, name, &mut |at, node| {
            for (key, property) in node.get("properties").and_then(Value::as_object).into_iter().flatten() {
                keys += 1;
                if resolved(&root, property)["description"].as_str().is_none_or(|d| d.len() < 3) {
                    bare.push(format!("{at}: `{key}` has no description"));
                }
            }
            if node.contains_key("pattern")
                && node.get("examples").is_none_or(|e| e.as_array().is_none_or(Vec::is_empty))
            {
                bare.push(format!("{at}: a form without an example"));
            }
        });
    }
    assert!(keys > 150, "only {keys} keys");
    assert_eq!(bare, Vec::<String>::new());
}

#[test]
fn every_example_has_the_form_that_it_shows() {
    for (name, root) in schemas() {
        walk(&root, name, &mut |at, node| {
            for example in node.get("examples").and_then(Value::as_array).into_iter().flatten() {
                let form = Value::Object(node.clone());
                let valid = jsonschema::validator_for(&form).map(|v| v.is_valid(example));
                // A form that refers to others stands below the root.
                assert!(valid.unwrap_or(true), "{at}: {example}");
            }
        });
    }
}

/// Writes the default of every key that the mapping leaves out, and gives back what was written. Mappings that are not there
/// are begun at the top only: below it, to begin one says something, such as `deletes:`.
fn with_defaults(root: &Value, schema: &Value, value: &mut Value, top: bool) -> Vec<String> {
    let schema = resolved(root, schema);
    let mut written = vec![];
    if let Value::Array(items) = value {
        items.iter_mut().for_each(|item| written.extend(with_defaults(root, &schema["items"], item, false)));
    }
    let branches = ["oneOf", "anyOf"].iter().filter_map(|k| schema[*k].as_array()).flatten();
    for branch in branches {
        let fits = |(key, property): (&String, &Value)| match property.get("const") {
            Some(word) => value.get(key) == Some(word),
            None => {
                value.get(key).is_some() || branch["required"].as_array().is_none_or(|r| r.iter().all(|k| k != key))
            }
        };
        if value.is_object() && branch["properties"].as_object().is_some_and(|p| p.iter().all(fits)) {
            written.extend(with_defaults(root, branch, value, false));
        }
    }
    if !value.is_object() {
        return written;
    }
    for (key, property) in schema["properties"].as_object().into_iter().flatten() {
        let property = resolved(root, property);
        if value.get(key).is_none() {
            let shown = SHOWN.iter().any(|(shown, _)| shown == key);
            let default = property.get("default").filter(|d| !shown && **d != json!([]) && **d != json!({}));
            if let Some(default) = default {
                value[key] = default.clone();
                written.push(format!("{key}: {default}"));
            } else if top
                && property["type"] == "object"
                && property["required"].is_null()
                && property["additionalProperties"] == false
            {
                let mut below = json!({});
                let own = with_defaults(root, &property, &mut below, false);
                if !own.is_empty() {
                    value[key] = below;
                    written.extend(own);
                }
            }
        } else {
            written.extend(with_defaults(root, &property, &mut value[key], false));
        }
    }
    written
}

/// Writing a default out changes nothing: what the schema says is what the compiler does.
#[test]
fn a_default_that_is_written_out_changes_no_artefact() {
    let schemas = schemas();
    let mut all = vec![];
    for (path, specs) in [
        ("specs/sales/orders.yaml", Memory::base()),
        ("specs/platform.yaml", Memory::base()),
        ("specs/pagos/transacciones.yaml", Memory::examples()),
        ("specs/core/clientes.yaml", Memory::examples()),
        ("specs/mercado/trm.yaml", Memory::examples()),
        ("specs/analitica/saldo_diario.yaml", Memory::examples()),
    ] {
        let root = &schemas[usize::from(path.ends_with("platform.yaml"))].1;
        let mut document = parse(&specs.text(path)).tree.expect("a spec").to_json();
        let before = artefacts(&support::compiled(&specs));
        let written = with_defaults(root, root, &mut document, true);
        let text = serde_json::to_string_pretty(&document).expect("JSON");
        let (plan, findings, map) = compile(&specs.with(path, text));
        let after = artefacts(&plan.unwrap_or_else(|| panic!("{path}: {written:?}\n{}", human(&findings, &map))));
        for (artefact, text) in &before {
            assert!(after.get(artefact) == Some(text), "{artefact} changes when {path} says {written:?}");
        }
        assert_eq!(after.len(), before.len());
        all.extend(written);
    }
    for default in [
        "tier: 3",
        "status: \"active\"",
        "settle: \"2m\"",
        "workers: 2",
        "size: \"G.1X\"",
        "ingest: \"30m\"",
        "landing: \"30d\"",
    ] {
        assert!(all.iter().any(|written| written == default), "{default} was never written: {all:?}");
    }
}
