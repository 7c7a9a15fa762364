//! `datasets`: curated tables of this platform; the first one drives, the others are joined.

mod airflow;
mod check;
mod glue;

use super::delivery;
use crate::diagnostics::Finding;
use crate::model::plan::{DatasetId, Input, Source};
use crate::model::ribs::{SourceContext, SourceKind, SourceScope};
use crate::model::{At, ColumnName, DatasetRef, Deletes, Delivers, Delivery, Duration, Fact, ReadMode, Ready};
use schemars::JsonSchema;
use serde::Deserialize;

/// Curated tables of this platform.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Datasets {
    /// The tables; the rows of the first one are read, the others are there for joins.
    #[schemars(length(min = 1))]
    pub inputs: Vec<InputSpec>,
    /// Whether all inputs must be new, or any.
    pub ready: At<Ready>,
    /// What a run writes.
    pub delivers: At<Delivery>,
    /// How a run deletes.
    pub deletes: Option<Deletes>,
}

/// An upstream table.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InputSpec {
    /// The dataset.
    pub dataset: At<DatasetRef>,
    /// How much of it a run reads; the tables that are joined are read whole.
    pub read: At<ReadMode>,
    /// Which rows `read: window` takes.
    pub window: Option<WindowSpec>,
}

/// The rows of the last days.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WindowSpec {
    /// A date or a timestamp of the table.
    pub column: At<ColumnName>,
    /// How far back from the day of the run; whole days.
    pub last: At<Duration>,
}

impl SourceKind for Datasets {
    fn word(&self) -> &'static str {
        "datasets"
    }

    fn inputs(&self) -> Vec<&At<DatasetRef>> {
        self.inputs.iter().map(|i| &i.dataset).collect()
    }

    fn delivers(&self) -> Delivers<'_> {
        let read = &self.inputs[0].read;
        let partial = (read.value == ReadMode::Changed).then_some(read.at);
        Delivers { partial, ..Delivers::rows(&self.delivers, self.deletes.as_ref()) }
    }

    fn ready(&self) -> Option<&At<Ready>> {
        Some(&self.ready)
    }

    fn rows_of(&self) -> Option<&At<DatasetRef>> {
        self.inputs.first().map(|i| &i.dataset)
    }

    fn trigger(&self) -> &'static str {
        "upstream"
    }

    fn text(&self) -> bool {
        false
    }

    fn nests(&self) -> bool {
        true
    }

    fn check(&self, scope: &SourceScope<'_>, findings: &mut Vec<Finding>) {
        delivery::check(self.delivers(), scope, findings);
        check::reads(self, scope, findings);
    }

    fn plan(&self, context: &SourceContext<'_>) -> Source {
        Source {
            kind: "datasets",
            delivery: Fact::from(&self.delivers),
            deletes: delivery::flag(self.delivers()),
            timezone: context.platform.timezone.clone(),
            arrival: None,
            inputs: self.inputs.iter().filter_map(input).collect(),
            connection: None,
            direct: None,
            writes_raw: false,
            glue: glue::job(self, context),
            airflow: airflow::dag(self, context),
            sample: vec![],
        }
    }
}

fn input(spec: &InputSpec) -> Option<Input> {
    let dataset = Fact::new(DatasetId::parse(&spec.dataset)?, spec.dataset.at);
    Some(Input { dataset, read: Fact::from(&spec.read), triggers: true })
}
