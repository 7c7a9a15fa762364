//! Alarms: what is watched, how strictly, and who is called.

use super::change::{Area, Class};
use super::scope::{Found, Pair, say};
use crate::model::plan::Alarm;

/// Alarms that came or went, and those that are stricter, looser, or call others.
pub fn differences(pair: Pair<'_>, found: &mut Found<'_>) {
    let find = |alarms: &'_ [Alarm], incident: &str| alarms.iter().position(|a| a.incident == incident);
    for old in pair.old.alarms.iter().filter(|a| find(&pair.new.alarms, a.incident).is_none()) {
        let incident = old.incident;
        let what = say!(found, "la alarma `{incident}` desaparece", "the alarm `{incident}` is gone");
        found.add(Class::Risky, Area::Alerts, pair.new.tier.from.and(pair.new.status.from), what);
    }
    for new in &pair.new.alarms {
        match find(&pair.old.alarms, new.incident).map(|at| &pair.old.alarms[at]) {
            Some(old) => both(old, new, found),
            None => {
                let (incident, severity) = (new.incident, *new.severity);
                let what = say!(found, "alarma nueva `{incident}` ({severity})", "new alarm `{incident}` ({severity})");
                found.add(Class::Compatible, Area::Alerts, new.severity.from, what);
            }
        }
    }
}

fn both(old: &Alarm, new: &Alarm, found: &mut Found<'_>) {
    let incident = new.incident;
    if old.severity.value != new.severity.value {
        let (before, after) = (*old.severity, *new.severity);
        // P1 is the gravest.
        let class = if after > before { Class::Risky } else { Class::Compatible };
        let what = say!(
            found,
            "`{incident}` cambia de severidad: {before} → {after}",
            "`{incident}` changes its severity: {before} → {after}"
        );
        found.add(class, Area::Alerts, new.severity.from, what);
    }
    if old.owner.value != new.owner.value {
        let (before, after) = (&*old.owner, &*new.owner);
        let what = say!(
            found,
            "`{incident}` llama a otro equipo: {before} → {after}",
            "`{incident}` calls another team: {before} → {after}"
        );
        found.add(Class::Compatible, Area::Alerts, new.owner.from, what);
    }
    let level = |a: &Alarm| (a.metric, a.share_of, a.statistic, a.comparison, *a.threshold);
    let window = |a: &Alarm| (a.period, a.periods, a.breaching, a.missing);
    if level(old) == level(new) && window(old) == window(new) {
        return;
    }
    let (before, after) = (*old.threshold, *new.threshold);
    let looser = if new.comparison.starts_with("Greater") { after > before } else { after < before };
    let same_kind = (old.metric, old.comparison, window(old).3) == (new.metric, new.comparison, window(new).3);
    let class = if same_kind && !looser && old.breaching >= new.breaching { Class::Compatible } else { Class::Risky };
    let what = say!(
        found,
        "`{incident}` salta en otro punto: {before} → {after}",
        "`{incident}` fires at another point: {before} → {after}"
    );
    found.add(class, Area::Alerts, new.threshold.from, what);
}
