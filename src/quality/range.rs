//! `range`: the value lies between two bounds, both included.

use super::rule;
use crate::diagnostics::{Finding, codes};
use crate::model::plan::Rule;
use crate::model::ribs::{QualityRule, Scope};
use crate::model::{At, ColumnName, Fact, Locale, Number, OnFail};
use crate::render::{Decimal, Fragment, Sql, sql as filters};
use schemars::JsonSchema;
use serde::Deserialize;

/// The value lies between two bounds, both included.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// The column.
    pub column: At<ColumnName>,
    /// Least value.
    pub min: Option<At<Number>>,
    /// Greatest value.
    pub max: Option<At<Number>>,
    /// What becomes of a failing row.
    pub on_fail: At<OnFail>,
}

#[derive(askama::Template)]
#[template(path = "quality/range/fails.sql", config = "templates/askama.toml")]
struct Fails {
    column: Fact<String>,
    min: Option<Fact<Decimal>>,
    max: Option<Fact<Decimal>>,
}

impl QualityRule for Range {
    fn check(&self, scope: &mut Scope<'_>) {
        scope.need(&self.column, self.column.at);
        if self.min.is_none() && self.max.is_none() {
            let finding = Finding::error(codes::NO_BOUND, self.column.at, "this range has no bound");
            scope.findings.push(finding.help("add `min:`, `max:` or both"));
        }
    }

    fn plan(&self, locale: Locale) -> Rule {
        let column = self.column.fact();
        let reason = rule::say(locale, format!("{} está fuera de rango", *column), format!("{} is out of range", *column));
        let reason = column.map(|_| reason);
        let (min, max) = (bound(self.min.as_ref()), bound(self.max.as_ref()));
        let fails = Fragment::<Sql>::render(&Fails { column: column.clone(), min, max });
        rule::on_columns("range", vec![column], &self.on_fail, fails, reason)
    }
}

/// A bound as a SQL number; the schema allows nothing else.
fn bound(number: Option<&At<Number>>) -> Option<Fact<Decimal>> {
    let number = number?;
    Some(Fact::new(Decimal::new(number.value.text())?, number.at))
}
