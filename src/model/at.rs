//! `At<T>`: a value that knows where it was written.

use crate::diagnostics::{Origin, Within};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::ops::Deref;

/// A scalar of a spec with the node that it was written in.
///
/// It is read from a tree whose scalars are wrapped as `[value, number]`, which survives serde's buffering of tagged enums;
/// its JSON Schema is that of the bare value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At<T> {
    /// The value as written.
    pub value: T,
    /// Where it was written.
    pub at: Origin,
}

impl<T> Deref for At<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl At<String> {
    /// The place of some bytes of the text, for findings about a token in it.
    pub fn within(&self, span: std::ops::Range<usize>) -> Within {
        let text = self.value.get(span.clone()).unwrap_or_default().to_string();
        Within { node: self.at, span, text }
    }
}

impl<T: std::fmt::Display> At<T> {
    /// The value's text, planned.
    pub fn fact(&self) -> super::Fact<String> {
        super::Fact::new(self.value.to_string(), self.at)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for At<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (value, number) = Deserialize::deserialize(deserializer)?;
        Ok(At { value, at: Origin::from_number(number) })
    }
}

impl<T: schemars::JsonSchema> schemars::JsonSchema for At<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        T::json_schema(generator)
    }
}
