//! GitHub workflows: review of a change, deployment, drift.

mod actions;
mod view;

use super::{Out, Reach, Target};
use crate::model::plan::Plan;

/// The workflows target.
pub struct Github;

impl Target for Github {
    fn name(&self) -> &'static str {
        "github"
    }

    fn roots(&self) -> &'static [&'static str] {
        &[".github/workflows/cauce-"]
    }

    fn reach(&self, _path: &str) -> Reach {
        Reach::Nowhere
    }

    fn platform(&self, plan: &Plan, out: &mut Out<'_>) {
        let workflows = view::workflows(&plan.platform);
        out.template(".github/workflows/cauce-pr.yml", &view::Review(&workflows));
        out.template(".github/workflows/cauce-deploy.yml", &view::Deploy(&workflows));
        out.template(".github/workflows/cauce-environment.yml", &view::OneEnvironment(&workflows));
        out.template(".github/workflows/cauce-drift.yml", &view::Drift(&workflows));
    }
}
