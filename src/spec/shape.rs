//! Holds a document against the published JSON Schema: every error at the place that has to change.

mod branch;
mod documented;
mod mend;
mod message;
mod nulls;
mod rewrite;
mod tags;

use super::tree::{Data, Entry, Found, NodeId, Tree};
use crate::diagnostics::{FileId, Finding, Place, suggest};
use jsonschema::{ValidationError, Validator};
use rewrite::Written;
use serde_json::Value;
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

/// The JSON Schema of a type, as `cauce schema` publishes it and [`Shape::new`] takes it.
pub fn published<T: schemars::JsonSchema>() -> Value {
    let mut schema = nulls::without_nulls(schemars::schema_for!(T).as_value());
    documented::document(&mut schema);
    schema
}

/// A compiled schema.
#[derive(Debug)]
pub struct Shape {
    schema: Value,
    /// Definitions below which a tag can stand.
    tagged: HashSet<String>,
    validator: Validator,
}

impl Shape {
    /// Compiles a schema that [`published`] made.
    ///
    /// # Panics
    /// If the schema is not a valid JSON Schema, or refers to another file.
    pub fn new(schema: &Value) -> Shape {
        let schema = branch::branchify(schema);
        let validator = jsonschema::validator_for(&schema).expect("a valid schema");
        Shape { tagged: tags::tagged(&schema), schema, validator }
    }

    /// All that is wrong with a document, in the order of its text: one finding for each cause. `text` is what the tree
    /// was read from.
    pub fn check(&self, tree: &Tree, text: &str, file: FileId) -> Vec<Finding> {
        self.raised(tree, text).into_iter().map(|r| r.finding.at(Place { file, span: r.span })).collect()
    }

    fn raised(&self, tree: &Tree, text: &str) -> Vec<Raised> {
        let json = tree.to_json();
        let mut check = Check { schema: &self.schema, tree, text, raised: vec![] };
        self.validator.iter_errors(&json).for_each(|error| check.error(&error));
        check.finish()
    }

    /// A document without findings, in the form that typed specs are read from; see [`Tree::to_wrapped`].
    pub fn wrap(&self, tree: &Tree, origin: impl Fn(NodeId) -> u32) -> Value {
        let tags = tags::tags(&self.schema, &self.tagged, tree);
        tree.to_wrapped(origin, |node| tags.contains(&node))
    }
}

/// What a raised finding says about others.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Cause {
    /// This key of the mapping at the pointer is unknown; perhaps the second one was meant.
    Unknown(String, Option<String>),
    /// This key is missing from the mapping at the pointer.
    Missing(String),
    /// The value at the pointer has the wrong type, so nothing else can be said about it.
    Type,
    /// Anything else.
    Value,
}

struct Raised {
    pointer: String,
    cause: Cause,
    span: Range<u32>,
    finding: message::Text,
}

struct Check<'c> {
    schema: &'c Value,
    tree: &'c Tree,
    text: &'c str,
    raised: Vec<Raised>,
}

