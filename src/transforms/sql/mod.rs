//! `sql`: one query over the rows and named tables; every row that goes in is accounted for.

mod clauses;
mod names;
mod scan;

use super::filter::{deletes, says_what_becomes_of_the_old_row};
use super::made::Made;
use crate::diagnostics::suggest::nearest;
use crate::diagnostics::{Finding, Origin, codes};
use crate::model::plan::{Step, StepInput};
use crate::model::ribs::{Scope, Transform};
use crate::model::sql::{self, Wanted};
use crate::model::{At, Column, DatasetRef, Fact, Flow, Gives, OnExisting};
use crate::render::{Fragment, Py, Sql, py as filters};
use clauses::{Clauses, Item};
use indexmap::IndexMap;
use names::Inputs;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;

/// Adds columns, chooses rows or makes groups with one query over named inputs: `select … from rows [join …] [where …] [group by …]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SqlStep {
    /// Name in the query → dataset whose table it is. The rows of this dataset are called `rows`.
    #[serde(default)]
    pub from: IndexMap<String, At<DatasetRef>>,
    /// Spark SQL. It selects the columns declared and, of rows, their `_id`; of groups, `count(*) as _rows`.
    pub query: At<String>,
    /// The columns that it makes; of groups, all columns that flow on.
    #[schemars(length(min = 1))]
    pub columns: Vec<Made>,
    /// What comes back; default `rows`.
    pub gives: Option<At<Gives>>,
    /// With `gives: some`: what a row that does not come back does to the row that the table has under its key; needed for upserts.
    pub on_existing: Option<At<OnExisting>>,
}

#[derive(askama::Template)]
#[template(path = "transforms/sql/step.py", config = "templates/askama.toml")]
struct Code {
    tables: Vec<Table>,
    query: Fragment<Sql>,
    columns: Vec<(Fact<String>, Fact<String>)>,
    gives: Option<Fact<&'static str>>,
    on_existing: Option<Fact<&'static str>>,
}

struct Table {
    name: Fact<String>,
    dataset: Fact<String>,
}

/// What the rows are called in a query.
pub(super) const ROWS: &str = "rows";

impl Transform for SqlStep {
    fn at(&self) -> Origin {
        self.query.at
    }

    fn tables(&self) -> Vec<&At<DatasetRef>> {
        self.from.values().collect()
    }

    fn folds(&self) -> bool {
        self.gives() == Gives::Groups
    }

    fn check(&self, scope: &mut Scope<'_>) {
        self.chooses_soundly(scope);
        self.names_are_names(scope);
        let clauses = clauses::read(&self.query.value);
        let made: Vec<Column> = self.columns.iter().map(|made| self.made(made, clauses.as_ref().ok(), scope)).collect();
        let mut flows = BTreeMap::new();
        match clauses {
            Err(fault) => scope.findings.push(self.fault(fault)),
            Ok(clauses) => self.judge(&clauses, &mut flows, scope),
        }
        let made = made.into_iter().zip(&self.columns);
        let made: Vec<Column> = made.map(|(column, written)| written.flowing(column, &flows, scope)).collect();
        match self.gives() {
            Gives::Groups => scope.columns = made,
            _ => made.into_iter().for_each(|column| scope.put(column)),
        }
    }

    fn plan(&self) -> Step {
        let table = |(name, dataset): (&String, &At<DatasetRef>)| Table {
            name: Fact::new(name.clone(), dataset.at),
            dataset: dataset.fact(),
        };
        let code = Code {
            tables: self.from.iter().map(table).collect(),
            query: Fragment::user(&self.query.fact()),
            columns: self.columns.iter().map(Made::pair).collect(),
            gives: self.gives.as_ref().map(|g| Fact::new(g.value.word(), g.at)),
            on_existing: self.on_existing.as_ref().map(|o| Fact::new(o.value.word(), o.at)),
        };
        let words = scan::words(&self.query.value);
        let read = || words.iter().map(|word| Fact::new(word.clone(), self.query.at));
        Step {
            inputs: self.from.values().flat_map(|dataset| StepInput::of(dataset, read())).collect(),
            deletes: deletes(self.on_existing.as_ref()),
            ..Step::on_columns("sql", Fragment::<Py>::render(&code), vec!["query"])
        }
    }
}

impl SqlStep {
    fn gives(&self) -> Gives {
        self.gives.as_ref().map_or(Gives::Rows, |gives| gives.value)
    }

