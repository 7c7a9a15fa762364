//! From text to [`Tree`]: bounded, without tags, merge keys or duplicate keys.
//!
//! A syntax error or a limit ends the reading; everything else is noted and the reading goes on, so that one run shows
//! all there is.

mod alias;
mod leaf;
mod open;
mod syntax;

use super::{Data, Entry, Node, NodeId, Problem, Span, Tree};
use crate::diagnostics::codes;
use granit_parser::{Event, Parser, ScalarStyle, Span as Mark, StrInput};
use std::collections::HashMap;

const MAX_BYTES: usize = 1 << 20;
const MAX_NODES: usize = 50_000;
const MAX_DEPTH: usize = 32;

/// What became of a text.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The document, as far as it can be used: present unless the text could not be read to its end.
    pub tree: Option<Tree>,
    /// Errors and warnings in the order in which they were met.
    pub problems: Vec<Problem>,
}

/// Reads one YAML document. Never panics, whatever the text.
pub fn parse(text: &str) -> Parsed {
    let mut builder =
        Builder { text, events: Parser::new_from_str(text), nodes: vec![], anchors: HashMap::new(), problems: vec![] };
    let tree = match builder.document() {
        Ok(()) => Some(Tree { nodes: builder.nodes }),
        Err(problem) => {
            builder.problems.push(*problem);
            None
        }
    };
    Parsed { tree, problems: builder.problems }
}

/// What ends the reading. Boxed, because it is rare and the result is passed through every level.
type Stop = Box<Problem>;

struct Builder<'t> {
    text: &'t str,
    events: Parser<'t, StrInput<'t>>,
    nodes: Vec<Node>,
    anchors: HashMap<usize, NodeId>,
    problems: Vec<Problem>,
}

impl<'t> Builder<'t> {
    fn document(&mut self) -> Result<(), Stop> {
        if self.text.len() > MAX_BYTES {
            return self.unsupported(0..0, "the file is larger than 1 MiB", "split it, or move data out of the spec");
        }
        loop {
            let (event, mark) = self.next()?;
            match event {
                Event::DocumentStart(..) if !self.nodes.is_empty() => {
                    let help = "keep one document per file";
                    return self.unsupported(self.span(&mark), "a second YAML document in the same file", help);
                }
                Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd => {}
                Event::StreamEnd => break,
                event => {
                    self.node(event, mark, 0, None)?;
                }
            }
        }
        if self.nodes.iter().all(|n| n.data == Data::Null) {
            let empty = Problem::error(codes::EMPTY, 0..0, "the file is empty");
            return Err(Box::new(empty.help("write the spec, or remove the file")));
        }
        Ok(())
    }

    fn next(&mut self) -> Result<(Event<'t>, Mark), Stop> {
        match self.events.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(Box::new(syntax::problem(self.text, &error))),
            None => {
                let end = self.text.len() as u32;
                Err(Box::new(Problem::error(codes::SYNTAX, end..end, "unexpected end of file")))
            }
        }
    }

    /// The bytes of an event, kept inside the text and at character boundaries.
    fn span(&self, mark: &Mark) -> Span {
        let range = mark.byte_range().unwrap_or(0..0);
        let start = self.text.floor_char_boundary(range.start.min(self.text.len()));
        start as u32..self.text.ceil_char_boundary(range.end.clamp(start, self.text.len())) as u32
    }

    fn unsupported<T>(&self, span: Span, message: impl Into<String>, help: &str) -> Result<T, Stop> {
        Err(Box::new(Problem::error(codes::UNSUPPORTED_YAML, span, message).help(help)))
    }

    /// Takes a number for a node whose content follows.
    fn open(&mut self, span: &Span, depth: usize) -> Result<NodeId, Stop> {
        if self.nodes.len() >= MAX_NODES {
            let message = format!("more than {MAX_NODES} values, those that aliases repeat included");
            return self.unsupported(span.clone(), message, "split the file, or use fewer aliases");
        }
        if depth > MAX_DEPTH {
            return Err(Box::new(too_deep(span.clone())));
        }
        self.nodes.push(Node { span: span.clone(), data: Data::Broken });
        Ok(self.nodes.len() as NodeId - 1)
    }

    /// Reads one node; `key` is where its key was written.
    fn node(&mut self, event: Event<'t>, mark: Mark, depth: usize, key: Option<&Span>) -> Result<NodeId, Stop> {
        let mut span = self.span(&mark);
        if let Event::Alias(anchor) = event {
            return self.alias(anchor, span, depth);
        }
        let id = self.open(&span, depth)?;
        let (data, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_tag(tag, &mark);
                self.trim(&mut span, style);
                if span.is_empty() && style == ScalarStyle::Plain {
                    span = key.cloned().unwrap_or(span);
                }
                (self.scalar(text, style, &span), anchor)
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.refuse_tag(tag, &mark);
                (self.sequence(&mut span, depth)?, anchor)
            }
            Event::MappingStart(_, anchor, tag) => {
                self.refuse_tag(tag, &mark);
                (self.mapping(&mut span, depth)?, anchor)
            }
            _ => return self.unsupported(span, "something that is neither a value, a list nor a mapping", "remove it"),
        };
        self.nodes[id as usize] = Node { span, data };
        if anchor != 0 {
            self.anchors.insert(anchor, id);
        }
        Ok(id)
    }

    fn sequence(&mut self, span: &mut Span, depth: usize) -> Result<Data, Stop> {
        let mut items = vec![];
        loop {
            let (event, mark) = self.next()?;
            if event == Event::SequenceEnd {
                self.close(span, &mark, items.last().copied());
                return Ok(Data::Seq(items));
            }
            items.push(self.node(event, mark, depth + 1, None)?);
        }
    }

    /// A flow collection ends at its bracket, a block collection with its last child.
    fn close(&self, span: &mut Span, end: &Mark, last: Option<NodeId>) {
        let flow = matches!(self.text.as_bytes().get(span.start as usize), Some(b'[' | b'{'));
        let end = match last {
            Some(child) if !flow => self.nodes[child as usize].span.end,
            _ => self.span(end).end,
        };
        span.end = end.max(span.start);
    }

    fn mapping(&mut self, span: &mut Span, depth: usize) -> Result<Data, Stop> {
        let mut entries: Vec<Entry> = vec![];
        loop {
            let (event, mark) = self.next()?;
            if event == Event::MappingEnd {
                self.close(span, &mark, entries.last().map(|e| e.value));
                return Ok(Data::Map(self.without_duplicates(entries)));
            }
            let (key, key_span) = self.key(event, mark)?;
            let (event, mark) = self.next()?;
            let value = self.node(event, mark, depth + 1, Some(&key_span))?;
            entries.push(Entry { key, key_span, value });
        }
    }
}

fn too_deep(span: Span) -> Problem {
    let problem = Problem::error(codes::UNSUPPORTED_YAML, span, format!("nested deeper than {MAX_DEPTH} levels"));
    problem.help("write it flatter; no spec needs that depth")
}
