//! Transforms and quality rules of the plan.

use super::DatasetId;
use crate::model::{At, DatasetRef, Fact, OnFail};
use crate::render::{Fragment, Py, Sql};

/// One transform.
#[derive(Clone, Debug)]
pub struct Step {
    /// Word of the spec.
    pub kind: &'static str,
    /// Statements of `transform(rows, inputs)`, each of which gives `rows` a new value; not indented.
    pub code: Fragment<Py>,
    /// Names that the statements take from the runtime, sorted.
    pub imports: Vec<&'static str>,
    /// Tables that it reads beside the rows.
    pub inputs: Vec<StepInput>,
    /// Hand-written module that the statements call: its path, such as `specs/pagos/limpieza.py`.
    pub module: Option<Fact<String>>,
    /// Whether the rows that it takes out delete their keys from the table.
    pub deletes: bool,
    /// Whether it must come after the quality rules (dedupe).
    pub after_rules: bool,
}

/// A hand-written module that a job calls.
#[derive(Clone, Debug)]
pub struct Module {
    /// Name by which the job imports it, `<domain>_<file>`.
    pub name: Fact<String>,
    /// Its text.
    pub text: String,
}

impl Module {
    /// The name by which a job imports the module at a path: the standard library and packages have no such names.
    pub fn import(path: &str) -> String {
        let path = path.trim_start_matches("specs/").trim_end_matches(".py");
        path.replace('/', "_")
    }
}

/// A table that a step reads.
#[derive(Clone, Debug)]
pub struct StepInput {
    /// Whose table.
    pub dataset: Fact<DatasetId>,
    /// Names of the columns that the statements read; one that the table does not have is another's.
    pub columns: Vec<Fact<String>>,
}

impl StepInput {
    /// The table of a dataset, as a list; empty when the reference names none, which is a finding of its own.
    pub fn of(dataset: &At<DatasetRef>, columns: impl IntoIterator<Item = Fact<String>>) -> Vec<StepInput> {
        let id = DatasetId::parse(dataset).map(|id| Fact::new(id, dataset.at));
        id.map(|dataset| StepInput { dataset, columns: columns.into_iter().collect() }).into_iter().collect()
    }
}

impl Step {
    /// A step that neither reads another table nor takes rows out.
    pub fn on_columns(kind: &'static str, code: Fragment<Py>, imports: Vec<&'static str>) -> Step {
        Step { kind, code, imports, inputs: vec![], module: None, deletes: false, after_rules: false }
    }
}

/// What a rule is judged on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleScope {
    /// Every row.
    Row,
    /// The whole run, before the table is written.
    Run,
}

/// What a rule on the run measures.
#[derive(Clone, Debug)]
pub enum Measure {
    /// An aggregate over the rows.
    Aggregate(Fragment<Sql>),
    /// The median of the number of rows of so many earlier batches.
    History(Fact<u32>),
}

/// One quality rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Stable id, `accepted_values_estado`.
    pub id: Fact<String>,
    /// Word of the spec.
    pub kind: &'static str,
    /// Row or run.
    pub scope: RuleScope,
    /// What becomes of a failing row or run.
    pub on_fail: Fact<OnFail>,
    /// Spark SQL that is true when the rule fails; over aggregates when the scope is the run.
    pub fails: Fragment<Sql>,
    /// What a rule on the run measures: `fails` finds it under the rule's id.
    pub measure: Option<Measure>,
    /// Columns that it reads.
    pub columns: Vec<Fact<String>>,
    /// What is wrong with a failing row, in the platform's language, without any value.
    pub reason: Fact<String>,
}
