//! Languages as types, and how a value is laid out in them.

use std::fmt::{self, Write};
use std::marker::PhantomData;

use super::pen::{Pen, list_lines, map_lines};
use super::trace::Trace;
use super::value::Node;

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
    /// Bash; also lists of words with its comments, an entry a line, such as GitHub's list of owners.
    Sh: ["sh", "txt"];
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
        let mut pen = Pen::new(out, trace);
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
