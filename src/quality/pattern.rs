//! `pattern`: the text matches a regular expression (Java's, as Spark has it).

use super::rule;
use crate::model::plan::Rule;
use crate::model::ribs::{QualityRule, Scope};
use crate::model::{At, ColumnName, Fact, Locale, OnFail};
use crate::render::{Fragment, Sql, sql as filters};
use schemars::JsonSchema;
use serde::Deserialize;

/// The text matches a regular expression.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// The column.
    pub column: At<ColumnName>,
    /// The expression; write `^` and `$` to match the whole text.
    pub matches: At<String>,
    /// What becomes of a failing row.
    pub on_fail: At<OnFail>,
}

#[derive(askama::Template)]
#[template(path = "quality/pattern/fails.sql", config = "templates/askama.toml")]
struct Fails {
    column: Fact<String>,
    matches: Fact<String>,
}

impl QualityRule for Pattern {
    fn check(&self, scope: &mut Scope<'_>) {
        scope.need(&self.column, self.column.at);
    }

    fn plan(&self, locale: Locale) -> Rule {
        let column = self.column.fact();
        let es = format!("{} no tiene la forma acordada", *column);
        let en = format!("{} does not have the agreed form", *column);
        let reason = column.map(|_| rule::say(locale, es, en));
        let fails = Fragment::<Sql>::render(&Fails { column: column.clone(), matches: self.matches.fact() });
        rule::on_columns("pattern", vec![column], &self.on_fail, fails, reason)
    }
}
