//! Glue jobs, their tests and the package that they share.

mod job;
mod parts;
mod test;
mod words;

use super::{Out, Reach, Target, header};
use crate::model::Fact;
use crate::model::plan::{Dataset, Plan};
use crate::plan::runtime;
use crate::render::py as filters;

/// The glue target.
pub struct Glue;

#[derive(askama::Template)]
#[template(path = "targets/glue/conftest.py", config = "templates/askama.toml")]
struct Conftest {
    header: Fact<String>,
    about: &'static str,
}

impl Target for Glue {
    fn name(&self) -> &'static str {
        "glue"
    }

    fn roots(&self) -> &'static [&'static str] {
        &["generated/glue/"]
    }

    fn reach(&self, path: &str) -> Reach {
        if path.starts_with("generated/glue/tests/") { Reach::Nowhere } else { Reach::Everywhere }
    }

    fn platform(&self, plan: &Plan, out: &mut Out<'_>) {
        let package = plan.platform.glue_runtime.trim_end_matches(".zip");
        for (file, text) in runtime::GLUE {
            out.verbatim(&format!("generated/{package}/{file}"), text);
        }
        let about = words::of(plan.platform.locale.value).session;
        let conftest = Conftest { header: header::of_platform(&plan.platform), about };
        out.template("generated/glue/tests/conftest.py", &conftest);
    }

    fn dataset(&self, plan: &Plan, dataset: &Dataset, out: &mut Out<'_>) {
        let (domain, name) = (&dataset.id.domain, &dataset.id.name);
        out.template(&format!("generated/glue/jobs/{domain}/{name}.py"), &job::job(plan, dataset));
        for module in &dataset.modules {
            out.verbatim(&format!("generated/glue/jobs/{domain}/{name}/{}.py", *module.name), &module.text);
        }
        if !dataset.tests.is_empty() {
            out.template(&format!("generated/glue/tests/{domain}/test_{name}.py"), &test::tests(plan, dataset));
        }
    }
}
