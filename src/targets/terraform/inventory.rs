//! What an auditor asks of a dataset: who answers for it, why it may hold what it holds, under which key, for how long, and which
//! roles reach it.

use crate::model::Fact;
use crate::model::plan::{Dataset, Plan, Retention};
use crate::render::json as filters;
use askama::Template;

#[derive(Template)]
#[template(path = "targets/terraform/dataset/inventory.json", config = "templates/askama.toml")]
pub struct Inventory<'a> {
    dataset: &'a Dataset,
    tier: Fact<u8>,
    classification: Fact<&'static str>,
    key: Fact<String>,
    kept: &'a Retention,
}

/// The entry of a dataset; the inventory of the platform is all of them.
pub fn view<'a>(plan: &'a Plan, dataset: &'a Dataset) -> Inventory<'a> {
    let domain = plan.domain(&dataset.id.domain);
    let key = domain.map_or(&plan.platform.names.key, |domain| &domain.key);
    Inventory {
        dataset,
        tier: dataset.tier.clone(),
        classification: dataset.classification().map(|class| class.word()),
        key: key.map(|name| format!("alias/{name}")),
        kept: &dataset.retention,
    }
}
