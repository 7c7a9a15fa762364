//! Filters that every language has, and the types that they return.

use std::borrow::Cow;
use std::fmt::{self, Write};

use super::Trace;
use super::trace::{HasOrigins, write_mark};
use super::value::{Kind, Value};
use crate::model::Origins;

/// Text that a filter made harmless, with its origins.
#[derive(Debug)]
pub struct Harmless {
    pub(super) text: String,
    pub(super) from: Origins,
}

impl Harmless {
    /// The text that `write` makes of a value's text.
    pub(super) fn of(value: &(impl Value + ?Sized), write: impl FnOnce(&str) -> String) -> Harmless {
        let node = value.node();
        let text = match &node.kind {
            Kind::Text(text) => Cow::Borrowed(text.as_ref()),
            Kind::Decimal(number) => Cow::Borrowed(*number),
            Kind::Int(number) => number.to_string().into(),
            Kind::Float(number) => number.to_string().into(),
            Kind::Bool(value) => value.to_string().into(),
            Kind::Null => "".into(),
            Kind::List(_) | Kind::Map(_) => super::pen::flat_json(&node).into(),
        };
        Harmless { text: write(&text), from: node.all_origins() }
    }
}

impl fmt::Display for Harmless {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl askama::FastWritable for Harmless {
    fn write_into(&self, out: &mut dyn Write, values: &dyn askama::Values) -> askama::Result<()> {
        if Trace::of(values) == Trace::On {
            write_mark(out, self.from)?;
        }
        Ok(out.write_str(&self.text)?)
    }
}

/// Origins of anything that a filter takes; used by `mark`.
pub(super) fn origins(value: &(impl HasOrigins + ?Sized)) -> Origins {
    value.origins()
}

/// The filters `fragment`, `fragment_at`, `idx` and `mark` of a language.
macro_rules! common_filters {
    ($language:ident) => {
        /// Splices a fragment of the same language.
        #[askama::filter_fn]
        pub fn fragment<'a>(
            value: &'a $crate::render::Fragment<$crate::render::$language>,
            _: &dyn askama::Values,
        ) -> askama::Result<askama::filters::Safe<$crate::render::fragment::Spliced<'a, $crate::render::$language>>> {
            Ok(askama::filters::Safe($crate::render::fragment::Spliced { fragment: value, indent: 0 }))
        }

        /// Splices a fragment of the same language, all lines but the first indented by `indent` spaces.
        #[askama::filter_fn]
        pub fn fragment_at<'a>(
            value: &'a $crate::render::Fragment<$crate::render::$language>,
            _: &dyn askama::Values,
            indent: usize,
        ) -> askama::Result<askama::filters::Safe<$crate::render::fragment::Spliced<'a, $crate::render::$language>>> {
            Ok(askama::filters::Safe($crate::render::fragment::Spliced { fragment: value, indent }))
        }

        /// A whole number, e.g. a loop's index.
        #[askama::filter_fn]
        pub fn idx<T: $crate::render::Whole>(
            value: T,
            _: &dyn askama::Values,
        ) -> askama::Result<askama::filters::Safe<$crate::render::filters::Harmless>> {
            Ok(askama::filters::Safe($crate::render::filters::Harmless::of(&value, str::to_owned)))
        }

        /// No text, but the mark of the value: for a line that depends on it without showing it.
        #[askama::filter_fn]
        pub fn mark<T: $crate::render::HasOrigins>(
            value: T,
            _: &dyn askama::Values,
        ) -> askama::Result<askama::filters::Safe<$crate::render::Mark>> {
            Ok(askama::filters::Safe($crate::render::Mark($crate::render::filters::origins(&value))))
        }
    };
}

