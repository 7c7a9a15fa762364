//! What an alarm says to the person that it wakes: handlebars texts that a project may override.

use crate::model::plan::{Alarm, Dataset, Platform};
use crate::model::{Fact, Locale};
use crate::plan::incidents;
use crate::render::prose::{Prose, lines, marked, value};
use crate::targets::words::{duration, site};
use serde_json::json;
use std::sync::LazyLock;

/// CloudWatch keeps this many characters of a description.
const LONGEST: usize = 1024;

macro_rules! texts {
    ($locale:literal: $($name:literal)*) => {{
        let mut prose = Prose::plain();
        $(
            let text = include_str!(concat!("../../../templates/targets/alerts/", $locale, "/", $name, ".txt.hbs"));
            prose.add($name, text).expect("a test renders every text");
        )*
        prose
    }};
}

static ES: LazyLock<Prose> = LazyLock::new(
    || texts!("es": "late_file" "glue_failure" "glue_timeout" "quality_breach" "rows_not_conserved" "contact"),
);
static EN: LazyLock<Prose> = LazyLock::new(
    || texts!("en": "late_file" "glue_failure" "glue_timeout" "quality_breach" "rows_not_conserved" "contact"),
);

/// The lines of an alarm's description.
pub fn description(platform: &Platform, dataset: &Dataset, alarm: &Alarm) -> Vec<Fact<String>> {
    let prose = match platform.locale.value {
        Locale::Es => &ES,
        Locale::En => &EN,
    };
    let text = prose.render(alarm.incident, &data(platform, dataset, alarm)).expect("a test renders every text");
    shortened(lines(&text))
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
        "freshness": time(Some(&dataset.sla.freshness)),
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
    let fits = |line: &Fact<String>| {
        let size = line.chars().count() + 1;
        let fits = size <= left;
        left = left.saturating_sub(size);
        fits
    };
    lines.into_iter().take_while({ let mut fits = fits; move |line| fits(line) }).collect()
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
