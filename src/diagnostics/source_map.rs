//! Where things were written: files, their text, and the byte range of every YAML node.

use super::{Within, scalar};
use std::ops::Range;
use std::sync::OnceLock;

/// Number of a file in a [`SourceMap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// The node of a spec that a value came from. [`Origin::NONE`] is a value that nobody wrote (a documented default).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin(u32);

impl Origin {
    /// Written nowhere.
    pub const NONE: Origin = Origin(0);

    /// The origin with a number that [`Origin::number`] gave.
    pub const fn from_number(number: u32) -> Origin {
        Origin(number)
    }

    /// The number that stands for this origin in a trace mark; 0 is [`Origin::NONE`].
    pub const fn number(self) -> u32 {
        self.0
    }
}

/// A byte range of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// Byte offsets into its text.
    pub span: Range<u32>,
}

#[derive(Debug)]
struct File {
    path: String,
    text: String,
    first_node: u32,
    nodes: Vec<Range<u32>>,
    lines: OnceLock<Vec<u32>>,
}

impl File {
    /// Where each line starts; counted when the first finding asks, for most files never.
    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let after_breaks = self.text.match_indices('\n').map(|(at, _)| at as u32 + 1);
            std::iter::once(0).chain(after_breaks).collect()
        })
    }

    /// Number of a line, from 0, and where it starts; a byte order mark is no part of the first line.
    fn line(&self, offset: usize) -> (usize, usize) {
        let line = self.lines().partition_point(|start| *start as usize <= offset) - 1;
        let start = self.lines()[line] as usize;
        (line, if self.text[start..].starts_with('\u{feff}') { start + '\u{feff}'.len_utf8() } else { start })
    }
}

/// All files that were read in one run, with the byte range of each of their nodes.
#[derive(Debug, Default)]
pub struct SourceMap {
    files: Vec<File>,
    nodes: u32,
}

impl SourceMap {
    /// Adds a file with the byte ranges of its nodes; node `i` of the file has the origin [`SourceMap::origin`]`(file, i)`.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>, nodes: Vec<Range<u32>>) -> FileId {
        let first_node = self.nodes + 1;
        self.nodes += nodes.len() as u32;
        self.files.push(File { path: path.into(), text: text.into(), first_node, nodes, lines: OnceLock::new() });
        FileId(self.files.len() as u32 - 1)
    }

    /// The origin of the file's node with this index.
    pub fn origin(&self, file: FileId, node: u32) -> Origin {
        Origin(self.files[file.0 as usize].first_node + node)
    }

    /// Where an origin was written; `None` for [`Origin::NONE`].
    pub fn place(&self, origin: Origin) -> Option<Place> {
        if origin == Origin::NONE {
            return None;
        }
        let at = self.files.partition_point(|f| f.first_node <= origin.0).checked_sub(1)?;
        let file = &self.files[at];
        let span = file.nodes.get((origin.0 - file.first_node) as usize)?.clone();
        Some(Place { file: FileId(at as u32), span })
    }

    /// Where a stretch of a scalar's value was written; the whole scalar where that cannot be told, as behind an alias.
    pub fn place_within(&self, within: &Within) -> Option<Place> {
        let whole = self.place(within.node)?;
        let span = whole.span.start as usize..whole.span.end as usize;
        let found = scalar::within(self.text(whole.file), span, &within.span, &within.text);
        Some(found.map_or(whole.clone(), |span| Place { file: whole.file, span: span.start as u32..span.end as u32 }))
    }

    /// The path of a file, relative to the project root, with `/`.
    pub fn path(&self, file: FileId) -> &str {
        &self.files[file.0 as usize].path
    }

    /// Path and text of every file, in the order in which they were read.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|file| (file.path.as_str(), file.text.as_str()))
    }

    /// The text of a file.
    pub fn text(&self, file: FileId) -> &str {
        &self.files[file.0 as usize].text
    }

    /// Line and column (both from 1, columns in characters) of a byte offset.
    pub fn line_col(&self, file: FileId, offset: u32) -> (usize, usize) {
        let file = &self.files[file.0 as usize];
        let offset = file.text.floor_char_boundary((offset as usize).min(file.text.len()));
        let (line, start) = file.line(offset);
        (line + 1, file.text[start.min(offset)..offset].chars().count() + 1)
    }

    /// The lines that hold a byte range: the number of the first, from 1, and where they stand in the text, without the
    /// last line break.
    pub fn lines(&self, file: FileId, span: &Range<u32>) -> (usize, Range<usize>) {
        let file = &self.files[file.0 as usize];
        let within = |offset: u32| file.text.floor_char_boundary((offset as usize).min(file.text.len()));
        let (line, start) = file.line(within(span.start));
        let last = within(span.end.max(span.start)).max(start);
        let end = file.text[last..].find(['\r', '\n']).map_or(file.text.len(), |n| last + n);
        (line + 1, start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_characters_from_one() {
        let mut map = SourceMap::default();
        let file = map.add("a.yaml", "\u{feff}ab\r\nñandú: x\n\nlast", vec![]);
        let text = map.text(file).to_string();
        let at = |needle: &str| map.line_col(file, text.find(needle).unwrap() as u32);
        assert_eq!(at("ab"), (1, 1), "a byte order mark is no column");
        assert_eq!(at("ñ"), (2, 1));
        assert_eq!(at("ú"), (2, 5));
        assert_eq!(at("last"), (4, 1));
        assert_eq!(map.line_col(file, 10_000), (4, 5));
        assert_eq!(map.line_col(file, 8), (2, 1), "inside of a character");
    }

    #[test]
    fn lines_of_a_span_are_whole() {
        let mut map = SourceMap::default();
        let file = map.add("a.yaml", "one\ntwo\nthree\n", vec![]);
        assert_eq!(map.lines(file, &(5..5)), (2, 4..7));
        assert_eq!(map.lines(file, &(1..9)), (1, 0..13));
        assert_eq!(map.lines(file, &(14..14)), (4, 14..14));
    }

    #[test]
    #[allow(clippy::single_range_in_vec_init)]
    fn origins_lead_back_to_their_node() {
        let mut map = SourceMap::default();
        let first = map.add("a", "xy", vec![0..2, 0..1]);
        let empty = map.add("b", "", vec![]);
        let second = map.add("c", "z", vec![0..1]);
        assert_ne!(first, empty);
        assert_eq!(map.place(map.origin(first, 1)), Some(Place { file: first, span: 0..1 }));
        assert_eq!(map.place(map.origin(second, 0)), Some(Place { file: second, span: 0..1 }));
        assert_eq!(map.place(Origin::NONE), None);
        assert_eq!(map.place(Origin::from_number(99)), None);
    }
}
