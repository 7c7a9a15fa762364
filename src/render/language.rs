//! Languages as types, and how a value is laid out in them.

use std::fmt::{self, Write};
use std::marker::PhantomData;

use super::chars;
use super::trace::{Trace, write_mark};
use super::value::{Kind, Node};

/// The width that generated Python and its like keep to.
pub(super) const WIDTH: usize = 120;

/// A language of generated files.
pub trait Language: 'static {
    /// The extensions of its templates.
    const EXTENSIONS: &'static [&'static str];
}

/// A language that has literals. The functions write complete literals; layout is shared.
pub trait Literals: Language + Sized {
    /// The literal of a missing value.
    const NULL: &'static str = "null";
    /// The literals of false and true.
    const BOOL: [&'static str; 2] = ["false", "true"];
    /// What opens and closes a list.
    const LIST: [&'static str; 2] = ["[", "]"];
    /// What opens and closes a map.
    const MAP: [&'static str; 2] = ["{", "}"];
    /// What stands between a key and its value.
    const PAIR: &'static str = ": ";
    /// What stands between two items on one line.
    const COMMA: &'static str = ", ";
    /// What ends the last item of a list with an item a line.
    const LAST: &'static str = ",";
    /// How far the items of such a list are indented.
    const INDENT: usize = 4;

    /// Writes a text.
    fn text(out: &mut dyn Write, text: &str) -> fmt::Result;

    /// Writes the key of a map.
    fn key(out: &mut dyn Write, key: &str) -> fmt::Result {
        Self::text(out, key)
    }

    /// Writes an exact decimal.
    fn decimal(out: &mut dyn Write, number: &str) -> fmt::Result {
        out.write_str(number)
    }

    /// Writes a finite float.
    fn float(out: &mut dyn Write, number: f64) -> fmt::Result {
        write!(out, "{number:?}")
    }

    /// Writes a list with an item a line; `indent` is that of the line on which it opens.
    fn block_list(pen: &mut Pen<'_>, items: &[Node<'_>], indent: usize) -> fmt::Result {
        pen.write(Self::LIST[0])?;
        list_lines::<Self>(pen, items, indent + Self::INDENT, true)?;
        pen.newline(indent)?;
        pen.write(Self::LIST[1])
    }

    /// Writes a map with a pair a line; `indent` is that of the line on which it opens.
    fn block_map(pen: &mut Pen<'_>, pairs: &[(Node<'_>, Node<'_>)], indent: usize) -> fmt::Result {
        pen.write(Self::MAP[0])?;
        map_lines::<Self>(pen, pairs, indent + Self::INDENT, true)?;
        pen.newline(indent)?;
        pen.write(Self::MAP[1])
    }
}

macro_rules! languages {
    ($($(#[$doc:meta])* $name:ident: $extensions:expr;)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {}
        impl Language for $name {
            const EXTENSIONS: &'static [&'static str] = &$extensions;
        }
    )* };
}
languages! {
    /// Python.
    Py: ["py"];
    /// Terraform's language.
    Hcl: ["tf", "hcl"];
    /// YAML, read as version 1.1 or 1.2.
    Yaml: ["yml", "yaml"];
    /// JSON.
    Json: ["json"];
    /// GitHub's Markdown.
    Md: ["md"];
    /// SQL of Spark; also read by Snowflake.
    Sql: ["sql"];
    /// Bash.
    Sh: ["sh"];
}

/// Where a literal is written, with or without marks.
pub struct Pen<'o> {
    out: &'o mut dyn Write,
    trace: Trace,
}

impl Pen<'_> {
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
    fn lines<L: Literals>(&mut self, node: &Node<'_>, indent: usize) -> fmt::Result {
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

fn list_lines<L: Literals>(pen: &mut Pen<'_>, items: &[Node<'_>], indent: usize, opened: bool) -> fmt::Result {
    for (i, item) in items.iter().enumerate() {
        if opened || i > 0 {
            pen.newline(indent)?;
        }
        pen.fit::<L>(item, indent, indent + 1)?;
        pen.write(if i + 1 < items.len() { L::COMMA.trim_end() } else { L::LAST })?;
    }
    Ok(())
}

fn map_lines<L: Literals>(
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

/// How a literal is laid out.
#[derive(Clone, Copy, Debug)]
pub(super) enum Layout {
    Flat,
    Block(usize),
    Lines(usize),
    Fit(usize, usize),
}

/// A literal of a language, as the filters return it.
#[derive(Debug)]
pub struct Written<'a, L> {
    node: Node<'a>,
    layout: Layout,
    language: PhantomData<fn() -> L>,
}

impl<'a, L: Literals> Written<'a, L> {
    pub(super) fn new(node: Node<'a>, layout: Layout) -> Self {
        Written { node, layout, language: PhantomData }
    }

    fn write(&self, out: &mut dyn Write, trace: Trace) -> fmt::Result {
        let mut pen = Pen { out, trace };
        match self.layout {
            Layout::Flat => pen.flat::<L>(&self.node),
            Layout::Block(indent) => pen.block::<L>(&self.node, indent),
            Layout::Lines(indent) => pen.lines::<L>(&self.node, indent),
            Layout::Fit(indent, used) => pen.fit::<L>(&self.node, indent, used),
        }
    }
}

impl<L: Literals> fmt::Display for Written<'_, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, Trace::Off)
    }
}

impl<L: Literals> askama::FastWritable for Written<'_, L> {
    fn write_into(&self, out: &mut dyn Write, values: &dyn askama::Values) -> askama::Result<()> {
        Ok(self.write(out, Trace::of(values))?)
    }
}
