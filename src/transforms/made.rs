//! Columns that a step makes: name, type and meaning.

use crate::model::{At, Column, ColumnName, Fact, TypeName};
use schemars::JsonSchema;
use serde::Deserialize;

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
}

impl Made {
    /// The column of the plan.
    pub fn column(&self) -> Column {
        let mut column = Column::derived(self.name.fact(), self.kind.fact());
        column.unit = self.unit.as_ref().map(Fact::from);
        column.description = self.description.as_ref().map(Fact::from);
        column
    }

    /// Name and type, for the call.
    pub fn pair(&self) -> (Fact<String>, Fact<String>) {
        (self.name.fact(), self.kind.fact())
    }
}
