//! What every module has: versions, variables, outputs and a README that agrees with them.

use super::{readme, text::Texts};
use crate::model::Fact;
use crate::model::plan::Platform;
use crate::render::{Fragment, Hcl, Md, hcl as filters};
use crate::targets::Out;
use askama::Template;

/// A variable of a module.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// Its type, such as `map(string)`.
    pub kind: Fragment<Hcl>,
    /// What it is.
    pub description: &'static str,
}

impl Variable {
    /// A variable that holds text.
    pub fn text(name: &'static str, description: &'static str) -> Variable {
        Variable { name, kind: Fragment::fixed("string"), description }
    }

    /// A variable that holds a number.
    pub fn number(name: &'static str, description: &'static str) -> Variable {
        Variable { name, kind: Fragment::fixed("number"), description }
    }

    /// A variable that holds texts by name.
    pub fn texts(name: &'static str, description: &'static str) -> Variable {
        Variable { name, kind: Fragment::fixed("map(string)"), description }
    }
}

/// An output of a module.
#[derive(Clone, Debug)]
pub struct Output {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub description: &'static str,
    /// The expression.
    pub value: Fragment<Hcl>,
}

impl Output {
    /// An output that is this expression.
    pub fn of(name: &'static str, description: &'static str, value: &'static str) -> Output {
        Output { name, description, value: Fragment::fixed(value) }
    }
}

/// A module's interface, and what its README says of it.
pub struct Module<'a> {
    /// Folder, relative to the project root.
    pub folder: String,
    /// First line of each file.
    pub header: Fact<String>,
    /// Texts of the platform's language.
    pub t: &'static Texts,
    /// Title of the README.
    pub title: Fact<String>,
    /// What it is.
    pub about: Fact<String>,
    /// What to do before the first use.
    pub first: Option<&'static str>,
    /// What it takes.
    pub variables: &'a [Variable],
    /// What it gives.
    pub outputs: &'a [Output],
    /// What its role may do, for its README.
    pub permissions: Option<Fragment<Md>>,
}

#[derive(Template)]
#[template(path = "targets/terraform/versions.tf", config = "templates/askama.toml")]
struct Versions<'a> {
    header: &'a Fact<String>,
    terraform: Fact<String>,
    provider: Fact<String>,
}

#[derive(Template)]
#[template(path = "targets/terraform/variables.tf", config = "templates/askama.toml")]
struct Variables<'a> {
    header: &'a Fact<String>,
    variables: &'a [Variable],
}

#[derive(Template)]
#[template(path = "targets/terraform/outputs.tf", config = "templates/askama.toml")]
struct Outputs<'a> {
    header: &'a Fact<String>,
    outputs: &'a [Output],
}

/// Writes `versions.tf`, `variables.tf`, `outputs.tf` and `README.md`.
pub fn interface(module: &Module<'_>, platform: &Platform, out: &mut Out<'_>) {
    let Module { folder, header, variables, outputs, .. } = module;
    let terraform = terraform(platform);
    let provider = platform.versions.aws_provider.map(|v| format!(">= {v}, < {}.0.0", next_major(v)));
    out.template(&format!("{folder}/versions.tf"), &Versions { header, terraform, provider });
    out.template(&format!("{folder}/variables.tf"), &Variables { header, variables });
    out.template(&format!("{folder}/outputs.tf"), &Outputs { header, outputs });
    out.template(&format!("{folder}/README.md"), &readme::view(module));
}

/// The versions of Terraform that may run it.
pub fn terraform(platform: &Platform) -> Fact<String> {
    platform.versions.terraform.map(|v| format!(">= {v}"))
}

fn next_major(version: &str) -> u32 {
    version.split('.').next().and_then(|major| major.parse().ok()).map_or(1, |major: u32| major + 1)
}
