//! What has a literal in every language.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::{Decimal, Fragment, HasOrigins, Ident, Language};
use crate::model::{Fact, Origins};

/// A value on its way to a literal, with its origins. Made by [`Value::node`], read by the languages.
#[derive(Clone, Debug)]
pub struct Node<'a> {
    pub(super) from: Origins,
    pub(super) kind: Kind<'a>,
}

#[derive(Clone, Debug)]
pub(super) enum Kind<'a> {
    Null,
    Bool(bool),
    Int(i128),
    Float(f64),
    Decimal(&'a str),
    Text(Cow<'a, str>),
    List(Vec<Node<'a>>),
    Map(Vec<(Node<'a>, Node<'a>)>),
}

impl<'a> From<Kind<'a>> for Node<'a> {
    fn from(kind: Kind<'a>) -> Node<'a> {
        Node { from: Origins::NONE, kind }
    }
}

impl Node<'_> {
    /// The origins of the value itself and of all that is in it, at most four.
    pub(super) fn all_origins(&self) -> Origins {
        match &self.kind {
            Kind::List(items) => items.iter().fold(self.from, |all, item| all.and(item.all_origins())),
            Kind::Map(pairs) => {
                pairs.iter().fold(self.from, |all, (k, v)| all.and(k.all_origins()).and(v.all_origins()))
            }
            _ => self.from,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        match &self.kind {
            Kind::List(items) => items.is_empty(),
            Kind::Map(pairs) => pairs.is_empty(),
            _ => false,
        }
    }

    pub(super) fn is_collection(&self) -> bool {
        matches!(self.kind, Kind::List(_) | Kind::Map(_))
    }
}

/// A value that has a literal in every language: text, numbers, booleans, options, sequences, maps, sequences of pairs
/// (written as a map in their own order), JSON values, and facts of any of these.
pub trait Value {
    /// The value as a node.
    fn node(&self) -> Node<'_>;
}

impl Value for str {
    fn node(&self) -> Node<'_> {
        Kind::Text(Cow::Borrowed(self)).into()
    }
}

impl Value for String {
    fn node(&self) -> Node<'_> {
        self.as_str().node()
    }
}

impl Value for Ident {
    fn node(&self) -> Node<'_> {
        self.as_str().node()
    }
}

impl Value for Decimal {
    fn node(&self) -> Node<'_> {
        Kind::Decimal(self.as_str()).into()
    }
}

impl Value for bool {
    fn node(&self) -> Node<'_> {
        Kind::Bool(*self).into()
    }
}

/// A number that is not finite is written as text, which a reader of numbers refuses.
impl Value for f64 {
    fn node(&self) -> Node<'_> {
        if self.is_finite() { Kind::Float(*self).into() } else { Kind::Text(self.to_string().into()).into() }
    }
}

macro_rules! whole_numbers {
    ($($t:ty)*) => { $(
        impl Value for $t {
            fn node(&self) -> Node<'_> {
                Kind::Int(*self as i128).into()
            }
        }
    )* };
}
whole_numbers!(u8 u16 u32 u64 usize i8 i16 i32 i64 isize);

/// The text of the fragment as a string literal, e.g. SQL in a Python string.
impl<L: Language> Value for Fragment<L> {
    fn node(&self) -> Node<'_> {
        Node { from: self.origins(), kind: Kind::Text(Cow::Borrowed(self.as_str())) }
    }
}

impl<T: Value> Value for Fact<T> {
    fn node(&self) -> Node<'_> {
        let node = self.value.node();
        Node { from: self.from.and(node.from), kind: node.kind }
    }
}

impl<T: Value + ?Sized> Value for &T {
    fn node(&self) -> Node<'_> {
        (**self).node()
    }
}

impl<T: Value + ?Sized> Value for Box<T> {
    fn node(&self) -> Node<'_> {
        (**self).node()
    }
}

impl<T: Value + ?Sized> Value for Rc<T> {
    fn node(&self) -> Node<'_> {
        (**self).node()
    }
}

impl<T: Value + ToOwned + ?Sized> Value for Cow<'_, T> {
    fn node(&self) -> Node<'_> {
        (**self).node()
    }
}

impl<T: Value> Value for Option<T> {
    fn node(&self) -> Node<'_> {
        self.as_ref().map_or(Kind::Null.into(), Value::node)
    }
}

impl<T: Value> Value for [T] {
    fn node(&self) -> Node<'_> {
        Kind::List(self.iter().map(Value::node).collect()).into()
    }
}

impl<K: Value, V: Value> Value for [(K, V)] {
    fn node(&self) -> Node<'_> {
        Kind::Map(self.iter().map(|(k, v)| (k.node(), v.node())).collect()).into()
    }
}

impl<T> Value for Vec<T>
where
    [T]: Value,
{
    fn node(&self) -> Node<'_> {
        self.as_slice().node()
    }
}

impl<T, const N: usize> Value for [T; N]
where
    [T]: Value,
{
    fn node(&self) -> Node<'_> {
        self.as_slice().node()
    }
}

impl<K: Value, V: Value> Value for BTreeMap<K, V> {
    fn node(&self) -> Node<'_> {
        Kind::Map(self.iter().map(|(k, v)| (k.node(), v.node())).collect()).into()
    }
}

impl Value for serde_json::Value {
    fn node(&self) -> Node<'_> {
        match self {
            serde_json::Value::Null => Kind::Null.into(),
            serde_json::Value::Bool(b) => b.node(),
            serde_json::Value::Number(n) => n.as_i128().map_or_else(
                || Kind::Float(n.as_f64().expect("a JSON number is an integer or a finite float")).into(),
                |whole| Kind::Int(whole).into(),
            ),
            serde_json::Value::String(text) => text.node(),
            serde_json::Value::Array(items) => items.node(),
            serde_json::Value::Object(map) => Kind::Map(map.iter().map(|(k, v)| (k.node(), v.node())).collect()).into(),
        }
    }
}