    fn chooses_soundly(&self, scope: &mut Scope<'_>) {
        if self.gives() == Gives::Some {
            says_what_becomes_of_the_old_row(scope, self.query.at, self.on_existing.as_ref());
        } else if let Some(on_existing) = &self.on_existing {
            let finding = Finding::error(codes::NO_EFFECT, on_existing.at, "this query filters no row");
            scope.findings.push(finding.help("remove it, or write `gives: some`"));
        }
    }

    /// The column that the query makes. One that the groups are made by stays what it was: required, personal, protected.
    fn made(&self, made: &Made, clauses: Option<&Clauses>, scope: &mut Scope<'_>) -> Column {
        let column = made.column();
        let item = clauses.and_then(|clauses| clauses.items.iter().find(|item| *item.name == **made.name));
        let name = item.and_then(|item| scan::plain(&self.query.value[item.value.clone()]));
        let Some(own) = name.and_then(|name| scope.column(&name).cloned()) else { return column };
        let renamed = own.protect.is_some() && own.name.value != column.name.value;
        if renamed {
            let message = format!("`{}` is protected and would not be as `{}`", *own.name, *column.name);
            let finding = Finding::error(codes::RENAMED_PROTECTED, made.name.at, message);
            scope.findings.push(finding.help(format!("call it `{}` here too", *own.name)));
        }
        if self.gives() != Gives::Groups {
            return if renamed { Column { protect: own.protect, ..column } } else { column };
        }
        let (unit, description) = (column.unit.or(own.unit), column.description.or(own.description));
        Column { name: column.name, kind: column.kind, unit, description, ..own }
    }

    /// Names of `from:` are plain, and none is that of the rows.
    fn names_are_names(&self, scope: &mut Scope<'_>) {
        for (name, dataset) in &self.from {
            let plain = name.starts_with(|c: char| c.is_ascii_lowercase())
                && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            if !plain || name == ROWS {
                let message = format!("`{name}` cannot be the name of a table in a query");
                let help = "write lower-case letters, digits and `_`, starting with a letter, and not `rows`";
                scope.findings.push(Finding::error(codes::BAD_NAME, dataset.at, message).help(help));
            }
        }
    }

    fn fault(&self, fault: scan::Fault) -> Finding {
        Finding::error(codes::QUERY_FORM, self.query.within(fault.span), fault.message).help(fault.help)
    }

    fn judge(&self, clauses: &Clauses, flows: &mut BTreeMap<String, Flow>, scope: &mut Scope<'_>) {
        let before = scope.findings.len();
        let inputs = self.inputs(clauses, scope);
        if scope.findings.len() > before {
            return;
        }
        scope.findings.extend(inputs.misnamed(&self.query, clauses));
        if scope.findings.len() > before {
            return;
        }
        let columns = inputs.columns();
        for condition in &clauses.conditions {
            self.part(condition, &inputs, &columns, Wanted::Condition, scope);
        }
        let by = self.groups(clauses, &inputs, &columns, scope);
        for item in &clauses.items {
            if let Some(flow) = self.item(item, &inputs, &columns, &by, scope) {
                flows.insert(item.name.clone(), flow);
            }
        }
        self.all_is_given(clauses, scope);
    }

    /// The tables that the query reads, with their columns; a table that it may not read is a finding.
    fn inputs(&self, clauses: &Clauses, scope: &mut Scope<'_>) -> Inputs {
        let mut inputs = Inputs::default();
        for source in &clauses.sources {
            let name = source.table.as_str();
            let columns = match self.from.get(name) {
                _ if name == ROWS => Some(self.rows(scope)),
                Some(dataset) => Some((scope.table)(dataset).unwrap_or_default().to_vec()),
                None => None,
            };
            match columns {
                Some(columns) => inputs.add(source.alias.clone(), columns),
                None => scope.findings.push(self.unknown_table(name, source.span.clone())),
            }
        }
        if !clauses.sources.iter().any(|source| source.table == ROWS) && scope.findings.is_empty() {
            let help = "write `from rows`, and `join` the others to it";
            scope.findings.push(Finding::error(codes::QUERY_INPUT, self.query.at, "this query does not read `rows`").help(help));
        }
        inputs
    }

    fn rows(&self, scope: &Scope<'_>) -> Vec<Column> {
        let id = Column::derived(Fact::bare("_id".to_string()), Fact::bare("string".to_string()));
        let id = (self.gives() != Gives::Groups).then_some(id);
        scope.columns.iter().cloned().chain(id).collect()
    }

