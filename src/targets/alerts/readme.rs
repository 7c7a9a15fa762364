//! The README of a dataset's alarm module.

use crate::model::plan::{Alarm, Dataset, Platform};
use crate::model::{Fact, Locale};
use crate::render::md as filters;
use crate::targets::header;
use crate::targets::words::duration;
use askama::Template;

/// `README.md`.
#[derive(Template)]
#[template(path = "targets/alerts/README.md", config = "templates/askama.toml")]
pub struct Readme<'a> {
    header: Fact<String>,
    es: bool,
    dataset: &'a Fact<String>,
    owner: &'a Fact<String>,
    runbook: Fact<String>,
    alarms: Vec<Row<'a>>,
}

struct Row<'a> {
    alarm: &'a Alarm,
    condition: Fact<String>,
    guide: String,
}

/// The view of a dataset's README.
pub fn readme<'a>(platform: &'a Platform, dataset: &'a Dataset) -> Readme<'a> {
    let locale = platform.locale.value;
    Readme {
        header: header::of_dataset(platform, dataset),
        es: locale == Locale::Es,
        dataset: &dataset.names.folder,
        owner: platform.team(&dataset.owner).map_or(&dataset.owner, |team| &team.name),
        runbook: dataset.names.runbook.map(|path| from_module(path)),
        alarms: dataset.alarms.iter().map(|alarm| row(alarm, locale)).collect(),
    }
}

fn row(alarm: &Alarm, locale: Locale) -> Row<'_> {
    Row { alarm, condition: condition(alarm, locale), guide: from_module(&alarm.runbook) }
}

/// A path of the project as seen from `generated/alerts/cloudwatch/<domain>/<dataset>/`.
fn from_module(path: &str) -> String {
    format!("../../../../{}", path.trim_start_matches("generated/"))
}

fn condition(alarm: &Alarm, locale: Locale) -> Fact<String> {
    let share = alarm.share_of.map(|whole| format!(" / {whole} (%)")).unwrap_or_default();
    let sign = match alarm.comparison {
        "GreaterThanOrEqualToThreshold" => "≥",
        "LessThanThreshold" => "<",
        _ => ">",
    };
    let window = duration(u64::from(alarm.period) * u64::from(alarm.periods), locale);
    let (during, silence) = match locale {
        Locale::Es => ("durante", "o sin datos, "),
        Locale::En => ("for", "or no data, "),
    };
    let silence = if alarm.missing == "breaching" { silence } else { "" };
    alarm.threshold.map(|t| format!("{}{share} {sign} {t}, {silence}{during} {window}", alarm.metric))
}
