//! `unique`: no two rows of a delivery have the same values; every row of such a group fails.

use super::rule;
use crate::model::plan::Rule;
use crate::model::ribs::{QualityRule, Scope};
use crate::model::{At, ColumnName, Fact, Locale, OnFail};
use crate::render::{Fragment, Sql, sql as filters};
use schemars::JsonSchema;
use serde::Deserialize;

/// No two rows of a delivery have the same values.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unique {
    /// The columns, taken together.
    #[schemars(length(min = 1))]
    pub columns: Vec<At<ColumnName>>,
    /// What becomes of the failing rows.
    pub on_fail: At<OnFail>,
}

#[derive(askama::Template)]
#[template(path = "quality/unique/fails.sql", config = "templates/askama.toml")]
struct Fails {
    columns: Vec<Fact<String>>,
}

impl QualityRule for Unique {
    fn check(&self, scope: &mut Scope<'_>) {
        for column in &self.columns {
            scope.need(column, column.at);
        }
    }

    fn plan(&self, locale: Locale) -> Rule {
        let columns: Vec<Fact<String>> = self.columns.iter().map(At::fact).collect();
        let names = columns.iter().map(|c| c.value.as_str()).collect::<Vec<_>>().join(", ");
        let reason = rule::say(locale, format!("{names} se repite en la entrega"), format!("{names} is repeated in the delivery"));
        let reason = columns[0].map(|_| reason);
        let fails = Fragment::<Sql>::render(&Fails { columns: columns.clone() });
        rule::on_columns("unique", columns, &self.on_fail, fails, reason)
    }
}
