//! The words of shape findings: what is wrong, and the way out.

use super::super::tree::{Data, Found};
use super::branch::resolve;
use super::{Cause, Tree};
use crate::diagnostics::{Code, Finding, Place, codes, suggest};
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use serde_json::Value;

/// A finding without its place.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub code: Code,
    pub message: String,
    pub help: String,
}

impl Text {
    fn new(code: Code, message: impl Into<String>, help: impl Into<String>) -> Text {
        Text { code, message: message.into(), help: help.into() }
    }

    pub fn at(self, place: Place) -> Finding {
        Finding::error(self.code, place, self.message).help(self.help)
    }
}

/// How a message names the value at a pointer.
pub(super) fn subject(pointer: &str, found: &Found) -> String {
    let last = pointer.rsplit('/').next().unwrap_or_default().replace("~1", "/").replace("~0", "~");
    match (&found.key_span, found.node) {
        (Some(_), _) => format!("`{last}`"),
        (None, Tree::ROOT) => "the file".into(),
        (None, _) => "this item".into(),
    }
}

/// The keys that a mapping may have, those of its branches included.
pub(super) fn property_names<'s>(root: &'s Value, schema: &'s Value) -> Vec<&'s str> {
    let mut names = vec![];
    collect_properties(root, schema, &mut |name, _| {
        if !names.contains(&name) {
            names.push(name);
        }
    });
    names
}

fn collect_properties<'s>(root: &'s Value, schema: &'s Value, see: &mut dyn FnMut(&'s str, &'s Value)) {
    let target = resolve(root, schema);
    for (name, below) in schema["properties"].as_object().into_iter().flatten() {
        see(name, below);
    }
    if !std::ptr::eq(target, schema) {
        collect_properties(root, target, see);
    }
    for branch in schema["allOf"].as_array().into_iter().flatten() {
        collect_properties(root, branch, see);
    }
    if let Some(then) = schema.get("then") {
        collect_properties(root, then, see);
    }
}

pub(super) fn is_near(word: &str, key: &str) -> bool {
    suggest::nearest(word, [key]).is_some()
}

/// Of the keys that are not there yet, the one that was meant; failing that, all keys are listed.
pub(super) fn unknown_key<'k>(key: &str, absent: &[&'k str], known: &[&str]) -> (Option<&'k str>, Text) {
    let meant = suggest::nearest(key, absent.iter().copied());
    let help = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if known.is_empty() => "remove it; this mapping has no keys".into(),
        None => format!("remove it; the keys here are {}", suggest::list(known.iter().copied())),
    };
    (meant, Text::new(codes::UNKNOWN_KEY, format!("unknown key `{key}`"), help))
}

pub(super) fn missing_key(subject: &str, key: &str, root: &Value, schema: &Value) -> Text {
    let mut own = None;
    collect_properties(root, schema, &mut |name, below| own = own.or((name == key).then_some(below)));
    let own = own.unwrap_or(&Value::Null);
    let about = own.get("description").or_else(|| resolve(root, own).get("description")).and_then(Value::as_str);
    let help = match (words(own), about) {
        (Some(words), _) => format!("add `{key}:` with one of {words}"),
        (None, Some(about)) => format!("add `{key}:` ({})", about.trim_end_matches('.')),
        (None, None) => format!("add `{key}:`"),
    };
    Text::new(codes::MISSING_KEY, format!("{subject} has no key `{key}`"), help)
}

pub(super) fn several_keys<'k>(keys: impl Iterator<Item = &'k str>) -> Text {
    let message = format!("one key is allowed here, but there are {}", suggest::list(keys));
    Text::new(codes::NOT_ALLOWED, message, "make an item of its own of each")
}

pub(super) fn no_alternative(subject: &str, data: &Data) -> Text {
    let message = format!("{subject} has none of the forms that are allowed here: it is {}", written(data));
    Text::new(codes::NOT_ALLOWED, message, "see docs/spec.md for the forms of this place")
}

/// What is wrong with the value itself.
pub(super) fn value(subject: &str, data: &Data, root: &Value, schema: &Value, kind: &Kind) -> (Cause, Text) {
    let text = match kind {
        Kind::Type { kind } => return (Cause::Type, wrong_type(subject, data, kind)),
        Kind::Enum { options } => not_allowed(subject, data, options.as_array().map_or(&[], Vec::as_slice)),
        Kind::Constant { expected_value } => not_allowed(subject, data, std::slice::from_ref(expected_value)),
        Kind::MinProperties { .. } if schema.get(super::branch::ONE_KEY).is_some() => {
            let keys = suggest::list(property_names(root, schema));
            Text::new(codes::MISSING_KEY, format!("{subject} has no key"), format!("write one of {keys}"))
        }
        Kind::Pattern { .. } | Kind::Format { .. } => bad_form(subject, data, schema),
        kind => match limit(kind) {
            Some(limit) => {
                Text::new(codes::OUT_OF_RANGE, format!("{subject} is outside of its limits: {}", written(data)), limit)
            }
            None => bad_form(subject, data, schema),
        },
    };
    (Cause::Value, text)
}

