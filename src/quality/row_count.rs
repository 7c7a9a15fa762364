//! `row_count`: the delivery has a plausible number of rows; judged before the table is written.

use super::rule;
use crate::diagnostics::{Finding, codes};
use crate::model::plan::{Rule, RuleScope};
use crate::model::ribs::{QualityRule, Scope};
use crate::model::{At, Fact, Locale, OnFail};
use crate::render::{Fragment, Sql, sql as filters};
use schemars::JsonSchema;
use serde::Deserialize;

/// The delivery has a plausible number of rows.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RowCount {
    /// Least number of rows.
    pub min: Option<At<u64>>,
    /// Greatest number of rows.
    pub max: Option<At<u64>>,
    /// What becomes of the run: `fail` or `warn`.
    pub on_fail: At<OnFail>,
}

#[derive(askama::Template)]
#[template(path = "quality/row_count/fails.sql", config = "templates/askama.toml")]
struct Fails {
    min: Option<Fact<u64>>,
    max: Option<Fact<u64>>,
}

impl QualityRule for RowCount {
    fn check(&self, scope: &mut Scope<'_>) {
        if self.min.is_none() && self.max.is_none() {
            let finding = Finding::error(codes::NO_BOUND, self.on_fail.at, "this row count has no bound");
            scope.findings.push(finding.help("add `min:`, `max:` or both"));
        }
        rule::decides_the_run(&self.on_fail, scope);
    }

    fn plan(&self, locale: Locale) -> Rule {
        let from = self.on_fail.at;
        let reason = rule::say(locale, "el número de filas no es verosímil", "the number of rows is not plausible");
        let (min, max) = (self.min.as_ref().map(Fact::from), self.max.as_ref().map(Fact::from));
        Rule {
            id: Fact::new("row_count".to_string(), from),
            kind: "row_count",
            scope: RuleScope::Run,
            on_fail: Fact::from(&self.on_fail),
            fails: Fragment::<Sql>::render(&Fails { min, max }),
            measure: None,
            columns: vec![],
            reason: Fact::new(reason, from),
        }
    }
}
