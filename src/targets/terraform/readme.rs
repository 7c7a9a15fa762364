//! The README of a module.

use super::module::{Module, Output, Variable};
use super::text::Texts;
use crate::model::Fact;
use crate::render::md as filters;
use askama::Template;

#[derive(Template)]
#[template(path = "targets/terraform/README.md", config = "templates/askama.toml")]
pub struct Readme<'a> {
    header: &'a Fact<String>,
    t: &'static Texts,
    title: &'a Fact<String>,
    about: &'a Fact<String>,
    first: Option<&'static str>,
    variables: &'a [Variable],
    outputs: &'a [Output],
}

/// The README of a module.
pub fn view<'a>(module: &'a Module<'a>) -> Readme<'a> {
    let Module { header, t, title, about, first, variables, outputs, .. } = module;
    Readme { header, t, title, about, first: *first, variables, outputs }
}
