//! The constants of a job: each one a statement or an item, laid out as the formatter would.

use crate::model::plan::{Dataset, HudiTable, Measure, Plan, Rule, RuleScope};
use crate::model::{Column, Fact, OnExisting, Origins};
use crate::render::{Fragment, Py, Sql, py as filters};

const ITEM: usize = 4;

#[derive(askama::Template)]
#[template(path = "targets/glue/parts/column.py", config = "templates/askama.toml")]
struct ColumnPart<'a> {
    name: &'a Fact<String>,
    kind: &'a Fact<String>,
    required: Option<&'a Fact<bool>>,
    source: Option<&'a Fact<String>>,
    format: Option<&'a Fact<String>>,
    yes: &'a Vec<Fact<String>>,
    no: &'a Vec<Fact<String>>,
    timezone: Option<&'a Fact<String>>,
    default: Option<&'a Fact<String>>,
    protect: Option<Fact<&'static str>>,
    former: Option<&'a Fact<String>>,
}

/// The items of `COLUMNS`.
pub fn columns(dataset: &Dataset) -> Vec<Fragment<Py>> {
    dataset.columns.iter().map(|column| Fragment::<Py>::render(&part(column)).fit_item(ITEM)).collect()
}

fn part(column: &Column) -> ColumnPart<'_> {
    ColumnPart {
        name: &column.name,
        kind: &column.kind,
        required: Some(&column.required).filter(|required| required.value),
        source: Some(&column.source_name).filter(|source| source.value != column.name.value),
        format: column.format.as_ref(),
        yes: &column.words[0],
        no: &column.words[1],
        timezone: column.timezone.as_ref(),
        default: column.default.as_ref(),
        protect: column.protect.as_ref().map(|protection| protection.map(|p| p.word())),
        former: column.renamed_from.as_ref().filter(|_| column.source_name.value == column.name.value),
    }
}

#[derive(askama::Template)]
#[template(path = "targets/glue/parts/input.py", config = "templates/askama.toml")]
struct InputPart {
    dataset: String,
    schema: Fact<String>,
}

/// The items of `INPUTS`: each table that a step joins, with the columns that the steps read.
pub fn inputs(plan: &Plan, dataset: &Dataset) -> Vec<Fragment<Py>> {
    let mut joined: Vec<_> = dataset.steps.iter().flat_map(|step| &step.inputs).map(|input| &input.dataset).collect();
    joined.sort_by(|a, b| a.value.cmp(&b.value));
    joined.dedup_by(|a, b| a.value == b.value);
    let item = |id: &&Fact<_>| {
        let input = InputPart { dataset: ToString::to_string(&id.value), schema: schema(plan, dataset, id) };
        Fragment::<Py>::render(&input).fit_item(ITEM)
    };
    joined.iter().map(item).collect()
}

/// The columns that `dataset` reads of an upstream table, as DDL, in the table's own order.
fn schema(plan: &Plan, dataset: &Dataset, upstream: &Fact<crate::model::plan::DatasetId>) -> Fact<String> {
    let inputs = dataset.steps.iter().flat_map(|step| &step.inputs).filter(|i| i.dataset.value == upstream.value);
    let wanted: Vec<&Fact<String>> = inputs.flat_map(|input| &input.columns).collect();
    let table = plan.dataset(&upstream.value).map_or(&[][..], |table| &table.output);
    let read: Vec<&Column> = table.iter().filter(|c| wanted.iter().any(|w| w.value == c.name.value)).collect();
    let from = wanted.iter().fold(upstream.from, |from, column| from.and(column.from));
    let ddl: Vec<String> = read.iter().map(|c| format!("`{}` {}", c.name.value, c.kind.value)).collect();
    Fact::new(ddl.join(", "), from)
}

#[derive(askama::Template)]
#[template(path = "targets/glue/parts/rule.py", config = "templates/askama.toml")]
struct RulePart<'a> {
    id: &'a Fact<String>,
    on_fail: Fact<&'static str>,
    fails: &'a Fragment<Sql>,
    scope: Option<&'static str>,
    measure: Option<&'a Fragment<Sql>>,
    history: Option<&'a Fact<u32>>,
}

