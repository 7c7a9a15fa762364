//! What the router of alerts says to people: handlebars texts, rendered when generating. What is only known when something
//! goes wrong stays a `${slot}` of a closed list.

use super::{TEXTS, text};
use crate::model::plan::Plan;
use crate::model::{Fact, Locale};
use crate::plan::incidents;
use crate::render::json as filters;
use crate::render::prose::lines;
use askama::Template;
use serde_json::{Map, Value};

/// What the router fills in, in alphabetical order; `templates/targets/alerts/router/notices.py` has the same list.
pub const SLOTS: [&str; 14] = [
    "acked_by",
    "acknowledge_by",
    "count",
    "dataset_runbook",
    "domain",
    "env",
    "incident",
    "opened_at",
    "resolved_at",
    "runbook",
    "severity",
    "subject",
    "team",
    "type",
];

/// Start of the names of these texts.
pub const PREFIX: &str = "notice_";

/// `messages.json`.
#[derive(Template)]
#[template(path = "targets/alerts/messages.json", config = "templates/askama.toml")]
pub struct Messages {
    platform: &'static str,
    links: [(&'static str, &'static str); 2],
    types: Vec<(&'static str, &'static str)>,
    notices: Vec<Notice>,
}

struct Notice {
    name: &'static str,
    title: Fact<String>,
    lines: Vec<Fact<String>>,
}

/// The view of the messages.
pub fn messages(plan: &Plan) -> Messages {
    let locale = plan.platform.locale.value;
    let names = text::NAMES.iter().filter_map(|name| Some((*name, name.strip_prefix(PREFIX)?)));
    Messages {
        platform: match locale {
            Locale::Es => "la plataforma",
            Locale::En => "the platform",
        },
        links: match locale {
            Locale::Es => [("runbook", "Guía"), ("dataset_runbook", "Conjunto")],
            Locale::En => [("runbook", "Runbook"), ("dataset_runbook", "Dataset")],
        },
        types: incidents::all()
            .iter()
            .map(|i| (i.id.as_str(), incidents::texts(&i.id, locale).title.as_str()))
            .collect(),
        notices: names.map(|(text, name)| notice(plan, text, name)).collect(),
    }
}

fn notice(plan: &Plan, text: &str, name: &'static str) -> Notice {
    let rendered = render(plan, text).or_else(|_| text::builtin(plan).render(text, &slots()));
    let mut lines = lines(&rendered.expect("a test renders every built-in text"))
        .into_iter()
        .map(|line| line.map(|text| with_slots(text)));
    Notice { name, title: lines.next().unwrap_or_else(|| Fact::bare(String::new())), lines: lines.collect() }
}

/// Renders the text of this name, the project's own if there is one.
pub fn render(plan: &Plan, name: &str) -> Result<String, String> {
    TEXTS.prose(text::builtin(plan), plan).render(name, &slots())
}

/// Slots stand between marks that no spec can hold while `$` is still an ordinary character.
const MARKS: [char; 2] = ['\u{e000}', '\u{e001}'];

fn slots() -> Value {
    let slot = |name: &str| Value::String(format!("{}{name}{}", MARKS[0], MARKS[1]));
    Value::Object(SLOTS.iter().map(|name| (name.to_string(), slot(name))).collect::<Map<_, _>>())
}

/// In the router's texts, `$$` is a dollar and `${name}` a slot.
fn with_slots(text: &str) -> String {
    text.replace('$', "$$").replace(MARKS[0], "${").replace(MARKS[1], "}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dollar_of_a_text_is_no_slot() {
        assert_eq!(with_slots("US$ 5 ${no} \u{e000}severity\u{e001}"), "US$$ 5 $${no} ${severity}");
    }
}
