//! Terraform: a module per dataset, one for the platform and one for domains, and the roots that call them: a state per
//! environment for the platform, for the router of alerts and for each domain, with a file per dataset in the domain's.

mod arn;
mod dataset;
mod domain;
mod inventory;
mod module;
mod platform;
mod platform_files;
mod policy;
mod readme;
mod retention;
mod root;
mod router;
mod text;
pub mod uses;

use super::{Out, Reach, Target};
use crate::model::plan::{Dataset, Domain, Plan};

/// The target.
#[derive(Clone, Copy, Debug)]
pub struct Terraform;

const MODULES: &str = "generated/terraform/modules";

impl Target for Terraform {
    fn name(&self) -> &'static str {
        "terraform"
    }

    fn roots(&self) -> &'static [&'static str] {
        &["generated/terraform/"]
    }

    fn reach(&self, path: &str) -> Reach {
        if path.ends_with(".md") || path.ends_with("/inventory.json") { Reach::Nowhere } else { Reach::States }
    }

    fn platform(&self, plan: &Plan, out: &mut Out<'_>) {
        platform::module(&plan.platform, out);
        domain::module(&plan.platform, out);
        router::module(&plan.platform, out);
        for environment in &plan.platform.environments {
            platform::root(&plan.platform, environment, out);
            router::root(&plan.platform, environment, out);
        }
    }

    fn domain(&self, plan: &Plan, domain: &Domain, out: &mut Out<'_>) {
        for environment in &plan.platform.environments {
            domain::root(&plan.platform, domain, environment, out);
        }
    }

    fn dataset(&self, plan: &Plan, dataset: &Dataset, out: &mut Out<'_>) {
        dataset::module(plan, dataset, out);
        for environment in &plan.platform.environments {
            dataset::root(&plan.platform, dataset, environment, out);
        }
    }
}
