//! Severities: grave ones reach a person, and are acted on faster than those below them.

use crate::diagnostics::{Finding, codes};
use crate::model::{At, Channel, Duration};
use crate::spec::types::{PlatformSpec, SeveritySpec};

/// The checks of the platform's severities.
pub(super) fn make_sense(spec: &PlatformSpec, findings: &mut Vec<Finding>) {
    let all = [
        ("P1", &spec.severities.p1),
        ("P2", &spec.severities.p2),
        ("P3", &spec.severities.p3),
        ("P4", &spec.severities.p4),
    ];
    for (name, severity) in &all[..2] {
        wakes_somebody(name, severity, findings);
    }
    for (name, severity) in &all {
        let SeveritySpec { acknowledge, mitigate, .. } = severity;
        is_shorter(acknowledge, mitigate, &format!("`{name}` is mitigated before it is acknowledged"), findings);
    }
    for pair in all.windows(2) {
        let [(graver, first), (milder, second)] = [pair[0], pair[1]];
        let message = format!("`{milder}` is acted on before `{graver}`");
        is_shorter(&first.acknowledge, &second.acknowledge, &message, findings);
        is_shorter(&first.mitigate, &second.mitigate, &message, findings);
    }
    somebody_is_paged_somewhere(spec, findings);
}

/// Alarms of datasets of tier 1 are of these severities: a mailbox is not read at night.
fn wakes_somebody(name: &str, severity: &SeveritySpec, findings: &mut Vec<Finding>) {
    let Some(first) = severity.channels.first() else { return };
    if severity.channels.iter().all(|c| c.value == Channel::Email) {
        let message = format!("`{name}` reaches people by e-mail only, and wakes nobody");
        findings.push(Finding::error(codes::NOBODY_WOKEN, first.at, message).help("add `slack` or `teams`"));
    }
}

fn is_shorter(short: &At<Duration>, long: &At<Duration>, message: &str, findings: &mut Vec<Finding>) {
    if short.seconds() > long.seconds() {
        let finding = Finding::error(codes::SEVERITY_ORDER, long.at, format!("{message}: `{}`", long.value));
        findings.push(finding.see(short.at, "longer than that").help(format!("write at least `{}`", short.value)));
    }
}

/// Environments page when they say so, or when their name is `prod`.
fn somebody_is_paged_somewhere(spec: &PlatformSpec, findings: &mut Vec<Finding>) {
    let production =
        spec.environments.iter().any(|(name, e)| e.production.as_ref().map_or(name == "prod", |p| p.value));
    if let (false, Some(last)) = (production, spec.environments.values().last()) {
        let at = last.production.as_ref().map_or(last.account.at, |p| p.at);
        let finding =
            Finding::warning(codes::NO_PRODUCTION, at, "no environment is production: no alarm pages anybody");
        findings.push(finding.help("name one `prod`, or write `production: true`"));
    }
}
