//! Files of a revision of the repository, read without touching the work tree.

use super::{Entry, EntryKind, Files};
use git2::{Commit, ObjectType, Oid, Repository, Tree, TreeWalkMode, TreeWalkResult};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// The name that git gives to a content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContentId(Oid);

impl ContentId {
    /// The name of these bytes.
    pub fn of(bytes: &[u8]) -> ContentId {
        ContentId(Oid::hash_object(ObjectType::Blob, bytes).expect("bytes in memory can be hashed"))
    }
}

/// Files of one commit.
pub struct Revision {
    repository: Repository,
    commit: String,
    tree: Oid,
    prefix: String,
}

impl Revision {
    /// The files below `root` as `revision` (a branch, tag or commit) has them; `main...` is where HEAD left `main`.
    pub fn open(root: &Path, revision: &str) -> io::Result<Revision> {
        let repository = Repository::discover(root).map_err(other)?;
        let (commit, tree) = {
            let commit = commit(&repository, revision).map_err(other)?;
            (commit.id().to_string(), commit.tree_id())
        };
        let prefix = prefix(&repository, root)?;
        Ok(Revision { repository, commit, tree, prefix })
    }

    /// The commit's full id.
    pub fn commit(&self) -> &str {
        &self.commit
    }

    /// What stands below a folder, by path: the name that git gives to each file's content.
    pub fn contents(&self, folder: &str) -> io::Result<BTreeMap<String, ContentId>> {
        let mut found = BTreeMap::new();
        self.walk(folder, &mut |path, entry| {
            if kind(entry) == EntryKind::File {
                found.insert(path, ContentId(entry.id()));
            }
        })?;
        Ok(found)
    }

    fn walk(&self, folder: &str, visit: &mut dyn FnMut(String, &git2::TreeEntry<'_>)) -> io::Result<()> {
        let tree = self.tree()?;
        let Ok(at) = tree.get_path(Path::new(&format!("{}{folder}", self.prefix))) else { return Ok(()) };
        let below = self.repository.find_tree(at.id()).map_err(other)?;
        let each = |parent: &str, entry: &git2::TreeEntry<'_>| {
            visit(format!("{folder}/{parent}{}", String::from_utf8_lossy(entry.name_bytes())), entry);
            TreeWalkResult::Ok
        };
        below.walk(TreeWalkMode::PreOrder, each).map_err(other)
    }

    fn tree(&self) -> io::Result<Tree<'_>> {
        self.repository.find_tree(self.tree).map_err(other)
    }
}

fn commit<'r>(repository: &'r Repository, revision: &str) -> Result<Commit<'r>, git2::Error> {
    let find = |name: &str| repository.revparse_single(name)?.peel_to_commit();
    let Some(name) = revision.strip_suffix("...") else { return find(revision) };
    repository.find_commit(repository.merge_base(find(name)?.id(), find("HEAD")?.id())?)
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
        let mut entries = vec![];
        self.walk(folder, &mut |path, entry| entries.push(Entry { path, kind: kind(entry) }))?;
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
    let error = error.into();
    match error.downcast_ref::<git2::Error>() {
        Some(git) => io::Error::other(git.message().to_string()),
        None => io::Error::other(error),
    }
}
