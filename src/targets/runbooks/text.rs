//! The templates of the runbooks, by locale.

use crate::model::Locale;
use crate::model::plan::Platform;
use crate::render::prose::Prose;
use serde_json::Value;
use std::sync::LazyLock;

macro_rules! templates {
    ($locale:literal) => {{
        let mut prose = Prose::markdown();
        let incident = include_str!(concat!("../../../templates/targets/runbooks/", $locale, "/incident.md.hbs"));
        let dataset = include_str!(concat!("../../../templates/targets/runbooks/", $locale, "/dataset.md.hbs"));
        prose.add("incident", incident).expect("a test renders every runbook");
        prose.add("dataset", dataset).expect("a test renders every runbook");
        prose
    }};
}

static ES: LazyLock<Prose> = LazyLock::new(|| templates!("es"));
static EN: LazyLock<Prose> = LazyLock::new(|| templates!("en"));

/// The runbook of this name with trace marks in it.
pub fn render(platform: &Platform, name: &str, data: &Value) -> String {
    let prose = match platform.locale.value {
        Locale::Es => &ES,
        Locale::En => &EN,
    };
    prose.render(name, data).expect("a test renders every runbook")
}
