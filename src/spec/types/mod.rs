//! Specs as written: nothing defaulted, every leaf located.

mod consumers;
mod dataset;
mod exceptions;
mod layers;
mod platform;

pub use consumers::*;
pub use dataset::*;
pub use exceptions::*;
pub use layers::*;
pub use platform::*;

use crate::model::{At, SharedType, Slug};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// `specs/_types.yaml`: column types that datasets share.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TypesSpec {
    /// Name → type; a column takes one with `use`.
    pub types: IndexMap<String, SharedType>,
}

/// `specs/<domain>/_domain.yaml`: a domain and the defaults of its datasets.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DomainSpec {
    /// What the domain holds.
    pub description: At<String>,
    /// Team that answers for it, and for its datasets unless they name another.
    pub owner: At<Slug>,
    /// What its datasets have unless they say otherwise.
    #[serde(default)]
    pub defaults: DefaultsSpec,
}
