//! Airflow: a DAG per dataset, the runtime that all of them import, and what MWAA installs.

mod calendars;
mod imports;
mod pins;
mod prose;
mod view;

use super::{Out, Target, header};
use crate::model::Fact;
use crate::model::plan::{Dataset, Plan};
use crate::plan::runtime;
use crate::render::traced;

const REQUIREMENTS: &str = include_str!("../../../templates/targets/airflow/data/requirements.txt");
const IGNORE: &str = include_str!("../../../templates/targets/airflow/data/airflowignore.txt");

/// DAGs and their runtime.
#[derive(Clone, Copy, Debug)]
pub struct Airflow;

impl Target for Airflow {
    fn name(&self) -> &'static str {
        "airflow"
    }

    fn roots(&self) -> &'static [&'static str] {
        &["generated/airflow/"]
    }

    fn platform(&self, plan: &Plan, out: &mut Out<'_>) {
        let header = header::of_platform(&plan.platform);
        out.template("generated/airflow/dags/cauce_platform.py", &view::Constants::new(&plan.platform, &header));
        let wanted = view::Requirements::new(&plan.platform);
        list(out, "generated/airflow/requirements.txt", &header, &(REQUIREMENTS.to_string() + &traced(&wanted)));
        list(out, "generated/airflow/dags/constraints.txt", &header, pins::of(&plan.platform));
        list(out, "generated/airflow/dags/.airflowignore", &header, IGNORE);
        let package = &plan.platform.airflow_runtime;
        for (name, text) in runtime::AIRFLOW {
            out.verbatim(&format!("generated/airflow/dags/{package}/{name}"), text);
        }
    }

    fn dataset(&self, plan: &Plan, dataset: &Dataset, out: &mut Out<'_>) {
        out.template(&format!("generated/airflow/dags/{}.py", dataset.id), &view::Dag::new(plan, dataset));
    }
}

/// A static list below the header line.
fn list(out: &mut Out<'_>, path: &str, header: &Fact<String>, text: &str) {
    out.marked(path, &(traced(&view::Header { header }) + text));
}
