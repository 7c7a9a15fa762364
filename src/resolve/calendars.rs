//! Calendars of working days: those of the platform, and the one that nobody has to write.

use super::Context;
use crate::diagnostics::suggest::nearest;
use crate::diagnostics::{Finding, codes};
use crate::model::cron::Times;
use crate::model::days::{Calendar, DayNumber};
use crate::model::plan::Workdays;
use crate::model::{At, Country, Day, Fact};
use crate::spec::types::{CalendarSpec, PipelineSpec, PlatformSpec, Trigger};
use std::collections::{BTreeMap, BTreeSet};

/// The built-in calendar: Colombian holidays, Saturdays and Sundays are closed. A platform may write its own.
pub const COLOMBIA: &str = "colombia";

/// All calendars by name.
pub(super) fn calendars(spec: &PlatformSpec, findings: &mut Vec<Finding>) -> BTreeMap<String, Calendar> {
    let banks = Calendar { colombia: true, weekend: BTreeSet::from([5, 6]), ..Calendar::default() };
    let mut all = BTreeMap::from([(COLOMBIA.to_string(), banks)]);
    for (name, written) in &spec.calendars {
        all.insert(name.clone(), calendar(name, written, findings));
    }
    all
}

fn calendar(name: &str, spec: &CalendarSpec, findings: &mut Vec<Finding>) -> Calendar {
    let calendar = Calendar {
        colombia: spec.holidays.as_ref().is_some_and(|h| h.value == Country::Colombia),
        weekend: spec.weekend.iter().map(|day| day.value as usize).collect(),
        closed: days(&spec.closed, findings),
        open: days(&spec.open, findings),
    };
    for both in spec.open.iter().filter(|day| day.number().is_some_and(|d| calendar.closed.contains(&d))) {
        let message = format!("`{}` is open and closed in the calendar `{name}`", both.value);
        findings.push(Finding::error(codes::NO_SUCH_DAY, both.at, message).help("take it out of one of the lists"));
    }
    let first = spec.weekend.first().map(|day| day.at);
    if let (None, Some(at)) = (calendar.longest_pause(), first) {
        let finding = Finding::error(codes::NEVER_OPEN, at, format!("the calendar `{name}` has no working day"));
        findings.push(finding.help("leave at least one day of the week open"));
    }
    calendar
}

fn days(written: &[At<Day>], findings: &mut Vec<Finding>) -> BTreeSet<DayNumber> {
    for day in written.iter().filter(|day| day.number().is_none()) {
        findings.push(no_such_day(day));
    }
    written.iter().filter_map(|day| day.number()).collect()
}

/// The finding for a day that its month does not have.
pub(super) fn no_such_day(day: &At<Day>) -> Finding {
    let finding = Finding::error(codes::NO_SUCH_DAY, day.at, format!("there is no day `{}`", day.value));
    finding.help("write a day of the Gregorian calendar, `YYYY-MM-DD`")
}

/// The calendar of a trigger, when it has one that exists.
pub(super) fn of<'a>(spec: &PipelineSpec, context: &Context<'a>) -> Option<&'a Calendar> {
    spec.trigger.calendar().and_then(|name| context.platform.calendar(name))
}

/// Days in a row on which the calendar of a trigger is closed; `None` when it has no calendar that exists.
pub(super) fn closure(spec: &PipelineSpec, context: &Context<'_>) -> Option<u64> {
    context.closures.get(&**spec.trigger.calendar()? as &str).copied().flatten()
}

/// The days on which a dataset is expected; a run at fixed times is due at its first one.
pub(super) fn workdays(spec: &PipelineSpec, context: &Context<'_>) -> Option<Workdays> {
    let calendar = spec.trigger.calendar()?.fact();
    let platform = context.platform.timezone.clone();
    match &spec.trigger {
        Trigger::Arrival(arrival) => Some(Workdays { calendar, due: arrival.expect_by.fact(), timezone: platform }),
        Trigger::Cron(cron) => {
            let first = *Times::parse(cron.times()).ok()?.minutes().first()?;
            let due = Fact::new(format!("{:02}:{:02}", first / 60, first % 60), cron.times().at);
            Some(Workdays { calendar, due, timezone: cron.timezone().map_or(platform, At::fact) })
        }
        Trigger::Upstream(_) => None,
    }
}

/// Days in a row on which nothing of what drives a dataset may be new.
pub(super) fn pause(spec: &PipelineSpec, context: &Context<'_>) -> u64 {
    let inputs = spec.source.rib().inputs();
    inputs.into_iter().filter_map(|input| context.pauses.get(&**input as &str)).copied().max().unwrap_or(0)
}

/// The calendar that a trigger names exists.
pub(super) fn exists(spec: &PipelineSpec, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(name) = spec.trigger.calendar() else { return };
    if context.platform.calendar(name).is_some() {
        return;
    }
    let finding = Finding::error(codes::UNKNOWN_CALENDAR, name.at, format!("unknown calendar `{}`", name.value));
    findings.push(match nearest(name, context.platform.calendars.keys().map(String::as_str)) {
        Some(close) => finding.help(format!("did you mean `{close}`?")),
        None => finding.help("write it into `calendars:` of `specs/platform.yaml`, or use `colombia`"),
    });
}
