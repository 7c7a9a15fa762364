//! What an alarm says to the person that it wakes: handlebars texts that a project may override.

use super::{TEXTS, notices};
use crate::model::plan::{Alarm, Dataset, Plan, Platform};
use crate::model::{Fact, Locale};
use crate::plan::incidents;
use crate::render::prose::{Prose, lines, marked, value};
use crate::targets::words::{duration, site};
use serde_json::json;
use std::sync::LazyLock;

/// CloudWatch keeps this many characters of a description.
const LONGEST: usize = 1024;

macro_rules! texts {
    ($($name:literal)*) => {
        /// Names of the texts: an incident type each and what all of them end with; then the router's notices.
        pub const NAMES: &[&str] = &[$($name),*];

        static ES: LazyLock<Prose> = LazyLock::new(|| {
            prose(&[$(($name, include_str!(concat!("../../../templates/targets/alerts/es/", $name, ".txt.hbs")))),*])
        });
        static EN: LazyLock<Prose> = LazyLock::new(|| {
            prose(&[$(($name, include_str!(concat!("../../../templates/targets/alerts/en/", $name, ".txt.hbs")))),*])
        });
    };
}

texts! {
    "late_file" "glue_failure" "glue_timeout" "quality_breach" "rows_not_conserved" "contact"
    "notice_opened" "notice_reopened" "notice_raised" "notice_acknowledged" "notice_escalated" "notice_overdue"
    "notice_resolved" "notice_storm" "notice_storm_over"
}

fn prose(texts: &[(&str, &str)]) -> Prose {
    let mut prose = Prose::plain();
    for (name, text) in texts {
        prose.add(name, text).expect("a test renders every text");
    }
    prose
}

/// The lines of an alarm's description.
pub fn description(plan: &Plan, dataset: &Dataset, alarm: &Alarm) -> Vec<Fact<String>> {
    let builtin = builtin(plan);
    let data = data(&plan.platform, dataset, alarm);
    let text =
        TEXTS.prose(builtin, plan).render(alarm.incident, &data).or_else(|_| builtin.render(alarm.incident, &data));
    shortened(lines(&text.expect("a test renders every built-in text")))
}

/// The texts that cauce brings, in the platform's language.
pub fn builtin(plan: &Plan) -> &'static Prose {
    match plan.platform.locale.value {
        Locale::Es => &ES,
        Locale::En => &EN,
    }
}

/// Renders what uses the text of this name.
pub fn try_out(plan: &Plan, name: &str) -> Result<(), String> {
    if name.starts_with(notices::PREFIX) {
        return notices::render(plan, name).map(drop);
    }
    let prose = TEXTS.prose(builtin(plan), plan);
    for dataset in &plan.datasets {
        for alarm in dataset.alarms.iter().filter(|alarm| alarm.incident == name || name == "contact") {
            prose.render(alarm.incident, &data(&plan.platform, dataset, alarm))?;
        }
    }
    Ok(())
}

fn data(platform: &Platform, dataset: &Dataset, alarm: &Alarm) -> serde_json::Value {
    let locale = platform.locale.value;
    let severity = platform.severities.iter().find(|s| s.id == alarm.severity.value);
    let team = platform.team(&alarm.owner);
    let time = |fact: Option<&Fact<u64>>| fact.map(|f| value(&f.map(|s| duration(*s, locale))));
    json!({
        "incident": incidents::texts(alarm.incident, locale).title,
        "severity": value(&alarm.severity),
        "dataset": value(&dataset.names.folder),
        "threshold": value(&alarm.threshold),
        "freshness": time(Some(&alarm.threshold.map(|_| u64::from(alarm.period) * u64::from(alarm.periods)))),
        "job_time": time(Some(&dataset.time_outs.job)),
        "owner": team.map_or_else(|| value(&alarm.owner), |t| value(&t.name)),
        "contacts": team.map(|t| marked(&format!("{}, {}", *t.slack, *t.email), t.slack.from.and(t.email.from))),
        "acknowledge": time(severity.map(|s| &s.acknowledge)),
        "mitigate": time(severity.map(|s| &s.mitigate)),
        "runbook": value(&site(&platform.github, &alarm.runbook)),
        "dataset_runbook": value(&site(&platform.github, &dataset.names.runbook)),
    })
}

/// Whole lines as long as they fit, so that a long name costs a line and not the alarm.
fn shortened(lines: Vec<Fact<String>>) -> Vec<Fact<String>> {
    let mut left = LONGEST;
    let fits = move |line: &Fact<String>| {
        let size = line.chars().count() + 1;
        let fits = size <= left;
        left = left.saturating_sub(size);
        fits
    };
    lines.into_iter().take_while(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_keeps_within_the_limit() {
        let line = Fact::bare("ñ".repeat(400));
        assert_eq!(shortened(vec![line.clone(), line.clone(), line]).len(), 2);
    }
}
