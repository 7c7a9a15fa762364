//! Waivers: warnings of one spec that are accepted for a while. They hide nothing that stands in the way, and nothing of
//! other specs; the warnings about waivers themselves cannot be waived.

use crate::diagnostics::{Finding, Severity, SourceMap, Where, codes};
use crate::model::{At, Day};
use crate::spec::load::{Loaded, Spec};
use crate::spec::types::{PipelineSpec, WaiverSpec};
use std::collections::HashSet;

/// Takes the accepted warnings out of all that was found, and says what is wrong with the waivers. Comes last.
pub fn waive(loaded: &mut Loaded) {
    let failed = loaded.failed();
    let mut said = vec![];
    let mut findings = std::mem::take(&mut loaded.findings);
    for spec in loaded.datasets.values() {
        for waiver in &spec.spec.waivers {
            judge(waiver, spec, loaded, failed, &mut findings, &mut said);
        }
    }
    findings.extend(said);
    // A default that is wrong is wrong once, however many datasets have it.
    let mut seen: HashSet<(&'static str, String, String)> = HashSet::new();
    findings.retain(|f| seen.insert((f.code.0, format!("{:?}", f.at), f.message.clone())));
    loaded.findings = findings;
}

fn judge(
    waiver: &WaiverSpec,
    spec: &Spec<PipelineSpec>,
    loaded: &Loaded,
    failed: bool,
    findings: &mut Vec<Finding>,
    said: &mut Vec<Finding>,
) {
    let (code, at) = (&waiver.code.value, waiver.code.at);
    let about = |f: &Finding| f.code.0 == code.as_str() && path(f, &loaded.map) == Some(spec.path.as_str());
    let found = findings.iter().find(|f| about(f)).map(|f| f.severity);
    if codes::ALL.iter().all(|known| known.code.0 != code.as_str()) {
        let finding = Finding::error(codes::UNKNOWN_WAIVER, at, format!("there is no finding `{code}`"));
        said.push(finding.help("write the code that the warning shows; `cauce explain` knows all of them"));
    } else if ended(&waiver.until, loaded) {
        let finding = Finding::warning(
            codes::ENDED_WAIVER,
            waiver.until.at,
            format!("this waiver ended on {}", waiver.until.value),
        );
        said.push(finding.help("mend what the warning says, or agree on another day with the owner"));
    } else if found == Some(Severity::Error) {
        let finding =
            Finding::error(codes::NO_WAIVER, at, format!("`{code}` is an error here, and no waiver hides it"));
        said.push(finding.help("mend it; only warnings can be waived"));
    } else if found.is_some() {
        findings.retain(|f| !about(f));
    } else if !failed && !codes::of_review(code) {
        let finding = Finding::warning(codes::UNUSED_WAIVER, at, format!("nothing here raises `{code}`"));
        said.push(finding.help("remove the waiver"));
    }
}

/// Whether the last day of an exception is over.
pub(super) fn ended(until: &At<Day>, loaded: &Loaded) -> bool {
    until.number().is_some_and(|last| last < loaded.today)
}

fn path<'m>(finding: &Finding, map: &'m SourceMap) -> Option<&'m str> {
    match &finding.at {
        Where::Place(place) => Some(map.path(place.file)),
        Where::Within(within) => map.place(within.node).map(|place| map.path(place.file)),
        Where::Node(node) => map.place(*node).map(|place| map.path(place.file)),
        Where::File(_) => None,
    }
}
