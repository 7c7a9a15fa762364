//! The one interface through which specs are read: the disk, or a revision of the repository.

mod disk;
mod overlay;
mod revision;

pub use disk::Disk;
pub use overlay::Overlay;
pub use revision::{ContentId, Revision};

use std::io;
use std::time::{SystemTime, UNIX_EPOCH};

/// What stands under a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, a device or the like.
    Other,
}

/// A file or folder, by its path relative to the project root, with `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Path.
    pub path: String,
    /// What it is.
    pub kind: EntryKind,
}

/// Where specs are read from.
pub trait Files {
    /// Everything below a folder, sorted by path; nothing when the folder is not there.
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>>;

    /// The bytes of a file.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;

    /// Today (UTC), as days since 1970-01-01: what an exception that ends is judged by, whatever revision is read.
    fn today(&self) -> i64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| (since.as_secs() / 86_400) as i64)
    }
}
