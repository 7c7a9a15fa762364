//! Physical names, within AWS's limits.

use crate::diagnostics::{Finding, codes};
use crate::model::Fact;
use crate::model::plan::{Names, Platform};
use crate::resolve::Pipeline;

/// Longest name of an IAM role and of an EventBridge rule.
const LONGEST: usize = 64;

/// The names of one dataset's resources; a finding for each that AWS would refuse.
pub fn names(pipeline: &Pipeline, platform: &Platform, findings: &mut Vec<Finding>) -> Names {
    let (id, spec) = (&pipeline.id, &pipeline.spec);
    let own = Fact::new((), spec.domain.at).from.and(spec.dataset.at.into());
    let from = platform.prefix.from.and(own);
    let prefix = &*platform.prefix.value;
    let job = format!("{prefix}-{}", id.dashed());
    let named = |text: String| Fact::new(text, from);
    let names = Names {
        dag: Fact::new(format!("{}.{}", id.domain, id.name), own),
        asset: Fact::new(format!("cauce://{id}"), own),
        role: named(format!("{job}-job")),
        arrival: named(format!("{job}-arrival")),
        arrival_dlq: named(format!("{job}-arrival-dlq")),
        log_group: named(format!("/{prefix}/glue/{id}")),
        database: named(format!("{prefix}_{}", id.domain)),
        table: Fact::new(id.name.clone(), spec.dataset.at),
        module: Fact::new(id.name.clone(), spec.dataset.at),
        folder: Fact::new(id.to_string(), own),
        alarm_prefix: named(job.clone()),
        runbook: Fact::new(format!("generated/runbooks/{id}.md"), own),
        job: named(job),
    };
    for name in [&names.role, &names.arrival_dlq] {
        if name.len() > LONGEST {
            let message = format!("`{}` has {} characters; AWS allows {LONGEST}", name.value, name.len());
            findings.push(
                Finding::error(codes::LONG_NAME, spec.dataset.at, message)
                    .help("shorten the domain, the dataset or the prefix"),
            );
        }
    }
    names
}
