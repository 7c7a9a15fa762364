//! Turns alternatives into branches.
//!
//! `oneOf` and `anyOf` blame the whole value when no alternative fits. Where the value itself tells which one is meant
//! (by a tag, by its only key, or by its type), the copy made here says so with `if`/`then`, and errors come from that
//! alternative alone. What is accepted stays the same, but for integers: formats become bounds, as serde has them.

use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Marks a mapping with exactly one key.
pub(super) const ONE_KEY: &str = "x-cauce-one-key";

/// Names the property whose constant chooses a branch.
pub(super) const TAG: &str = "x-cauce-tag";

/// A copy of a schema that is good to validate with.
pub(super) fn branchify(schema: &Value) -> Value {
    let mut copy = schema.clone();
    Brancher { root: schema }.walk(&mut copy);
    copy
}

/// The schema that a node stands for: what its `$ref` names, or itself.
pub(super) fn resolve<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
    let target = schema.get("$ref").and_then(Value::as_str).and_then(|r| r.strip_prefix('#'));
    match target.and_then(|pointer| root.pointer(pointer)) {
        Some(target) if !std::ptr::eq(target, schema) => resolve(root, target),
        _ => schema,
    }
}

struct Brancher<'s> {
    root: &'s Value,
}

impl Brancher<'_> {
    fn walk(&self, schema: &mut Value) {
        let Value::Object(node) = schema else { return };
        for (keyword, below) in node.iter_mut() {
            match (keyword.as_str(), below) {
                ("properties" | "patternProperties" | "$defs", Value::Object(named)) => {
                    named.values_mut().for_each(|s| self.walk(s));
                }
                ("oneOf" | "anyOf" | "allOf" | "prefixItems", Value::Array(list)) => {
                    list.iter_mut().for_each(|s| self.walk(s));
                }
                ("items" | "additionalProperties" | "not" | "if" | "then" | "else", below) => self.walk(below),
                _ => {}
            }
        }
        bound(node);
        for keyword in ["oneOf", "anyOf"] {
            let branched = node.get(keyword).and_then(Value::as_array).and_then(|list| self.branch(list));
            if let Some(branched) = branched {
                node.remove(keyword);
                let all = node.entry("allOf").or_insert_with(|| json!([]));
                all.as_array_mut().into_iter().for_each(|all| all.push(branched.clone()));
            }
        }
    }

    fn branch(&self, list: &[Value]) -> Option<Value> {
        let groups = self.by_type(list)?;
        if let [(_, group)] = &groups[..] {
            return words(group).or_else(|| self.by_tag(group)).or_else(|| self.by_key(group));
        }
        let all: Vec<&String> = groups.iter().flat_map(|(types, _)| types).collect();
        let branches = groups.iter().map(|(types, group)| {
            let then = match &group[..] {
                [only] => only.clone(),
                several => self.branch(several).unwrap_or_else(|| json!({"anyOf": several})),
            };
            json!({"if": {"type": types}, "then": then})
        });
        Some(json!({"type": all, "allOf": branches.collect::<Vec<_>>()}))
    }

    /// Alternatives grouped by the types of values that they accept; nothing if types overlap or are unknown.
    fn by_type(&self, list: &[Value]) -> Option<Vec<(BTreeSet<String>, Vec<Value>)>> {
        let mut groups: Vec<(BTreeSet<String>, Vec<Value>)> = vec![];
        for schema in list {
            let types = self.types(schema)?;
            match groups.iter().position(|(known, _)| *known == types) {
                Some(at) => groups[at].1.push(schema.clone()),
                None if groups.iter().any(|(known, _)| overlap(known, &types)) => return None,
                None => groups.push((types, vec![schema.clone()])),
            }
        }
        Some(groups)
    }

    fn types(&self, schema: &Value) -> Option<BTreeSet<String>> {
        let schema = resolve(self.root, schema);
        match schema.get("type") {
            Some(Value::String(one)) => return Some(BTreeSet::from([one.clone()])),
            Some(Value::Array(list)) => return list.iter().map(|t| t.as_str().map(String::from)).collect(),
            _ => {}
        }
        let alternatives = ["oneOf", "anyOf"].iter().find_map(|k| schema.get(*k)?.as_array())?;
        let types: Option<Vec<_>> = alternatives.iter().map(|s| self.types(s)).collect();
        Some(types?.into_iter().flatten().collect())
    }

    /// Alternatives that differ in the constant of one property.
    fn by_tag(&self, list: &[Value]) -> Option<Value> {
        let resolved: Vec<&Value> = list.iter().map(|s| resolve(self.root, s)).collect();
        let tag = |name: &str| {
            resolved.iter().map(|s| s["properties"][name].get("const").cloned()).collect::<Option<Vec<_>>>()
        };
        let first = resolved.first()?.get("properties")?.as_object()?;
        let (name, tags) = first.keys().find_map(|name| Some((name, tag(name)?)))?;
        let branches = list.iter().zip(&tags).map(|(schema, tag)| {
            let chosen = Map::from_iter([(name.clone(), json!({"const": tag}))]);
            json!({"if": {"type": "object", "required": [name], "properties": chosen}, "then": schema})
        });
        let property = Map::from_iter([(name.clone(), json!({"type": "string", "enum": tags}))]);
        let branches: Vec<Value> = branches.collect();
        Some(json!({"type": "object", "required": [name], "properties": property, "allOf": branches, TAG: name}))
    }

    /// Alternatives that are mappings with one key each, as serde writes variants.
    fn by_key(&self, list: &[Value]) -> Option<Value> {
        let mut properties = Map::new();
        for schema in list {
            let schema = resolve(self.root, schema);
            let own = schema.get("properties")?.as_object()?;
            let required = schema.get("required")?.as_array()?;
            let closed = schema.get("additionalProperties") == Some(&Value::Bool(false));
            match (own.iter().next(), &required[..]) {
                (Some((name, below)), [only]) if own.len() == 1 && only == name.as_str() && closed => {
                    properties.insert(name.clone(), below.clone());
                }
                _ => return None,
            }
        }
        Some(json!({"type": "object", "properties": properties, "additionalProperties": false,
            "minProperties": 1, "maxProperties": 1, ONE_KEY: true}))
    }
}

fn overlap(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    let numeric = |s: &BTreeSet<String>| s.contains("number") || s.contains("integer");
    !a.is_disjoint(b) || (numeric(a) && numeric(b))
}

/// Alternatives that are constants, each with its own description, become one list.
fn words(list: &[Value]) -> Option<Value> {
    let mut words = vec![];
    for schema in list {
        match (schema.get("const"), schema.get("enum").and_then(Value::as_array)) {
            (Some(word), _) => words.push(word.clone()),
            (None, Some(several)) => words.extend(several.clone()),
            _ => return None,
        }
    }
    Some(json!({"type": list.first()?.get("type")?, "enum": words}))
}

/// `uint32` is a mere name to JSON Schema, but a bound to whoever reads the value.
fn bound(node: &mut Map<String, Value>) {
    let (min, max) = match node.get("format").and_then(Value::as_str) {
        Some("uint8") => (0, u8::MAX.into()),
        Some("uint16") => (0, u16::MAX.into()),
        Some("uint32") => (0, u32::MAX.into()),
        Some("uint64" | "uint") => (0, i64::MAX),
        Some("int32") => (i32::MIN, i32::MAX.into()),
        _ => return,
    };
    node.entry("minimum").or_insert(min.into());
    node.entry("maximum").or_insert(max.into());
}
