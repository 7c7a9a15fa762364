//! Scalars and keys: what they mean, and what is refused of them.

use super::super::{Data, Entry, Problem, Span, scalar};
use super::{Builder, Stop};
use crate::diagnostics::codes;
use granit_parser::{Event, ScalarStyle, Span as Mark, Tag};
use std::borrow::Cow;

impl<'t> Builder<'t> {
    pub(super) fn refuse_tag(&mut self, tag: Option<Cow<'t, Tag>>, mark: &Mark) {
        let Some(tag) = tag else { return };
        let span = self.span(&mark.tag_span().unwrap_or(*mark));
        let message = format!("the tag `{}` is not supported", tag.original());
        let problem = Problem::error(codes::UNSUPPORTED_YAML, span, message);
        self.problems.push(problem.help("remove the tag; quote a value that shall be text"));
    }

    /// Block scalars reach into the lines after them; a reader wants their text only.
    pub(super) fn trim(&self, span: &mut Span, style: ScalarStyle) {
        if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded | ScalarStyle::Plain) {
            let text = &self.text[span.start as usize..span.end as usize];
            span.end = span.start + text.trim_end().len() as u32;
        }
    }

    pub(super) fn scalar(&mut self, text: Cow<'t, str>, style: ScalarStyle, span: &Span) -> Data {
        if style != ScalarStyle::Plain {
            return Data::Str(text.into());
        }
        self.warn_yaml11(&text, span);
        scalar::plain(&text).unwrap_or_else(|why| {
            let problem = Problem::error(codes::UNSUPPORTED_YAML, span.clone(), why);
            self.problems.push(problem.help("quote the value if it is text"));
            Data::Broken
        })
    }

    fn warn_yaml11(&mut self, text: &str, span: &Span) {
        if let Some(reading) = scalar::yaml11(text) {
            let message = format!("`{text}` is text here, but {reading} to readers of YAML 1.1");
            let help = match reading {
                "`true`" | "`false`" => format!("write `\"{text}\"` for text, {reading} for the truth value"),
                _ => format!("quote it: `\"{text}\"`"),
            };
            let trap = Problem::warning(codes::YAML11_TRAP, span.clone(), message).help(help);
            self.problems.push(trap.fix(format!("\"{text}\"")));
        }
    }

    pub(super) fn key(&mut self, event: Event<'t>, mark: Mark) -> Result<(String, Span), Stop> {
        let span = self.span(&mark);
        let Event::Scalar(text, style, anchor, tag) = event else {
            return self.unsupported(span, "a key that is not plain text", "write the key as one word, or quote it");
        };
        self.refuse_tag(tag, &mark);
        let plain = style == ScalarStyle::Plain;
        if anchor != 0 || (plain && span.is_empty()) {
            return self.unsupported(span, "a key that is not plain text", "write the key as one word, or quote it");
        }
        if plain && text == "<<" {
            let problem = Problem::error(codes::UNSUPPORTED_YAML, span.clone(), "merge keys (`<<`) are not supported");
            self.problems.push(problem.help("write the keys out; defaults of a domain go into its `_domain.yaml`"));
        } else if plain {
            self.warn_yaml11(&text, &span);
        }
        Ok((text.into(), span))
    }

    /// Keeps the first of equal keys. Sorting finds them without a copy of each key, however many there are.
    pub(super) fn without_duplicates(&mut self, entries: Vec<Entry>) -> Vec<Entry> {
        let mut order: Vec<usize> = (0..entries.len()).collect();
        order.sort_by(|a, b| entries[*a].key.cmp(&entries[*b].key));
        let mut repeated = vec![];
        for group in order.chunk_by(|a, b| entries[*a].key == entries[*b].key) {
            repeated.extend(group[1..].iter().map(|again| (*again, group[0])));
        }
        repeated.sort_unstable();
        for (again, first) in &repeated {
            let Entry { key, key_span, .. } = &entries[*again];
            let problem =
                Problem::error(codes::DUPLICATE_KEY, key_span.clone(), format!("the key `{key}` is written twice"));
            let first = entries[*first].key_span.clone();
            self.problems.push(problem.see(first, "first written here").help("remove one of the two"));
        }
        let dropped = |i: &usize| repeated.binary_search_by_key(i, |r| r.0).is_ok();
        let merge = |e: &Entry| e.key == "<<";
        entries.into_iter().enumerate().filter(|(i, e)| !dropped(i) && !merge(e)).map(|(_, e)| e).collect()
    }
}
