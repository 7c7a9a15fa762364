//! Planned values and the nodes of the specs that they came from.

use super::At;
use crate::diagnostics::Origin;
use std::ops::Deref;

/// Up to four nodes of the specs that a planned value came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Origins([Origin; 4]);

impl Origins {
    /// A value that nobody wrote.
    pub const NONE: Origins = Origins([Origin::NONE; 4]);

    /// One origin.
    pub fn of(origin: Origin) -> Origins {
        Origins([origin, Origin::NONE, Origin::NONE, Origin::NONE])
    }

    /// The union, at most the first four.
    pub fn and(mut self, other: Origins) -> Origins {
        for origin in other.iter() {
            let free = self.0.iter().position(|o| *o == Origin::NONE || *o == origin);
            if let Some(free) = free {
                self.0[free] = origin;
            }
        }
        self
    }

    /// The origins, in order.
    pub fn iter(&self) -> impl Iterator<Item = Origin> + '_ {
        self.0.iter().copied().filter(|o| *o != Origin::NONE)
    }
}

impl From<Origin> for Origins {
    fn from(origin: Origin) -> Origins {
        Origins::of(origin)
    }
}

/// A planned value with its origins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fact<T> {
    /// The value.
    pub value: T,
    /// Where it came from.
    pub from: Origins,
}

impl<T> Fact<T> {
    /// A value with its origins.
    pub fn new(value: T, from: impl Into<Origins>) -> Fact<T> {
        Fact { value, from: from.into() }
    }

    /// A documented default, which nobody wrote.
    pub fn bare(value: T) -> Fact<T> {
        Fact { value, from: Origins::NONE }
    }

    /// The same origins with a value computed from this one.
    pub fn map<U>(&self, compute: impl FnOnce(&T) -> U) -> Fact<U> {
        Fact { value: compute(&self.value), from: self.from }
    }
}

impl<T> Deref for Fact<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: Clone> From<&At<T>> for Fact<T> {
    fn from(at: &At<T>) -> Fact<T> {
        Fact::new(at.value.clone(), at.at)
    }
}
