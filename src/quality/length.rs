//! `length`: the text has a plausible number of characters, both bounds included.

use super::rule;
use crate::diagnostics::{Finding, codes};
use crate::model::plan::Rule;
use crate::model::ribs::{QualityRule, Scope};
use crate::model::{At, ColumnName, Fact, Locale, OnFail};
use crate::render::{Fragment, Sql, sql as filters};
use schemars::JsonSchema;
use serde::Deserialize;

/// The text has a plausible number of characters, both bounds included.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Length {
    /// The column.
    pub column: At<ColumnName>,
    /// Least number of characters.
    pub min: Option<At<u32>>,
    /// Greatest number of characters.
    pub max: Option<At<u32>>,
    /// What becomes of a failing row.
    pub on_fail: At<OnFail>,
}

#[derive(askama::Template)]
#[template(path = "quality/length/fails.sql", config = "templates/askama.toml")]
struct Fails {
    column: Fact<String>,
    min: Option<Fact<u32>>,
    max: Option<Fact<u32>>,
}

impl QualityRule for Length {
    fn check(&self, scope: &mut Scope<'_>) {
        scope.need(&self.column, self.column.at);
        if self.min.is_none() && self.max.is_none() {
            let finding = Finding::error(codes::NO_BOUND, self.column.at, "this length has no bound");
            scope.findings.push(finding.help("add `min:`, `max:` or both"));
        }
    }

    fn plan(&self, locale: Locale) -> Rule {
        let column = self.column.fact();
        let es = format!("{} es demasiado corto o demasiado largo", *column);
        let en = format!("{} is too short or too long", *column);
        let reason = column.map(|_| rule::say(locale, es, en));
        let (min, max) = (self.min.as_ref().map(Fact::from), self.max.as_ref().map(Fact::from));
        let fails = Fragment::<Sql>::render(&Fails { column: column.clone(), min, max });
        rule::on_columns("length", vec![column], &self.on_fail, fails, reason)
    }
}
