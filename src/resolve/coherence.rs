//! Schedules that make sense: alone, and beside those of the datasets that are read.

use super::{Context, calendars, defaults, links};
use crate::diagnostics::{Finding, Origin, codes};
use crate::model::cron::{DAY_MINUTES, Times};
use crate::model::days::Calendar;
use crate::model::plan::DatasetId;
use crate::model::{At, ClockTime, Cron, Duration, Ready, Status};
use crate::spec::load::Loaded;
use crate::spec::types::{PipelineSpec, Trigger};
use std::collections::BTreeSet;

/// What one spec says of its own times.
pub(super) fn schedule(spec: &PipelineSpec, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let calendar = calendars::of(spec, context);
    match &spec.trigger {
        Trigger::Cron(written) => cron(written.times(), Some(spec.sla.freshness()), calendar, findings),
        Trigger::Arrival(arrival) => {
            comes_often_enough(spec, findings);
            ready_after_arrival(spec, &arrival.expect_by, findings);
        }
        Trigger::Upstream(_) => {}
    }
}

/// A cron can be read, fires, and does so as often as the freshness wants, where anybody watches it.
pub(super) fn cron(
    cron: &At<Cron>,
    freshness: Option<&At<Duration>>,
    calendar: Option<&Calendar>,
    findings: &mut Vec<Finding>,
) {
    match Times::parse(cron) {
        Err(problem) => {
            let finding = Finding::error(codes::BAD_CRON, cron.at, problem);
            let help = "write minute, hour, day of the month, month and weekday, such as `0 2 * * mon-fri`";
            findings.push(finding.help(help));
        }
        Ok(times) => fires_often_enough(cron.at, freshness, &times, calendar, findings),
    }
}

fn fires_often_enough(
    at: Origin,
    freshness: Option<&At<Duration>>,
    times: &Times,
    calendar: Option<&Calendar>,
    findings: &mut Vec<Finding>,
) {
    let Some(gap) = times.longest_gap(calendar) else {
        let finding = Finding::error(codes::NEVER_FIRES, at, "this cron never fires twice in four years");
        findings.push(finding.help("look at its day and month, and at the working days of its calendar"));
        return;
    };
    if let Some(freshness) = freshness.filter(|freshness| gap * 60 > freshness.seconds()) {
        let message = format!("up to {} pass between two runs, but `freshness` is `{}`", hours(gap), freshness.value);
        let finding = Finding::error(codes::SLOW_CADENCE, freshness.at, message).see(at, "the runs");
        findings.push(finding.help("run more often, promise less, or give the trigger a `calendar:` of its days"));
    }
}

/// Files that are expected by a time of day come once a day.
fn comes_often_enough(spec: &PipelineSpec, findings: &mut Vec<Finding>) {
    let freshness = spec.sla.freshness();
    if freshness.seconds() < DAY_MINUTES * 60 {
        let message = format!("files are expected once a day, but `freshness` is `{}`", freshness.value);
        let finding = Finding::warning(codes::SLOW_CADENCE, freshness.at, message);
        findings
            .push(finding.see(spec.trigger.at(), "expected by").help("promise at least a day and the time of a run"));
    }
}

fn ready_after_arrival(spec: &PipelineSpec, expect_by: &At<ClockTime>, findings: &mut Vec<Finding>) {
    let Some(ready_by) = &spec.sla.ready_by else { return };
    if ready_by.minutes() <= expect_by.minutes() {
        let message = format!("ready by {}, but its files come until {}", ready_by.value, expect_by.value);
        let finding = Finding::error(codes::READY_BEFORE_ARRIVAL, ready_by.at, message);
        findings.push(finding.see(expect_by.at, "files come until here").help("promise a later time"));
        return;
    }
    let limits = defaults::time_outs(spec);
    let minutes = (*limits.ingest + *limits.job) / 60;
    if expect_by.minutes() + minutes > ready_by.minutes() {
        let message = format!("`ingest` and `process` may take {minutes} minutes, which end after {}", ready_by.value);
        let finding =
            Finding::warning(codes::LATE_BY_PLAN, ready_by.at, message).see(expect_by.at, "files come until here");
        findings.push(finding.help("shorten `sla.ingest` and `sla.process`, or promise a later time"));
    }
}

