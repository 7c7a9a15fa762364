//! The job of a dataset: what is its own, around the shared package.

use super::parts;
use super::words::{self, Words};
use crate::model::plan::{Dataset, Plan, RuleScope};
use crate::model::{Fact, OnExisting};
use crate::render::{Fragment, Ident, Py, Sql, py as filters};
use crate::targets::header;
use std::collections::BTreeSet;

const BODY: usize = 4;

/// Names that every job takes from the package.
const ALWAYS: [&str; 5] = ["Column", "Delivery", "Hudi", "Job", "parse_columns"];

#[derive(askama::Template)]
#[template(path = "targets/glue/job.py", config = "templates/askama.toml")]
pub struct Job<'a> {
    header: Fact<String>,
    words: &'static Words,
    dataset: &'a Dataset,
    write: Fact<&'static str>,
    namespace: &'a Fact<String>,
    modules: Vec<Fact<Ident>>,
    imports: Fragment<Py>,
    columns: Vec<Fragment<Py>>,
    inputs: Vec<Fragment<Py>>,
    rules: Vec<Fragment<Py>>,
    control: Option<Fragment<Py>>,
    table: Fragment<Py>,
    steps: Vec<Fragment<Py>>,
}

/// The view of a dataset's job.
pub fn job<'a>(plan: &'a Plan, dataset: &'a Dataset) -> Job<'a> {
    Job {
        header: header::of_dataset(&plan.platform, dataset),
        words: words::of(plan.platform.locale.value),
        dataset,
        write: dataset.table.write.map(|write| write.word()),
        namespace: &plan.platform.names.namespace,
        modules: dataset.modules.iter().map(|module| module.name.map(|name| Ident::near(name))).collect(),
        imports: Fragment::join(modules(dataset).into_iter().chain([imports(dataset)]), "\n"),
        columns: parts::columns(dataset),
        inputs: parts::inputs(plan, dataset),
        rules: parts::rules(dataset),
        control: dataset.source.glue.control.as_ref().map(|control| control.fit(0)),
        table: parts::table(dataset),
        steps: steps(dataset),
    }
}

#[derive(askama::Template)]
#[template(path = "targets/glue/parts/imports.py", config = "templates/askama.toml")]
struct Imports {
    names: Vec<Fragment<Py>>,
}

#[derive(askama::Template)]
#[template(path = "targets/glue/parts/import_module.py", config = "templates/askama.toml")]
struct ImportModule {
    name: Fact<Ident>,
}

/// A line for each hand-written module.
fn modules(dataset: &Dataset) -> Vec<Fragment<Py>> {
    let names = dataset.modules.iter().map(|module| module.name.map(|name| Ident::near(name)));
    names.map(|name| Fragment::render(&ImportModule { name })).collect()
}

fn imports(dataset: &Dataset) -> Fragment<Py> {
    let mut names: BTreeSet<&'static str> = ALWAYS.into();
    names.extend(&dataset.source.glue.imports);
    names.extend(dataset.steps.iter().flat_map(|step| &step.imports));
    names.extend((!dataset.rules.is_empty()).then_some("Rule"));
    names.extend(judges(dataset).then_some("judge"));
    names.extend(delete_quarantined(dataset).map(|_| "delete_quarantined"));
    names.extend(dataset.source.deletes.as_ref().map(|_| "mark_deleted"));
    let names = names.into_iter().map(Fragment::fixed).collect();
    let open = Fragment::<Py>::render(&Imports { names });
    open.fit_import()
}

fn judges(dataset: &Dataset) -> bool {
    dataset.rules.iter().any(|rule| rule.scope == RuleScope::Row)
}

#[derive(askama::Template)]
#[template(path = "targets/glue/parts/mark_deleted.py", config = "templates/askama.toml")]
struct MarkDeleted<'a> {
    flag: &'a Fragment<Sql>,
}

#[derive(askama::Template)]
#[template(path = "targets/glue/parts/delete_quarantined.py", config = "templates/askama.toml")]
struct DeleteQuarantined<'a> {
    key: &'a Vec<Fact<String>>,
    order_by: &'a Fact<String>,
    word: Fact<&'static str>,
}

/// The statement that lets rows in quarantine delete their keys, where the spec asks for it.
fn delete_quarantined(dataset: &Dataset) -> Option<Fragment<Py>> {
    let table = &dataset.table;
    let order_by = table.order_by.as_ref().filter(|_| *table.on_quarantine == OnExisting::Delete)?;
    let part = DeleteQuarantined { key: &table.key, order_by, word: table.on_quarantine.map(|word| word.word()) };
    Some(Fragment::<Py>::render(&part).fit(BODY))
}

/// The statements of `transform`; the rules are judged after what makes columns, before what chooses among good rows.
fn steps(dataset: &Dataset) -> Vec<Fragment<Py>> {
    let mut steps: Vec<Fragment<Py>> = dataset.steps.iter().map(|step| step.code.fit(BODY)).collect();
    let at = dataset.steps.iter().position(|step| step.after_rules).unwrap_or(steps.len());
    let judge = judges(dataset).then(|| Fragment::fixed("rows = judge(rows, RULES)"));
    steps.splice(at..at, judge.into_iter().chain(delete_quarantined(dataset)));
    let flag = dataset.source.deletes.as_ref();
    steps.extend(flag.map(|flag| Fragment::<Py>::render(&MarkDeleted { flag }).fit(BODY)));
    steps
}
