//! `http`: an API that answers with JSON; its raw bodies are kept.

mod airflow;
mod check;
mod glue;
mod shape;

use super::{delivery, shape as shared};
use crate::diagnostics::Finding;
use crate::model::plan::{SampleFile, SampleRole, Source};
use crate::model::ribs::{SourceContext, SourceKind, SourceScope};
use crate::model::{At, Delivers, Fact, Slug};
pub use shape::Http;

impl SourceKind for Http {
    fn word(&self) -> &'static str {
        "http"
    }

    fn connection(&self) -> Option<&At<Slug>> {
        Some(&self.connection)
    }

    fn delivers(&self) -> Delivers<'_> {
        Delivers::rows(&self.delivers, self.deletes.as_ref())
    }

    fn trigger(&self) -> &'static str {
        "cron"
    }

    fn text(&self) -> bool {
        true
    }

    fn nests(&self) -> bool {
        true
    }

    fn check(&self, scope: &SourceScope<'_>, findings: &mut Vec<Finding>) {
        delivery::check(self.delivers(), scope, findings);
        shared::check_timezone(self.timezone.as_ref(), scope, findings);
        check::all(self, scope, findings);
    }

    fn plan(&self, context: &SourceContext<'_>) -> Source {
        Source {
            kind: "http",
            delivery: Fact::from(&self.delivers),
            deletes: delivery::flag(self.delivers()),
            timezone: shared::timezone(self.timezone.as_ref(), &context.platform.timezone),
            arrival: None,
            inputs: vec![],
            connection: Some(self.connection.fact()),
            direct: None,
            writes_raw: true,
            glue: glue::job(self, context),
            airflow: airflow::dag(self, context),
            sample: vec![SampleFile {
                ending: "sample.json".to_string(),
                delivered_as: "page-00000.json".to_string(),
                role: SampleRole::Data,
            }],
        }
    }
}
