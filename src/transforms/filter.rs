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
        if scope.upsert && self.on_existing.is_none() {
            let message = "this filter does not say what a filtered row does to its old version in the table";
            let finding = Finding::error(codes::ON_EXISTING, self.condition.at, message);
            scope.findings.push(finding.help("add `on_existing: delete` or `on_existing: keep`"));
        }
    }

    fn plan(&self) -> Step {
        let on_existing = self.on_existing.as_ref().map(|o| Fact::new(o.value.word(), o.at));
        let code = Code { condition: Fragment::user(&self.condition.fact()), on_existing };
        Step {
            kind: "filter",
            code: Fragment::<Py>::render(&code),
            imports: vec!["filter_rows"],
            input: None,
            input_columns: vec![],
            deletes: self.deletes(),
            after_rules: false,
        }
    }
}

impl Filter {
    fn deletes(&self) -> bool {
        self.on_existing.as_ref().is_some_and(|o| o.value == OnExisting::Delete)
    }
}
