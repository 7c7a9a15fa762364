//! Files of a revision of the repository, read without touching the work tree.

use super::{Entry, EntryKind, Files};
use git2::{ObjectType, Oid, Repository, Tree, TreeWalkMode, TreeWalkResult};
use std::io;
use std::path::Path;

/// Files of one commit.
pub struct Revision {
    repository: Repository,
    tree: Oid,
    prefix: String,
}

impl Revision {
    /// The files below `root` as `revision` (a branch, tag or commit) has them.
    pub fn open(root: &Path, revision: &str) -> io::Result<Revision> {
        let repository = Repository::discover(root).map_err(other)?;
        let tree = repository.revparse_single(revision).and_then(|o| o.peel_to_tree()).map_err(other)?.id();
        let prefix = prefix(&repository, root)?;
        Ok(Revision { repository, tree, prefix })
    }

    fn tree(&self) -> io::Result<Tree<'_>> {
        self.repository.find_tree(self.tree).map_err(other)
    }
}

/// The root's path inside the repository, with `/` at its end, or nothing.
fn prefix(repository: &Repository, root: &Path) -> io::Result<String> {
    let work_tree =
        repository.workdir().ok_or_else(|| other("a bare repository has no project root"))?.canonicalize()?;
    let below = root.canonicalize()?.strip_prefix(work_tree).map(Path::to_path_buf).unwrap_or_default();
    let below = below.to_string_lossy().into_owned();
    Ok(if below.is_empty() { below } else { format!("{below}/") })
}

impl Files for Revision {
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        let tree = self.tree()?;
        let Ok(at) = tree.get_path(Path::new(&format!("{}{folder}", self.prefix))) else { return Ok(vec![]) };
        let below = self.repository.find_tree(at.id()).map_err(other)?;
        let mut entries = vec![];
        let visit = |parent: &str, entry: &git2::TreeEntry<'_>| {
            let name = String::from_utf8_lossy(entry.name_bytes()).into_owned();
            entries.push(Entry { path: format!("{folder}/{parent}{name}"), kind: kind(entry) });
            TreeWalkResult::Ok
        };
        below.walk(TreeWalkMode::PreOrder, visit).map_err(other)?;
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(entries)
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let tree = self.tree()?;
        let entry = tree.get_path(Path::new(&format!("{}{path}", self.prefix))).map_err(other)?;
        let blob = self.repository.find_blob(entry.id()).map_err(other)?;
        Ok(blob.content().to_vec())
    }
}

fn kind(entry: &git2::TreeEntry<'_>) -> EntryKind {
    match (entry.kind(), entry.filemode()) {
        (Some(ObjectType::Tree), _) => EntryKind::Folder,
        (Some(ObjectType::Blob), mode) if mode != 0o120_000 => EntryKind::File,
        _ => EntryKind::Other,
    }
}

fn other(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::other(error)
}