/// The items of `RULES`.
pub fn rules(dataset: &Dataset) -> Vec<Fragment<Py>> {
    dataset.rules.iter().map(|rule| Fragment::<Py>::render(&judged(rule)).fit_item(ITEM)).collect()
}

fn judged(rule: &Rule) -> RulePart<'_> {
    let scope = match rule.scope {
        RuleScope::Row => None,
        RuleScope::Run => Some("run"),
    };
    let (measure, history) = match &rule.measure {
        None => (None, None),
        Some(Measure::Aggregate(sql)) => (Some(sql), None),
        Some(Measure::History(runs)) => (None, Some(runs)),
    };
    let on_fail = rule.on_fail.map(|on_fail| on_fail.word());
    RulePart { id: &rule.id, on_fail, fails: &rule.fails, scope, measure, history }
}

#[derive(askama::Template)]
#[template(path = "targets/glue/parts/table.py", config = "templates/askama.toml")]
struct TablePart<'a> {
    database: &'a Fact<String>,
    name: &'a Fact<String>,
    write: Fact<&'static str>,
    table: &'a HudiTable,
    index: Fact<&'static str>,
    deletes: Option<Fact<bool>>,
    keep: Option<&'a Fact<u32>>,
    evolve: Option<Fact<&'static str>>,
    export: Option<Fact<bool>>,
    columns: Vec<&'a Fact<String>>,
    comments: Vec<(&'a Fact<String>, Fact<String>)>,
    renamed: Vec<(&'a Fact<String>, Fact<String>)>,
}

/// Columns of the table by their former names.
fn renamed(dataset: &Dataset) -> Vec<(&Fact<String>, Fact<String>)> {
    let there = |column: &&Column| dataset.output.iter().any(|c| c.name.value == column.name.value);
    let columns = dataset.columns.iter().filter(there);
    columns.filter_map(|column| column.renamed_from.clone().map(|former| (&column.name, former))).collect()
}

/// The statement that makes `TABLE`.
pub fn table(dataset: &Dataset) -> Fragment<Py> {
    let part = TablePart {
        database: &dataset.names.database,
        name: &dataset.names.table,
        write: dataset.table.write.map(|write| write.word()),
        table: &dataset.table,
        index: dataset.table.index.map(|index| index.word()),
        deletes: deletes(dataset),
        keep: written(&dataset.table.keep),
        evolve: written(&dataset.table.evolve).map(|evolve| evolve.map(|word| word.word())),
        // Loads read what each batch hands out, never the files of the table.
        export: dataset.load.as_ref().map(|load| load.mode.map(|_| true)),
        columns: dataset.output.iter().map(|column| &column.name).collect(),
        renamed: renamed(dataset),
        comments: dataset.output.iter().filter_map(|c| Some((&c.name, c.comment()?))).collect(),
    };
    Fragment::<Py>::render(&part).fit(0)
}

/// What somebody wrote; the package has the same defaults.
fn written<T>(fact: &Fact<T>) -> Option<&Fact<T>> {
    (fact.from != Origins::NONE).then_some(fact)
}

/// Whether a batch may delete keys: its rows say so, a filter does, or a full delivery by what it no longer has.
fn deletes(dataset: &Dataset) -> Option<Fact<bool>> {
    let by_flag = dataset.source.deletes.as_ref().map(|_| dataset.source.delivery.from);
    let by_filter = dataset.steps.iter().any(|step| step.deletes).then_some(Origins::NONE);
    let by_absence = dataset.table.missing_pct.as_ref().map(|pct| pct.from);
    let on_quarantine = &dataset.table.on_quarantine;
    let by_quarantine = (on_quarantine.value == OnExisting::Delete).then_some(on_quarantine.from);
    by_flag.or(by_filter).or(by_absence).or(by_quarantine).map(|from| Fact::new(true, from))
}
