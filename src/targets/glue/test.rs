//! The tests of a spec, as functions for pytest.

use super::words::{self, Words};
use crate::model::plan::{Dataset, Plan, Quarantined, Row, Test};
use crate::model::{Cell, Fact};
use crate::render::{Fragment, Ident, Py, py as filters};
use crate::targets::header;
use serde_json::Value;

const BODY: usize = 4;

#[derive(askama::Template)]
#[template(path = "targets/glue/test.py", config = "templates/askama.toml")]
pub struct Tests<'a> {
    header: Fact<String>,
    words: &'static Words,
    cases: Vec<Case<'a>>,
}

struct Case<'a> {
    function: Ident,
    name: &'a Fact<String>,
    given: Fragment<Py>,
    inputs: Option<Fragment<Py>>,
    expect: Fragment<Py>,
    quarantined: Fragment<Py>,
}

/// The view of a dataset's tests.
pub fn tests<'a>(plan: &'a Plan, dataset: &'a Dataset) -> Tests<'a> {
    let mut cases: Vec<Case<'a>> = vec![];
    for test in &dataset.tests {
        let mut function = Ident::near(&test.name.value);
        if cases.iter().any(|case| case.function == function) {
            function = Ident::near(&format!("{function}_{}", cases.len() + 1));
        }
        cases.push(case(function, test));
    }
    Tests { header: header::of_dataset(&plan.platform, dataset), words: words::of(plan.platform.locale.value), cases }
}

fn case(function: Ident, test: &Test) -> Case<'_> {
    let inputs: serde_json::Map<String, Value> =
        test.inputs.iter().map(|(dataset, rows)| (dataset.clone(), rows.iter().map(row).collect())).collect();
    Case {
        function,
        name: &test.name,
        given: Fragment::<Py>::render(&Assign {
            name: Fragment::fixed("given"),
            value: test.given.iter().map(row).collect(),
        })
        .fit(BODY),
        inputs: (!inputs.is_empty()).then(|| {
            Fragment::<Py>::render(&Assign { name: Fragment::fixed("inputs"), value: inputs.into() }).fit(BODY)
        }),
        expect: expect("outcome.expect", test.expect.iter().map(row).collect()),
        quarantined: expect("outcome.expect_quarantined", test.quarantined.iter().map(quarantined).collect()),
    }
}

#[derive(askama::Template)]
#[template(path = "targets/glue/parts/assign.py", config = "templates/askama.toml")]
struct Assign {
    name: Fragment<Py>,
    value: Value,
}

#[derive(askama::Template)]
#[template(path = "targets/glue/parts/expect.py", config = "templates/askama.toml")]
struct Expect {
    call: Fragment<Py>,
    rows: Vec<Value>,
}

fn expect(call: &'static str, rows: Vec<Value>) -> Fragment<Py> {
    Fragment::<Py>::render(&Expect { call: Fragment::fixed(call), rows }).fit(BODY)
}

fn row(row: &Row) -> Value {
    let cell = |cell: &Cell| match cell {
        Cell::Null => Value::Null,
        Cell::Text(text) => Value::String(text.clone()),
    };
    Value::Object(row.iter().map(|(name, value)| (name.clone(), cell(value))).collect())
}

fn quarantined(quarantined: &Quarantined) -> Value {
    let mut found = row(&quarantined.row);
    found["rules"] = quarantined.rules.clone().into();
    found
}
