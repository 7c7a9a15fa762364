//! `join`: takes columns of another dataset; a row never multiplies and is never lost.

use crate::diagnostics::suggest::nearest;
use crate::diagnostics::{Finding, Origin, codes};
use crate::model::plan::{Step, StepInput};
use crate::model::ribs::{Scope, Transform, missing_column};
use super::fill::{fits, pair};
use super::filter::{deletes, says_what_becomes_of_the_old_row};
use crate::model::literal::Literal;
use crate::model::{AsOf, At, Column, ColumnName, DatasetRef, Fact, OnExisting, Unmatched};
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
    /// What becomes of a row that has no counterpart there; default `keep`.
    pub unmatched: Option<At<Unmatched>>,
    /// With `unmatched: keep`: column taken → its value in rows that have no counterpart.
    #[serde(default)]
    pub fill: IndexMap<String, At<Literal>>,
    /// With `unmatched: filter`: what such a row does to the row that the table has under its key; needed for upserts.
    pub on_existing: Option<At<OnExisting>>,
}

#[derive(askama::Template)]
#[template(path = "transforms/join/step.py", config = "templates/askama.toml")]
struct Code {
    dataset: Fact<String>,
    on: Vec<(Fact<String>, Fact<String>)>,
    as_of: Option<Fact<&'static str>>,
    take: Vec<Fact<String>>,
    fill: Vec<(Fact<String>, Fact<String>)>,
    filter: Option<Fact<bool>>,
    on_existing: Option<Fact<&'static str>>,
}

impl Transform for Join {
    fn at(&self) -> Origin {
        self.dataset.at
    }

    fn tables(&self) -> Vec<&At<DatasetRef>> {
        vec![&self.dataset]
    }

    fn check(&self, scope: &mut Scope<'_>) {
        for (here, there) in &self.on_columns {
            scope.need(here, there.at);
        }
        self.unmatched_is_sound(scope);
        let Some(table) = (scope.table)(&self.dataset) else { return self.take_blindly(scope) };
        let wanted = self.on_columns.values().chain(&self.take);
        scope.findings.extend(wanted.filter_map(|c| missing_column(table, c, c.at)));
        self.finds_one_row(scope);
        self.kinds_agree(scope, table);
        for name in &self.take {
            self.take_column(scope, table, name);
        }
        for (name, value) in &self.fill {
            scope.findings.extend(scope.column(name).and_then(|column| fits(column, value)));
        }
    }

    fn plan(&self) -> Step {
        let on = |(here, there): (&String, &At<ColumnName>)| (Fact::new(here.clone(), there.at), there.fact());
        let code = Code {
            dataset: self.dataset.fact(),
            on: self.on_columns.iter().map(on).collect(),
            as_of: self.as_of.as_ref().map(|a| Fact::new(a.value.word(), a.at)),
            take: self.take.iter().map(At::fact).collect(),
            fill: self.fill.iter().map(|(name, value)| pair(name, value)).collect(),
            filter: self.filters().then(|| self.unmatched.as_ref().map(|u| Fact::new(true, u.at))).flatten(),
            on_existing: self.on_existing.as_ref().map(|o| Fact::new(o.value.word(), o.at)),
        };
        Step {
            kind: "join",
            code: Fragment::<Py>::render(&code),
            imports: vec![if self.as_of.is_some() { "join_as_of" } else { "join" }],
            inputs: StepInput::of(&self.dataset, self.on_columns.values().chain(&self.take).map(At::fact)),
            module: None,
            deletes: deletes(self.on_existing.as_ref()),
            after_rules: false,
        }
    }
}

impl Join {
    fn filters(&self) -> bool {
        self.unmatched.as_ref().is_some_and(|u| u.value == Unmatched::Filter)
    }

