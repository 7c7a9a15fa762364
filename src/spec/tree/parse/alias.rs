//! Aliases: a copy of what the anchor names, written at the alias.

use super::super::{Data, Entry, NodeId, Span};
use super::{Builder, Stop};

impl Builder<'_> {
    /// Repeats the anchored nodes, each of them charged and written at the alias.
    pub(super) fn alias(&mut self, anchor: usize, span: Span, depth: usize) -> Result<NodeId, Stop> {
        match self.anchors.get(&anchor) {
            Some(node) => self.repeat(*node, &span, depth),
            None => self.unsupported(span, "an alias inside the value that it names", "write the value out"),
        }
    }

    fn repeat(&mut self, node: NodeId, span: &Span, depth: usize) -> Result<NodeId, Stop> {
        let id = self.open(span, depth)?;
        let data = match self.nodes[node as usize].data.clone() {
            Data::Seq(items) => {
                Data::Seq(items.into_iter().map(|item| self.repeat(item, span, depth + 1)).collect::<Result<_, _>>()?)
            }
            Data::Map(entries) => {
                let again = |e: Entry| {
                    let value = self.repeat(e.value, span, depth + 1)?;
                    Ok(Entry { key_span: span.clone(), value, ..e })
                };
                Data::Map(entries.into_iter().map(again).collect::<Result<_, Stop>>()?)
            }
            data => data,
        };
        self.nodes[id as usize].data = data;
        Ok(id)
    }
}
