//! Files of the work tree.

use super::{Entry, EntryKind, Files};
use std::io;
use std::path::{Path, PathBuf};

/// Files below a project root.
#[derive(Clone, Debug)]
pub struct Disk {
    root: PathBuf,
}

impl Disk {
    /// Files below this root.
    pub fn new(root: impl Into<PathBuf>) -> Disk {
        Disk { root: root.into() }
    }

    /// The nearest folder at or above `start` that holds `specs/platform.yaml`.
    pub fn find_root(start: &Path) -> Option<PathBuf> {
        start.ancestors().find(|p| p.join("specs/platform.yaml").exists()).map(Path::to_path_buf)
    }

    fn walk(&self, folder: &str, entries: &mut Vec<Entry>) -> io::Result<()> {
        for entry in self.root.join(folder).read_dir()? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!("a file name below {folder} is not UTF-8"),
                ));
            };
            let path = format!("{folder}/{name}");
            let kind = kind(&entry.file_type()?);
            entries.push(Entry { path: path.clone(), kind });
            if kind == EntryKind::Folder {
                self.walk(&path, entries)?;
            }
        }
        Ok(())
    }
}

fn kind(kind: &std::fs::FileType) -> EntryKind {
    match kind {
        k if k.is_file() => EntryKind::File,
        k if k.is_dir() => EntryKind::Folder,
        _ => EntryKind::Other,
    }
}

impl Files for Disk {
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        let mut entries = vec![];
        match self.walk(folder, &mut entries) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(vec![]),
            walked => walked?,
        }
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(entries)
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        std::fs::read(self.root.join(path))
    }
}
