//! Texts that a project has in place of cauce's own, under `specs/overrides/<target>/<name><ending>`.

use super::github::actions::PINS;
use crate::diagnostics::suggest::nearest;
use crate::diagnostics::{Finding, Where, codes};
use crate::model::plan::Plan;
use crate::render::prose::Prose;
use std::borrow::Cow;

/// A family of texts that can be replaced.
pub struct Family {
    /// Folder below `specs/overrides/`.
    pub target: &'static str,
    /// What the names of its files end with.
    pub ending: &'static str,
}

/// The families there are. None of them writes workflows, permissions or Terraform.
const FAMILIES: [&Family; 2] = [&super::alerts::TEXTS, &super::runbooks::TEXTS];

impl Family {
    /// The project's texts, by name.
    pub fn of<'a>(&'a self, plan: &'a Plan) -> impl Iterator<Item = (&'a str, &'a str)> {
        plan.overrides.iter().filter_map(|(path, text)| Some((self.name(path)?, text.as_str())))
    }

    fn name<'a>(&self, path: &'a str) -> Option<&'a str> {
        path.strip_prefix(self.target)?.strip_prefix('/')?.strip_suffix(self.ending)
    }

    /// The built-in templates with the project's on top. One that cannot be read is left out: [`Family::check`] says so.
    pub fn prose(&self, builtin: &'static Prose, plan: &Plan) -> Cow<'static, Prose> {
        if self.of(plan).next().is_none() {
            return Cow::Borrowed(builtin);
        }
        let mut prose = builtin.clone();
        for (name, text) in self.of(plan) {
            prose.add(name, text).unwrap_or_default();
        }
        Cow::Owned(prose)
    }

    /// A finding for each of the project's texts that has no use, cannot be read, or cannot be rendered.
    pub fn check(
        &self,
        plan: &Plan,
        known: &[&str],
        try_out: impl Fn(&str) -> Result<(), String>,
        findings: &mut Vec<Finding>,
    ) {
        for (name, text) in self.of(plan) {
            let found = if known.contains(&name) { Ok(()) } else { Err(unknown_name(name, known)) };
            let good = found.and_then(|()| Prose::plain().add(name, text)).and_then(|()| try_out(name));
            if let Err(message) = good {
                findings.push(problem(&format!("{}/{name}{}", self.target, self.ending), message));
            }
        }
    }
}

fn unknown_name(name: &str, known: &[&str]) -> String {
    let near = nearest(name, known.iter().copied()).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    format!("there is no text called `{name}`{near}")
}

fn problem(path: &str, message: String) -> Finding {
    let finding = Finding::error(codes::BAD_OVERRIDE, Where::File(format!("specs/overrides/{path}")), message);
    finding.help("`cauce explain C0406` says what an override may hold")
}

/// A finding for each file below `specs/overrides/` that belongs to no family.
pub fn unknown(plan: &Plan) -> Vec<Finding> {
    let families = FAMILIES.map(|f| format!("`{}/<name>{}`", f.target, f.ending)).join(" or ");
    let strange = plan.overrides.keys().filter(|path| *path != PINS && FAMILIES.iter().all(|f| f.name(path).is_none()));
    strange.map(|path| problem(path, format!("an override stands at {families}"))).collect()
}
