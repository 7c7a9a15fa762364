//! The templates of the runbooks, by locale.

use super::{TEXTS, dataset, incident};
use crate::model::Locale;
use crate::model::plan::{Dataset, Plan};
use crate::plan::incidents::{self, IncidentType};
use crate::render::prose::Prose;
use serde_json::Value;
use std::sync::LazyLock;

macro_rules! templates {
    ($locale:literal) => {{
        let mut prose = Prose::markdown();
        let incident = include_str!(concat!("../../../templates/targets/runbooks/", $locale, "/incident.md.hbs"));
        let dataset = include_str!(concat!("../../../templates/targets/runbooks/", $locale, "/dataset.md.hbs"));
        prose.add("incident", incident).expect("a test renders every runbook");
        prose.add("dataset", dataset).expect("a test renders every runbook");
        prose
    }};
}

static ES: LazyLock<Prose> = LazyLock::new(|| templates!("es"));
static EN: LazyLock<Prose> = LazyLock::new(|| templates!("en"));

/// The runbook of an incident type, with trace marks in it.
pub fn incident(plan: &Plan, kind: &IncidentType) -> String {
    render(plan, &kind.id, "incident", &incident::data(&plan.platform, kind))
}

/// The runbook of a dataset, with trace marks in it.
pub fn dataset(plan: &Plan, dataset: &Dataset) -> String {
    render(plan, &dataset.id.to_string(), "dataset", &dataset::data(&plan.platform, dataset))
}

fn render(plan: &Plan, own: &str, common: &str, data: &Value) -> String {
    let text = chosen(plan, own, common, data).or_else(|_| builtin(plan).render(common, data));
    text.expect("a test renders every built-in runbook")
}

/// The project's template for this one thing, else the one for all things of its sort.
fn chosen(plan: &Plan, own: &str, common: &str, data: &Value) -> Result<String, String> {
    let prose = TEXTS.prose(builtin(plan), plan);
    prose.render(if prose.has(own) { own } else { common }, data)
}

fn builtin(plan: &Plan) -> &'static Prose {
    match plan.platform.locale.value {
        Locale::Es => &ES,
        Locale::En => &EN,
    }
}

/// Every name that an override may have.
pub fn names(plan: &Plan) -> Vec<String> {
    let kinds = incidents::all().iter().map(|kind| kind.id.clone());
    let datasets = plan.datasets.iter().map(|dataset| dataset.id.to_string());
    ["incident", "dataset"].map(String::from).into_iter().chain(kinds).chain(datasets).collect()
}

/// Renders what uses the template of this name.
pub fn try_out(plan: &Plan, name: &str) -> Result<(), String> {
    for kind in incidents::all().iter().filter(|kind| kind.id == name || name == "incident") {
        chosen(plan, &kind.id, "incident", &incident::data(&plan.platform, kind))?;
    }
    for one in plan.datasets.iter().filter(|d| d.id.to_string() == name || name == "dataset") {
        chosen(plan, &one.id.to_string(), "dataset", &dataset::data(&plan.platform, one))?;
    }
    Ok(())
}
