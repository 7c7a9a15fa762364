//! The examples of a spec: they name columns that exist.

use super::Context;
use super::links::references;
use crate::diagnostics::suggest::nearest;
use crate::diagnostics::{Finding, codes};
use crate::model::Column;
use crate::model::plan::{Quarantined, Row, Test};
use crate::spec::types::{PipelineSpec, RowSpec, TestSpec};

/// The tests of a spec; `given` names columns as delivered, `expect` those of the table.
pub(super) fn tests(
    spec: &PipelineSpec,
    delivered: &[Column],
    output: &[Column],
    context: &Context<'_>,
    findings: &mut Vec<Finding>,
) -> Vec<Test> {
    let source: Vec<&str> = delivered.iter().map(|c| c.source_name.value.as_str()).collect();
    let table: Vec<&str> = output.iter().map(|c| c.name.value.as_str()).collect();
    for test in &spec.tests {
        columns_exist(test, &test.given, &source, "given", findings);
        columns_exist(test, &test.expect, &table, "expect", findings);
        for (dataset, rows) in &test.inputs {
            if !references(spec).iter().any(|r| &*r.value == dataset.as_str()) {
                let message = format!("this test has rows of `{dataset}`, which this dataset does not read");
                let finding = Finding::error(codes::UNKNOWN_DATASET, test.name.at, message);
                findings.push(finding.help("name an input of `source:` or the dataset of a join"));
            } else if let Some(columns) = context.outputs.get(dataset) {
                let names: Vec<&str> = columns.iter().map(|c| c.name.value.as_str()).collect();
                columns_exist(test, rows, &names, dataset, findings);
            }
        }
    }
    spec.tests.iter().map(planned).collect()
}

fn columns_exist(test: &TestSpec, rows: &[RowSpec], known: &[&str], place: &str, findings: &mut Vec<Finding>) {
    let mut reported: Vec<&str> = vec![];
    for name in rows.iter().flat_map(|row| row.keys()) {
        if known.contains(&name.as_str()) || reported.contains(&name.as_str()) {
            continue;
        }
        reported.push(name);
        let finding = Finding::error(
            codes::TEST_COLUMN,
            test.name.at,
            format!("`{place}` of this test names an unknown column `{name}`"),
        );
        findings.push(match nearest(name, known.iter().copied()) {
            Some(close) => finding.help(format!("did you mean `{close}`?")),
            None => finding.help(format!("columns there: {}", known.join(", "))),
        });
    }
}

fn planned(test: &TestSpec) -> Test {
    let row = |r: &RowSpec| -> Row { r.clone() };
    Test {
        name: test.name.fact(),
        given: test.given.iter().map(row).collect(),
        inputs: test.inputs.iter().map(|(name, rows)| (name.clone(), rows.iter().map(row).collect())).collect(),
        expect: test.expect.iter().map(row).collect(),
        quarantined: test
            .quarantined
            .iter()
            .map(|q| {
                let mut rules: Vec<String> = q.rules.iter().map(|r| r.value.clone()).collect();
                rules.sort();
                Quarantined { row: q.row.clone(), rules }
            })
            .collect(),
    }
}
