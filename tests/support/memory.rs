//! Specs in memory, and what the stages make of them.

use cauce::diagnostics::{self, Finding, Format, Severity, SourceMap};
use cauce::files::{Entry, EntryKind, Files};
use cauce::model::plan::Plan;
use cauce::spec::load::load;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// A change to the base project.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Change {
    /// Replaces the one place where a text stands.
    Edit { file: String, from: String, to: String },
    /// Adds or replaces a file.
    Write { file: String, text: String },
    /// Takes a file away.
    Remove { file: String },
}

/// Files by path; `None` is a folder. They are listed in the order of `rank`, so that nothing can rely on another one.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<String, Option<Vec<u8>>>,
    seed: u64,
}

impl Memory {
    /// The example platform's specs.
    pub fn examples() -> Memory {
        Memory::default().with_folder(&super::root())
    }

    /// The small project that cases are laid over.
    pub fn base() -> Memory {
        Memory::default().with_folder(&super::root().join("tests/cases/base"))
    }

    /// Adds all that stands in `folder/specs`, samples left out.
    pub fn with_folder(mut self, folder: &Path) -> Memory {
        for (path, is_folder) in super::below(&folder.join("specs")) {
            if !path.contains(".sample.") {
                let bytes = (!is_folder).then(|| super::read(&folder.join("specs").join(&path)));
                self.files.insert(format!("specs/{path}"), bytes);
            }
        }
        self
    }

    /// What a case makes of these specs: its `specs/` and the changes of its `case.yaml`.
    pub fn changed_by(self, case: &Path) -> Memory {
        let specs = if case.join("specs").exists() { self.with_folder(case) } else { self };
        if !case.join("case.yaml").exists() {
            return specs;
        }
        let changes: serde_json::Value =
            serde_yaml::from_str(&super::text(&case.join("case.yaml"))).unwrap_or_else(|e| panic!("{case:?}: {e}"));
        let changes: Vec<Change> = serde_json::from_value(changes).unwrap_or_else(|e| panic!("{case:?}: {e}"));
        changes.into_iter().fold(specs, |specs, change| match change {
            Change::Edit { file, from, to } => specs.edited(&file, &from, &to),
            Change::Write { file, text } => specs.with(&file, text),
            Change::Remove { file } => specs.without(&file),
        })
    }

    /// The same files, listed in another order.
    pub fn shuffled(mut self, seed: u64) -> Memory {
        self.seed = seed;
        self
    }

    /// Adds or replaces a file.
    pub fn with(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Memory {
        self.files.insert(path.to_string(), Some(bytes.into()));
        self
    }

    /// Replaces the one place where `old` stands in a file.
    pub fn edited(self, path: &str, old: &str, new: &str) -> Memory {
        let text = self.text(path);
        assert_eq!(text.matches(old).count(), 1, "{path} has {old:?} once");
        self.with(path, text.replace(old, new))
    }

    /// Takes a file away.
    pub fn without(mut self, path: &str) -> Memory {
        assert!(self.files.remove(path).is_some(), "there is no {path}");
        self
    }

    /// A file's text.
    pub fn text(&self, path: &str) -> String {
        String::from_utf8(Files::read(self, path).expect(path)).expect("UTF-8")
    }

    /// A file's bytes.
    pub fn bytes(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path)?.as_deref()
    }

    /// Paths of all files.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().filter(|(_, bytes)| bytes.is_some()).map(|(path, _)| path.as_str())
    }

    /// Writes the files to a disk.
    pub fn unpack(&self, root: &Path) {
        for path in self.paths() {
            super::write(&root.join(path), self.files[path].as_ref().expect("a file"));
        }
    }
}

impl Files for Memory {
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        let inside = |path: &&String| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        let mut entries: Vec<Entry> = self.files.keys().filter(inside).map(|path| self.entry(path)).collect();
        if self.seed != 0 {
            entries.sort_by_key(|entry| rank(&entry.path, self.seed));
        }
        Ok(entries)
    }

    /// 2026-06-01, whenever a test runs.
    fn today(&self) -> i64 {
        20_605
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.files.get(path).cloned().flatten().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Memory {
    fn entry(&self, path: &str) -> Entry {
        let kind = if self.files[path].is_some() { EntryKind::File } else { EntryKind::Folder };
        Entry { path: path.to_string(), kind }
    }
}

/// A place in a shuffled list that depends on nothing but the path and the seed.
fn rank(path: &str, seed: u64) -> u64 {
    path.bytes().fold(seed, |rank, byte| (rank ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3).rotate_left(5))
}

/// The plan, unless there are errors; all findings; where things were written.
pub fn compile(files: &dyn Files) -> (Option<Plan>, Vec<Finding>, SourceMap) {
    let mut loaded = load(files).expect("files that can be listed");
    let (project, found) = cauce::resolve::resolve(&loaded);
    loaded.findings.extend(found);
    let plan = project.map(|project| {
        let (plan, found) = cauce::plan::plan(&project);
        loaded.findings.extend(found);
        loaded.findings.extend(cauce::targets::check(&plan));
        plan
    });
    cauce::resolve::waive(&mut loaded);
    let failed = loaded.findings.iter().any(|f| f.severity == Severity::Error);
    assert!(failed || plan.is_some(), "there is neither a plan nor an error");
    (plan.filter(|_| !failed), loaded.findings, loaded.map)
}

/// The plan of sound specs.
pub fn compiled(files: &dyn Files) -> Plan {
    let (plan, findings, map) = compile(files);
    plan.unwrap_or_else(|| panic!("{}", human(&findings, &map)))
}

/// All findings about some specs.
pub fn findings_of(files: &dyn Files) -> (Vec<Finding>, SourceMap) {
    let (_, findings, map) = compile(files);
    (findings, map)
}

/// Findings as people read them, without colours.
pub fn human(findings: &[Finding], map: &SourceMap) -> String {
    diagnostics::render(findings, map, Format::Human, false, 100)
}
