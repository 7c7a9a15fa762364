//! Which alarms a dataset has.

use super::incidents;
use crate::model::plan::{Alarm, Dataset, Platform};
use crate::model::{Fact, Role, Status};
use crate::resolve::LONGEST_WINDOW;

const HOUR: u64 = 3_600;
/// Share of quarantined rows above which a run has a problem with its source, percent.
const QUARANTINED_SHARE: u64 = 5;
/// Share of the job's time after which the next run may not finish, percent.
pub(super) const TIME_SHARE: u64 = 90;

/// The alarms of a dataset: all of them at tier 1, the first two elsewhere, none once it is retired.
pub fn alarms(dataset: &Dataset, platform: &Platform) -> Vec<Alarm> {
    if dataset.status.value == Status::Retired {
        return vec![];
    }
    let mut alarms: Vec<Alarm> = late(dataset, platform).into_iter().collect();
    alarms.push(failed(dataset, platform));
    if dataset.tier.value == 1 {
        alarms.extend([slow(dataset, platform), quarantined(dataset, platform), unverified(dataset, platform)]);
    }
    alarms
}

/// A verified run publishes its freshness once. The table is late when no hour of a whole window has a good value; a
/// window that CloudWatch cannot look back over has no alarm, and the spec a warning.
fn late(dataset: &Dataset, platform: &Platform) -> Option<Alarm> {
    let freshness = &dataset.sla.freshness;
    // Days off of the dataset itself are excused, one by one, by its DAG; those of its inputs only widen the window.
    let window = freshness.value + dataset.pause_days * 24 * HOUR;
    let hours = window.div_ceil(HOUR) as u32;
    (window <= LONGEST_WINDOW).then(|| Alarm {
        metric: "FreshnessMinutes",
        statistic: "Minimum",
        comparison: "GreaterThanThreshold",
        threshold: freshness.map(|seconds| seconds / 60),
        period: HOUR as u32,
        periods: hours,
        breaching: hours,
        missing: "breaching",
        recovers: true,
        ..event("late_file", dataset, platform)
    })
}

fn failed(dataset: &Dataset, platform: &Platform) -> Alarm {
    Alarm {
        metric: "IngestFailed",
        comparison: "GreaterThanOrEqualToThreshold",
        threshold: Fact::bare(1),
        ..event("glue_failure", dataset, platform)
    }
}

fn slow(dataset: &Dataset, platform: &Platform) -> Alarm {
    Alarm {
        metric: "ProcessDuration",
        statistic: "Maximum",
        threshold: dataset.time_outs.job.map(|seconds| seconds * TIME_SHARE / 100),
        ..event("glue_timeout", dataset, platform)
    }
}

fn quarantined(dataset: &Dataset, platform: &Platform) -> Alarm {
    Alarm {
        metric: "RecordsQuarantined",
        share_of: Some("RecordsRead"),
        threshold: Fact::bare(QUARANTINED_SHARE),
        ..event("quality_breach", dataset, platform)
    }
}

/// The job publishes 0 when its counts do not add up or its commit cannot be read back.
fn unverified(dataset: &Dataset, platform: &Platform) -> Alarm {
    Alarm {
        metric: "HudiCommitVerified",
        statistic: "Minimum",
        comparison: "LessThanThreshold",
        threshold: Fact::bare(1),
        ..event("rows_not_conserved", dataset, platform)
    }
}

/// An alarm on what one run publishes: it fires at once, and its end does not mean that anybody mended something.
fn event(incident: &'static str, dataset: &Dataset, platform: &Platform) -> Alarm {
    let kind = incidents::find(incident);
    let severity = dataset.tier.map(|tier| if *tier == 1 { kind.tier1.as_str() } else { kind.others.as_str() });
    Alarm {
        incident,
        name: dataset.names.alarm_prefix.map(|prefix| format!("{prefix}-{}", incident.replace('_', "-"))),
        severity,
        owner: owner(kind.owner, dataset, platform),
        runbook: format!("generated/runbooks/{incident}.md"),
        metric: "",
        share_of: None,
        statistic: "Sum",
        comparison: "GreaterThanThreshold",
        threshold: Fact::bare(0),
        period: 300,
        periods: 1,
        breaching: 1,
        missing: "notBreaching",
        recovers: false,
    }
}

fn owner(role: Role, dataset: &Dataset, platform: &Platform) -> Fact<String> {
    match role {
        Role::DataEngineer => dataset.owner.clone(),
        role => platform.team_with(role).map_or_else(|| dataset.owner.clone(), |team| team.id.clone()),
    }
}
