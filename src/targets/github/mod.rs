//! What GitHub reads: workflows for changes, deployment and drift, who owns what, what a bot renews.

pub mod actions;
mod view;

use super::{Out, Reach, Target};
use crate::diagnostics::Finding;
use crate::model::plan::Plan;

/// The workflows target.
pub struct Github;

impl Target for Github {
    fn name(&self) -> &'static str {
        "github"
    }

    fn roots(&self) -> &'static [&'static str] {
        &[
            ".github/workflows/cauce-",
            ".github/CODEOWNERS",
            ".github/dependabot.yml",
            ".github/pull_request_template.md",
        ]
    }

    fn check(&self, plan: &Plan, findings: &mut Vec<Finding>) {
        actions::check(plan, findings);
    }

    fn reach(&self, _path: &str) -> Reach {
        Reach::Nowhere
    }

    fn platform(&self, plan: &Plan, out: &mut Out<'_>) {
        let workflows = view::workflows(plan);
        out.template(".github/workflows/cauce-pr.yml", &view::Review(&workflows));
        out.template(".github/workflows/cauce-plan.yml", &view::PlanOfChange(&workflows));
        out.template(".github/workflows/cauce-deploy.yml", &view::Deploy(&workflows));
        out.template(".github/workflows/cauce-environment.yml", &view::OneEnvironment(&workflows));
        out.template(".github/workflows/cauce-drift.yml", &view::Drift(&workflows));
        out.template(".github/workflows/cauce-ops.yml", &view::Operations(&workflows));
        out.template(".github/CODEOWNERS", &view::CodeOwners(&workflows));
        out.template(".github/pull_request_template.md", &view::PullRequest(&workflows));
        // Whoever renews pins has to find them in the file that workflows are generated from, too.
        if plan.overrides.contains_key(actions::PINS) {
            out.template(".github/dependabot.yml", &view::Dependabot(&workflows));
        }
    }
}
