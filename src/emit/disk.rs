//! The project's files as artefacts meet them: no symbolic link is followed, every write is whole.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Ending of a file that is being written.
const UNFINISHED: &str = ".cauce-tmp";

/// The files below a project root.
#[derive(Clone, Debug)]
pub struct Tree {
    root: PathBuf,
}

impl Tree {
    /// The files below this root.
    pub fn new(root: impl Into<PathBuf>) -> Tree {
        Tree { root: root.into() }
    }

    /// The path on disk.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// The bytes of a file; `None` when there is none.
    pub fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.path(path)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
            Err(error) => Err(about(path, error)),
        }
    }

    /// The first step of a path that is a symbolic link.
    pub fn link_on(&self, path: &str) -> Option<String> {
        let ends = path.match_indices('/').map(|(i, _)| i).chain([path.len()]);
        ends.map(|end| &path[..end]).find(|step| self.is_link(step)).map(str::to_string)
    }

    /// Whether the last step of a path is a symbolic link.
    pub fn is_link(&self, path: &str) -> bool {
        fs::symlink_metadata(self.path(path)).is_ok_and(|m| m.file_type().is_symlink())
    }

    /// All files below a folder, sorted; unfinished ones are left out.
    pub fn files(&self, folder: &str) -> io::Result<Vec<String>> {
        let mut files = vec![];
        self.walk(folder, &mut |path, unfinished| {
            if !unfinished {
                files.push(path.to_string());
            }
            Ok(())
        })?;
        files.sort();
        Ok(files)
    }

    /// Removes what a killed run left unfinished.
    pub fn sweep(&self, folder: &str) -> io::Result<()> {
        self.walk(folder, &mut |path, unfinished| if unfinished { fs::remove_file(self.path(path)) } else { Ok(()) })
    }

    fn walk(&self, folder: &str, visit: &mut dyn FnMut(&str, bool) -> io::Result<()>) -> io::Result<()> {
        let entries = match self.path(folder).read_dir() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries.map_err(|e| about(folder, e))?,
        };
        for entry in entries {
            let entry = entry?;
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                self.walk(&path, visit)?;
            } else {
                visit(&path, path.ends_with(UNFINISHED))?;
            }
        }
        Ok(())
    }

    /// Writes a file beside its place, then renames it into place.
    pub fn write(&self, path: &str, text: &[u8]) -> io::Result<()> {
        let target = self.path(path);
        let folder = target.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(|e| about(path, e))?;
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let unfinished = folder.join(format!(".{name}{UNFINISHED}"));
        let mut file = create(&unfinished).map_err(|e| about(path, e))?;
        file.write_all(text).map_err(|e| about(path, e))?;
        fs::rename(&unfinished, &target).map_err(|e| about(path, e))
    }

    /// Removes a file, and the folders that it leaves empty.
    pub fn remove(&self, path: &str) -> io::Result<()> {
        fs::remove_file(self.path(path)).map_err(|e| about(path, e))?;
        let mut folder = Path::new(path).parent();
        while let Some(empty) =
            folder.filter(|f| f.components().count() > 0 && fs::remove_dir(self.root.join(f)).is_ok())
        {
            folder = empty.parent();
        }
        Ok(())
    }
}

/// A new file, never one that a link leads to; what a killed run left there is removed.
fn create(path: &Path) -> io::Result<fs::File> {
    match fs::File::create_new(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(path)?;
            fs::File::create_new(path)
        }
        created => created,
    }
}

fn about(path: &str, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{path}: {error}"))
}
