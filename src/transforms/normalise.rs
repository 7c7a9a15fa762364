//! `normalise`: gives texts one spelling, step by step in the order listed.

use crate::diagnostics::{Finding, Origin, codes};
use crate::model::plan::Step;
use crate::model::ribs::{Scope, Transform};
use crate::model::{At, Clean, Column, ColumnName, Fact};
use crate::render::{Fragment, Py, py as filters};
use schemars::JsonSchema;
use serde::Deserialize;

/// Gives texts one spelling, step by step in the order listed. A null stays null.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Normalise {
    /// Text columns.
    #[schemars(length(min = 1))]
    pub columns: Vec<At<ColumnName>>,
    /// What is done to each of them, in this order.
    #[serde(rename = "do")]
    #[schemars(length(min = 1))]
    pub steps: Vec<At<Clean>>,
}

#[derive(askama::Template)]
#[template(path = "transforms/normalise/step.py", config = "templates/askama.toml")]
struct Code {
    columns: Vec<Fact<String>>,
    steps: Vec<Fact<&'static str>>,
}

impl Transform for Normalise {
    fn at(&self) -> Origin {
        self.columns[0].at
    }

    fn check(&self, scope: &mut Scope<'_>) {
        self.steps_differ(scope);
        for name in &self.columns {
            scope.need(name, name.at);
            let Some(column) = scope.column(name).cloned() else { continue };
            if *column.kind.value != *"string" {
                let message = format!("`{}` is `{}`; only text has a spelling", name.value, *column.kind);
                let help = "remove it here, or `cast` it to `string` before";
                scope.findings.push(Finding::error(codes::NOT_TEXT, name.at, message).help(help));
            }
            if let Some(step) = self.steps.iter().find(|step| step.value == Clean::NullIfEmpty) {
                scope.put(Column { required: Fact::new(false, step.at), ..column });
            }
        }
    }

    fn plan(&self) -> Step {
        let code = Code {
            columns: self.columns.iter().map(At::fact).collect(),
            steps: self.steps.iter().map(|step| Fact::new(step.value.word(), step.at)).collect(),
        };
        Step::on_columns("normalise", Fragment::<Py>::render(&code), vec!["normalise"])
    }
}

impl Normalise {
    fn steps_differ(&self, scope: &mut Scope<'_>) {
        for (i, step) in self.steps.iter().enumerate() {
            if let Some(first) = self.steps[..i].iter().find(|s| s.value == step.value) {
                let message = format!("`{}` is listed twice", step.value.word());
                let finding = Finding::warning(codes::REPEATED, step.at, message).see(first.at, "first listed here");
                scope.findings.push(finding.help("remove one of them; keep the one whose place is right"));
            }
        }
    }
}
