//! Runbooks: what to do in each type of incident, and where everything of a dataset is.

mod checks;
mod content;
mod dataset;
mod incident;
mod text;

use super::overrides::Family;
use super::{Out, Reach, Target};
use crate::diagnostics::Finding;
use crate::model::plan::{Dataset, Plan};
use crate::plan::incidents;

/// Whole runbooks.
pub const TEXTS: Family = Family { target: "runbooks", ending: ".md.hbs" };

/// The runbooks target.
pub struct Runbooks;

impl Target for Runbooks {
    fn name(&self) -> &'static str {
        "runbooks"
    }

    fn roots(&self) -> &'static [&'static str] {
        &["generated/runbooks/"]
    }

    fn reach(&self, _path: &str) -> Reach {
        Reach::Nowhere
    }

    fn check(&self, plan: &Plan, findings: &mut Vec<Finding>) {
        let names = text::names(plan);
        let known: Vec<&str> = names.iter().map(String::as_str).collect();
        TEXTS.check(plan, &known, |name| text::try_out(plan, name), findings);
    }

    fn platform(&self, plan: &Plan, out: &mut Out<'_>) {
        for kind in incidents::all() {
            out.marked(&format!("generated/runbooks/{}.md", kind.id), &text::incident(plan, kind));
        }
    }

    fn dataset(&self, plan: &Plan, dataset: &Dataset, out: &mut Out<'_>) {
        out.marked(&dataset.names.runbook, &text::dataset(plan, dataset));
    }
}
