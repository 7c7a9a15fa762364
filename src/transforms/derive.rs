//! `derive`: adds a typed column computed from others.

use crate::diagnostics::Origin;
use crate::model::plan::Step;
use crate::model::ribs::{Scope, Transform};
use crate::model::sql::Wanted;
use crate::model::{At, Column, ColumnName, Fact, Round, TypeName};
use crate::render::{Fragment, Py, py as filters};
use schemars::JsonSchema;
use serde::Deserialize;

/// A column computed from others.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Derive {
    /// Name of the new column.
    pub name: At<ColumnName>,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: At<TypeName>,
    /// Spark SQL.
    pub sql: At<String>,
    /// Unit, such as a currency.
    pub unit: Option<At<String>>,
    /// Rounding of decimals.
    pub round: Option<At<Round>>,
    /// What the column means.
    pub description: Option<At<String>>,
    /// Why nothing in it says any more who somebody is, although it is made of personal data.
    #[schemars(length(min = 10))]
    pub not_personal: Option<At<String>>,
}

#[derive(askama::Template)]
#[template(path = "transforms/derive/step.py", config = "templates/askama.toml")]
struct Code {
    name: Fact<String>,
    sql: Fragment<crate::render::Sql>,
    kind: Fact<String>,
    round: Option<Fact<&'static str>>,
}

impl Transform for Derive {
    fn at(&self) -> Origin {
        self.name.at
    }

    fn check(&self, scope: &mut Scope<'_>) {
        let kind = scope.data_type(&self.kind);
        let typed = scope.expression(&self.sql, kind.as_ref().map_or(Wanted::Value, Wanted::As));
        let flow = if self.not_personal.is_some() { typed.flow.without_persons() } else { typed.flow };
        let column = scope.made(self.column(), flow);
        scope.put(column);
    }

    fn plan(&self) -> Step {
        let code = Code {
            name: self.name.fact(),
            sql: Fragment::user(&self.sql.fact()),
            kind: self.kind.fact(),
            round: self.round.as_ref().map(|r| Fact::new(r.value.word(), r.at)),
        };
        Step {
            kind: "derive",
            code: Fragment::<Py>::render(&code),
            imports: vec!["derive"],
            inputs: vec![],
            module: None,
            deletes: false,
            after_rules: false,
        }
    }
}

impl Derive {
    fn column(&self) -> Column {
        let mut column = Column::derived(self.name.fact(), self.kind.fact());
        column.unit = self.unit.as_ref().map(Fact::from);
        column.description = self.description.as_ref().map(Fact::from);
        column
    }
}
