//! What exceptions share: a last day that exists and is not over, an owner that is a team. And the least time that zones
//! must keep data.

use super::{Context, calendars, dataset, defaults, tags, waivers};
use crate::diagnostics::{Finding, codes};
use crate::model::{At, Day, Duration};
use crate::spec::types::{PipelineSpec, RetentionSpec};

/// The checks of a spec's labels and exceptions.
pub(super) fn make_sense(spec: &PipelineSpec, context: &Context<'_>, findings: &mut Vec<Finding>) {
    tags::have_names(&spec.tags, findings);
    for waiver in &spec.waivers {
        dataset::owner_is_a_team(Some(&waiver.owner), context, findings);
        exists(&waiver.until, findings);
    }
    let mutes = spec.alerts.mute.iter().map(|m| &m.until);
    for until in mutes.chain(spec.alerts.overrides.values().map(|o| &o.until)) {
        exists(until, findings);
        if waivers::ended(until, context.loaded) {
            let message = format!("this exception to the alarms ended on {}, and still holds", until.value);
            let finding = Finding::warning(codes::ENDED_ALERT, until.at, message);
            findings.push(finding.help("remove it, or agree on another day"));
        }
    }
    data_is_kept_long_enough(spec, context, findings);
}

fn exists(day: &At<Day>, findings: &mut Vec<Finding>) {
    if day.number().is_none() {
        findings.push(calendars::no_such_day(day));
    }
}

type ZoneOf = fn(&RetentionSpec) -> &Option<At<Duration>>;

fn data_is_kept_long_enough(spec: &PipelineSpec, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(platform) = &context.loaded.platform else { return };
    let zones: [(&str, ZoneOf, u64); 5] = [
        ("landing", |r| &r.landing, defaults::LANDING_DAYS),
        ("raw", |r| &r.raw, defaults::RAW_DAYS),
        ("curated", |r| &r.curated, defaults::CURATED_DAYS),
        ("quarantine", |r| &r.quarantine, defaults::QUARANTINE_DAYS),
        ("export", |r| &r.export, defaults::EXPORT_DAYS),
    ];
    for (zone, of, default) in zones {
        let Some(least) = of(&platform.spec.security.minimum_retention) else { continue };
        let own = spec.retention.as_ref().and_then(|r| of(r).as_ref());
        let days = own.map_or(default, |own| own.days());
        if days < least.days() {
            let message = format!("`{zone}` keeps data for {days} days; the platform demands `{}`", least.value);
            let finding = Finding::error(codes::KEPT_TOO_SHORT, own.map_or(spec.dataset.at, |own| own.at), message);
            let finding = finding.see(least.at, "demanded here");
            findings.push(finding.help(format!("write `retention: {{{zone}: {}}}` or longer", least.value)));
        }
    }
}
