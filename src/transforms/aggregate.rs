//! `aggregate`: folds rows into groups; rows are conserved up to the fold, groups after it.

use crate::diagnostics::Origin;
use crate::model::plan::Step;
use crate::model::ribs::{Scope, Transform};
use crate::model::sql::Wanted;
use crate::model::{At, Column, ColumnName, Fact, TypeName};
use crate::render::{Fragment, Py, Sql, py as filters};
use schemars::JsonSchema;
use serde::Deserialize;

/// Folds rows into groups.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Aggregate {
    /// Columns of the group.
    #[schemars(length(min = 1))]
    pub by: Vec<At<ColumnName>>,
    /// What is computed for each group.
    #[schemars(length(min = 1))]
    pub columns: Vec<Aggregated>,
}

/// A column computed for each group.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Aggregated {
    /// Name of the new column.
    pub name: At<ColumnName>,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: At<TypeName>,
    /// Spark SQL with aggregate functions.
    pub sql: At<String>,
    /// Unit, such as a currency.
    pub unit: Option<At<String>>,
    /// What the column means.
    pub description: Option<At<String>>,
    /// Why nothing in it says any more who somebody is, although it is made of personal data.
    #[schemars(length(min = 10))]
    pub not_personal: Option<At<String>>,
}

#[derive(askama::Template)]
#[template(path = "transforms/aggregate/step.py", config = "templates/askama.toml")]
struct Code {
    by: Vec<Fact<String>>,
    columns: Vec<CodeColumn>,
}

struct CodeColumn {
    name: Fact<String>,
    kind: Fact<String>,
    sql: Fragment<Sql>,
}

impl Transform for Aggregate {
    fn at(&self) -> Origin {
        self.by[0].at
    }

    fn folds(&self) -> bool {
        true
    }

    fn check(&self, scope: &mut Scope<'_>) {
        for column in &self.by {
            scope.need(column, column.at);
        }
        let by: Vec<&str> = self.by.iter().map(|c| &*c.value).collect();
        let mut columns: Vec<Column> = self.by.iter().filter_map(|by| scope.column(by).cloned()).collect();
        columns.extend(self.columns.iter().map(|column| column.made(&by, scope)));
        scope.columns = columns;
    }

    fn plan(&self) -> Step {
        let column = |c: &Aggregated| CodeColumn {
            name: c.name.fact(),
            kind: c.kind.fact(),
            sql: Fragment::user(&c.sql.fact()),
        };
        let code =
            Code { by: self.by.iter().map(At::fact).collect(), columns: self.columns.iter().map(column).collect() };
        Step {
            kind: "aggregate",
            code: Fragment::<Py>::render(&code),
            imports: vec!["aggregate"],
            inputs: vec![],
            module: None,
            deletes: false,
            after_rules: false,
        }
    }
}

impl Aggregated {
    fn made(&self, by: &[&str], scope: &mut Scope<'_>) -> Column {
        let Some(kind) = scope.data_type(&self.kind) else { return self.column() };
        let flow = scope.expression(&self.sql, Wanted::OfGroup { by, kind: &kind }).flow;
        scope.made(self.column(), if self.not_personal.is_some() { flow.without_persons() } else { flow })
    }

    fn column(&self) -> Column {
        let mut column = Column::derived(self.name.fact(), self.kind.fact());
        column.unit = self.unit.as_ref().map(Fact::from);
        column.description = self.description.as_ref().map(Fact::from);
        column
    }
}
