//! Two revisions of the project, compiled by this binary.

use super::session::{Compiled, Failure, Session};
use crate::diagnostics::{Finding, Severity};
use crate::emit::LISTS;
use crate::files::{ContentId, EntryKind, Files, Revision};
use crate::review::{Base, Side};
use crate::targets::{self, Owner};
use std::collections::BTreeMap;
use std::io;

/// The older revision and the newer one.
pub struct Revisions {
    /// The older one, or why it is unknown.
    pub base: Result<Older, String>,
    /// The newer one.
    pub head: Compiled,
    /// Commit of the newer one; `None` for the work tree.
    pub head_commit: Option<String>,
}

/// The older revision.
pub struct Older {
    compiled: Compiled,
    revision: Revision,
    committed: BTreeMap<String, ContentId>,
    listed: BTreeMap<String, Owner>,
}

impl Older {
    /// Calls with what the review compares with.
    pub fn with_base<T>(&self, use_it: impl FnOnce(&Base<'_>) -> T) -> T {
        let read = |path: &str| self.revision.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let (committed, listed) = (&self.committed, &self.listed);
        use_it(&Base { side: self.compiled.side(), committed, listed, read: &read })
    }

    /// Its commit.
    pub fn commit(&self) -> &str {
        self.revision.commit()
    }
}

impl Compiled {
    /// What the review compares.
    pub fn side(&self) -> Side<'_> {
        Side { plan: &self.plan, map: &self.map }
    }
}

/// Compiles both. Errors of the newer revision end the command; those of the older one make it unknown.
pub fn compile(session: &Session, base: &str, uncommitted: bool) -> Result<Revisions, Failure> {
    let root = session.root()?;
    let (head, head_commit) = if uncommitted {
        (session.compile()?, None)
    } else {
        let revision = Revision::open(&root, "HEAD").map_err(|error| {
            Failure::message(format!("HEAD cannot be read ({error}); --uncommitted takes the work tree"))
        })?;
        (session.compile_from(&revision)?, Some(revision.commit().to_string()))
    };
    let base = Revision::open(&root, base)
        .map_err(|error| format!("there is no revision `{base}` here: {error}"))
        .and_then(|revision| older(session, revision));
    Ok(Revisions { base, head, head_commit })
}

fn older(session: &Session, revision: Revision) -> Result<Older, String> {
    let unreadable = |error: io::Error| format!("{} cannot be read: {error}", revision.commit());
    let (plan, findings, map) = session.examine(&revision).map_err(|failure| match failure {
        Failure::Message(message) => message,
        Failure::Findings => "its specs have errors".to_string(),
    })?;
    let Some(plan) = plan else { return Err(errors(&revision, &findings)) };
    let compiled = Compiled { plan, map, findings };
    let committed = committed(&revision).map_err(unreadable)?;
    let listed = listed(&revision).map_err(unreadable)?;
    Ok(Older { revision, compiled, committed, listed })
}

fn errors(revision: &Revision, findings: &[Finding]) -> String {
    let errors: Vec<&Finding> = findings.iter().filter(|f| f.severity == Severity::Error).collect();
    let first = errors.first().map_or_else(String::new, |f| format!(", such as {}: {}", f.code.0, f.message));
    format!("the specs of {} have errors: {}{first}", revision.commit(), errors.len())
}

/// The committed files below the roots of the targets.
fn committed(revision: &Revision) -> io::Result<BTreeMap<String, ContentId>> {
    let roots: Vec<&str> = targets::ALL.iter().flat_map(|target| target.roots()).copied().collect();
    let mut folders: Vec<&str> = roots.iter().filter_map(|root| root.split('/').next()).collect();
    folders.dedup();
    let mut all = BTreeMap::new();
    for folder in folders {
        all.extend(revision.contents(folder)?);
    }
    all.retain(|path, _| roots.iter().any(|root| path.starts_with(root)));
    Ok(all)
}

/// Who owns which file, as the lists say it.
fn listed(revision: &Revision) -> io::Result<BTreeMap<String, Owner>> {
    let mut all = BTreeMap::new();
    for entry in revision.list(LISTS)? {
        let owner = entry.path.strip_prefix(LISTS).and_then(|path| Owner::parse(path.trim_start_matches('/')));
        let (Some(owner), true) = (owner, entry.kind == EntryKind::File) else { continue };
        let text = revision.read(&entry.path)?;
        let paths = String::from_utf8_lossy(&text);
        let paths = paths.lines().filter_map(|line| line.split_once("  ")).map(|(_, path)| path.to_string());
        all.extend(paths.map(|path| (path, owner.clone())));
    }
    Ok(all)
}
