//! A YAML document as a numbered tree: every node knows the bytes it was written in.
//!
//! Nodes are numbered in document order, the root is 0; the number is the index into [`Tree::spans`], and with it into
//! the nodes that a [`SourceMap`](crate::diagnostics::SourceMap) keeps for the file.

mod parse;
mod problem;
mod scalar;

pub use parse::{Parsed, parse};
pub use problem::Problem;

use serde_json::Value;
use std::ops::Range;

/// Number of a node in its [`Tree`].
pub type NodeId = u32;

/// Byte offsets into the text of the file.
pub type Span = Range<u32>;

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// Nothing was written, or `null`.
    Null,
    /// A value that was already reported and stands for nothing, such as a number out of range.
    Broken,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A finite number with a fraction.
    Float(f64),
    /// Text.
    Str(String),
    /// A list.
    Seq(Vec<NodeId>),
    /// A mapping in the order in which it was written, without duplicates.
    Map(Vec<Entry>),
}

/// One entry of a mapping.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key was written, quotes included.
    pub key_span: Span,
    /// Its value.
    pub value: NodeId,
}

/// A node and where it was written. A node that came through an alias was written at the alias.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The bytes of the value; those of its key where nothing was written.
    pub span: Span,
    /// What it holds.
    pub data: Data,
}

/// A whole document.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    nodes: Vec<Node>,
}

/// A node found by its JSON pointer.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The node.
    pub node: NodeId,
    /// The key that leads to it, if it is the value of a mapping's entry.
    pub key_span: Option<Span>,
}

impl Tree {
    /// The root's number.
    pub const ROOT: NodeId = 0;

    /// The node with this number.
    ///
    /// # Panics
    /// If the number is not one of this tree.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    /// The byte range of every node, in the order of their numbers.
    pub fn spans(&self) -> Vec<Span> {
        self.nodes.iter().map(|n| n.span.clone()).collect()
    }

    /// The entries of a mapping, none for any other node.
    pub fn entries(&self, id: NodeId) -> &[Entry] {
        match &self.node(id).data {
            Data::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The entry of a mapping with this key.
    pub fn entry(&self, id: NodeId, key: &str) -> Option<&Entry> {
        self.entries(id).iter().find(|e| e.key == key)
    }

    /// The node at a JSON pointer (RFC 6901), such as `/columns/3/name`.
    pub fn find(&self, pointer: &str) -> Option<Found> {
        pointer.split('/').skip(1).try_fold(Found { node: Tree::ROOT, key_span: None }, |at, step| {
            match &self.node(at.node).data {
                Data::Seq(items) => Some(Found { node: *items.get(step.parse::<usize>().ok()?)?, key_span: None }),
                _ => {
                    let entry = self.entry(at.node, &step.replace("~1", "/").replace("~0", "~"))?;
                    Some(Found { node: entry.value, key_span: Some(entry.key_span.clone()) })
                }
            }
        })
    }

    /// Gives an entry of a mapping another key, unless that one is there.
    pub fn rename(&mut self, mapping: NodeId, key: &str, new: &str) {
        let Data::Map(entries) = &mut self.nodes[mapping as usize].data else { return };
        if entries.iter().all(|e| e.key != new) {
            entries.iter_mut().filter(|e| e.key == key).for_each(|entry| entry.key = new.into());
        }
    }

    /// Takes a value out of its mapping or list; the numbers of all nodes stay.
    pub fn remove(&mut self, parent: NodeId, child: NodeId) {
        match &mut self.nodes[parent as usize].data {
            Data::Map(entries) => entries.retain(|e| e.value != child),
            Data::Seq(items) => items.retain(|item| *item != child),
            _ => {}
        }
    }

    /// The document as plain JSON.
    pub fn to_json(&self) -> Value {
        self.value(Tree::ROOT, &|value, _| value)
    }

    /// The document with each scalar wrapped as `[scalar, origin(node)]`.
    ///
    /// Bare stay nulls, so that an `Option` reads them, and the nodes that `bare` names: serde chooses the variant of a
    /// tagged enum by plain text.
    pub fn to_wrapped(&self, origin: impl Fn(NodeId) -> u32, bare: impl Fn(NodeId) -> bool) -> Value {
        self.value(Tree::ROOT, &|value, id| match bare(id) {
            true => value,
            false => Value::Array(vec![value, origin(id).into()]),
        })
    }

    fn value(&self, id: NodeId, leaf: &impl Fn(Value, NodeId) -> Value) -> Value {
        match &self.node(id).data {
            Data::Null | Data::Broken => Value::Null,
            Data::Str(s) => leaf(Value::from(s.as_str()), id),
            Data::Bool(b) => leaf(Value::from(*b), id),
            Data::Int(i) => leaf(Value::from(*i), id),
            Data::Float(f) => leaf(Value::from(*f), id),
            Data::Seq(items) => items.iter().map(|item| self.value(*item, leaf)).collect(),
            Data::Map(entries) => {
                Value::Object(entries.iter().map(|e| (e.key.clone(), self.value(e.value, leaf))).collect())
            }
        }
    }
}

#[cfg(test)]
mod tests;
