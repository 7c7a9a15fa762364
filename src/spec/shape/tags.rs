//! Which values of a document choose a branch: serde reads those without a wrapper.

use super::super::tree::{Data, NodeId, Tree};
use super::branch::{TAG, resolve};
use serde_json::Value;
use std::collections::HashSet;

/// The definitions below which a tag can stand, by their references; the others need no walk.
pub(super) fn tagged(schema: &Value) -> HashSet<String> {
    let mut tagged = HashSet::new();
    loop {
        let before = tagged.len();
        for (name, definition) in schema["$defs"].as_object().into_iter().flatten() {
            if holds_tag(definition, &tagged) {
                tagged.insert(format!("#/$defs/{name}"));
            }
        }
        if tagged.len() == before {
            return tagged;
        }
    }
}

fn holds_tag(schema: &Value, tagged: &HashSet<String>) -> bool {
    match schema {
        Value::Object(node) => {
            let reference = node.get("$ref").and_then(Value::as_str);
            reference.is_some_and(|r| leads_on(r, tagged))
                || node.contains_key(TAG)
                || node.values().any(|below| holds_tag(below, tagged))
        }
        Value::Array(items) => items.iter().any(|below| holds_tag(below, tagged)),
        _ => false,
    }
}

/// Whether a tag can stand below a reference; one that is not to a definition is followed to see.
fn leads_on(reference: &str, tagged: &HashSet<String>) -> bool {
    tagged.contains(reference) || !reference.starts_with("#/$defs/")
}

/// The nodes of a valid document that are tags of tagged enums.
pub(super) fn tags(schema: &Value, tagged: &HashSet<String>, tree: &Tree) -> HashSet<NodeId> {
    let mut walk = Walk { root: schema, tagged, tree, tags: HashSet::new() };
    walk.node(schema, Tree::ROOT);
    walk.tags
}

struct Walk<'w> {
    root: &'w Value,
    tagged: &'w HashSet<String>,
    tree: &'w Tree,
    tags: HashSet<NodeId>,
}

impl Walk<'_> {
    fn node(&mut self, schema: &Value, id: NodeId) {
        let reference = schema.get("$ref").and_then(Value::as_str);
        if reference.is_some_and(|r| leads_on(r, self.tagged)) {
            self.node(resolve(self.root, schema), id);
        }
        if let Some(tag) = schema.get(TAG).and_then(Value::as_str) {
            self.tags.extend(self.tree.entry(id, tag).map(|e| e.value));
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.node(part, id);
        }
        if schema.get("if").is_some_and(|condition| self.holds(condition, id)) {
            self.node(&schema["then"], id);
        }
        self.below(schema, id);
    }

    fn below(&mut self, schema: &Value, id: NodeId) {
        let tree = self.tree;
        match &tree.node(id).data {
            Data::Seq(items) => items.iter().for_each(|item| self.node(&schema["items"], *item)),
            Data::Map(entries) => {
                for entry in entries {
                    let own = schema["properties"].get(&entry.key);
                    self.node(own.unwrap_or(&schema["additionalProperties"]), entry.value);
                }
            }
            _ => {}
        }
    }

    /// Whether a condition that `branchify` wrote holds: a type, or a type and the tag's word.
    fn holds(&self, condition: &Value, id: NodeId) -> bool {
        let data = &self.tree.node(id).data;
        let word =
            |(key, want): (&String, &Value)| match self.tree.entry(id, key).map(|e| &self.tree.node(e.value).data) {
                Some(Data::Str(word)) => want["const"] == word.as_str(),
                _ => false,
            };
        let types = &condition["type"];
        let typed = |name: &str| types == name || types.as_array().is_some_and(|list| list.iter().any(|t| t == name));
        names(data).iter().any(|name| typed(name))
            && condition["properties"].as_object().into_iter().flatten().all(word)
    }
}

fn names(data: &Data) -> &'static [&'static str] {
    match data {
        Data::Null | Data::Broken => &["null"],
        Data::Bool(_) => &["boolean"],
        Data::Int(_) => &["integer", "number"],
        Data::Float(_) => &["number"],
        Data::Str(_) => &["string"],
        Data::Seq(_) => &["array"],
        Data::Map(_) => &["object"],
    }
}
