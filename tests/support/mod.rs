//! What the tests share: specs in memory, a project on disk with the command to run on it, the artefacts of a plan.

#![allow(dead_code, unused_imports)] // every test uses its part

pub mod golden;
mod memory;
mod project;

pub use memory::{Memory, compile, compiled, findings_of, human};
pub use project::{Project, Ran};

use cauce::model::plan::Plan;
use cauce::render::Trace;
use cauce::targets;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The repository's folder.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Paths of all files and folders below a folder, relative to it, sorted; caches of tools are left out.
pub fn below(folder: &Path) -> Vec<(String, bool)> {
    let mut found = vec![];
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in next.read_dir().unwrap_or_else(|e| panic!("{}: {e}", next.display())) {
            let path = entry.expect("a readable entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            if [".ruff_cache", "__pycache__", ".terraform", ".pytest_cache"].contains(&name.as_str()) {
                continue;
            }
            let folder_too = path.is_dir() && !path.is_symlink();
            found.push((path.strip_prefix(folder).expect("below").to_string_lossy().into_owned(), folder_too));
            if folder_too {
                open.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Paths of all files below a folder, relative to it, sorted; none when the folder is not there.
pub fn files_below(folder: &Path) -> Vec<String> {
    if !folder.exists() {
        return vec![];
    }
    below(folder).into_iter().filter(|(_, folder)| !folder).map(|(path, _)| path).collect()
}

/// The bytes of a file.
pub fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The text of a file.
pub fn text(path: &Path) -> String {
    String::from_utf8(read(path)).unwrap_or_else(|_| panic!("{} is not UTF-8", path.display()))
}

/// Writes a file and the folders above it.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder that can be made");
    std::fs::write(path, bytes).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
}

/// Every artefact of a plan: path → owner and text.
pub fn rendered(plan: &Plan, trace: Trace) -> BTreeMap<String, (String, String)> {
    let mut all = BTreeMap::new();
    for owner in targets::owners(plan) {
        targets::render(plan, &owner, trace, &mut |path, text| {
            let before = all.insert(path.to_string(), (owner.to_string(), text.to_string()));
            assert!(before.is_none(), "{path} is rendered twice");
        });
    }
    all
}

/// Every artefact of a plan: path → text.
pub fn artefacts(plan: &Plan) -> BTreeMap<String, String> {
    rendered(plan, Trace::Off).into_iter().map(|(path, (_, text))| (path, text)).collect()
}
