//! `dedupe`: keeps one row of each key, after the quality rules, so that a bad row never evicts a good one.

use crate::diagnostics::Origin;
use crate::model::plan::Step;
use crate::model::ribs::{Scope, Transform};
use crate::model::{At, ColumnName, Fact, Keep};
use crate::render::{Fragment, Py, py as filters};
use schemars::JsonSchema;
use serde::Deserialize;

/// Keeps one row of each key.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dedupe {
    /// Columns of the key.
    #[schemars(length(min = 1))]
    pub by: Vec<At<ColumnName>>,
    /// Which row stays.
    pub keep: At<Keep>,
    /// Column whose greatest value stays.
    pub order_by: At<ColumnName>,
}

#[derive(askama::Template)]
#[template(path = "transforms/dedupe/step.py", config = "templates/askama.toml")]
struct Code {
    by: Vec<Fact<String>>,
    order_by: Fact<String>,
}

impl Transform for Dedupe {
    fn at(&self) -> Origin {
        self.by[0].at
    }

    fn dedupes(&self) -> Option<(&[At<ColumnName>], &At<ColumnName>)> {
        Some((&self.by, &self.order_by))
    }

    fn check(&self, scope: &mut Scope<'_>) {
        for column in self.by.iter().chain([&self.order_by]) {
            scope.need(column, column.at);
        }
    }

    fn plan(&self) -> Step {
        let code = Code { by: self.by.iter().map(At::fact).collect(), order_by: self.order_by.fact() };
        Step {
            kind: "dedupe",
            code: Fragment::<Py>::render(&code),
            imports: vec!["dedupe"],
            inputs: vec![],
            module: None,
            deletes: false,
            after_rules: true,
        }
    }
}
