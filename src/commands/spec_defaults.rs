//! The defaults of `docs/spec.md`: every key that has one, from the schemas, whose descriptions a test holds against the
//! compiler.

use serde_json::Value;
use std::collections::BTreeSet;

/// Rows of `key`, `default`, each once, in the order of the schema. A shape that was `seen` is left out: where it stands
/// again, it takes its values from the first place.
pub fn rows(schema: &Value, seen: &mut BTreeSet<String>) -> Vec<(String, String)> {
    let mut walk = Walk { root: schema, rows: vec![], seen };
    walk.below(schema, "");
    let mut rows = walk.rows;
    let mut once = BTreeSet::new();
    rows.retain(|row| once.insert(row.clone()));
    rows
}

struct Walk<'a, 's> {
    root: &'a Value,
    rows: Vec<(String, String)>,
    seen: &'s mut BTreeSet<String>,
}

impl<'a> Walk<'a, '_> {
    fn below(&mut self, schema: &'a Value, path: &str) {
        if let Some(name) = schema["$ref"].as_str() {
            let target = name.rsplit('/').next().unwrap_or_default();
            if self.seen.insert(target.to_string()) {
                self.below(&self.root["$defs"][target], path);
            }
            return;
        }
        for branch in ["oneOf", "anyOf"].iter().filter_map(|key| schema[*key].as_array()).flatten() {
            self.below(branch, path);
        }
        self.below_list(&schema["items"], &format!("{path}[]"));
        self.below_list(&schema["additionalProperties"], &format!("{path}.<name>"));
        for (key, property) in schema["properties"].as_object().into_iter().flatten() {
            let path = format!("{path}.{key}");
            let default = default(property);
            self.rows.extend(default.map(|default| (path.trim_start_matches('.').to_string(), default)));
            self.below(property, &path);
        }
    }

    fn below_list(&mut self, schema: &'a Value, path: &str) {
        if schema.is_object() {
            self.below(schema, path);
        }
    }
}

/// What a description says after the word: a value, or what it depends on.
fn default(property: &Value) -> Option<String> {
    let about = property["description"].as_str()?;
    let lower = about.to_lowercase();
    let at = ["default ", "default: "].iter().filter_map(|word| Some(lower.rfind(word)? + word.len())).max()?;
    let text = about.get(at..)?.split(". ").next()?;
    Some(text.trim_end_matches('.').replace('\n', " "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn defaults_are_found_wherever_they_stand() {
        let schema = json!({
            "properties": {
                "tier": {"description": "1 to 3; default 3."},
                "source": {"oneOf": [{"properties": {"fetch": {"description": "Rows; default 50."}}}]},
                "steps": {"items": {"$ref": "#/$defs/Step"}},
                "none": {"description": "Has none."},
            },
            "$defs": {"Step": {"properties": {
                "index": {"description": "Default: `a` here, `b` there. And more."},
                "again": {"$ref": "#/$defs/Step"},
            }}},
        });
        let found = rows(&schema, &mut BTreeSet::new());
        let found: Vec<(&str, &str)> = found.iter().map(|(key, default)| (key.as_str(), default.as_str())).collect();
        assert_eq!(found, [("tier", "3"), ("source.fetch", "50"), ("steps[].index", "`a` here, `b` there")]);
    }
}
