//! The first tasks of the DAG: wait for an event, then claim what is complete.

use super::S3;
use crate::model::plan::{Arrival, SourceDag, TimeOuts};
use crate::model::ribs::SourceContext;
use crate::model::{Fact, Locale, Resend};
use crate::render::{Fragment, Py, py as filters, timedelta};

const SENSOR: &str = "from airflow.providers.amazon.aws.sensors.sqs import SqsSensor";
const WATCHER: &str = "from airflow.providers.amazon.aws.triggers.sqs import SqsSensorTrigger";

#[derive(askama::Template)]
#[template(path = "sources/s3/source.py", config = "templates/askama.toml")]
struct Constants<'a> {
    arrival: Arrival,
    settle: Fragment<Py>,
    resend: Option<Fact<&'static str>>,
    /// The asset that the queue wakes, where assets can be watched.
    watched: Option<Watched<'a>>,
}

struct Watched<'a> {
    name: &'a Fact<String>,
    queue: &'a Fact<String>,
    words: &'static Words,
}

#[derive(askama::Template)]
#[template(path = "sources/s3/ingest.py", config = "templates/askama.toml")]
struct Ingest<'a> {
    /// Whether a sensor waits for the event, inside of the run.
    waits: bool,
    queue: &'a Fact<String>,
    time_outs: &'a TimeOuts,
    patience: Fragment<Py>,
    words: &'static Words,
}

struct Words {
    watched: &'static str,
    arrival: &'static str,
    claim: &'static str,
}

const ES: Words = Words {
    watched: "El aviso solo despierta a una corrida: qué se procesa lo deciden el listado y el registro de entregas. Si no \
              llega, despierta el cron.",
    arrival: "El aviso solo despierta a la corrida: qué se procesa lo deciden el listado y el registro de entregas. \
              Si no llega, la corrida mira igual al vencer la espera.",
    claim: "Toma la entrega completa más antigua; si no hay ninguna, la corrida termina aquí.",
};
const EN: Words = Words {
    watched: "The event only wakes a run: the listing and the ledger decide what is processed. Without one the cron wakes it.",
    arrival: "The event only wakes the run: the listing and the ledger decide what is processed. Without one, the run looks \
              all the same when the wait is over.",
    claim: "Takes the oldest complete delivery; without one the run ends here.",
};

/// The first tasks of the DAG.
pub fn dag(source: &S3, context: &SourceContext<'_>) -> SourceDag {
    let watches = context.platform.versions.airflow_3();
    let words = match context.platform.locale.value {
        Locale::Es => &ES,
        Locale::En => &EN,
    };
    let ingest = Ingest {
        waits: !watches,
        queue: &context.names.arrival,
        time_outs: context.time_outs,
        patience: timedelta(&context.time_outs.arrival.map(|wait| wait + 60)),
        words,
    };
    SourceDag {
        imports: vec![if watches { WATCHER } else { SENSOR }],
        module: "arrivals",
        constants: Fragment::render(&constants(source, context, watches.then_some(words))),
        tasks: Fragment::render(&ingest),
        wakes: watches.then_some("ARRIVAL"),
        incident: "glue_failure",
    }
}

fn constants<'a>(source: &S3, context: &SourceContext<'a>, watched: Option<&'static Words>) -> Constants<'a> {
    let arrival = source.arrival(context);
    let resend = Fact::from(&source.batch.resend);
    let (name, queue) = (&context.names.dag, &context.names.arrival);
    Constants {
        settle: timedelta(&arrival.settle_seconds),
        arrival,
        resend: (*resend != Resend::Replace).then(|| resend.map(|word| word.word())),
        watched: watched.map(|words| Watched { name, queue, words }),
    }
}
