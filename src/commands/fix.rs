//! `cauce validate --fix`: the safe edits that findings carry, made until none is left.

use super::session::{Failure, Session};
use crate::diagnostics::{Edit, Finding, SourceMap, edited, edits};
use crate::files::{Files, Overlay};
use similar::TextDiff;

/// An edit may uncover others; more rounds than this would mean that two of them undo each other.
const ROUNDS: usize = 8;

/// What the edits come to, before anything is written.
pub struct Fixed<'a> {
    /// The files with all edits.
    pub files: Overlay<'a>,
    /// One line for each edit: where, and what stands there now.
    pub made: Vec<String>,
}

/// Makes the safe edits of the findings that are `wanted`.
pub fn fix<'a>(
    session: &Session,
    files: &'a dyn Files,
    wanted: &dyn Fn(&Finding, &SourceMap) -> bool,
) -> Result<Fixed<'a>, Failure> {
    let mut fixed = Fixed { files: Overlay::new(files), made: vec![] };
    for _ in 0..ROUNDS {
        let (_, findings, map) = session.examine(&fixed.files)?;
        let chosen = edits(findings.iter().filter(|finding| wanted(finding, &map)));
        for (file, edits) in &chosen {
            fixed.made.extend(edits.iter().map(|(finding, edit)| line(finding, edit, &map)));
            fixed.files.change(map.path(*file), edited(&map, *file, edits));
        }
        if chosen.is_empty() {
            break;
        }
    }
    Ok(fixed)
}

/// `specs/a.yaml:3:1: descripton → description (C0101)`.
fn line(finding: &Finding, edit: &Edit, map: &SourceMap) -> String {
    let Edit { place, text } = edit;
    let (line, col) = map.line_col(place.file, place.span.start);
    let old = &map.text(place.file)[place.span.start as usize..place.span.end as usize];
    format!("{}:{line}:{col}: {old} → {text} ({})", map.path(place.file), finding.code.0)
}

impl Fixed<'_> {
    /// Writes the files that changed.
    pub fn write(&self, session: &Session) -> Result<(), Failure> {
        let tree = session.tree()?;
        for (path, text) in self.files.changed() {
            tree.write(path, text.as_bytes())?;
        }
        Ok(())
    }

    /// What would be written, as a patch.
    pub fn diff(&self, files: &dyn Files) -> Result<String, Failure> {
        let mut patch = String::new();
        for (path, new) in self.files.changed() {
            let old = String::from_utf8_lossy(&files.read(path)?).into_owned();
            let diff = TextDiff::from_lines(&old, new);
            patch += &diff.unified_diff().header(&format!("a/{path}"), &format!("b/{path}")).to_string();
        }
        Ok(patch)
    }
}
