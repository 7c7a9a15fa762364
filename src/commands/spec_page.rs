//! `docs/spec.md`: every key of every spec file, from the published schemas.

use super::{schema, spec_defaults};
use crate::cli::SchemaOf;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

const FILES: [(&str, SchemaOf); 4] = [
    ("specs/<domain>/<dataset>.yaml", SchemaOf::Dataset),
    ("specs/platform.yaml", SchemaOf::Platform),
    ("specs/<domain>/_domain.yaml", SchemaOf::Domain),
    ("specs/_types.yaml", SchemaOf::Types),
];

/// The page.
pub fn page() -> String {
    let mut page = Page::default();
    page.text += "# The spec language\n\nWritten by `cauce docs` from the JSON Schemas; `cauce schema` prints them for editors.\n";
    for (file, of) in FILES {
        page.file(file, &schema::value(of));
    }
    page.text += "\n## Defaults\n\nWhat holds where nobody writes the key; `defaults:` of a domain or the platform goes before it.\n";
    let mut seen = BTreeSet::new();
    for (file, of) in FILES {
        page.defaults(file, &schema::value(of), &mut seen);
    }
    page.text
}

#[derive(Default)]
struct Page {
    text: String,
    seen: BTreeSet<String>,
}

impl Page {
    fn file(&mut self, file: &str, schema: &Value) {
        self.text += &format!("\n## `{file}`\n\n{}\n", description(schema));
        self.keys(schema);
        let shapes = schema["$defs"].as_object().cloned().unwrap_or_default();
        for (name, shape) in &shapes {
            if self.seen.insert(name.clone()) {
                self.shape(name, shape);
            }
        }
    }

    fn defaults(&mut self, file: &str, schema: &Value, seen: &mut BTreeSet<String>) {
        let rows = spec_defaults::rows(schema, seen);
        if !rows.is_empty() {
            self.text += &format!("\n### Defaults of `{file}`\n\n| key | default |\n|---|---|\n");
        }
        for (key, default) in rows {
            self.text += &format!("| `{key}` | {} |\n", cell(&default));
        }
    }

    fn shape(&mut self, name: &str, shape: &Value) {
        self.text += &format!("\n### {name}\n\n{}\n", description(shape));
        self.keys(shape);
        for branch in ["oneOf", "anyOf"].iter().filter_map(|k| shape[*k].as_array()).flatten() {
            let title = branch_title(branch);
            self.text += &format!("\n- {title}{}\n", description(branch));
            self.keys(branch);
        }
    }

    fn keys(&mut self, shape: &Value) {
        let Some(keys) = shape["properties"].as_object().filter(|k| k.len() > 1 || shape.get("oneOf").is_none()) else {
            return;
        };
        self.text += "\n| key | value | |\n|---|---|---|\n";
        for (key, value) in keys {
            let required = shape["required"].as_array().is_some_and(|r| r.iter().any(|k| k == key));
            let mark = if required { "" } else { " (optional)" };
            self.text += &format!("| `{key}`{mark} | {} | {} |\n", cell(&kind(value)), cell(&description(value)));
        }
    }
}

/// `kind: s3`, `derive:` or a word: what tells the branch from its siblings.
fn branch_title(branch: &Value) -> String {
    let constant = |(key, value): (&String, &Value)| value["const"].as_str().map(|word| format!("`{key}: {word}`: "));
    let keys = branch["properties"].as_object();
    let tag = keys.and_then(|keys| keys.iter().find_map(constant));
    let only = keys.filter(|keys| keys.len() == 1).and_then(|keys| keys.keys().next()).map(|key| format!("`{key}:` "));
    let word = branch["const"].as_str().map(|word| format!("`{word}`: "));
    tag.or(word).or(only).unwrap_or_default()
}

fn kind(value: &Value) -> String {
    if let Some(target) = value["$ref"].as_str() {
        let name = target.rsplit('/').next().unwrap_or_default();
        return format!("[{name}](#{})", name.to_lowercase());
    }
    let of = |inner: &Value| kind(inner);
    match value {
        v if v.get("const").is_some() => format!("`{}`", v["const"]).replace('"', ""),
        v if v["enum"].is_array() => words(&v["enum"]),
        v if v["items"].is_object() => format!("list of {}", of(&v["items"])),
        v if v["additionalProperties"].is_object() => format!("name → {}", of(&v["additionalProperties"])),
        v if v["anyOf"].is_array() => {
            v["anyOf"].as_array().into_iter().flatten().map(of).collect::<Vec<_>>().join(" or ")
        }
        v => words(&v["type"]).replace('`', ""),
    }
}

fn words(value: &Value) -> String {
    let word = |v: &Value| v.as_str().map_or_else(|| v.to_string(), str::to_string);
    match value.as_array() {
        Some(all) => all.iter().map(|v| format!("`{}`", word(v))).collect::<Vec<_>>().join(", "),
        None => word(value),
    }
}

fn description(value: &Value) -> String {
    let empty = Map::new();
    value
        .as_object()
        .unwrap_or(&empty)
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .replace('\n', " ")
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
