//! `rename`: gives columns other names, all at once.

use crate::diagnostics::{Finding, Origin, codes};
use crate::model::plan::Step;
use crate::model::ribs::{Scope, Transform};
use crate::model::{At, Column, ColumnName, Fact};
use crate::render::{Fragment, Py, py as filters};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// Gives columns other names, all at once: two may swap theirs.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rename {
    /// Name so far → name from here on.
    #[schemars(extend("minProperties" = 1))]
    pub columns: IndexMap<String, At<ColumnName>>,
}

#[derive(askama::Template)]
#[template(path = "transforms/rename/step.py", config = "templates/askama.toml")]
struct Code {
    columns: Vec<(Fact<String>, Fact<String>)>,
}

impl Transform for Rename {
    fn at(&self) -> Origin {
        self.columns.first().map_or(Origin::NONE, |(_, new)| new.at)
    }

    fn check(&self, scope: &mut Scope<'_>) {
        for (old, new) in &self.columns {
            scope.need(old, new.at);
            self.keeps_its_protection(old, new, scope);
            self.name_is_free(old, new, scope);
        }
        for column in &mut scope.columns {
            if let Some(new) = self.columns.get(&column.name.value) {
                column.name = new.fact();
            }
        }
    }

    fn plan(&self) -> Step {
        let pair = |(old, new): (&String, &At<ColumnName>)| (Fact::new(old.clone(), new.at), new.fact());
        let code = Code { columns: self.columns.iter().map(pair).collect() };
        Step::on_columns("rename", Fragment::<Py>::render(&code), vec!["rename"])
    }
}

impl Rename {
    fn keeps_its_protection(&self, old: &str, new: &At<ColumnName>, scope: &mut Scope<'_>) {
        if let Some(column) = scope.column(old).filter(|column| column.protect.is_some()) {
            let message = format!("`{old}` is protected and would not be as `{}`", new.value);
            let help = format!("remove it here; write `{{name: {}, from: {}, …}}` in `columns:`", new.value, *column.source_name);
            scope.findings.push(Finding::error(codes::RENAMED_PROTECTED, new.at, message).help(help));
        }
    }

    /// A name is free when nobody has it, or who has it gives it away in the same step; Spark does not tell capitals apart.
    fn name_is_free(&self, old: &str, new: &At<ColumnName>, scope: &mut Scope<'_>) {
        let same = |name: &str| name.to_lowercase() == new.to_lowercase();
        let stays = |c: &Column| !self.columns.contains_key(&c.name.value);
        let given = self.columns.iter().take_while(|(other, _)| *other != old).find(|(_, name)| same(name));
        let taken = scope.columns.iter().any(|c| stays(c) && same(&c.name));
        if taken || given.is_some() {
            let finding = Finding::error(codes::COLUMN_TWICE, new.at, format!("a second column `{}`", new.value));
            let finding = given.into_iter().fold(finding, |f, (_, first)| f.see(first.at, "the name is given here"));
            scope.findings.push(finding.help("choose a name that no other column has"));
        }
    }
}
