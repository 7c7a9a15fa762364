//! `join`: takes columns of another dataset; a row never multiplies and is never lost.

use crate::diagnostics::{Finding, Origin, codes};
use crate::model::plan::{DatasetId, Step};
use crate::model::ribs::{Scope, Transform, missing_column};
use crate::model::{AsOf, At, Column, ColumnName, DatasetRef, Fact};
use crate::render::{Fragment, Py, py as filters};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// Takes columns of another dataset.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// The other dataset.
    pub dataset: At<DatasetRef>,
    /// Column here → column there; together they must name one row there.
    #[schemars(extend("minProperties" = 1))]
    pub on_columns: IndexMap<String, At<ColumnName>>,
    /// With dates: the latest row there on or before the date here, by the last pair.
    pub as_of: Option<At<AsOf>>,
    /// Columns to take.
    #[schemars(length(min = 1))]
    pub take: Vec<At<ColumnName>>,
}

#[derive(askama::Template)]
#[template(path = "transforms/join/step.py", config = "templates/askama.toml")]
struct Code {
    dataset: Fact<String>,
    on: Vec<(Fact<String>, Fact<String>)>,
    as_of: Option<Fact<&'static str>>,
    take: Vec<Fact<String>>,
}

impl Transform for Join {
    fn at(&self) -> Origin {
        self.dataset.at
    }

    fn table(&self) -> Option<&At<DatasetRef>> {
        Some(&self.dataset)
    }

    fn check(&self, scope: &mut Scope<'_>) {
        for (here, there) in &self.on_columns {
            scope.need(here, there.at);
        }
        let Some(table) = (scope.table)(&self.dataset) else { return self.take_blindly(scope) };
        let wanted = self.on_columns.values().chain(&self.take);
        scope.findings.extend(wanted.filter_map(|c| missing_column(table, c, c.at)));
        for name in &self.take {
            self.take_column(scope, table, name);
        }
    }

    fn plan(&self) -> Step {
        let on = |(here, there): (&String, &At<ColumnName>)| (Fact::new(here.clone(), there.at), there.fact());
        let code = Code {
            dataset: self.dataset.fact(),
            on: self.on_columns.iter().map(on).collect(),
            as_of: self.as_of.as_ref().map(|a| Fact::new(a.value.word(), a.at)),
            take: self.take.iter().map(At::fact).collect(),
        };
        Step {
            kind: "join",
            code: Fragment::<Py>::render(&code),
            imports: vec![if self.as_of.is_some() { "join_as_of" } else { "join" }],
            input: DatasetId::parse(&self.dataset).map(|id| Fact::new(id, self.dataset.at)),
            input_columns: self.on_columns.values().chain(&self.take).map(At::fact).collect(),
            deletes: false,
            after_rules: false,
        }
    }
}

impl Join {
    /// A table whose spec is broken has its own findings; the columns taken from it are taken on trust.
    fn take_blindly(&self, scope: &mut Scope<'_>) {
        let taken = |name: &At<ColumnName>| Column::derived(name.fact(), name.fact().map(|_| "string".to_string()));
        self.take.iter().for_each(|name| scope.put(taken(name)));
    }

    fn take_column(&self, scope: &mut Scope<'_>, table: &[Column], name: &At<ColumnName>) {
        if scope.column(name).is_some() {
            let message = format!("the rows already have a column `{}`", name.value);
            scope.findings.push(Finding::error(codes::COLUMN_TWICE, name.at, message).help("rename one of the two"));
        } else if let Some(column) = table.iter().find(|c| *c.name.value == *name.value) {
            let taken = Column { name: name.fact(), required: Fact::bare(false), ..column.clone() };
            scope.put(taken);
        }
    }
}
