//! `expression`: a condition of one's own holds for every row.

use super::rule;
use crate::model::plan::{Rule, RuleScope};
use crate::model::ribs::{QualityRule, Scope};
use crate::model::sql::{Wanted, columns_used};
use crate::model::{At, Fact, Locale, Name, OnFail};
use crate::render::{Fragment, Sql, sql as filters};
use schemars::JsonSchema;
use serde::Deserialize;

/// A condition of one's own holds.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expression {
    /// Name of the rule in reasons and metrics.
    pub name: At<Name>,
    /// Spark SQL that is true for good rows; NULL does not fail.
    pub sql: At<String>,
    /// What becomes of a failing row.
    pub on_fail: At<OnFail>,
}

#[derive(askama::Template)]
#[template(path = "quality/expression/fails.sql", config = "templates/askama.toml")]
struct Fails {
    sql: Fragment<Sql>,
}

impl QualityRule for Expression {
    fn check(&self, scope: &mut Scope<'_>) {
        scope.expression(&self.sql, Wanted::Condition);
    }

    fn plan(&self, locale: Locale) -> Rule {
        let name = self.name.fact();
        let columns = columns_used(&self.sql.value);
        let reason = rule::say(locale, format!("no se cumple {}", *name), format!("{} does not hold", *name));
        Rule {
            reason: name.map(|_| reason),
            id: name,
            kind: "expression",
            scope: RuleScope::Row,
            on_fail: Fact::from(&self.on_fail),
            fails: Fragment::<Sql>::render(&Fails { sql: Fragment::user(&self.sql.fact()) }),
            measure: None,
            columns: columns.into_iter().map(|c| Fact::new(c, self.sql.at)).collect(),
        }
    }
}
