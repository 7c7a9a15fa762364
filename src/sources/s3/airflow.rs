//! The first tasks of the DAG: wait for an event, then claim what is complete.

use super::S3;
use crate::model::plan::{Arrival, SourceDag, TimeOuts};
use crate::model::ribs::SourceContext;
use crate::model::{Fact, Locale, Resend};
use crate::render::{Fragment, Py, py as filters, timedelta};

#[derive(askama::Template)]
#[template(path = "sources/s3/source.py", config = "templates/askama.toml")]
struct Constants {
    arrival: Arrival,
    settle: Fragment<Py>,
    resend: Option<Fact<&'static str>>,
}

#[derive(askama::Template)]
#[template(path = "sources/s3/ingest.py", config = "templates/askama.toml")]
struct Ingest<'a> {
    queue: &'a Fact<String>,
    time_outs: &'a TimeOuts,
    patience: Fragment<Py>,
    words: &'static Words,
}

struct Words {
    arrival: &'static str,
    claim: &'static str,
}

const ES: Words = Words {
    arrival: "El aviso solo despierta a la corrida: qué se procesa lo deciden el listado y el registro de entregas. \
              Si no llega, la corrida mira igual al vencer la espera.",
    claim: "Toma la entrega completa más antigua; si no hay ninguna, la corrida termina aquí.",
};
const EN: Words = Words {
    arrival: "The event only wakes the run: the listing and the ledger decide what is processed. Without one, the run looks \
              all the same when the wait is over.",
    claim: "Takes the oldest complete delivery; without one the run ends here.",
};

/// The first tasks of the DAG.
pub fn dag(source: &S3, context: &SourceContext<'_>) -> SourceDag {
    let arrival = source.arrival(context);
    let settle = timedelta(&arrival.settle_seconds);
    let resend = Fact::from(&source.batch.resend);
    let resend = (*resend != Resend::Replace).then(|| resend.map(|word| word.word()));
    let ingest = Ingest {
        queue: &context.names.arrival,
        time_outs: context.time_outs,
        patience: timedelta(&context.time_outs.arrival.map(|wait| wait + 60)),
        words: match context.platform.locale.value {
            Locale::Es => &ES,
            Locale::En => &EN,
        },
    };
    SourceDag {
        imports: vec!["from airflow.providers.amazon.aws.sensors.sqs import SqsSensor"],
        module: "arrivals",
        constants: Fragment::render(&Constants { arrival, settle, resend }),
        tasks: Fragment::render(&ingest),
        incident: "glue_failure",
    }
}
