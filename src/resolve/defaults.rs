//! The documented defaults of a dataset, all in this file.

use super::platform::seconds;
use crate::model::plan::{Compute, HudiTable, Platform, Privacy, Retention, Schedule, Sla, TimeOuts};
use crate::model::{At, Duration, Evolve, Fact, Index, OnExisting, Ready, Write};
use crate::spec::types::{ComputeSpec, PartitionSpec, PipelineSpec, PrivacySpec, RetentionSpec, SlaSpec, Trigger};

/// Tier of a dataset that does not say it.
pub const TIER: u8 = 3;
/// Glue worker type.
pub const WORKER: &str = "G.1X";
/// Commits whose files Hudi keeps.
pub const COMMITS: u32 = 10;
/// Number of workers.
pub const WORKERS: u32 = 2;
/// How long a file must have been still.
pub const SETTLE_SECONDS: u64 = 120;
/// Safety net of an arrival: an event only wakes, listing decides.
pub const SAFETY_CRON: &str = "*/30 * * * *";
/// Longest wait for an event: the safety net looks again right after it.
pub const ARRIVAL_SECONDS: u64 = 29 * 60;
/// Longest ingest and processing.
pub const INGEST_SECONDS: u64 = 30 * 60;
/// Longest processing.
pub const PROCESS_SECONDS: u64 = 60 * 60;
/// Longest load.
pub const LOAD_SECONDS: u64 = 15 * 60;
/// What a waiting task may take beyond the job, and a run beyond ingest and wait.
pub const SLACK_SECONDS: u64 = 10 * 60;
/// Days that the landing zone keeps files.
pub const LANDING_DAYS: u64 = 30;
/// Days that extracts are kept, so that a table can be made anew.
pub const RAW_DAYS: u64 = 365;
/// Days that tables keep rows.
pub const CURATED_DAYS: u64 = 5 * 365;
/// Days that quarantined rows are kept.
pub const QUARANTINE_DAYS: u64 = 90;
/// Days that batches for loads are kept.
pub const EXPORT_DAYS: u64 = 30;
const DAY: u64 = 86_400;

/// The Hudi table: an upsert looks for old versions in the whole table.
pub fn table(pipeline: &PipelineSpec) -> HudiTable {
    let spec = &pipeline.table;
    let index = if spec.write.value == Write::Upsert { Index::Global } else { Index::None };
    HudiTable {
        write: Fact::from(&spec.write),
        key: spec.key.iter().map(At::fact).collect(),
        order_by: spec.order_by.as_ref().map(At::fact),
        partition_by: spec.partition_by.iter().map(PartitionSpec::name).collect(),
        missing_pct: pipeline.source.rib().delivers().missing_pct().map(Fact::from),
        index: spec.index.as_ref().map_or(Fact::bare(index), Fact::from),
        buckets: spec.buckets.as_ref().map(Fact::from),
        on_quarantine: spec.on_quarantine.as_ref().map_or(Fact::bare(OnExisting::Keep), Fact::from),
        keep: spec.clean.as_ref().map_or(Fact::bare(COMMITS), |clean| Fact::from(&clean.keep)),
        evolve: spec.evolve.as_ref().map_or(Fact::bare(Evolve::Add), Fact::from),
    }
}

/// The size of the job in each environment.
pub fn compute(spec: &PipelineSpec, platform: &Platform) -> Vec<Compute> {
    let environments = platform.environments.iter().map(|e| e.name.value.clone());
    environments.map(|environment| one_compute(spec, environment)).collect()
}

/// The size of the job in one environment.
pub fn one_compute(spec: &PipelineSpec, environment: String) -> Compute {
    let own = spec.environments.get(&environment).and_then(|o| o.compute.as_ref());
    let layers = [own, spec.compute.as_ref()];
    let size = layers.iter().flatten().find_map(|c: &&ComputeSpec| c.size.as_ref());
    let workers = layers.iter().flatten().find_map(|c: &&ComputeSpec| c.workers.as_ref());
    Compute {
        environment,
        size: size.map_or_else(|| Fact::bare(WORKER.to_string()), At::fact),
        workers: workers.map_or(Fact::bare(WORKERS), Fact::from),
    }
}

/// When it runs.
pub fn schedule(trigger: &Trigger, platform: &Platform) -> Schedule {
    match trigger {
        Trigger::Arrival(arrival) => {
            Schedule::Arrival { safety_cron: Fact::new(SAFETY_CRON.to_string(), arrival.expect_by.at) }
        }
        Trigger::Cron(cron) => Schedule::Cron {
            cron: cron.times().fact(),
            timezone: cron.timezone().map_or_else(|| platform.timezone.clone(), At::fact),
        },
        Trigger::Upstream(ready) => Schedule::Upstream { all: Fact::new(ready.value == Ready::All, ready.at) },
    }
}

/// Nested limits.
pub fn time_outs(spec: &PipelineSpec) -> TimeOuts {
    let PipelineSpec { sla, trigger, .. } = spec;
    let (ingest, job) = (limit(&sla.ingest, INGEST_SECONDS), limit(&sla.process, PROCESS_SECONDS));
    let wait = job.map(|s| s + SLACK_SECONDS);
    let arrival = Fact::bare(if matches!(trigger, Trigger::Arrival(_)) { ARRIVAL_SECONDS } else { 0 });
    let load = if spec.load.is_some() { load(sla) } else { Fact::bare(0) };
    let run = *arrival + *ingest + *wait + *load + SLACK_SECONDS;
    let run = Fact::new(run, ingest.from.and(job.from).and(load.from));
    TimeOuts { arrival, ingest, job, wait, load, run }
}

/// Longest load.
pub fn load(sla: &SlaSpec) -> Fact<u64> {
    limit(&sla.load, LOAD_SECONDS)
}

fn limit(written: &Option<At<Duration>>, default: u64) -> Fact<u64> {
    written.as_ref().map_or(Fact::bare(default), seconds)
}

/// What consumers are promised.
pub fn sla(spec: &SlaSpec) -> Sla {
    Sla { ready_by: spec.ready_by.as_ref().map(At::fact), freshness: seconds(spec.freshness()) }
}

/// Days that each zone keeps data.
pub fn retention(spec: Option<&RetentionSpec>) -> Retention {
    let days = |written: Option<&At<Duration>>, default| {
        written.map_or(Fact::bare(default), |d| Fact::new(d.seconds().div_ceil(DAY), d.at))
    };
    let written = |zone: fn(&RetentionSpec) -> &Option<At<Duration>>| spec.and_then(|s| zone(s).as_ref());
    Retention {
        landing: days(written(|s| &s.landing), LANDING_DAYS),
        raw: days(written(|s| &s.raw), RAW_DAYS),
        curated: days(written(|s| &s.curated), CURATED_DAYS),
        quarantine: days(written(|s| &s.quarantine), QUARANTINE_DAYS),
        export: days(written(|s| &s.export), EXPORT_DAYS),
    }
}

/// Why personal data may be processed.
pub fn privacy(spec: &PrivacySpec) -> Privacy {
    Privacy {
        purpose: spec.purpose.fact(),
        legal_basis: spec.legal_basis.fact(),
        rnbd_id: spec.rnbd_id.fact(),
        subject_key: spec.subject_key.fact(),
    }
}
