//! How a value is laid out: on one line, or with an item a line.

use std::fmt::{self, Write};

use super::trace::{Trace, write_mark};
use super::value::{Kind, Node};
use super::{Json, Literals, chars};

/// The width that generated Python and its like keep to.
pub(super) const WIDTH: usize = 120;

/// Where a literal is written, with or without marks.
pub struct Pen<'o> {
    out: &'o mut dyn Write,
    trace: Trace,
}

impl<'o> Pen<'o> {
    pub(super) fn new(out: &'o mut dyn Write, trace: Trace) -> Pen<'o> {
        Pen { out, trace }
    }

    pub(super) fn write(&mut self, text: &str) -> fmt::Result {
        self.out.write_str(text)
    }

    pub(super) fn newline(&mut self, indent: usize) -> fmt::Result {
        write!(self.out, "\n{:indent$}", "")
    }

    pub(super) fn mark(&mut self, node: &Node<'_>) -> fmt::Result {
        if self.trace == Trace::On { write_mark(self.out, node.from) } else { Ok(()) }
    }

    /// Writes a value on one line.
    pub(super) fn flat<L: Literals>(&mut self, node: &Node<'_>) -> fmt::Result {
        self.mark(node)?;
        match &node.kind {
            Kind::Null => self.write(L::NULL),
            Kind::Bool(value) => self.write(L::BOOL[usize::from(*value)]),
            Kind::Int(number) => write!(self.out, "{number}"),
            Kind::Float(number) => L::float(self.out, *number),
            Kind::Decimal(number) => L::decimal(self.out, number),
            Kind::Text(text) => L::text(self.out, text),
            Kind::List(items) => self.surrounded(L::LIST, L::COMMA, items, |pen, item| pen.flat::<L>(item)),
            Kind::Map(pairs) => self.surrounded(L::MAP, L::COMMA, pairs, |pen, (key, value)| {
                pen.key::<L>(key)?;
                pen.write(L::PAIR)?;
                pen.flat::<L>(value)
            }),
        }
    }

    pub(super) fn key<L: Literals>(&mut self, key: &Node<'_>) -> fmt::Result {
        match &key.kind {
            Kind::Text(text) => {
                self.mark(key)?;
                L::key(self.out, text)
            }
            _ => self.flat::<L>(key),
        }
    }

    fn surrounded<T>(
        &mut self,
        ends: [&str; 2],
        comma: &str,
        items: &[T],
        mut write: impl FnMut(&mut Self, &T) -> fmt::Result,
    ) -> fmt::Result {
        self.write(ends[0])?;
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                self.write(comma)?;
            }
            write(self, item)?;
        }
        self.write(ends[1])
    }

    /// Writes a value on one line if it fits beside the `used` columns, else an item a line.
    pub(super) fn fit<L: Literals>(&mut self, node: &Node<'_>, indent: usize, used: usize) -> fmt::Result {
        if !node.is_collection() || node.is_empty() || used + flat_width::<L>(node) <= WIDTH {
            self.flat::<L>(node)
        } else {
            self.block::<L>(node, indent)
        }
    }

    /// Writes a value with an item a line; `indent` is that of the line on which it opens.
    pub(super) fn block<L: Literals>(&mut self, node: &Node<'_>, indent: usize) -> fmt::Result {
        match &node.kind {
            Kind::List(items) if !items.is_empty() => {
                self.mark(node)?;
                L::block_list(self, items, indent)
            }
            Kind::Map(pairs) if !pairs.is_empty() => {
                self.mark(node)?;
                L::block_map(self, pairs, indent)
            }
            _ => self.flat::<L>(node),
        }
    }

    /// Writes the items of a collection, one a line, without what opens and closes it; the first stands where the pen is.
    pub(super) fn lines<L: Literals>(&mut self, node: &Node<'_>, indent: usize) -> fmt::Result {
        self.mark(node)?;
        match &node.kind {
            Kind::List(items) => list_lines::<L>(self, items, indent, false),
            Kind::Map(pairs) => map_lines::<L>(self, pairs, indent, false),
            _ => self.flat::<L>(node),
        }
    }
}

/// Columns of a value on one line, without marks.
pub(super) fn flat_width<L: Literals>(node: &Node<'_>) -> usize {
    let mut text = String::new();
    Pen { out: &mut text, trace: Trace::Off }.flat::<L>(node).expect("a string takes every write");
    chars::width(&text)
}

/// A value as JSON on one line, for places that take text only.
pub(super) fn flat_json(node: &Node<'_>) -> String {
    let mut text = String::new();
    Pen { out: &mut text, trace: Trace::Off }.flat::<Json>(node).expect("a string takes every write");
    text
}

/// A map's key without marks.
pub(super) fn key_text<L: Literals>(key: &Node<'_>) -> String {
    let mut text = String::new();
    Pen { out: &mut text, trace: Trace::Off }.key::<L>(key).expect("a string takes every write");
    text
}

pub(super) fn list_lines<L: Literals>(
    pen: &mut Pen<'_>,
    items: &[Node<'_>],
    indent: usize,
    opened: bool,
) -> fmt::Result {
    for (i, item) in items.iter().enumerate() {
        if opened || i > 0 {
            pen.newline(indent)?;
        }
        pen.fit::<L>(item, indent, indent + 1)?;
        pen.write(if i + 1 < items.len() { L::COMMA.trim_end() } else { L::LAST })?;
    }
    Ok(())
}

pub(super) fn map_lines<L: Literals>(
    pen: &mut Pen<'_>,
    pairs: &[(Node<'_>, Node<'_>)],
    indent: usize,
    opened: bool,
) -> fmt::Result {
    for (i, (key, value)) in pairs.iter().enumerate() {
        if opened || i > 0 {
            pen.newline(indent)?;
        }
        pen.key::<L>(key)?;
        pen.write(L::PAIR)?;
        pen.fit::<L>(value, indent, indent + chars::width(&key_text::<L>(key)) + L::PAIR.len() + 1)?;
        pen.write(if i + 1 < pairs.len() { L::COMMA.trim_end() } else { L::LAST })?;
    }
    Ok(())
}
