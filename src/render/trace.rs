//! Trace marks: where a planned value stands in a text, and which nodes of the specs it came from.
//!
//! A mark is `\x01`, the origins' numbers in hexadecimal with commas between them, `\x02`. It cannot collide with a value,
//! because every filter escapes or blanks control characters.

use std::any::Any;
use std::fmt::{self, Write};

use crate::diagnostics::Origin;
use crate::model::{Fact, Origins};

const START: char = '\u{1}';
const END: char = '\u{2}';

/// Whether a rendering holds marks. It reaches the filters as the runtime values of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trace {
    /// The text alone.
    Off,
    /// The text with a mark before each planned value.
    On,
}

impl Trace {
    /// The mode of the rendering that is under way.
    pub(super) fn of(values: &dyn askama::Values) -> Trace {
        askama::get_value::<Trace>(values, "trace").copied().unwrap_or(Trace::Off)
    }
}

impl askama::Values for Trace {
    fn get_value<'a>(&'a self, key: &str) -> Option<&'a dyn Any> {
        (key == "trace").then_some(self as &dyn Any)
    }
}

/// What knows where it came from.
pub trait HasOrigins {
    /// The nodes of the specs, at most four.
    fn origins(&self) -> Origins;
}

impl HasOrigins for Origins {
    fn origins(&self) -> Origins {
        *self
    }
}

impl<T> HasOrigins for Fact<T> {
    fn origins(&self) -> Origins {
        self.from
    }
}

impl<T: HasOrigins + ?Sized> HasOrigins for &T {
    fn origins(&self) -> Origins {
        (**self).origins()
    }
}

impl<T: HasOrigins> HasOrigins for Option<T> {
    fn origins(&self) -> Origins {
        self.as_ref().map_or(Origins::NONE, HasOrigins::origins)
    }
}

impl<T: HasOrigins> HasOrigins for [T] {
    fn origins(&self) -> Origins {
        self.iter().fold(Origins::NONE, |all, one| all.and(one.origins()))
    }
}

impl<T: HasOrigins> HasOrigins for Vec<T> {
    fn origins(&self) -> Origins {
        self.as_slice().origins()
    }
}

/// Writes a mark; nothing for a value that nobody wrote.
pub(super) fn write_mark(out: &mut dyn Write, from: Origins) -> fmt::Result {
    for (i, origin) in from.iter().enumerate() {
        write!(out, "{}{:x}", if i == 0 { START } else { ',' }, origin.number())?;
    }
    if from.iter().next().is_some() { out.write_char(END) } else { Ok(()) }
}

/// A mark without text, for a line that depends on a value which it does not show.
#[derive(Clone, Copy, Debug)]
pub struct Mark(pub(super) Origins);

impl fmt::Display for Mark {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl askama::FastWritable for Mark {
    fn write_into(&self, out: &mut dyn Write, values: &dyn askama::Values) -> askama::Result<()> {
        match Trace::of(values) {
            Trace::On => Ok(write_mark(out, self.0)?),
            Trace::Off => Ok(()),
        }
    }
}

/// Splits a traced text at its marks: calls `text` with what stands between them and `mark` with their origins.
pub(super) fn split<'a>(traced: &'a str, mut text: impl FnMut(&'a str), mut mark: impl FnMut(Origin)) {
    let mut rest = traced;
    while let Some((before, from)) = rest.split_once(START) {
        text(before);
        let (numbers, after) = from.split_once(END).expect("every mark is closed");
        for number in numbers.split(',') {
            mark(Origin::from_number(u32::from_str_radix(number, 16).expect("a mark holds hexadecimal numbers")));
        }
        rest = after;
    }
    text(rest);
}

/// Takes the marks out of a traced text: the plain text, and the origins by line (from 1), in the order of the text.
///
/// # Panics
///
/// If the text was not written by [`super::traced`] and holds a control character that looks like half a mark.
pub fn strip(traced: &str) -> (String, Vec<(u32, Origin)>) {
    let line = std::cell::Cell::new(1);
    let mut plain = String::with_capacity(traced.len());
    let mut origins = vec![];
    split(
        traced,
        |text| {
            line.set(line.get() + text.matches('\n').count() as u32);
            plain.push_str(text);
        },
        |origin| origins.push((line.get(), origin)),
    );
    (plain, origins)
}

/// Makes the text end with one newline, none if it is empty; marks after the last line stay on it.
pub(super) fn end_with_newline(text: &mut String) {
    let mut marks = String::new();
    loop {
        if text.ends_with('\n') {
            text.pop();
        } else if text.ends_with(END) {
            let start = text.rfind(START).expect("every mark is opened");
            marks.insert_str(0, &text[start..]);
            text.truncate(start);
        } else {
            break;
        }
    }
    let empty = text.is_empty();
    text.push_str(&marks);
    if !empty {
        text.push('\n');
    }
}
