//! Random documents that a JSON Schema accepts.

use serde_json::{Map, Value, json};

/// Texts for fields without a form.
const FREE: &[&str] =
    &["texto", "", " ", "yes", "null", "1", "ñandú 😀", "\"'`\\", "a\nb", "${x}", "\u{0}", "kind", "monto > 0"];

/// Values of the forms that are checked by pattern but have no example in the schema.
const FORMS: &[(&str, &str)] = &[
    (r"^[^@\s]+@[^@\s]+\.[^@\s]+$", "a@b.example"),
    (r"^#[a-z0-9_-]{1,79}$", "#a"),
    (r"^[A-Za-z0-9][A-Za-z0-9-]{0,38}$", "owner"),
    (r"^[A-Za-z0-9._-]{1,100}$", "repository"),
    ("^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", "2026-01-31"),
    ("^[A-Za-z][A-Za-z0-9-]{0,63}$", "X-Token"),
    ("^C[0-9]{4}$", "C0408"),
    (r"^-?(0|[1-9][0-9]{0,29})(\.[0-9]{1,18})?$", "-1.50"),
];

/// A generator for the documents of one schema; the same seed gives the same document.
pub struct Generator<'s> {
    root: &'s Value,
    state: u64,
}

impl<'s> Generator<'s> {
    /// A generator for a whole schema.
    pub fn new(root: &'s Value, seed: u64) -> Generator<'s> {
        Generator { root, state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1 }
    }

    /// A document.
    pub fn document(&mut self) -> Value {
        self.value(self.root, 0)
    }

    /// A number below `limit`.
    fn below(&mut self, limit: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state >> 11) as usize % limit
    }

    fn pick<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }

    fn value(&mut self, schema: &Value, depth: usize) -> Value {
        if let Some(constant) = schema.get("const") {
            return constant.clone();
        }
        if let Some(Value::Array(words)) = schema.get("enum") {
            return words[self.below(words.len())].clone();
        }
        let variants = ["oneOf", "anyOf"].iter().find_map(|key| schema.get(key)?.as_array());
        let mut parts: Vec<&Value> = schema.get("allOf").and_then(Value::as_array).into_iter().flatten().collect();
        parts.extend(variants.map(|all| &all[self.below(all.len())]));
        let referred = schema.get("$ref").and_then(Value::as_str).map(|pointer| {
            self.root.pointer(pointer.trim_start_matches('#')).unwrap_or_else(|| panic!("{pointer} is nowhere"))
        });
        parts.extend(referred);
        let mut value =
            if parts.is_empty() || schema.get("properties").is_some() { self.own(schema, depth) } else { Value::Null };
        for part in parts {
            match (&mut value, self.value(part, depth)) {
                (Value::Object(all), Value::Object(more)) => all.extend(more),
                (all, other) => *all = other,
            }
        }
        value
    }

    /// A value of the schema's own type.
    fn own(&mut self, schema: &Value, depth: usize) -> Value {
        let kinds: Vec<&str> = match schema.get("type") {
            Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(kind)) => vec![kind],
            _ => vec!["null"],
        };
        match self.pick(&kinds) {
            "object" => self.object(schema, depth),
            "array" => self.array(schema, depth),
            "string" => self.string(schema),
            "integer" => self.integer(schema),
            "number" => [json!(0), json!(-1), json!(2.5), json!(1e9), json!(1_000_000_007)][self.below(5)].clone(),
            "boolean" => json!(self.below(2) == 0),
            _ => Value::Null,
        }
    }

    fn object(&mut self, schema: &Value, depth: usize) -> Value {
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let mut map = Map::new();
        for (key, below) in schema["properties"].as_object().into_iter().flatten() {
            if required.contains(&key.as_str()) || self.below(depth + 3) == 0 {
                map.insert(key.clone(), self.value(below, depth + 1));
            }
        }
        if let Some(below) = schema.get("additionalProperties").filter(|below| below.is_object()) {
            let least = schema["minProperties"].as_u64().unwrap_or(0) as usize;
            for _ in 0..least + self.below(3) {
                let key = ["a", "dev", "kind", "rule", "core-pg", "ñ", "x y"][self.below(7)];
                if !map.contains_key(key) {
                    map.insert(key.to_string(), self.value(below, depth + 1));
                }
            }
        }
        Value::Object(map)
    }

    fn array(&mut self, schema: &Value, depth: usize) -> Value {
        let least = schema["minItems"].as_u64().unwrap_or(0) as usize;
        let length = least + self.below(3);
        Value::Array((0..length).map(|_| self.value(&schema["items"], depth + 1)).collect())
    }

    fn string(&mut self, schema: &Value) -> Value {
        if let Some(Value::Array(examples)) = schema.get("examples") {
            return examples[self.below(examples.len())].clone();
        }
        if let Some(pattern) = schema["pattern"].as_str() {
            let form = FORMS.iter().find(|(p, _)| *p == pattern);
            return form.unwrap_or_else(|| panic!("give FORMS a value for {pattern}")).1.into();
        }
        match (schema["minLength"].as_u64(), schema["maxLength"].as_u64()) {
            (None, None) => FREE[self.below(FREE.len())].into(),
            (least, _) => "x".repeat(least.unwrap_or(0) as usize).into(),
        }
    }

    fn integer(&mut self, schema: &Value) -> Value {
        let least = schema["minimum"].as_i64().unwrap_or(-3);
        let most = schema["maximum"].as_i64().unwrap_or(least + 9);
        let whole = least + self.below((most - least + 1) as usize) as i64;
        // JSON Schema counts 2.0 among the integers.
        if self.below(8) == 0 { json!(whole as f64) } else { json!(whole) }
    }
}
