//! What editors show beside the rules: each tag explains its branch, and a default that a description names is a default.

use serde_json::{Map, Value};

/// Adds to a schema what its descriptions say already.
pub(super) fn document(schema: &mut Value) {
    match schema {
        Value::Object(node) => {
            explain_tags(node);
            for property in
                node.get_mut("properties").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut)
            {
                name_default(property);
            }
            node.values_mut().for_each(document);
        }
        Value::Array(list) => list.iter_mut().for_each(document),
        _ => {}
    }
}

/// The constant of a branch means what the branch means.
fn explain_tags(branch: &mut Map<String, Value>) {
    let Some(about) = branch.get("description").cloned() else { return };
    let tags = branch.get_mut("properties").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut);
    for tag in tags.filter_map(Value::as_object_mut).filter(|tag| tag.contains_key("const")) {
        tag.entry("description").or_insert_with(|| about.clone());
    }
}

fn name_default(property: &mut Value) {
    let default = property["description"].as_str().and_then(default);
    if let (Some(default), Some(node)) = (default, property.as_object_mut()) {
        node.entry("default").or_insert(default);
    }
}

/// The value of a description that ends with "default `2m`." or "default 3."; one that depends on others is no default.
fn default(description: &str) -> Option<Value> {
    let at = description.to_lowercase().rfind("default ")? + "default ".len();
    let value = description.get(at..)?.trim_end_matches('.');
    if let Ok(number) = value.parse::<i64>() {
        return Some(number.into());
    }
    let word = value.strip_prefix('`')?.strip_suffix('`').filter(|word| !word.contains('`'))?;
    Some(match word {
        "true" | "false" => (word == "true").into(),
        word => word.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_default_is_read_from_its_sentence() {
        assert_eq!(default("How long; default `2m`."), Some(json!("2m")));
        assert_eq!(default("Default `true`."), Some(json!(true)));
        assert_eq!(default("1 (critical) to 3; default 3."), Some(json!(3)));
        assert_eq!(default("Team; default: the domain's."), None);
        assert_eq!(default("Default `global` for upserts, `none` else."), None);
        assert_eq!(default("No word of it."), None);
    }

    #[test]
    fn tags_and_properties_are_documented() {
        let mut schema = json!({"description": "Files.", "properties": {"kind": {"const": "s3"},
            "settle": {"description": "Wait; default `2m`.", "type": "string"}}});
        document(&mut schema);
        assert_eq!(schema["properties"]["kind"]["description"], "Files.");
        assert_eq!(schema["properties"]["settle"]["default"], "2m");
    }
}
