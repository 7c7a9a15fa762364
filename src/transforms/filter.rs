//! `filter`: keeps the rows that meet a condition; the others are counted, never lost.

use crate::diagnostics::{Finding, Origin, codes};
use crate::model::plan::Step;
use crate::model::ribs::{Scope, Transform};
use crate::model::sql::Wanted;
use crate::model::{At, Fact, OnExisting};
use crate::render::{Fragment, Py, Sql, py as filters};
use schemars::JsonSchema;
use serde::Deserialize;

/// Keeps the rows that meet a condition.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// Spark SQL that is true for the rows to keep.
    #[serde(rename = "where")]
    pub condition: At<String>,
    /// What a filtered row does to the row that the table has under its key; needed for upserts.
    pub on_existing: Option<At<OnExisting>>,
}

#[derive(askama::Template)]
#[template(path = "transforms/filter/step.py", config = "templates/askama.toml")]
struct Code {
    condition: Fragment<Sql>,
    on_existing: Option<Fact<&'static str>>,
}

impl Transform for Filter {
    fn at(&self) -> Origin {
        self.condition.at
    }

    fn check(&self, scope: &mut Scope<'_>) {
        scope.expression(&self.condition, Wanted::Condition);
        says_what_becomes_of_the_old_row(scope, self.condition.at, self.on_existing.as_ref());
    }

    fn plan(&self) -> Step {
        let on_existing = self.on_existing.as_ref().map(|o| Fact::new(o.value.word(), o.at));
        let code = Code { condition: Fragment::user(&self.condition.fact()), on_existing };
        Step {
            kind: "filter",
            code: Fragment::<Py>::render(&code),
            imports: vec!["filter_rows"],
            inputs: vec![],
            module: None,
            deletes: self.deletes(),
            after_rules: false,
        }
    }
}

impl Filter {
    fn deletes(&self) -> bool {
        deletes(self.on_existing.as_ref())
    }
}

/// Whether a row that is taken out deletes its key from the table.
pub(super) fn deletes(on_existing: Option<&At<OnExisting>>) -> bool {
    on_existing.is_some_and(|o| o.value == OnExisting::Delete)
}

/// A step that takes rows out of an upsert table must say what they do to what the table has.
pub(super) fn says_what_becomes_of_the_old_row(
    scope: &mut Scope<'_>,
    at: Origin,
    on_existing: Option<&At<OnExisting>>,
) {
    if scope.upsert && on_existing.is_none() {
        let message = "this filter does not say what a filtered row does to its old version in the table";
        let finding = Finding::error(codes::ON_EXISTING, at, message);
        scope.findings.push(finding.help("add `on_existing: delete` or `on_existing: keep`"));
    }
}