fn limit(kind: &Kind) -> Option<String> {
    let plural = |n: &u64, one: &str, more: &str| format!("{n} {}", if *n == 1 { one } else { more });
    Some(match kind {
        Kind::Minimum { limit } => format!("write at least {limit}"),
        Kind::Maximum { limit } => format!("write at most {limit}"),
        Kind::ExclusiveMinimum { limit } => format!("write more than {limit}"),
        Kind::ExclusiveMaximum { limit } => format!("write less than {limit}"),
        Kind::MultipleOf { multiple_of } => format!("write a multiple of {multiple_of}"),
        Kind::MinItems { limit } => format!("write at least {}", plural(limit, "item", "items")),
        Kind::MaxItems { limit } => format!("write at most {}", plural(limit, "item", "items")),
        Kind::MinProperties { limit } => format!("write at least {}", plural(limit, "key", "keys")),
        Kind::MaxProperties { limit } => format!("write at most {}", plural(limit, "key", "keys")),
        Kind::MinLength { limit } => format!("write at least {}", plural(limit, "character", "characters")),
        Kind::MaxLength { limit } => format!("write at most {}", plural(limit, "character", "characters")),
        Kind::UniqueItems => "write each item once".into(),
        _ => return None,
    })
}

fn not_allowed(subject: &str, data: &Data, options: &[Value]) -> Text {
    let texts: Vec<String> = options.iter().map(|o| o.as_str().map_or_else(|| o.to_string(), String::from)).collect();
    let all = || texts.iter().map(String::as_str);
    let near = match data {
        Data::Str(word) => suggest::nearest(word, all()),
        _ => None,
    };
    let help = match (near, &texts[..]) {
        (Some(near), _) => format!("did you mean `{near}`? Allowed: {}", suggest::list(all())),
        (None, [only]) => format!("write `{only}`"),
        (None, _) => format!("write one of {}", suggest::list(all())),
    };
    Text::new(codes::NOT_ALLOWED, format!("{subject} cannot be {}", written(data)), help)
}

fn bad_form(subject: &str, data: &Data, schema: &Value) -> Text {
    let form = schema.get("x-cauce-form").or_else(|| schema.get("description")).and_then(Value::as_str);
    let example = schema["examples"].get(0).map(|e| e.as_str().map_or_else(|| e.to_string(), String::from));
    let help = match (form, example) {
        (Some(form), Some(example)) => format!("write {form}; for example `{example}`"),
        (Some(form), None) => format!("write {form}"),
        (None, Some(example)) => format!("write it like `{example}`"),
        (None, None) => format!("write text that matches {}", schema["pattern"]),
    };
    Text::new(codes::BAD_FORMAT, format!("{} is not in the form of {subject}", written(data)), help)
}

fn wrong_type(subject: &str, data: &Data, kind: &TypeKind) -> Text {
    let wanted: Vec<String> = match kind {
        TypeKind::Single(one) => vec![one.to_string()],
        TypeKind::Multiple(set) => set.iter().map(|t| t.to_string()).collect(),
    };
    let wants = |t: &str| wanted.iter().any(|w| w == t);
    let names: Vec<&str> = wanted.iter().filter(|w| *w != "null").map(|w| type_name(w)).collect();
    let help = match data {
        Data::Null => format!("give {subject} a value, or remove it"),
        Data::Int(_) | Data::Float(_) | Data::Bool(_) if wants("string") => format!("quote it: `\"{}\"`", scalar(data)),
        Data::Str(s)
            if (wants("integer") && s.parse::<i64>().is_ok()) || (wants("number") && s.parse::<f64>().is_ok()) =>
        {
            "remove the quotes".into()
        }
        Data::Str(_) if wants("boolean") => "write `true` or `false`".into(),
        Data::Str(_) | Data::Int(_) | Data::Float(_) | Data::Bool(_) if wants("array") => {
            format!("write `[{}]`", scalar(data))
        }
        _ => format!("write {}", either(&names)),
    };
    let message = format!("{subject} must be {}, but is {}", either(&names), written(data));
    Text::new(codes::WRONG_TYPE, message, help)
}

/// `a, b or c`.
fn either(names: &[&str]) -> String {
    match names {
        [rest @ .., last] if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

fn type_name(word: &str) -> &'static str {
    match word {
        "string" => "text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "`true` or `false`",
        "array" => "a list",
        "object" => "a mapping",
        _ => "nothing",
    }
}

fn written(data: &Data) -> String {
    match data {
        Data::Null | Data::Broken => "empty".into(),
        Data::Str(s) if s.is_empty() => "an empty text".into(),
        Data::Seq(_) => "a list".into(),
        Data::Map(_) => "a mapping".into(),
        Data::Int(_) | Data::Float(_) => format!("the number `{}`", scalar(data)),
        Data::Bool(_) | Data::Str(_) => format!("`{}`", scalar(data)),
    }
}

/// The text of a scalar, cut where it would fill the screen.
fn scalar(data: &Data) -> String {
    const LONGEST: usize = 60;
    let text = match data {
        Data::Str(s) => s.clone(),
        Data::Int(i) => i.to_string(),
        Data::Float(f) => f.to_string(),
        Data::Bool(b) => b.to_string(),
        _ => String::new(),
    };
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// The allowed words of a property, if it has a closed list.
fn words(schema: &Value) -> Option<String> {
    let list = schema.get("enum")?.as_array()?;
    Some(suggest::list(list.iter().filter_map(Value::as_str)))
}
