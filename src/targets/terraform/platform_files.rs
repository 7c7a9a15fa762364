//! The files of the platform's module: one view, a template each.

use super::text::Texts;
use crate::model::Fact;
use crate::model::plan::{PlatformNames, Versions};
use crate::render::hcl as filters;
use crate::targets::Out;
use askama::Template;

/// What the files of the module need.
pub struct View<'a> {
    /// First line of each file.
    pub header: Fact<String>,
    /// Texts of the platform's language.
    pub t: &'static Texts,
    /// Prefix of physical names.
    pub prefix: &'a Fact<String>,
    /// Names of shared resources.
    pub names: &'a PlatformNames,
    /// Versions of the tools.
    pub versions: &'a Versions,
    /// DynamoDB tables, each with the attributes of its key.
    pub tables: Vec<(&'a Fact<String>, Vec<&'static str>)>,
    /// SNS topics by severity.
    pub topics: Vec<(&'static str, &'a Fact<String>)>,
    /// The forms in which GitHub may name the repository to AWS.
    pub subjects: Vec<Fact<String>>,
    /// Folder of the secrets of connections; `None` without any.
    pub connections_folder: Option<Fact<String>>,
}

#[derive(Template)]
#[template(path = "targets/terraform/platform/main.tf", config = "templates/askama.toml")]
struct Main<'a> {
    v: &'a View<'a>,
}

#[derive(Template)]
#[template(path = "targets/terraform/platform/airflow.tf", config = "templates/askama.toml")]
struct Airflow<'a> {
    v: &'a View<'a>,
}

#[derive(Template)]
#[template(path = "targets/terraform/platform/audit.tf", config = "templates/askama.toml")]
struct Audit<'a> {
    v: &'a View<'a>,
}

#[derive(Template)]
#[template(path = "targets/terraform/platform/boundary.tf", config = "templates/askama.toml")]
struct Boundary<'a> {
    v: &'a View<'a>,
}

#[derive(Template)]
#[template(path = "targets/terraform/platform/buckets.tf", config = "templates/askama.toml")]
struct Buckets<'a> {
    v: &'a View<'a>,
}

#[derive(Template)]
#[template(path = "targets/terraform/platform/github.tf", config = "templates/askama.toml")]
struct Github<'a> {
    v: &'a View<'a>,
}

#[derive(Template)]
#[template(path = "targets/terraform/platform/keys.tf", config = "templates/askama.toml")]
struct Keys<'a> {
    v: &'a View<'a>,
}

#[derive(Template)]
#[template(path = "targets/terraform/platform/retention.tf", config = "templates/askama.toml")]
struct Retention<'a> {
    v: &'a View<'a>,
}

#[derive(Template)]
#[template(path = "targets/terraform/platform/secrets.tf", config = "templates/askama.toml")]
struct Secrets<'a> {
    v: &'a View<'a>,
}

#[derive(Template)]
#[template(path = "targets/terraform/platform/tables.tf", config = "templates/askama.toml")]
struct Tables<'a> {
    v: &'a View<'a>,
}

#[derive(Template)]
#[template(path = "targets/terraform/platform/topics.tf", config = "templates/askama.toml")]
struct Topics<'a> {
    v: &'a View<'a>,
}

/// Writes them into a folder.
pub fn write(v: &View<'_>, folder: &str, out: &mut Out<'_>) {
    out.template(&format!("{folder}/main.tf"), &Main { v });
    out.template(&format!("{folder}/airflow.tf"), &Airflow { v });
    out.template(&format!("{folder}/audit.tf"), &Audit { v });
    out.template(&format!("{folder}/boundary.tf"), &Boundary { v });
    out.template(&format!("{folder}/buckets.tf"), &Buckets { v });
    out.template(&format!("{folder}/github.tf"), &Github { v });
    out.template(&format!("{folder}/keys.tf"), &Keys { v });
    out.template(&format!("{folder}/retention.tf"), &Retention { v });
    out.template(&format!("{folder}/secrets.tf"), &Secrets { v });
    out.template(&format!("{folder}/tables.tf"), &Tables { v });
    out.template(&format!("{folder}/topics.tf"), &Topics { v });
}