/// What specs say of the times of those that they read.
pub(super) fn between(loaded: &Loaded, findings: &mut Vec<Finding>) {
    for spec in loaded.datasets.values().map(|s| &s.spec) {
        let driving: Vec<_> = spec.source.rib().inputs().iter().map(|i| i.at).collect();
        for reference in links::references(spec) {
            let upstream = DatasetId::parse(&reference).and_then(|id| loaded.datasets.get(&id));
            let Some(upstream) = upstream.map(|s| &s.spec) else { continue };
            is_alive(spec, upstream, reference.at, findings);
            // A table that is joined may be that of yesterday; one that drives the run may not.
            if driving.contains(&reference.at) {
                comes_first(spec, upstream, reference.at, findings);
                is_as_fresh(spec, upstream, reference.at, findings);
            }
        }
        waits_on_one_calendar(spec, loaded, findings);
    }
}

fn comes_first(spec: &PipelineSpec, upstream: &PipelineSpec, at: Origin, findings: &mut Vec<Finding>) {
    let Some(ready_by) = &spec.sla.ready_by else { return };
    let Some((time, place)) = ready(upstream).filter(|(time, _)| *time >= ready_by.minutes()) else { return };
    let name = format!("{}/{}", upstream.domain.value, upstream.dataset.value);
    let message = format!("ready by {}, but `{name}` is not before {}", ready_by.value, clock(time));
    let finding = Finding::error(codes::UPSTREAM_LATER, ready_by.at, message);
    findings.push(finding.see(at, "read here").see(place, "its time").help("promise a later time, or have it earlier"));
}

/// The earliest minute of the day at which a table can be counted on, with the place that says so.
fn ready(spec: &PipelineSpec) -> Option<(u64, Origin)> {
    let promised = spec.sla.ready_by.as_ref().map(|r| (r.minutes(), r.at));
    let started = || match &spec.trigger {
        Trigger::Arrival(arrival) => Some((arrival.expect_by.minutes(), arrival.expect_by.at)),
        Trigger::Cron(cron) if cron.timezone().is_none() => {
            Some((*Times::parse(cron.times()).ok()?.minutes().first()?, cron.times().at))
        }
        _ => None,
    };
    promised.or_else(started)
}

fn is_as_fresh(spec: &PipelineSpec, upstream: &PipelineSpec, at: Origin, findings: &mut Vec<Finding>) {
    let (own, other): (&At<Duration>, &At<Duration>) = (spec.sla.freshness(), upstream.sla.freshness());
    if own.seconds() < other.seconds() {
        let message = format!("`freshness: {}` is tighter than the `{}` of what it reads", own.value, other.value);
        let finding = Finding::warning(codes::FRESHER_THAN_UPSTREAM, own.at, message);
        findings.push(
            finding
                .see(at, "read here")
                .see(other.at, "its promise")
                .help("promise no more than the tables that it reads"),
        );
    }
}

fn is_alive(spec: &PipelineSpec, upstream: &PipelineSpec, at: Origin, findings: &mut Vec<Finding>) {
    let retired = |s: &PipelineSpec| s.status.as_ref().is_some_and(|s| s.value == Status::Retired);
    if retired(upstream) && !retired(spec) {
        let message =
            format!("`{}/{}` is retired: no news of it will come", upstream.domain.value, upstream.dataset.value);
        findings.push(
            Finding::warning(codes::READS_RETIRED, at, message).help("read another dataset, or retire this one too"),
        );
    }
}

/// Inputs that are all waited for close on the same days; those that come on all days wait for nobody.
fn waits_on_one_calendar(spec: &PipelineSpec, loaded: &Loaded, findings: &mut Vec<Finding>) {
    let Trigger::Upstream(At { value: Ready::All, at }) = &spec.trigger else { return };
    let inputs = spec.source.rib().inputs().into_iter().filter_map(|i| loaded.datasets.get(&DatasetId::parse(i)?));
    let calendars: BTreeSet<&str> =
        inputs.filter_map(|s| s.spec.trigger.calendar()).map(|c| &*c.value as &str).collect();
    if calendars.len() > 1 {
        let message = "the datasets that this one waits for come on different days";
        let finding = Finding::warning(codes::DIFFERENT_CALENDARS, *at, message);
        findings.push(finding.help("write `upstream: any`, or give their triggers the same calendar"));
    }
}

fn clock(minutes: u64) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn hours(minutes: u64) -> String {
    match minutes % 60 {
        0 => format!("{} hours", minutes / 60),
        _ => format!("{minutes} minutes"),
    }
}
