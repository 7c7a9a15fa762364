//! `fill`: gives empty columns a value.

use crate::diagnostics::{Finding, Origin, codes};
use crate::model::plan::Step;
use crate::model::ribs::{Scope, Transform};
use crate::model::{At, Column, Fact, literal, literal::Literal};
use crate::render::{Fragment, Py, py as filters};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// Gives empty columns a value. To tell a filled value from a delivered one, `derive` a flag before.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fill {
    /// Column → the value of rows that have none, written as in a source; quote decimals and dates.
    #[schemars(extend("minProperties" = 1))]
    pub columns: IndexMap<String, At<Literal>>,
}

#[derive(askama::Template)]
#[template(path = "transforms/fill/step.py", config = "templates/askama.toml")]
struct Code {
    columns: Vec<(Fact<String>, Fact<String>)>,
}

impl Transform for Fill {
    fn at(&self) -> Origin {
        self.columns.first().map_or(Origin::NONE, |(_, value)| value.at)
    }

    fn check(&self, scope: &mut Scope<'_>) {
        for (name, value) in &self.columns {
            scope.need(name, value.at);
            let Some(column) = scope.column(name).cloned() else { continue };
            scope.findings.extend(fits(&column, value));
            scope.put(Column { required: Fact::new(true, value.at), ..column });
        }
    }

    fn plan(&self) -> Step {
        let code = Code { columns: self.columns.iter().map(|(name, value)| pair(name, value)).collect() };
        Step::on_columns("fill", Fragment::<Py>::render(&code), vec!["fill"])
    }
}

/// A column and the text of its value, planned.
pub(super) fn pair(name: &str, value: &At<Literal>) -> (Fact<String>, Fact<String>) {
    (Fact::new(name.to_string(), value.at), Fact::new(value.value.0.clone(), value.at))
}

/// The finding for a value that the column cannot hold.
pub(super) fn fits(column: &Column, value: &At<Literal>) -> Option<Finding> {
    let (name, kind) = (&*column.name, &*column.kind);
    let text = &value.value.0;
    let expected = literal::expected(kind, text)?;
    let finding = Finding::error(codes::BAD_LITERAL, value.at, format!("`{text}` is no value of `{name}`, a `{kind}`"));
    Some(finding.help(format!("write {expected}")))
}
