//! The words of shape findings: what is wrong, and the way out.

use super::super::tree::{Data, Found};
use super::branch::resolve;
use super::rewrite::Written;
use super::{Cause, Tree};
use crate::diagnostics::{Code, Finding, Place, codes, count, suggest};
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use serde_json::Value;

/// A finding without its place.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub code: Code,
    pub message: String,
    pub help: String,
    /// What would stand at its place instead.
    pub fix: Option<String>,
}

impl Text {
    fn new(code: Code, message: impl Into<String>, help: impl Into<String>) -> Text {
        Text { code, message: message.into(), help: help.into(), fix: None }
    }

    fn fix(self, fix: Option<String>) -> Text {
        Text { fix, ..self }
    }

    pub fn at(self, place: Place) -> Finding {
        let finding = Finding::error(self.code, place.clone(), self.message).help(self.help);
        match self.fix {
            Some(text) => finding.fix(place, text),
            None => finding,
        }
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
pub(super) fn unknown_key<'k>(
    key: &str,
    written: Written<'_>,
    absent: &[&'k str],
    known: &[&str],
) -> (Option<&'k str>, Text) {
    let meant = suggest::nearest(key, absent.iter().copied());
    let help = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if known.is_empty() => "remove it; this mapping has no keys".into(),
        None => format!("remove it; the keys here are {}", suggest::list(known.iter().copied())),
    };
    let only = suggest::only(key, absent.iter().copied()).and_then(|meant| written.renamed(meant));
    (meant, Text::new(codes::UNKNOWN_KEY, format!("unknown key `{key}`"), help).fix(only))
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
    let message = format!("{subject} has none of the forms that are allowed here: it is {}", shown(data));
    Text::new(codes::NOT_ALLOWED, message, "see docs/spec.md for the forms of this place")
}

/// What is wrong with the value itself.
pub(super) fn value(
    subject: &str,
    data: &Data,
    written: Written<'_>,
    root: &Value,
    schema: &Value,
    kind: &Kind,
) -> (Cause, Text) {
    let text = match kind {
        Kind::Type { kind } => return (Cause::Type, wrong_type(subject, data, written, kind)),
        Kind::Enum { options } => {
            let text = not_allowed(subject, data, written, options.as_array().map_or(&[], Vec::as_slice));
            refused(text, data, schema)
        }
        Kind::Constant { expected_value } => not_allowed(subject, data, written, std::slice::from_ref(expected_value)),
        Kind::MinProperties { .. } if schema.get(super::branch::ONE_KEY).is_some() => {
            let keys = suggest::list(property_names(root, schema));
            Text::new(codes::MISSING_KEY, format!("{subject} has no key"), format!("write one of {keys}"))
        }
        Kind::Pattern { .. } | Kind::Format { .. } => bad_form(subject, data, schema),
        kind => match limit(kind) {
            Some(limit) => {
                Text::new(codes::OUT_OF_RANGE, format!("{subject} is outside of its limits: {}", size(data)), limit)
            }
            None => bad_form(subject, data, schema),
        },
    };
    (Cause::Value, text)
}

fn limit(kind: &Kind) -> Option<String> {
    Some(match kind {
        Kind::Minimum { limit } => format!("write at least {limit}"),
        Kind::Maximum { limit } => format!("write at most {limit}"),
        Kind::ExclusiveMinimum { limit } => format!("write more than {limit}"),
        Kind::ExclusiveMaximum { limit } => format!("write less than {limit}"),
        Kind::MultipleOf { multiple_of } => format!("write a multiple of {multiple_of}"),
        Kind::MinItems { limit } => format!("write at least {}", count(*limit as usize, "item")),
        Kind::MaxItems { limit } => format!("write at most {}", count(*limit as usize, "item")),
        Kind::MinProperties { limit } => format!("write at least {}", count(*limit as usize, "key")),
        Kind::MaxProperties { limit } => format!("write at most {}", count(*limit as usize, "key")),
        Kind::MinLength { limit } => format!("write at least {}", count(*limit as usize, "character")),
        Kind::MaxLength { limit } => format!("write at most {}", count(*limit as usize, "character")),
        Kind::UniqueItems => "write each item once".into(),
        _ => return None,
    })
}

fn not_allowed(subject: &str, data: &Data, written: Written<'_>, options: &[Value]) -> Text {
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
    // Only the case of its letters can be mended without a guess.
    let same = |word: &&str| matches!(data, Data::Str(s) if s.to_lowercase() == word.to_lowercase());
    let fix = near.filter(same).and_then(|word| written.renamed(word));
    Text::new(codes::NOT_ALLOWED, format!("{subject} cannot be {}", shown(data)), help).fix(fix)
}

/// A value that somebody may want for good reasons: why it is not allowed stands beside what is.
fn refused(text: Text, data: &Data, schema: &Value) -> Text {
    let Data::Str(word) = data else { return text };
    let reason = schema["x-cauce-refused"][word].as_str().map_or_else(String::new, |reason| format!(": {reason}"));
    Text { message: text.message + &reason, ..text }
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
    Text::new(codes::BAD_FORMAT, format!("{} is not in the form of {subject}", shown(data)), help)
}

fn wrong_type(subject: &str, data: &Data, written: Written<'_>, kind: &TypeKind) -> Text {
    let wanted: Vec<String> = match kind {
        TypeKind::Single(one) => vec![one.to_string()],
        TypeKind::Multiple(set) => set.iter().map(|t| t.to_string()).collect(),
    };
    let wants = |t: &str| wanted.iter().any(|w| w == t);
    let names: Vec<&str> = wanted.iter().filter(|w| *w != "null").map(|w| type_name(w)).collect();
    let fix = in_type(data, written, &wants);
    let help = match data {
        Data::Null => format!("give {subject} a value, or leave it out if it is optional"),
        Data::Int(_) | Data::Float(_) | Data::Bool(_) if wants("string") => {
            format!("quote it: `\"{}\"`", written.shown().map_or_else(|| scalar(data), String::from))
        }
        Data::Str(s) if whole(s).is_some() && (wants("integer") || wants("number")) => "remove the quotes".into(),
        Data::Str(s) if wants("number") && s.parse::<f64>().is_ok() => "remove the quotes".into(),
        Data::Str(_) if wants("boolean") => match &fix {
            Some(value) => format!("write `{value}`"),
            None => "write `true` or `false`".into(),
        },
        Data::Str(_) | Data::Int(_) | Data::Float(_) | Data::Bool(_) if wants("array") => {
            format!("write `[{}]`", scalar(data))
        }
        _ => format!("write {}", either(&names)),
    };
    let message = format!("{subject} must be {}, but is {}", either(&names), shown(data));
    Text::new(codes::WRONG_TYPE, message, help).fix(fix)
}

/// The same value in the type that is wanted.
fn in_type(data: &Data, written: Written<'_>, wants: &impl Fn(&str) -> bool) -> Option<String> {
    match data {
        Data::Int(_) | Data::Float(_) | Data::Bool(_) if wants("string") => written.quoted(),
        Data::Str(s) if wants("boolean") => match s.to_lowercase().as_str() {
            "true" | "yes" | "on" | "y" => written.plain(true),
            "false" | "no" | "off" | "n" => written.plain(false),
            _ => None,
        },
        Data::Str(s) if wants("integer") || wants("number") => whole(s).and_then(|n| written.plain(n)),
        _ => None,
    }
}

/// A whole number whose digits say the same without quotes.
fn whole(text: &str) -> Option<i64> {
    text.parse::<i64>().ok().filter(|n| n.to_string() == text)
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

/// What a limit is about: the number of items, keys or letters, or the number itself.
fn size(data: &Data) -> String {
    match data {
        Data::Seq(items) => format!("a list of {}", count(items.len(), "item")),
        Data::Map(entries) => format!("a mapping of {}", count(entries.len(), "key")),
        Data::Str(s) if !s.is_empty() => format!("a text of {}", count(s.chars().count(), "character")),
        data => shown(data),
    }
}

/// What was written, in words.
fn shown(data: &Data) -> String {
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
