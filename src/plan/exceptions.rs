//! Alarms that differ for a while: muted, or of another severity or threshold.

use super::incidents;
use crate::diagnostics::suggest::{list, nearest};
use crate::diagnostics::{Finding, Origin, codes};
use crate::model::Fact;
use crate::model::plan::Alarm;
use crate::spec::types::{AlertOverride, PipelineSpec};

/// Alarms whose threshold is a share, which a dataset may move.
const SHARES: [&str; 2] = ["quality_breach", "glue_timeout"];

/// Severities that differ, by incident type.
pub fn severities(spec: &PipelineSpec) -> Vec<(String, Fact<&'static str>)> {
    let own = |(incident, written): (&String, &AlertOverride)| {
        written.severity.as_ref().map(|s| (incident.clone(), Fact::new(s.value.word(), s.at)))
    };
    spec.alerts.overrides.iter().filter_map(own).collect()
}

/// The alarms as the exceptions leave them.
pub fn apply(spec: &PipelineSpec, alarms: Vec<Alarm>, findings: &mut Vec<Finding>) -> Vec<Alarm> {
    let all: Vec<&str> = alarms.iter().map(|a| a.incident).collect();
    let overrides = spec.alerts.overrides.iter().map(|(incident, o)| (incident.as_str(), o.reason.at));
    let mutes = spec.alerts.mute.iter().map(|m| (&**m.incident, m.incident.at));
    findings.extend(mutes.chain(overrides).filter_map(|(incident, at)| no_such_alarm(incident, at, &all)));
    let muted = |alarm: &Alarm| spec.alerts.mute.iter().any(|m| **m.incident == *alarm.incident);
    let kept = alarms.into_iter().filter(|alarm| !muted(alarm));
    kept.map(|alarm| match spec.alerts.overrides.get(alarm.incident) {
        Some(written) => changed(alarm, written, findings),
        None => alarm,
    })
    .collect()
}

fn no_such_alarm(incident: &str, at: Origin, alarms: &[&str]) -> Option<Finding> {
    if alarms.contains(&incident) {
        return None;
    }
    let known = incidents::all().iter().map(|i| i.id.as_str());
    if known.clone().any(|id| id == incident) {
        let finding = Finding::error(codes::NO_SUCH_ALARM, at, format!("this dataset has no alarm `{incident}`"));
        let help = match alarms {
            [] => "remove it; this dataset has no alarms".to_string(),
            alarms => format!("its alarms are {}; a dataset of tier 1 has them all", list(alarms.iter().copied())),
        };
        return Some(finding.help(help));
    }
    let finding = Finding::error(codes::UNKNOWN_INCIDENT, at, format!("unknown incident type `{incident}`"));
    Some(match nearest(incident, known) {
        Some(close) => finding.help(format!("did you mean `{close}`?")),
        None => finding.help(format!("the alarms of this dataset are {}", list(alarms.iter().copied()))),
    })
}

fn changed(alarm: Alarm, written: &AlertOverride, findings: &mut Vec<Finding>) -> Alarm {
    let severity = written.severity.as_ref().map_or(alarm.severity.clone(), |s| Fact::new(s.value.word(), s.at));
    let mut changed = Alarm { severity, ..alarm };
    if let Some(threshold) = &written.threshold {
        if SHARES.contains(&changed.incident) {
            let share = Fact::from(threshold);
            // The alarm of the job's time is in seconds: its share was taken of the job's limit.
            let value = match changed.share_of {
                Some(_) => share.value,
                None => changed.threshold.value * share.value / super::alarms::TIME_SHARE,
            };
            changed.threshold = Fact::new(value, share.from.and(changed.threshold.from));
        } else {
            let message = format!("`{}` has no threshold that a dataset could move", changed.incident);
            let finding = Finding::error(codes::NO_THRESHOLD, threshold.at, message);
            findings.push(finding.help(format!("remove it; {} have one", list(SHARES))));
        }
    }
    changed
}
