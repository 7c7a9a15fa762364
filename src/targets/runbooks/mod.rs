//! Runbooks: what to do in each type of incident, and where everything of a dataset is.

mod checks;
mod dataset;
mod incident;
mod text;

use super::{Out, Target};
use crate::model::plan::{Dataset, Plan};
use crate::plan::incidents;

/// The runbooks target.
pub struct Runbooks;

impl Target for Runbooks {
    fn name(&self) -> &'static str {
        "runbooks"
    }

    fn roots(&self) -> &'static [&'static str] {
        &["generated/runbooks/"]
    }

    fn platform(&self, plan: &Plan, out: &mut Out<'_>) {
        for kind in incidents::all() {
            let text = text::render(&plan.platform, "incident", &incident::data(&plan.platform, kind));
            out.marked(&format!("generated/runbooks/{}.md", kind.id), &text);
        }
    }

    fn dataset(&self, plan: &Plan, dataset: &Dataset, out: &mut Out<'_>) {
        let text = text::render(&plan.platform, "dataset", &dataset::data(&plan.platform, dataset));
        out.marked(&dataset.names.runbook, &text);
    }
}