    fn unknown_table(&self, name: &str, span: Range<usize>) -> Finding {
        let known = || self.from.keys().map(String::as_str).chain([ROWS]);
        let message = format!("this query has no table `{name}`");
        let finding = Finding::error(codes::QUERY_INPUT, self.query.within(span), message);
        match nearest(name, known()) {
            Some(close) => finding.help(format!("did you mean `{close}`?")),
            None => finding.help("add it to `from:`, as `name: domain/dataset`"),
        }
    }

    /// Columns that the groups are made by.
    fn groups(&self, clauses: &Clauses, inputs: &Inputs, columns: &[Column], scope: &mut Scope<'_>) -> Vec<String> {
        let mut by = vec![];
        for group in &clauses.groups {
            self.part(group, inputs, columns, Wanted::Value, scope);
            match scan::plain(&self.query.value[group.clone()]) {
                Some(name) => by.push(name),
                None => {
                    let finding =
                        Finding::error(codes::QUERY_FORM, self.query.within(group.clone()), "groups are made by columns");
                    scope.findings.push(finding.help("`derive` the value before, and group by its column"));
                }
            }
        }
        by
    }

    fn item(&self, item: &Item, inputs: &Inputs, columns: &[Column], by: &[String], scope: &mut Scope<'_>) -> Option<Flow> {
        let declared = self.columns.iter().find(|made| *made.name.value == *item.name);
        let key = self.key();
        let whole = crate::model::DataType::Bigint;
        let kind = match declared {
            Some(made) => made.kind.data_type(),
            None if item.name == key && self.gives() == Gives::Groups => Some(whole),
            None if item.name == key => {
                self.is_the_id(item, scope);
                return None;
            }
            None => {
                scope.findings.push(self.undeclared(item));
                return None;
            }
        };
        let by: Vec<&str> = by.iter().map(String::as_str).collect();
        let wanted = match &kind {
            Some(kind) if self.gives() == Gives::Groups => Wanted::OfGroup { by: &by, kind },
            Some(kind) => Wanted::As(kind),
            None => Wanted::Value,
        };
        Some(self.part(&item.value, inputs, columns, wanted, scope))
    }

    /// Checks an expression of the query in its place: everything around it is blank.
    fn part(&self, span: &Range<usize>, inputs: &Inputs, columns: &[Column], wanted: Wanted<'_>, scope: &mut Scope<'_>) -> Flow {
        let text = inputs.unqualified(&self.query.value, span);
        let (typed, found) = sql::expression(&At { value: text, at: self.query.at }, columns, wanted);
        scope.findings.extend(found);
        typed.flow
    }

    fn key(&self) -> &'static str {
        if self.gives() == Gives::Groups { "_rows" } else { "_id" }
    }

    fn is_the_id(&self, item: &Item, scope: &mut Scope<'_>) {
        if scan::plain(&self.query.value[item.value.clone()]).as_deref() != Some("_id") {
            let finding = Finding::error(codes::QUERY_GIVES, self.query.within(item.value.clone()), "this is not the `_id` of a row");
            scope.findings.push(finding.help("select `_id` as it is"));
        }
    }

    fn undeclared(&self, item: &Item) -> Finding {
        let message = format!("the query gives `{}`, which is not declared", item.name);
        let finding = Finding::error(codes::QUERY_GIVES, self.query.within(item.value.clone()), message);
        match nearest(&item.name, self.columns.iter().map(|made| &**made.name)) {
            Some(close) => finding.help(format!("did you mean `{close}`?")),
            None => finding.help("add it to `columns:` of this step, or take it out"),
        }
    }

    fn all_is_given(&self, clauses: &Clauses, scope: &mut Scope<'_>) {
        let given = |name: &str| clauses.items.iter().filter(|item| item.name == name).count();
        let declared = |item: &Item| item.name == self.key() || self.columns.iter().any(|made| **made.name == *item.name);
        if !clauses.items.iter().all(declared) {
            return;
        }
        for made in self.columns.iter().filter(|made| given(&made.name) != 1) {
            let message = format!("the query does not give `{}` once", made.name.value);
            let finding = Finding::error(codes::QUERY_GIVES, made.name.at, message);
            scope.findings.push(finding.help(format!("select one value `as {}`", made.name.value)));
        }
        if given(self.key()) != 1 {
            let (message, help) = match self.gives() {
                Gives::Groups => ("the groups do not say how many rows stand behind them", "select `count(*) as _rows`"),
                _ => ("what comes back does not say which row it is", "select `_id`"),
            };
            scope.findings.push(Finding::error(codes::QUERY_GIVES, self.query.at, message).help(help));
        }
    }
}
