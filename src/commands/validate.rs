//! `cauce validate`

use super::Outcome;
use super::fix::fix;
use super::session::{Failure, Session};
use crate::cli::{Output, Validate};
use crate::diagnostics::{Finding, SourceMap, Where, count};
use crate::files::{Disk, Files};
use std::path::{Path, PathBuf, absolute};

/// Checks all specs and shows every finding, or those in some files.
pub fn run(session: &Session, args: &Validate) -> Result<Outcome, Failure> {
    session.only(&[Output::Human, Output::Json, Output::Github, Output::Sarif])?;
    let root = absolute(session.root()?)?;
    let wanted = args.paths.iter().map(|p| below(&root, p)).collect::<Result<Vec<_>, _>>()?;
    let wanted = |finding: &Finding, map: &SourceMap| {
        wanted.is_empty() || wanted.iter().any(|w| Path::new(path(finding, map)).starts_with(w))
    };
    let disk = Disk::new(&root);
    if !args.fix {
        return show(session, &disk, &wanted);
    }
    let fixed = fix(session, &disk, &wanted)?;
    if args.diff {
        print!("{}", fixed.diff(&disk)?);
        return Ok(if fixed.made.is_empty() { Outcome::Fine } else { Outcome::Findings });
    }
    fixed.write(session)?;
    fixed.made.iter().for_each(|line| session.say(line));
    session.say(&match fixed.made.len() {
        0 => "nothing to fix".to_string(),
        n => format!("fixed {}", count(n, "finding")),
    });
    show(session, &fixed.files, &wanted)
}

/// Shows the findings that are wanted.
fn show(
    session: &Session,
    files: &dyn Files,
    wanted: &dyn Fn(&Finding, &SourceMap) -> bool,
) -> Result<Outcome, Failure> {
    let (plan, mut findings, map) = session.examine(files)?;
    findings.retain(|finding| wanted(finding, &map));
    session.show(&findings, &map)?;
    if session.denied(&findings) {
        return Ok(Outcome::Findings);
    }
    match plan {
        Some(plan) => {
            session.say(&format!("{} datasets in {} domains: no errors", plan.datasets.len(), plan.domains.len()));
        }
        None => session.say("no errors here; other files have some"),
    }
    Ok(Outcome::Fine)
}

/// A path of the command line, relative to the project root.
fn below(root: &Path, path: &Path) -> Result<PathBuf, Failure> {
    let full = absolute(path)?;
    let found = [full, root.join(path)].into_iter().find(|p| p.exists() && p.starts_with(root));
    let found = found.and_then(|p| p.strip_prefix(root).map(Path::to_path_buf).ok());
    found.ok_or_else(|| Failure::message(format!("`{}` is not in the project {}", path.display(), root.display())))
}

/// The file that a finding is about.
fn path<'a>(finding: &'a Finding, map: &'a SourceMap) -> &'a str {
    match &finding.at {
        Where::File(path) => path,
        Where::Place(place) => map.path(place.file),
        Where::Within(within) => map.place(within.node).map_or("", |place| map.path(place.file)),
        Where::Node(node) => map.place(*node).map_or("", |place| map.path(place.file)),
    }
}
