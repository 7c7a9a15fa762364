//! Pieces of generated text that know their language.

use std::fmt::{self, Write};
use std::marker::PhantomData;

use askama::DynTemplate;

use super::chars::{is_hidden, write_backslash, write_escaped};
use super::trace::{self, HasOrigins, Trace, write_mark};
use super::{Language, Sql};
use crate::model::{Fact, Origins};

/// Text of the language `L` that was rendered from a template, so that a template of the same language may splice it as it
/// is. It remembers the origins of what is in it. It has no newline at its end.
pub struct Fragment<L> {
    text: String,
    /// Origins of what stands at a byte offset, in order.
    marks: Vec<(usize, Origins)>,
    language: PhantomData<fn() -> L>,
}

impl<L: Language> Fragment<L> {
    /// No text.
    pub fn empty() -> Fragment<L> {
        Fragment { text: String::new(), marks: vec![], language: PhantomData }
    }

    /// Text that stands in cauce's own source.
    pub fn fixed(text: &'static str) -> Fragment<L> {
        Fragment { text: text.to_owned(), ..Fragment::empty() }
    }

    /// Renders a template of this language. Its extension must be one of [`Language::EXTENSIONS`].
    pub fn render(template: &impl DynTemplate) -> Fragment<L> {
        let traced = super::traced(template);
        let mut text = String::with_capacity(traced.len());
        let text_cell = std::cell::RefCell::new(&mut text);
        let mut marks: Vec<(usize, Origins)> = vec![];
        trace::split(
            &traced,
            |piece| text_cell.borrow_mut().push_str(piece),
            |origin| {
                let at = text_cell.borrow().len();
                match marks.last_mut() {
                    Some((last, from)) if *last == at => *from = from.and(Origins::of(origin)),
                    _ => marks.push((at, Origins::of(origin))),
                }
            },
        );
        text.truncate(text.trim_end_matches('\n').len());
        Fragment { text, marks, language: PhantomData }
    }

    /// The fragments one after another with `separator` between them.
    pub fn join(fragments: impl IntoIterator<Item = Fragment<L>>, separator: &'static str) -> Fragment<L> {
        let mut all = Fragment::empty();
        for (i, one) in fragments.into_iter().enumerate() {
            if i > 0 {
                all.text.push_str(separator);
            }
            let start = all.text.len();
            all.marks.extend(one.marks.iter().map(|(at, from)| (start + at, *from)));
            all.text.push_str(&one.text);
        }
        all
    }

    /// Appends the part of `other` in a range of bytes, with the marks that stand in it.
    pub(super) fn copy(&mut self, other: &Fragment<L>, range: std::ops::Range<usize>) {
        let last = range.end == other.text.len();
        let within = |at: usize| range.contains(&at) || last && at >= range.end;
        let start = self.text.len();
        self.marks.extend(
            other.marks.iter().filter(|(at, _)| within(*at)).map(|(at, from)| (at - range.start + start, *from)),
        );
        self.text.push_str(&other.text[range]);
    }

    /// Appends text that stands in cauce's own source.
    pub(super) fn push(&mut self, text: &'static str) {
        self.text.push_str(text);
    }

    /// Begins a line at column `indent`.
    pub(super) fn push_newline(&mut self, indent: usize) {
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n(' ', indent));
    }

    /// The text without marks.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Writes the text, each line but the first indented by `indent`; an empty line stays empty.
    pub(super) fn splice(&self, out: &mut dyn Write, trace: Trace, indent: usize) -> fmt::Result {
        let mut at = 0;
        for (mark, from) in &self.marks {
            let mark = (*mark).min(self.text.len());
            self.piece(out, at, mark, indent)?;
            if trace == Trace::On {
                write_mark(out, *from)?;
            }
            at = mark;
        }
        self.piece(out, at, self.text.len(), indent)
    }

    fn piece(&self, out: &mut dyn Write, start: usize, end: usize, indent: usize) -> fmt::Result {
        let special = |c: char| is_hidden(c) && c != '\t';
        let mut at = start;
        for line in self.text[start..end].split_inclusive('\n') {
            let begins = at > 0 && self.text.as_bytes()[at - 1] == b'\n';
            if begins && !line.starts_with('\n') {
                write!(out, "{:indent$}", "")?;
            }
            write_escaped(
                out,
                line,
                special,
                |out, c| if c == '\n' { out.write_char(c) } else { write_backslash(out, c) },
            )?;
            at += line.len();
        }
        Ok(())
    }
}

impl Fragment<Sql> {
    /// SQL that a spec holds, as it was written. A literal of another language escapes all of it; spliced into SQL, its
    /// control characters (other than newline and tab) and its invisible ones become `\u` escapes, which mean the same
    /// inside a SQL string and are an error outside of one.
    pub fn user(sql: &Fact<String>) -> Fragment<Sql> {
        Fragment { text: sql.value.clone(), marks: vec![(0, sql.from)], language: PhantomData }
    }
}

impl<L: Language> HasOrigins for Fragment<L> {
    fn origins(&self) -> Origins {
        self.marks.iter().fold(Origins::NONE, |all, (_, from)| all.and(*from))
    }
}

impl<L> Clone for Fragment<L> {
    fn clone(&self) -> Fragment<L> {
        Fragment { text: self.text.clone(), marks: self.marks.clone(), language: PhantomData }
    }
}

impl<L> fmt::Debug for Fragment<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Fragment").field(&self.text).finish()
    }
}

impl<L> PartialEq for Fragment<L> {
    fn eq(&self, other: &Fragment<L>) -> bool {
        self.text == other.text && self.marks == other.marks
    }
}

impl<L> Eq for Fragment<L> {}

/// A fragment on its way into a template of its language.
#[derive(Debug)]
pub struct Spliced<'a, L> {
    pub(super) fragment: &'a Fragment<L>,
    pub(super) indent: usize,
}

impl<L: Language> fmt::Display for Spliced<'_, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fragment.splice(f, Trace::Off, self.indent)
    }
}

impl<L: Language> askama::FastWritable for Spliced<'_, L> {
    fn write_into(&self, out: &mut dyn Write, values: &dyn askama::Values) -> askama::Result<()> {
        Ok(self.fragment.splice(out, Trace::of(values), self.indent)?)
    }
}
