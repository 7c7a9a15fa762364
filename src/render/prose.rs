//! Prose that a project may override: strict handlebars templates over JSON.
//!
//! Values made by [`value`] carry their origins as trace marks through the rendering, so that `cauce why` knows this prose too.

use super::chars::{is_hidden, one_line};
use super::md;
use super::trace::{self, write_mark};
use crate::model::{Fact, Origins};
use handlebars::{Context, Handlebars, Helper, HelperResult, Output, RenderContext, RenderErrorReason};
use serde_json::Value;
use std::fmt::Display;

/// Handlebars templates of one kind of text, by name; each can include the others.
#[derive(Clone)]
pub struct Prose(Handlebars<'static>);

impl Prose {
    /// Templates of plain text: values stand as they are.
    pub fn plain() -> Prose {
        Prose::with(|text| text.to_owned())
    }

    /// Templates of Markdown: `{{value}}` is text, `{{code value}}` a code span, `{{{value}}}` belongs inside of fences.
    pub fn markdown() -> Prose {
        let mut prose = Prose::with(|text| around_marks(text, md::escape));
        prose.0.register_helper("code", Box::new(code));
        prose
    }

    fn with(escape: fn(&str) -> String) -> Prose {
        let mut engine = Handlebars::new();
        engine.set_strict_mode(true);
        engine.register_escape_fn(escape);
        Prose(engine)
    }

    /// Adds a template, or replaces the one of this name.
    ///
    /// # Errors
    ///
    /// A sentence with the line at which the template cannot be read.
    pub fn add(&mut self, name: &str, template: &str) -> Result<(), String> {
        let visible: String = template.chars().filter(|c| !is_hidden(*c) || matches!(c, '\n' | '\t')).collect();
        self.0.register_template_string(name, visible).map_err(|error| at(error.pos(), &error.reason().to_string()))
    }

    /// Whether there is a template of this name.
    pub fn has(&self, name: &str) -> bool {
        self.0.has_template(name)
    }

    /// The text with trace marks in it; see [`super::strip`].
    ///
    /// # Errors
    ///
    /// A sentence that names what the template asks for and `data` does not have.
    pub fn render(&self, name: &str, data: &Value) -> Result<String, String> {
        self.0.render(name, data).map_err(|error| {
            let place = error.line_no.zip(error.column_no);
            match error.reason() {
                RenderErrorReason::MissingVariable(Some(name)) => {
                    at(place, &format!("there is no value called `{name}` here"))
                }
                other => at(place, &other.to_string()),
            }
        })
    }
}

fn at(place: Option<(usize, usize)>, message: &str) -> String {
    let message = one_line(message);
    place.map_or_else(|| message.to_string(), |(line, column)| format!("line {line}, column {column}: {message}"))
}

/// A planned value for a template: its text on one line, with its origins.
pub fn value<T: Display>(fact: &Fact<T>) -> Value {
    marked(&fact.value.to_string(), fact.from)
}

/// Like [`value`], for a text that was made from several facts.
pub fn marked(text: &str, from: Origins) -> Value {
    let mut out = String::new();
    write_mark(&mut out, from).expect("a string takes every write");
    out.push_str(&one_line(text));
    Value::String(out)
}

/// The lines of a rendered text, each with the origins of its values.
pub fn lines(marked: &str) -> Vec<Fact<String>> {
    let (plain, origins) = trace::strip(marked.trim_end());
    let from = |line: usize| {
        let here = origins.iter().filter(|(at, _)| *at as usize == line + 1);
        here.fold(Origins::NONE, |all, (_, origin)| all.and(Origins::of(*origin)))
    };
    plain.lines().enumerate().map(|(i, line)| Fact::new(line.to_owned(), from(i))).collect()
}

fn code(
    helper: &Helper<'_>,
    _: &Handlebars<'_>,
    _: &Context,
    _: &mut RenderContext<'_, '_>,
    out: &mut dyn Output,
) -> HelperResult {
    let text = helper.param(0).and_then(|param| param.value().as_str());
    let text = text.ok_or(RenderErrorReason::ParamNotFoundForIndex("code", 0))?;
    let mut marks = String::new();
    let mut plain = String::new();
    trace::split(
        text,
        |piece| plain.push_str(piece),
        |origin| write_mark(&mut marks, Origins::of(origin)).expect("a string takes every write"),
    );
    out.write(&marks)?;
    out.write(&md::span(&plain))?;
    Ok(())
}

/// Changes what stands between the marks.
fn around_marks(text: &str, change: impl Fn(&str) -> String) -> String {
    let out = std::cell::RefCell::new(String::with_capacity(text.len() + 8));
    trace::split(
        text,
        |piece| out.borrow_mut().push_str(&change(piece)),
        |origin| write_mark(&mut *out.borrow_mut(), Origins::of(origin)).expect("a string takes every write"),
    );
    out.into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Origin;
    use crate::render::strip;
    use serde_json::json;

    fn fact(text: &str, origin: u32) -> Fact<String> {
        Fact::new(text.to_owned(), Origin::from_number(origin))
    }

    fn render(template: &str, data: Value) -> String {
        let mut prose = Prose::markdown();
        prose.add("it", template).unwrap();
        prose.render("it", &data).unwrap()
    }

    #[test]
    fn markdown_of_a_value_is_harmless() {
        let text = render("{{a}} {{code b}}", json!({"a": value(&fact("*x*\n<b>", 1)), "b": value(&fact("a`b", 2))}));
        assert_eq!(strip(&text).0, "\\*x\\* &lt;b> ``a`b``");
    }

    #[test]
    fn origins_reach_the_line_of_the_value() {
        let text = render("a\n{{x}} {{code y}}\n", json!({"x": value(&fact("b", 7)), "y": value(&fact("c", 8))}));
        assert_eq!(strip(&text).1, [(2, Origin::from_number(7)), (2, Origin::from_number(8))]);
        assert_eq!(
            lines(&text)[1],
            Fact::new("b `c`".to_owned(), Origins::of(Origin::from_number(7)).and(Origin::from_number(8).into()))
        );
    }

    #[test]
    fn a_mark_cannot_be_forged() {
        let text = render("\u{1}x{{x}}", json!({"x": value(&Fact::bare("\u{1}5\u{2}".to_owned()))}));
        assert_eq!(strip(&text), ("x5".to_owned(), vec![]));
    }

    #[test]
    fn an_unknown_value_is_an_error() {
        let mut prose = Prose::markdown();
        prose.add("it", "{{nobody}}").unwrap();
        assert!(prose.render("it", &json!({})).unwrap_err().contains("nobody"));
        assert!(prose.add("it", "{{#if}").is_err());
    }
}
