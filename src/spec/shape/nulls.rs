//! A key without a value is a slip, not a way to leave the key out.

use serde_json::{Map, Value};

/// The schema without the nulls that optional properties accept: `deletes:` with nothing behind it is an error at that
/// place, instead of a dataset without deletes. Nulls in lists and in free mappings, such as those of test rows, stay.
pub(super) fn without_nulls(schema: &Value) -> Value {
    let mut copy = schema.clone();
    walk(&mut copy);
    copy
}

fn walk(schema: &mut Value) {
    match schema {
        Value::Object(node) => {
            if let Some(Value::Object(properties)) = node.get_mut("properties") {
                properties.values_mut().filter_map(Value::as_object_mut).for_each(strip);
            }
            node.values_mut().for_each(walk);
        }
        Value::Array(list) => list.iter_mut().for_each(walk),
        _ => {}
    }
}

fn strip(property: &mut Map<String, Value>) {
    if let Some(Value::Array(types)) = property.get_mut("type") {
        types.retain(|t| t != "null");
        if let [only] = &types[..] {
            let only = only.clone();
            property.insert("type".into(), only);
        }
    }
    if let Some(Value::Array(list)) = property.get_mut("anyOf") {
        list.retain(|s| s["type"] != "null");
        if let [Value::Object(only)] = &list[..] {
            let only = only.clone();
            property.remove("anyOf");
            only.into_iter().for_each(|(key, value)| _ = property.entry(key).or_insert(value));
        }
    }
    // A default of null says the same as the nulls that are gone.
    if property.get("default") == Some(&Value::Null) {
        property.remove("default");
    }
}