impl Check<'_> {
    fn raise(&mut self, pointer: &str, cause: Cause, span: Range<u32>, finding: message::Text) {
        self.raised.push(Raised { pointer: pointer.into(), cause, span, finding });
    }

    fn error(&mut self, error: &ValidationError<'_>) {
        use jsonschema::error::ValidationErrorKind as Kind;
        let pointer = error.instance_path().as_str();
        let Some(found) = self.tree.find(pointer) else { return };
        if self.tree.node(found.node).data == Data::Broken {
            return;
        }
        let keyword = error.schema_path().as_str();
        let parent = keyword.rsplit_once('/').map_or("", |(parent, _)| parent);
        let schema = self.schema.pointer(parent).unwrap_or(&Value::Null);
        match error.kind() {
            Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
                self.unknown_keys(pointer, &found, schema, unexpected);
            }
            Kind::Required { property } => {
                self.missing_key(pointer, &found, schema, property.as_str().unwrap_or_default())
            }
            Kind::MaxProperties { .. } if schema.get(branch::ONE_KEY).is_some() => self.several_keys(pointer, &found),
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => self.alternatives(pointer, &found, context),
            kind => self.value(pointer, &found, schema, kind),
        }
    }

    fn value(&mut self, pointer: &str, found: &Found, schema: &Value, kind: &jsonschema::error::ValidationErrorKind) {
        let node = self.tree.node(found.node);
        let subject = message::subject(pointer, found);
        let written = Written::at(self.text, &node.span);
        let (cause, text) = message::value(&subject, &node.data, written, self.schema, schema, kind);
        self.raise(pointer, cause, node.span.clone(), text);
    }

    fn unknown_keys(&mut self, pointer: &str, found: &Found, schema: &Value, unexpected: &[String]) {
        let known = message::property_names(self.schema, schema);
        let unexpected: BTreeSet<&str> = unexpected.iter().map(String::as_str).collect();
        let entries = self.tree.entries(found.node);
        let absent: Vec<&str> = known.iter().copied().filter(|k| entries.iter().all(|e| e.key != *k)).collect();
        for entry in entries.iter().filter(|e| unexpected.contains(e.key.as_str())) {
            let (meant, text) = message::unknown_key(&entry.key, self.written(entry), &absent, &known);
            let cause = Cause::Unknown(entry.key.clone(), meant.map(String::from));
            self.raise(pointer, cause, entry.key_span.clone(), text);
        }
    }

    /// Points at the key of the mapping, or at its first key; a misspelt key that is close is blamed instead.
    fn missing_key(&mut self, pointer: &str, found: &Found, schema: &Value, key: &str) {
        let known = message::property_names(self.schema, schema);
        let entries = self.tree.entries(found.node);
        let foreign = |k: &str| !known.contains(&k) && message::is_near(k, key);
        if let Some(entry) = entries.iter().find(|e| foreign(&e.key)) {
            let (_, mut text) = message::unknown_key(&entry.key, self.written(entry), &[key], &known);
            // Another key that is not there yet may have been meant as well.
            let absent = known.iter().copied().filter(|k| entries.iter().all(|e| e.key != *k));
            text.fix = text.fix.filter(|_| suggest::only(&entry.key, absent) == Some(key));
            let cause = Cause::Unknown(entry.key.clone(), Some(key.into()));
            return self.raise(pointer, cause, entry.key_span.clone(), text);
        }
        let first = || entries.first().map(|e| e.key_span.clone());
        let span = found.key_span.clone().or_else(first).unwrap_or_else(|| self.tree.node(found.node).span.clone());
        let text = message::missing_key(&message::subject(pointer, found), key, self.schema, schema);
        self.raise(pointer, Cause::Missing(key.into()), span, text);
    }

    fn written(&self, entry: &Entry) -> Written<'_> {
        Written::at(self.text, &entry.key_span)
    }

    /// Points at the second key where only one may be.
    fn several_keys(&mut self, pointer: &str, found: &Found) {
        let keys = self.tree.entries(found.node);
        let span = keys.get(1).map_or_else(|| self.tree.node(found.node).span.clone(), |e| e.key_span.clone());
        let text = message::several_keys(keys.iter().map(|e| e.key.as_str()));
        self.raise(pointer, Cause::Value, span, text);
    }

    /// Alternatives that could not be told apart beforehand: the one that accepts the value's type is taken for the
    /// one that was meant, if it is the only one.
    fn alternatives(&mut self, pointer: &str, found: &Found, context: &[Vec<ValidationError<'static>>]) {
        let wrong_type = |error: &ValidationError<'_>| {
            matches!(error.kind(), jsonschema::error::ValidationErrorKind::Type { .. })
                && error.instance_path().as_str() == pointer
        };
        let near: Vec<_> = context.iter().filter(|errors| !errors.iter().any(wrong_type)).collect();
        if let [errors] = near[..] {
            return errors.iter().for_each(|error| self.error(error));
        }
        let span = self.tree.node(found.node).span.clone();
        let text = message::no_alternative(&message::subject(pointer, found), &self.tree.node(found.node).data);
        self.raise(pointer, Cause::Value, span, text);
    }

    /// Leaves one finding for each cause, in the order of the text.
    fn finish(self) -> Vec<Raised> {
        let mut typed = HashSet::new();
        let mut blamed = HashSet::new();
        for raised in &self.raised {
            match &raised.cause {
                Cause::Type => _ = typed.insert(raised.pointer.clone()),
                Cause::Unknown(_, Some(meant)) => _ = blamed.insert((raised.pointer.clone(), meant.clone())),
                _ => {}
            }
        }
        let explained = |r: &Raised| match &r.cause {
            Cause::Missing(key) => blamed.contains(&(r.pointer.clone(), key.clone())),
            Cause::Value => typed.contains(&r.pointer),
            _ => false,
        };
        let mut kept: Vec<Raised> = self.raised.into_iter().filter(|r| !explained(r)).collect();
        kept.sort_by(|a, b| a.order().cmp(&b.order()));
        kept.dedup_by(|a, b| a.pointer == b.pointer && a.finding.code == b.finding.code && a.cause.same(&b.cause));
        leave_rivals(&mut kept);
        kept
    }
}

/// Two keys that seem to mean the same one cannot both become it.
fn leave_rivals(kept: &mut [Raised]) {
    let meant = |r: &Raised| match &r.cause {
        Cause::Unknown(_, Some(meant)) => Some((r.pointer.clone(), meant.clone())),
        _ => None,
    };
    let all: Vec<_> = kept.iter().filter_map(meant).collect();
    for raised in kept {
        let rivals = meant(raised).is_some_and(|own| all.iter().filter(|other| **other == own).count() > 1);
        raised.finding.fix = raised.finding.fix.take().filter(|_| !rivals);
    }
}

impl Raised {
    /// By place; of two that name the same key the one with a suggestion comes first.
    fn order(&self) -> impl Ord {
        let guess = matches!(self.cause, Cause::Unknown(_, Some(_)));
        (self.span.start, self.span.end, self.finding.code, !guess, self.finding.message.clone())
    }
}

impl Cause {
    /// Whether both say the same, perhaps with other words.
    fn same(&self, other: &Cause) -> bool {
        match (self, other) {
            (Cause::Unknown(a, _), Cause::Unknown(b, _)) => a == b,
            (a, b) => a == b,
        }
    }
}

#[cfg(test)]
mod tests;
