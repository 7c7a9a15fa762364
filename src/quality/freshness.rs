//! `freshness`: the newest value of a column is not older than a length of time before the run; judged before the table
//! is written.

use super::rule;
use crate::diagnostics::{Finding, codes};
use crate::model::plan::{Measure, Rule, RuleScope};
use crate::model::ribs::{QualityRule, Scope};
use crate::model::{At, ColumnName, Duration, Fact, Locale, OnFail};
use crate::render::{Fragment, Sql, sql as filters};
use schemars::JsonSchema;
use serde::Deserialize;

/// The newest value is not too old. A delivery without a value does not fail; `row_count` and `not_null` see that.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Freshness {
    /// A date or a timestamp.
    pub column: At<ColumnName>,
    /// Greatest age of its newest value when the delivery was complete.
    pub within: At<Duration>,
    /// What becomes of the run: `fail` or `warn`.
    pub on_fail: At<OnFail>,
}

#[derive(askama::Template)]
#[template(path = "quality/freshness/fails.sql", config = "templates/askama.toml")]
struct Fails {
    id: Fact<String>,
    seconds: Fact<u64>,
}

#[derive(askama::Template)]
#[template(path = "quality/freshness/measure.sql", config = "templates/askama.toml")]
struct Newest {
    column: Fact<String>,
}

impl QualityRule for Freshness {
    fn check(&self, scope: &mut Scope<'_>) {
        scope.need(&self.column, self.column.at);
        rule::decides_the_run(&self.on_fail, scope);
        let kind = scope.column(&self.column).map(|c| c.kind.value.clone());
        if let Some(kind) = kind.filter(|kind| !matches!(kind.as_str(), "date" | "timestamp")) {
            let message = format!("`{}` is `{kind}`, which has no age", self.column.value);
            let finding = Finding::error(codes::RULE_TYPE, self.column.at, message);
            scope.findings.push(finding.help("name a date or a timestamp"));
        }
    }

    fn plan(&self, locale: Locale) -> Rule {
        let column = self.column.fact();
        let id = column.map(|column| format!("freshness_{column}"));
        let es = format!("el valor más reciente de {} es demasiado antiguo", *column);
        let en = format!("the newest value of {} is too old", *column);
        let fails = Fails { id: id.clone(), seconds: Fact::new(self.within.seconds(), self.within.at) };
        Rule {
            id,
            kind: "freshness",
            scope: RuleScope::Run,
            on_fail: Fact::from(&self.on_fail),
            fails: Fragment::<Sql>::render(&fails),
            measure: Some(Measure::Aggregate(Fragment::render(&Newest { column: column.clone() }))),
            reason: column.map(|_| rule::say(locale, es, en)),
            columns: vec![column],
        }
    }
}