    /// What it says of rows without counterpart has an effect, and says enough.
    fn unmatched_is_sound(&self, scope: &mut Scope<'_>) {
        if self.filters() {
            says_what_becomes_of_the_old_row(scope, self.at(), self.on_existing.as_ref());
            for value in self.fill.values() {
                let finding = Finding::error(codes::NO_EFFECT, value.at, "rows without counterpart are filtered, not filled");
                scope.findings.push(finding.help("remove `fill:`, or `unmatched: filter`"));
            }
        } else if let Some(on_existing) = &self.on_existing {
            let finding = Finding::error(codes::NO_EFFECT, on_existing.at, "this join filters no row");
            scope.findings.push(finding.help("remove it, or write `unmatched: filter`"));
        }
        let taken = || self.take.iter().map(|name| &*name.value);
        for (name, value) in self.fill.iter().filter(|(name, _)| !taken().any(|taken| taken == name.as_str())) {
            let message = format!("`{name}` is not a column that this join takes");
            let finding = Finding::error(codes::UNKNOWN_COLUMN, value.at, message);
            scope.findings.push(match nearest(name, taken()) {
                Some(close) => finding.help(format!("did you mean `{close}`?")),
                None => finding.help("name a column of `take:`; for others there is the transform `fill`"),
            });
        }
    }

    /// The columns joined on hold the other table's key, so that a row finds at most one there.
    fn finds_one_row(&self, scope: &mut Scope<'_>) {
        let joined = |key: &At<ColumnName>| self.on_columns.values().any(|on| on.value == key.value);
        let free: Vec<&At<ColumnName>> = (scope.table_key)(&self.dataset).iter().filter(|key| !joined(key)).collect();
        let Some(first) = free.first() else { return };
        let names: Vec<String> = free.iter().map(|key| format!("`{}`", key.value)).collect();
        let message = format!("a row may find several of `{}`: its key has {} too", self.dataset.value, names.join(", "));
        let at = self.on_columns.values().next().map_or(self.at(), |on| on.at);
        let finding = Finding::error(codes::JOIN_KEY, at, message).see(first.at, "the key of that table");
        let help = format!("add {} to `on_columns:`, or join a dataset that has one row of each", names.join(", "));
        scope.findings.push(finding.help(help));
    }

    fn kinds_agree(&self, scope: &mut Scope<'_>, table: &[Column]) {
        for (here, there) in &self.on_columns {
            let Some(left) = scope.column(here) else { continue };
            let Some(right) = table.iter().find(|c| *c.name.value == *there.value) else { continue };
            let (one, other) = (&left.kind.value, &right.kind.value);
            if kin(one) == kin(other) {
                continue;
            }
            let message = format!("`{here}` is `{one}`, `{}` of `{}` is `{other}`", there.value, self.dataset.value);
            let kind = if other.contains(',') { format!("\"{other}\"") } else { other.clone() };
            let help = format!("`cast: {{columns: {{{here}: {kind}}}}}` before, or join on another column");
            scope.findings.push(Finding::error(codes::JOIN_TYPES, there.at, message).help(help));
        }
    }

    /// A table whose spec is broken has its own findings; the columns taken from it are taken on trust.
    fn take_blindly(&self, scope: &mut Scope<'_>) {
        let taken = |name: &At<ColumnName>| Column::derived(name.fact(), name.fact().map(|_| "unknown".to_string()));
        self.take.iter().for_each(|name| scope.put(taken(name)));
    }

    fn take_column(&self, scope: &mut Scope<'_>, table: &[Column], name: &At<ColumnName>) {
        if scope.column(name).is_some() {
            let message = format!("the rows already have a column `{}`", name.value);
            scope.findings.push(Finding::error(codes::COLUMN_TWICE, name.at, message).help("rename one of the two"));
        } else if let Some(column) = table.iter().find(|c| *c.name.value == *name.value) {
            let always = self.filters() || self.fill.contains_key(&*name.value);
            let required = Fact::new(*column.required && always, column.required.from);
            let flow = column.flow.by_way_of(name.at, &format!("{}.{}", self.dataset.value, name.value));
            scope.put(Column { name: name.fact(), required, flow, ..column.clone() });
        }
    }
}

/// Types whose values can be compared without losing one.
fn kin(kind: &str) -> &str {
    match kind.split('(').next().unwrap_or(kind) {
        "int" | "bigint" | "decimal" => "whole or decimal number",
        "float" | "double" => "floating number",
        "date" | "timestamp" => "moment",
        other => other,
    }
}
