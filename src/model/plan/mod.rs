//! The plan: the resolved, named and linked model that targets read. Every physical name, path, permission and time-out is
//! decided once, here; a target never sees a spec.

mod consumers;
mod dataset;
mod grant;
mod names;
mod platform;
mod source;
mod step;

pub use consumers::*;
pub use dataset::*;
pub use grant::*;
pub use names::*;
pub use platform::*;
pub use source::*;
pub use step::*;

use std::collections::BTreeMap;

/// The whole plan, datasets and domains in the order of their names.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What all datasets share.
    pub platform: Platform,
    /// Domains, sorted by name.
    pub domains: Vec<Domain>,
    /// Datasets, sorted by domain and name.
    pub datasets: Vec<Dataset>,
    /// Texts below `specs/overrides/`, by their path there.
    pub overrides: BTreeMap<String, String>,
}

impl Plan {
    /// The dataset with this id.
    pub fn dataset(&self, id: &DatasetId) -> Option<&Dataset> {
        let at = self.datasets.binary_search_by(|d| d.id.cmp(id)).ok()?;
        self.datasets.get(at)
    }

    /// The domain with this name.
    pub fn domain(&self, name: &str) -> Option<&Domain> {
        self.domains.iter().find(|d| d.name.value == name)
    }

    /// The datasets of a domain.
    pub fn datasets_of<'a>(&'a self, domain: &'a str) -> impl Iterator<Item = &'a Dataset> {
        self.datasets.iter().filter(move |d| d.id.domain == domain)
    }
}
