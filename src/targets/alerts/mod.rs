//! CloudWatch alarms, the router of alerts with its routes and texts, Grafana dashboards.

mod dashboard;
mod module;
mod notices;
mod readme;
mod routes;
mod text;

use super::overrides::Family;
use super::{Out, Reach, Target};
use crate::diagnostics::Finding;
use crate::model::plan::{Dataset, Domain, Plan};
use crate::plan::runtime;

/// Descriptions of alarms.
pub const TEXTS: Family = Family { target: "alerts", ending: ".txt.hbs" };

/// The alerts target.
pub struct Alerts;

impl Target for Alerts {
    fn name(&self) -> &'static str {
        "alerts"
    }

    fn roots(&self) -> &'static [&'static str] {
        &["generated/alerts/"]
    }

    fn reach(&self, path: &str) -> Reach {
        match path.starts_with("generated/alerts/cloudwatch/") {
            true if path.ends_with(".md") => Reach::Nowhere,
            true => Reach::States,
            false => Reach::Everywhere,
        }
    }

    fn check(&self, plan: &Plan, findings: &mut Vec<Finding>) {
        TEXTS.check(plan, text::NAMES, |name| text::try_out(plan, name), findings);
    }

    fn platform(&self, plan: &Plan, out: &mut Out<'_>) {
        out.template("generated/alerts/routes.json", &routes::routes(&plan.platform));
        out.template("generated/alerts/messages.json", &notices::messages(plan));
        let router = format!("generated/alerts/router/{}/cauce_router", runtime::hash(runtime::ROUTER));
        for (name, text) in runtime::ROUTER {
            out.verbatim(&format!("{router}/{name}"), text);
        }
    }

    fn domain(&self, plan: &Plan, domain: &Domain, out: &mut Out<'_>) {
        let path = format!("generated/alerts/grafana/{}.json", domain.name.value);
        out.template(&path, &dashboard::dashboard(&plan.platform, domain));
    }

    fn dataset(&self, plan: &Plan, dataset: &Dataset, out: &mut Out<'_>) {
        if dataset.alarms.is_empty() {
            return;
        }
        let module = module::module(plan, dataset);
        let path = |file: &str| format!("generated/alerts/cloudwatch/{}/{file}", dataset.id);
        out.template(&path("main.tf"), &module::Main(&module));
        out.template(&path("variables.tf"), &module::Variables(&module));
        out.template(&path("outputs.tf"), &module::Outputs(&module));
        out.template(&path("versions.tf"), &module::Versions(&module));
        out.template(&path("README.md"), &readme::readme(&plan.platform, dataset));
    }
}
