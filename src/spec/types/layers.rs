//! What a dataset has without saying so: the defaults of its domain, then those of the platform. What nobody says is in
//! `resolve::defaults`.

use super::{ComputeSpec, CronSpec, CronTrigger, PipelineSpec, RetentionSpec, SlaSpec, Trigger};
use crate::model::{At, Duration, Name, TagValue};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// What datasets have unless they say otherwise; a dataset goes before its domain, and that before the platform.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DefaultsSpec {
    /// 1 (critical) to 3.
    #[schemars(range(min = 1, max = 3))]
    pub tier: Option<At<u8>>,
    /// Labels; those of the same name are replaced, others are added.
    #[serde(default)]
    pub tags: IndexMap<String, At<TagValue>>,
    /// Size of the job.
    pub compute: Option<ComputeSpec>,
    /// What consumers are promised.
    #[serde(default)]
    pub sla: SlaDefaults,
    /// How long each zone keeps data.
    pub retention: Option<RetentionSpec>,
    /// Calendar of triggers by arrival and by cron.
    pub calendar: Option<At<Name>>,
}

/// What consumers are promised, unless a dataset promises something else.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SlaDefaults {
    /// Greatest age of the table.
    pub freshness: Option<At<Duration>>,
    /// Longest ingest.
    pub ingest: Option<At<Duration>>,
    /// Longest processing.
    pub process: Option<At<Duration>>,
}

impl PipelineSpec {
    /// Takes what it does not say itself from a layer of defaults.
    pub fn lay_under(&mut self, layer: &DefaultsSpec) {
        fill(&mut self.tier, &layer.tier);
        for (key, value) in &layer.tags {
            self.tags.entry(key.clone()).or_insert_with(|| value.clone());
        }
        if let Some(compute) = &layer.compute {
            let own = self.compute.get_or_insert(ComputeSpec { size: None, workers: None, max_dpu: None });
            fill(&mut own.size, &compute.size);
            fill(&mut own.workers, &compute.workers);
            fill(&mut own.max_dpu, &compute.max_dpu);
        }
        if let Some(retention) = &layer.retention {
            self.retention.get_or_insert_default().lay_under(retention);
        }
        self.sla.lay_under(&layer.sla);
        self.trigger.lay_under(layer.calendar.as_ref());
    }
}

fn fill<T: Clone>(own: &mut Option<T>, default: &Option<T>) {
    if own.is_none() {
        own.clone_from(default);
    }
}

impl RetentionSpec {
    fn lay_under(&mut self, layer: &RetentionSpec) {
        fill(&mut self.landing, &layer.landing);
        fill(&mut self.raw, &layer.raw);
        fill(&mut self.curated, &layer.curated);
        fill(&mut self.quarantine, &layer.quarantine);
        fill(&mut self.export, &layer.export);
    }
}

impl SlaSpec {
    fn lay_under(&mut self, layer: &SlaDefaults) {
        fill(&mut self.freshness, &layer.freshness);
        fill(&mut self.ingest, &layer.ingest);
        fill(&mut self.process, &layer.process);
    }
}

impl Trigger {
    fn lay_under(&mut self, calendar: Option<&At<Name>>) {
        let Some(calendar) = calendar else { return };
        match self {
            Trigger::Arrival(arrival) => _ = arrival.calendar.get_or_insert_with(|| calendar.clone()),
            Trigger::Cron(CronTrigger::Long(cron)) => _ = cron.calendar.get_or_insert_with(|| calendar.clone()),
            Trigger::Cron(CronTrigger::Short(at)) => {
                let cron = CronSpec { at: at.clone(), timezone: None, calendar: Some(calendar.clone()) };
                *self = Trigger::Cron(CronTrigger::Long(cron));
            }
            Trigger::Upstream(_) => {}
        }
    }
}
