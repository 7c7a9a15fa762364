//! The steps of a dataset: its transforms, and what the rules and the table need before the rules are judged.

use crate::model::Fact;
use crate::model::plan::Step;
use crate::render::{Fragment, Py, Sql, py};
use crate::spec::types::{PartitionSpec, PipelineSpec};

/// The steps in order.
pub fn steps(spec: &PipelineSpec) -> Vec<Step> {
    let mut steps: Vec<Step> = spec.transforms.iter().map(|t| t.rib().plan()).collect();
    let at = steps.iter().position(|step| step.after_rules).unwrap_or(steps.len());
    let partitions = spec.table.partition_by.iter().filter_map(partition);
    let looked_up = spec.rules().into_iter().filter_map(|rule| rule.rib().step());
    let needed: Vec<Step> = partitions.chain(looked_up).collect();
    steps.splice(at..at, needed);
    steps
}

mod sql {
    //! The value of a partition column.

    use crate::model::Fact;
    use crate::render::sql as filters;

    #[derive(askama::Template)]
    #[template(path = "targets/glue/parts/partition.sql", config = "templates/askama.toml")]
    pub struct Value {
        pub word: &'static str,
        pub column: Fact<String>,
    }
}

use py as filters;

#[derive(askama::Template)]
#[template(path = "targets/glue/parts/partition.py", config = "templates/askama.toml")]
struct Partition {
    name: Fact<String>,
    kind: &'static str,
    sql: Fragment<Sql>,
}

fn partition(spec: &PartitionSpec) -> Option<Step> {
    let (word, kind) = spec.derived()?;
    let sql = Fragment::render(&sql::Value { word, column: spec.source().fact() });
    let code = Fragment::<Py>::render(&Partition { name: spec.name(), kind, sql });
    Some(Step::on_columns("derive", code, vec!["derive"]))
}
