//! `references`: the value is one of a column of another dataset's table.

use super::rule;
use crate::diagnostics::{Finding, codes};
use crate::model::plan::{Rule, Step, StepInput};
use crate::model::ribs::{QualityRule, Scope, missing_column};
use crate::model::{At, Column, ColumnName, ColumnRef, DatasetRef, Fact, Locale, OnFail};
use crate::render::{Fragment, Py, Sql, py, sql as filters};
use schemars::JsonSchema;
use serde::Deserialize;

/// The value is one of another dataset's, as that table stands when the run begins.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct References {
    /// The column.
    pub column: At<ColumnName>,
    /// The column that has the value, as `domain/dataset.column`.
    pub to: At<ColumnRef>,
    /// What becomes of a failing row.
    pub on_fail: At<OnFail>,
}

#[derive(askama::Template)]
#[template(path = "quality/references/fails.sql", config = "templates/askama.toml")]
struct Fails {
    column: Fact<String>,
    mark: Fact<String>,
}

mod code {
    //! The statement that looks the values up.

    use super::{Fact, py as filters};

    #[derive(askama::Template)]
    #[template(path = "quality/references/step.py", config = "templates/askama.toml")]
    pub struct LookUp {
        pub dataset: Fact<String>,
        pub column: Fact<String>,
        pub key: Fact<String>,
        pub mark: Fact<String>,
    }
}

impl QualityRule for References {
    fn table(&self) -> Option<At<DatasetRef>> {
        let (dataset, _) = self.parts();
        Some(At { value: DatasetRef::new(dataset), at: self.to.at })
    }

    fn check(&self, scope: &mut Scope<'_>) {
        scope.need(&self.column, self.column.at);
        let (dataset, key) = self.parts();
        let Some(table) = (scope.table)(dataset) else { return };
        match table.iter().find(|c| *c.name.value == *key) {
            None => scope.findings.extend(missing_column(table, key, self.to.at)),
            Some(other) => {
                let finding = scope.column(&self.column).and_then(|own| self.comparable(own, other));
                scope.findings.extend(finding);
            }
        }
    }

    fn step(&self) -> Option<Step> {
        let (dataset, key) = self.parts();
        let key = Fact::new(key.to_string(), self.to.at);
        let look_up = code::LookUp {
            dataset: Fact::new(dataset.to_string(), self.to.at),
            column: self.column.fact(),
            key: key.clone(),
            mark: self.mark(),
        };
        let mut step = Step::on_columns("references", Fragment::<Py>::render(&look_up), vec!["look_up"]);
        step.inputs = self.table().map(|table| StepInput::of(&table, [key])).unwrap_or_default();
        Some(step)
    }

    fn plan(&self, locale: Locale) -> Rule {
        let column = self.column.fact();
        let es = format!("{} no existe en {}", *column, self.to.value);
        let en = format!("{} is not in {}", *column, self.to.value);
        let reason = column.map(|_| rule::say(locale, es, en));
        let fails = Fragment::<Sql>::render(&Fails { column: column.clone(), mark: self.mark() });
        rule::on_columns("references", vec![column], &self.on_fail, fails, reason)
    }
}

impl References {
    /// The dataset and the column there.
    fn parts(&self) -> (&str, &str) {
        self.to.value.split_once('.').unwrap_or_default()
    }

    /// The internal column that says whether the value was found.
    fn mark(&self) -> Fact<String> {
        self.column.fact().map(|column| format!("_known_{column}"))
    }

    /// The finding for values that are never equal: of other types, or hidden on one of the sides.
    fn comparable(&self, own: &Column, other: &Column) -> Option<Finding> {
        let message = if other.protect.is_some() || own.protect.is_some() {
            format!("`{}` and `{}` cannot be compared: one of them is protected", own.name.value, self.to.value)
        } else if own.kind.value != other.kind.value {
            format!("`{}` is `{}`, `{}` is `{}`", own.name.value, own.kind.value, self.to.value, other.kind.value)
        } else {
            return None;
        };
        let finding = Finding::error(codes::RULE_TYPE, self.to.at, message);
        Some(finding.help("name a column of the same type that is not protected"))
    }
}
