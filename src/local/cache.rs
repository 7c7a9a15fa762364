//! The cache on disk: one folder per content of the pinned requirements, whole or absent.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::error::LocalError;
use super::progress::Progress;

/// The folder that holds everything cauce installs: `$CAUCE_CACHE`, else `$XDG_CACHE_HOME/cauce`, else `~/.cache/cauce`.
pub(super) fn root() -> Result<PathBuf, LocalError> {
    let folder = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let root = folder("CAUCE_CACHE")
        .or_else(|| folder("XDG_CACHE_HOME").map(|dir| dir.join("cauce")))
        .or_else(|| folder("HOME").map(|dir| dir.join(".cache/cauce")));
    let root = root.ok_or_else(|| {
        LocalError::new("there is no place for downloads: HOME is not set").help("set CAUCE_CACHE to a folder")
    })?;
    std::path::absolute(&root).map_err(|e| LocalError::io("use", &root, &e))
}

/// Twelve hexadecimal digits that stand for the content of `parts`.
pub(super) fn key(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    hex(&hash.finalize()[..6])
}

/// Lower-case hexadecimal digits of some bytes.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Builds `dir` unless another process does so meanwhile: `build` fills a folder beside it, which then takes its name.
///
/// `is_whole` is asked under the lock; a folder that is there and not whole is replaced.
pub(super) fn build_once(
    dir: &Path,
    progress: &Progress,
    is_whole: impl Fn() -> bool,
    build: impl FnOnce(&Path) -> Result<(), LocalError>,
) -> Result<(), LocalError> {
    let parent = dir.parent().unwrap_or(dir);
    fs::create_dir_all(parent).map_err(|e| LocalError::io("create", parent, &e))?;
    let _lock = lock(&dir.with_extension("lock"), progress)?;
    if is_whole() {
        return Ok(());
    }
    sweep(dir)?;
    // A killed install may have left programs that still write: they must not meet the new one.
    let fresh = dir.with_extension(format!("new-{}", std::process::id()));
    fs::create_dir_all(&fresh).map_err(|e| LocalError::io("create", &fresh, &e))?;
    let built = build(&fresh);
    if built.is_err() {
        remove(&fresh)?;
        return built;
    }
    fs::rename(&fresh, dir).map_err(|e| LocalError::io("rename to", dir, &e))
}

/// Held until dropped, also when the process is killed.
fn lock(path: &Path, progress: &Progress) -> Result<File, LocalError> {
    let file = File::create(path).map_err(|e| LocalError::io("create", path, &e))?;
    if file.try_lock().is_err() {
        progress.say("Another cauce is installing; waiting for it.");
        file.lock().map_err(|e| LocalError::io("lock", path, &e))?;
    }
    Ok(file)
}

/// Removes a folder that is not whole, and what killed installs of it left.
fn sweep(dir: &Path) -> Result<(), LocalError> {
    remove(dir)?;
    let name = dir.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let entries = fs::read_dir(dir.parent().unwrap_or(dir)).map_err(|e| LocalError::io("read", dir, &e))?;
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(&format!("{name}.new-")) {
            remove(&entry.path())?;
        }
    }
    Ok(())
}

fn remove(dir: &Path) -> Result<(), LocalError> {
    match fs::remove_dir_all(dir) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(LocalError::io("remove", dir, &e)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn the_key_depends_on_where_parts_end() {
        assert_ne!(key(&["ab", "c"]), key(&["a", "bc"]));
        assert_eq!(key(&["ab", "c"]).len(), 12);
    }

    #[test]
    fn two_builders_build_once_and_leftovers_go() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("abc");
        fs::create_dir_all(home.path().join("abc.new-1/half")).unwrap();
        fs::create_dir_all(dir.join("broken")).unwrap();
        let (built, progress) = (AtomicUsize::new(0), Progress::new(true));
        let once = || {
            build_once(
                &dir,
                &progress,
                || dir.join("whole").exists(),
                |fresh| {
                    built.fetch_add(1, Ordering::SeqCst);
                    fs::write(fresh.join("whole"), "").map_err(|e| LocalError::io("write", fresh, &e))
                },
            )
        };
        std::thread::scope(|scope| {
            let threads = [scope.spawn(once), scope.spawn(once)];
            threads.into_iter().for_each(|thread| thread.join().unwrap().unwrap());
        });
        assert_eq!(built.load(Ordering::SeqCst), 1);
        assert!(!dir.join("broken").exists() && !home.path().join("abc.new-1").exists());
    }

    #[test]
    fn a_failed_build_leaves_nothing() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("abc");
        let failed = build_once(&dir, &Progress::new(true), || false, |_| Err(LocalError::new("no")));
        assert_eq!(failed.unwrap_err().message, "no");
        let left: Vec<_> = fs::read_dir(home.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, ["abc.lock"]);
    }
}