/// The filters `lit`, `block`, `lines` and `fit` of a language with literals.
macro_rules! literal_filters {
    ($language:ident) => {
        /// The value as a literal on one line.
        #[askama::filter_fn]
        pub fn lit<'a, T: $crate::render::Value + ?Sized>(
            value: &'a T,
            _: &dyn askama::Values,
        ) -> askama::Result<askama::filters::Safe<$crate::render::Written<'a, $crate::render::$language>>> {
            Ok(askama::filters::Safe($crate::render::Written::new(
                value.node(),
                $crate::render::language::Layout::Flat,
            )))
        }

        /// A list or map with an item a line; `indent` is that of the line on which it opens.
        #[askama::filter_fn]
        pub fn block<'a, T: $crate::render::Value + ?Sized>(
            value: &'a T,
            _: &dyn askama::Values,
            indent: usize,
        ) -> askama::Result<askama::filters::Safe<$crate::render::Written<'a, $crate::render::$language>>> {
            let layout = $crate::render::language::Layout::Block(indent);
            Ok(askama::filters::Safe($crate::render::Written::new(value.node(), layout)))
        }

        /// The items of a list or map, one a line at `indent`, without what opens and closes it.
        #[askama::filter_fn]
        pub fn lines<'a, T: $crate::render::Value + ?Sized>(
            value: &'a T,
            _: &dyn askama::Values,
            indent: usize,
        ) -> askama::Result<askama::filters::Safe<$crate::render::Written<'a, $crate::render::$language>>> {
            let layout = $crate::render::language::Layout::Lines(indent);
            Ok(askama::filters::Safe($crate::render::Written::new(value.node(), layout)))
        }

        /// On one line if it fits beside the `used` columns of that line, else like `block`.
        #[askama::filter_fn]
        pub fn fit<'a, T: $crate::render::Value + ?Sized>(
            value: &'a T,
            _: &dyn askama::Values,
            indent: usize,
            used: usize,
        ) -> askama::Result<askama::filters::Safe<$crate::render::Written<'a, $crate::render::$language>>> {
            let layout = $crate::render::language::Layout::Fit(indent, used);
            Ok(askama::filters::Safe($crate::render::Written::new(value.node(), layout)))
        }
    };
}

/// A filter that makes harmless text of a value through a function `fn(&str) -> String`.
macro_rules! text_filter {
    ($(#[$doc:meta])* $name:ident, $write:expr) => {
        $(#[$doc])*
        #[askama::filter_fn]
        pub fn $name<T: $crate::render::Value>(
            value: T,
            _: &dyn askama::Values,
        ) -> askama::Result<askama::filters::Safe<$crate::render::filters::Harmless>> {
            Ok(askama::filters::Safe($crate::render::filters::Harmless::of(&value, $write)))
        }
    };
    ($(#[$doc:meta])* $name:ident(indent), $write:expr) => {
        $(#[$doc])*
        #[askama::filter_fn]
        pub fn $name<T: $crate::render::Value>(
            value: T,
            _: &dyn askama::Values,
            indent: usize,
        ) -> askama::Result<askama::filters::Safe<$crate::render::filters::Harmless>> {
            let write: fn(&str, usize) -> String = $write;
            Ok(askama::filters::Safe($crate::render::filters::Harmless::of(&value, |text| write(text, indent))))
        }
    };
}

/// The filters `comment` (one line) and `remark` (wrapped lines), after the language's comment sign.
macro_rules! comment_filters {
    ($sign:literal, $harmless:expr) => {
        text_filter! {
            /// Text after a comment sign: one line, nothing invisible.
            comment, |text| $harmless($crate::render::chars::one_line(text).into_owned())
        }
        text_filter! {
            /// A whole comment with its signs, wrapped, all lines but the first indented by `indent`.
            remark(indent), |text, indent| {
                let text = $harmless($crate::render::chars::one_line(text).into_owned());
                let columns = $crate::render::pen::WIDTH.saturating_sub(indent + $sign.len() + 1);
                let mut lines = $crate::render::chars::wrap(&text, columns);
                if lines.is_empty() {
                    return $sign.to_owned();
                }
                lines.iter_mut().for_each(|line| *line = $harmless(format!(concat!($sign, " {}"), line)));
                lines.join(&format!("\n{:indent$}", ""))
            }
        }
    };
}

/// The filter `ident` for a checked [`super::Ident`].
macro_rules! ident_filter {
    () => {
        /// An identifier.
        #[askama::filter_fn]
        pub fn ident<T: $crate::render::filters::Named>(
            value: T,
            _: &dyn askama::Values,
        ) -> askama::Result<askama::filters::Safe<$crate::render::filters::Harmless>> {
            Ok(askama::filters::Safe(value.name()))
        }
    };
}

pub(super) use {comment_filters, common_filters, ident_filter, literal_filters, text_filter};

/// An [`super::Ident`], a fact of one, or a reference to either.
pub trait Named {
    /// The name with its origins.
    #[doc(hidden)]
    fn name(&self) -> Harmless;
}

impl Named for super::Ident {
    fn name(&self) -> Harmless {
        Harmless { text: self.as_str().to_owned(), from: Origins::NONE }
    }
}

impl<T: Named> Named for crate::model::Fact<T> {
    fn name(&self) -> Harmless {
        let name = self.value.name();
        Harmless { from: self.from.and(name.from), text: name.text }
    }
}

impl<T: Named + ?Sized> Named for &T {
    fn name(&self) -> Harmless {
        (**self).name()
    }
}
