//! `accepted_values`: the value is one of a list.

use super::rule;
use crate::diagnostics::{Finding, codes};
use crate::model::plan::Rule;
use crate::model::ribs::{QualityRule, Scope};
use crate::model::{At, ColumnName, Fact, Locale, OnFail};
use crate::render::{Fragment, Sql, sql as filters};
use schemars::JsonSchema;
use serde::Deserialize;

/// The value is one of a list.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptedValues {
    /// The column.
    pub column: At<ColumnName>,
    /// The values, as text.
    #[schemars(length(min = 1))]
    pub values: Vec<At<String>>,
    /// What becomes of a failing row.
    pub on_fail: At<OnFail>,
}

#[derive(askama::Template)]
#[template(path = "quality/accepted_values/fails.sql", config = "templates/askama.toml")]
struct Fails {
    column: Fact<String>,
    values: Vec<Fact<String>>,
}

impl QualityRule for AcceptedValues {
    fn check(&self, scope: &mut Scope<'_>) {
        scope.need(&self.column, self.column.at);
        for (i, value) in self.values.iter().enumerate() {
            if let Some(first) = self.values[..i].iter().find(|v| v.value == value.value) {
                let finding = Finding::warning(codes::REPEATED, value.at, format!("`{}` is listed twice", value.value));
                scope.findings.push(finding.see(first.at, "first listed here").help("remove one of them"));
            }
        }
    }

    fn plan(&self, locale: Locale) -> Rule {
        let column = self.column.fact();
        let es = format!("{} no es uno de los valores aceptados", *column);
        let en = format!("{} is not one of the accepted values", *column);
        let reason = column.map(|_| rule::say(locale, es, en));
        let values = self.values.iter().map(Fact::from).collect();
        let fails = Fragment::<Sql>::render(&Fails { column: column.clone(), values });
        rule::on_columns("accepted_values", vec![column], &self.on_fail, fails, reason)
    }
}
