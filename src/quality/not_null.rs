//! `not_null`: the column has a value. The one rule that fails on NULL.

use super::rule;
use crate::model::plan::Rule;
use crate::model::ribs::{QualityRule, Scope};
use crate::model::{At, ColumnName, Fact, Locale, OnFail};
use crate::render::{Fragment, Sql, sql as filters};
use schemars::JsonSchema;
use serde::Deserialize;

/// The column has a value.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotNull {
    /// The column.
    pub column: At<ColumnName>,
    /// What becomes of a failing row.
    pub on_fail: At<OnFail>,
}

#[derive(askama::Template)]
#[template(path = "quality/not_null/fails.sql", config = "templates/askama.toml")]
struct Fails {
    column: Fact<String>,
}

impl QualityRule for NotNull {
    fn check(&self, scope: &mut Scope<'_>) {
        scope.need(&self.column, self.column.at);
    }

    fn plan(&self, locale: Locale) -> Rule {
        let column = self.column.fact();
        let reason = rule::say(locale, format!("{} no tiene valor", *column), format!("{} has no value", *column));
        let reason = column.map(|_| reason);
        let fails = Fragment::<Sql>::render(&Fails { column: column.clone() });
        rule::on_columns("not_null", vec![column], &self.on_fail, fails, reason)
    }
}
