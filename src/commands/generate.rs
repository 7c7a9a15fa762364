//! `cauce generate`: writing, `--check` and `--diff` read the same comparison.

use super::Outcome;
use super::session::{Compiled, Failure, Session};
use crate::cli::{Generate, Output};
use crate::diagnostics::{Finding, Severity, Where, codes};
use crate::emit::{self, Change, Comparison, Drift, Options, Tree};
use crate::render::Trace;
use crate::targets;
use similar::TextDiff;
use std::collections::BTreeMap;

/// Writes what the specs say, or shows what would be written.
pub fn run(session: &Session, args: &Generate) -> Result<Outcome, Failure> {
    session.only(&[Output::Human, Output::Json, Output::Github, Output::Sarif])?;
    let compiled = session.compile()?;
    let tree = session.tree()?;
    let mut comparison = session.timed("compare", || emit::compare(&compiled.plan, &tree))?;
    if !args.datasets.is_empty() {
        let ids = args.datasets.iter().map(|name| compiled.dataset(name).map(|d| d.id.clone()));
        comparison.keep_only(&ids.collect::<Result<Vec<_>, _>>()?);
    }
    if args.check {
        return check(session, &compiled, &comparison);
    }
    if args.diff {
        diff(&compiled, &tree, &comparison)?;
        return Ok(if comparison.clean() { Outcome::Fine } else { Outcome::Findings });
    }
    write(session, args, &compiled, &tree, &comparison)
}

fn write(
    session: &Session,
    args: &Generate,
    compiled: &Compiled,
    tree: &Tree,
    comparison: &Comparison,
) -> Result<Outcome, Failure> {
    let obstacles = comparison.obstacles(args.overwrite_edited);
    let findings: Vec<Finding> = compiled.findings.iter().cloned().chain(obstacles).collect();
    session.show(&findings, &compiled.map)?;
    if session.denied(&findings) {
        session.say("nothing was written");
        return Ok(Outcome::Findings);
    }
    let options = Options { overwrite_edited: args.overwrite_edited };
    let report = session.timed("write", || emit::write(&compiled.plan, tree, comparison, options))?;
    let same = comparison.artefacts.saturating_sub(report.written);
    session.say(&format!(
        "{} artefacts: {} written, {} removed, {same} unchanged",
        comparison.artefacts, report.written, report.removed
    ));
    Ok(Outcome::Fine)
}

fn check(session: &Session, compiled: &Compiled, comparison: &Comparison) -> Result<Outcome, Failure> {
    let drift = comparison.drifted().map(finding);
    let foreign = comparison.obstacles(false).into_iter().filter(|f| f.severity == Severity::Warning);
    let findings: Vec<Finding> = compiled.findings.iter().cloned().chain(drift).chain(foreign).collect();
    session.show(&findings, &compiled.map)?;
    if session.denied(&findings) {
        return Ok(Outcome::Findings);
    }
    session.say(&format!("{} artefacts: all current", comparison.artefacts));
    Ok(Outcome::Fine)
}

fn finding(change: &Change) -> Finding {
    let at = Where::File(change.path.clone());
    let (code, message, help) = match change.drift {
        Drift::Missing => (codes::STALE, "missing: the specs ask for this file", "run `cauce generate`"),
        Drift::Stale | Drift::Lagging => (codes::STALE, "stale: the specs say something else", "run `cauce generate`"),
        Drift::Orphaned => {
            (codes::STALE, "orphaned: no spec asks for this file any more", "run `cauce generate`, which removes it")
        }
        Drift::Edited => (
            codes::EDITED,
            "edited: changed by hand after it was generated",
            "move the edit into the spec, or run `cauce generate --overwrite-edited`",
        ),
        Drift::InTheWay | Drift::Foreign => (
            codes::FOREIGN,
            "foreign: not generated, and where an artefact must go",
            "move it away, then run `cauce generate`",
        ),
        Drift::Linked => {
            (codes::SYMLINK, "a symbolic link where an artefact must go", "replace it with a real folder or file")
        }
    };
    Finding::error(code, at, message).help(help)
}

fn diff(compiled: &Compiled, tree: &Tree, comparison: &Comparison) -> Result<(), Failure> {
    let mut wanted: BTreeMap<String, String> = BTreeMap::new();
    let owners = targets::owners(&compiled.plan);
    for owner in owners.iter().filter(|o| comparison.changes.iter().any(|c| c.owner.as_ref() == Some(o))) {
        targets::render(&compiled.plan, owner, Trace::Off, &mut |path, text| {
            if comparison.changes.iter().any(|c| c.path == path) {
                wanted.insert(path.to_string(), text.to_string());
            }
        });
    }
    for change in comparison.changes.iter().filter(|c| c.drift != Drift::Foreign) {
        let old = tree.read(&change.path)?.unwrap_or_default();
        let old = String::from_utf8_lossy(&old);
        let new = wanted.get(&change.path).map_or("", String::as_str);
        let path = &change.path;
        println!("# {} {path}", change.drift.word());
        print!(
            "{}",
            TextDiff::from_lines(&*old, new).unified_diff().header(&format!("a/{path}"), &format!("b/{path}"))
        );
    }
    Ok(())
}
