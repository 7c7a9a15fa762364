//! Columns that a step makes: name, type and meaning.

use crate::model::ribs::Scope;
use crate::model::{At, Column, ColumnName, Fact, Flow, TypeName};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A column that a step makes.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Made {
    /// Its name.
    pub name: At<ColumnName>,
    /// Its type; a value that does not fit quarantines the row as `cast_<name>`.
    #[serde(rename = "type")]
    pub kind: At<TypeName>,
    /// Unit, such as a currency.
    pub unit: Option<At<String>>,
    /// What the column means.
    pub description: Option<At<String>>,
    /// Why nothing in it says any more who somebody is, although it is made of personal data.
    #[schemars(length(min = 10))]
    pub not_personal: Option<At<String>>,
}

impl Made {
    /// The column of the plan.
    pub fn column(&self) -> Column {
        let mut column = Column::derived(self.name.fact(), self.kind.fact());
        column.unit = self.unit.as_ref().map(Fact::from);
        column.description = self.description.as_ref().map(Fact::from);
        column
    }

    /// The column with the flow of the item that gives it.
    pub fn flowing(&self, column: Column, flows: &BTreeMap<String, Flow>, scope: &mut Scope<'_>) -> Column {
        scope.data_type(&self.kind);
        let flow = flows.get(column.name.as_str()).cloned().unwrap_or_default();
        scope.made(column, if self.not_personal.is_some() { flow.without_persons() } else { flow })
    }

    /// Name and type, for the call.
    pub fn pair(&self) -> (Fact<String>, Fact<String>) {
        (self.name.fact(), self.kind.fact())
    }
}
