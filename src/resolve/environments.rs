//! What differs in an environment: it exists, its times are sound, its connection may be read there, and no job is larger
//! than its ceiling.

use super::{Context, coherence, dataset};
use crate::diagnostics::suggest::{list, nearest};
use crate::diagnostics::{Finding, Origin, codes};
use crate::model::At;
use crate::model::days::Calendar;
use crate::spec::types::{ConnectionSpec, Override, PipelineSpec, PlatformSpec, Trigger};

/// The checks of the environments of one dataset.
pub(super) fn are_sound(
    spec: &PipelineSpec,
    calendar: Option<&Calendar>,
    context: &Context<'_>,
    findings: &mut Vec<Finding>,
) {
    for (name, written) in &spec.environments {
        exists(name, written, spec, context, findings);
        times_are_sound(spec, written, calendar, findings);
        if let Some(connection) = &written.connection {
            connection_may_differ(spec, connection, findings);
            dataset::connection_exists(spec, connection, context, findings);
        }
    }
    for environment in &context.platform.environments {
        connection_may_be_read(spec, &environment.name, context, findings);
        job_is_small_enough(spec, &environment.name, findings);
    }
}

/// The environments that connections are for exist.
pub(super) fn are_known(spec: &PlatformSpec, findings: &mut Vec<Finding>) {
    let known: Vec<&str> = spec.environments.keys().map(String::as_str).collect();
    for name in spec.connections.values().flat_map(ConnectionSpec::only_in) {
        findings.extend(unknown(name, name.at, &known));
    }
}

fn exists(name: &str, written: &Override, spec: &PipelineSpec, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let known: Vec<&str> = context.platform.environments.iter().map(|e| e.name.value.as_str()).collect();
    findings.extend(unknown(name, place(written).unwrap_or(spec.dataset.at), &known));
}

/// The finding for an environment that the platform does not have.
pub(super) fn unknown(name: &str, at: Origin, known: &[&str]) -> Option<Finding> {
    if known.contains(&name) {
        return None;
    }
    let finding = Finding::error(codes::UNKNOWN_ENVIRONMENT, at, format!("unknown environment `{name}`"));
    Some(match nearest(name, known.iter().copied()) {
        Some(close) => finding.help(format!("did you mean `{close}`?")),
        None => finding.help(format!("the environments of the platform are {}", list(known.iter().copied()))),
    })
}

/// Somewhere in what is written for an environment.
fn place(written: &Override) -> Option<Origin> {
    let compute = written.compute.as_ref();
    let size = compute.and_then(|c| c.size.as_ref()).map(|size| size.at);
    let number = compute.and_then(|c| c.workers.as_ref().or(c.max_dpu.as_ref())).map(|number| number.at);
    let trigger = written.trigger.as_ref().map(|trigger| trigger.cron.at);
    let connection = written.connection.as_ref().map(|connection| connection.at);
    size.or(number).or(trigger).or(connection).or(written.mute.as_ref().map(|mute| mute.at))
}

fn times_are_sound(spec: &PipelineSpec, written: &Override, calendar: Option<&Calendar>, findings: &mut Vec<Finding>) {
    let Some(cron) = written.trigger.as_ref().map(|trigger| &trigger.cron) else { return };
    if !matches!(spec.trigger, Trigger::Cron(_)) {
        let finding = Finding::error(codes::OTHER_TIMES, cron.at, "this dataset does not run by a cron");
        findings.push(finding.see(spec.trigger.at(), "it runs by this").help("remove it; only times can differ"));
        return;
    }
    let muted = written.mute.as_ref().is_some_and(|mute| mute.value);
    coherence::cron(cron, (!muted).then(|| spec.sla.freshness()), calendar, findings);
}

fn connection_may_differ(spec: &PipelineSpec, connection: &At<crate::model::Slug>, findings: &mut Vec<Finding>) {
    if !spec.source.rib().connection_may_differ() {
        let message = "the connection of this source cannot differ: what is generated holds more of it than its name";
        let finding = Finding::error(codes::OTHER_CONNECTION, connection.at, message);
        findings.push(finding.help("remove it; the secret of a connection can hold another address in each account"));
    }
}

fn connection_may_be_read(spec: &PipelineSpec, environment: &str, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let own = spec.environments.get(environment).and_then(|o| o.connection.as_ref());
    let (Some(read), Some(platform)) = (own.or(spec.source.rib().connection()), &context.loaded.platform) else {
        return;
    };
    let only = platform.spec.connections.get(&*read.value).map_or(&[][..], ConnectionSpec::only_in);
    let Some(first) = only.first().filter(|_| only.iter().all(|name| *name.value != *environment)) else { return };
    let allowed = list(only.iter().map(|name| &*name.value));
    let message = format!("`{environment}` would read `{}`, which only {allowed} may", read.value);
    let finding = Finding::error(codes::FOREIGN_CONNECTION, read.at, message).see(first.at, "said here");
    findings.push(finding.help(format!("name another one: `environments: {{{environment}: {{connection: …}}}}`")));
}

fn job_is_small_enough(spec: &PipelineSpec, environment: &str, findings: &mut Vec<Finding>) {
    let own = spec.environments.get(environment).and_then(|o| o.compute.as_ref());
    let most = [own, spec.compute.as_ref()].into_iter().flatten().find_map(|c| c.max_dpu.as_ref());
    let Some(most) = most else { return };
    let compute = super::defaults::one_compute(spec, environment.to_string());
    let quarters = compute.quarter_dpus();
    if quarters > u64::from(most.value) * 4 {
        let at = compute.workers.from.iter().chain(compute.size.from.iter()).next().unwrap_or(most.at);
        let (workers, size) = (*compute.workers, &*compute.size);
        let message = format!("{workers} × {size} hold {} DPU in `{environment}`", quarters as f64 / 4.0);
        let finding = Finding::error(codes::TOO_LARGE, at, message).see(most.at, "the most that a run may hold");
        findings.push(finding.help("take fewer or smaller workers, or raise `max_dpu` with whoever pays"));
    }
}
