//! The README of a module.

use super::module::{Module, Output, Variable};
use super::policy::Statement;
use super::text::Texts;
use crate::model::Fact;
use crate::render::{Fragment, Md, md as filters};
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
    permissions: Option<&'a Fragment<Md>>,
}

/// The README of a module.
pub fn view<'a>(module: &'a Module<'a>) -> Readme<'a> {
    let Module { header, t, title, about, first, variables, outputs, permissions, .. } = module;
    Readme { header, t, title, about, first: *first, variables, outputs, permissions: permissions.as_ref() }
}

#[derive(Template)]
#[template(path = "targets/terraform/dataset/permissions.md", config = "templates/askama.toml")]
struct Permissions<'a> {
    t: &'static Texts,
    role: &'a Fact<String>,
    statements: &'a [Statement],
}

/// What a role may do, as a table for people.
pub fn permissions(t: &'static Texts, role: &Fact<String>, statements: &[Statement]) -> Fragment<Md> {
    Fragment::render(&Permissions { t, role, statements })
}
