//! The zones of the lake as folders, and the manifest that tells a job what to read.

use std::fs;
use std::io::{self, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde_json::json;
use sha2::{Digest, Sha256};

use super::cache::hex;
use super::error::LocalError;
use crate::model::plan::Zone;

/// The zones that a job reads or writes.
const ZONES: [Zone; 6] = [Zone::Landing, Zone::Raw, Zone::Curated, Zone::Quarantine, Zone::Export, Zone::State];

/// A folder that stands for the buckets of one environment.
#[derive(Debug)]
pub struct Zones {
    root: PathBuf,
}

impl Zones {
    /// Uses `root`, creating what is missing. Tables of earlier runs stay, so that a second run meets them.
    pub fn open(root: &Path) -> Result<Zones, LocalError> {
        let root = std::path::absolute(root).map_err(|e| LocalError::io("use", root, &e))?;
        let zones = Zones { root };
        for zone in ZONES {
            create(&zones.path(zone))?;
        }
        create(&zones.scratch())?;
        Ok(zones)
    }

    /// The folder of a zone.
    pub fn path(&self, zone: Zone) -> PathBuf {
        self.root.join(zone.word())
    }

    /// The address of a zone as a job is given it.
    pub fn uri(&self, zone: Zone) -> String {
        uri(&self.path(zone))
    }

    /// Where a dataset's result of a run lies.
    pub fn result(&self, dataset: &str, run: &str) -> PathBuf {
        self.path(Zone::State).join("results").join(dataset).join(format!("{run}.json"))
    }

    /// Where what a run's job and JVM complained about lies.
    pub fn log(&self, dataset: &str, run: &str) -> PathBuf {
        self.path(Zone::State).join("logs").join(dataset).join(format!("{run}.log"))
    }

    /// The working folder of jobs.
    pub(super) fn scratch(&self) -> PathBuf {
        self.root.join("scratch")
    }

    /// Copies a file to `path` of a zone, as a delivery would bring it; answers where it is.
    pub fn place(&self, zone: Zone, path: &str, file: &Path) -> Result<PathBuf, LocalError> {
        let target = self.path(zone).join(path);
        create(target.parent().unwrap_or(&target))?;
        fs::copy(file, &target).map_err(|e| LocalError::io("copy", file, &e))?;
        Ok(target)
    }

    /// Whether a dataset has a table here.
    pub fn has_table(&self, dataset: &str) -> bool {
        self.path(Zone::Curated).join(dataset).join(".hoodie").exists()
    }

    /// Writes the manifest of a run and answers its address.
    pub(super) fn write_manifest(
        &self,
        dataset: &str,
        run: &str,
        files: &[PathBuf],
        control: &[PathBuf],
    ) -> Result<String, LocalError> {
        let path = self.path(Zone::State).join("manifests").join(dataset).join(format!("{run}.json"));
        let files = files
            .iter()
            .map(|file| Ok(json!({"uri": uri(file), "size": size(file)?, "digest": digest([file])?})))
            .collect::<Result<Vec<_>, _>>()?;
        let control: Vec<_> = control.iter().map(|file| json!({"uri": uri(file)})).collect();
        let manifest = json!({"dataset": dataset, "run": run, "files": files, "control": control, "window": null});
        write(&path, &format!("{manifest:#}\n"))?;
        Ok(uri(&path))
    }

    /// The key that hashes personal data: random, made once for these zones, so that a hash says nothing elsewhere.
    ///
    /// The job takes any text of at least 32 characters; this one is 64 hexadecimal digits.
    pub(super) fn protection_key(&self) -> Result<String, LocalError> {
        let path = self.root.join("protection.key");
        if !path.exists() {
            let mut key = [0; 32];
            let random = Path::new("/dev/urandom");
            let read = fs::File::open(random).and_then(|mut file| file.read_exact(&mut key));
            read.map_err(|e| LocalError::io("read", random, &e))?;
            write(&path, &hex(&key))?;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600))
                .map_err(|e| LocalError::io("protect", &path, &e))?;
        }
        Ok(uri(&path))
    }
}

/// A run key that only depends on what is read: the same batch again is the same run.
pub fn run_key(files: &[PathBuf]) -> Result<String, LocalError> {
    Ok(format!("local-{}", digest(files)?))
}

/// Twelve hexadecimal digits that stand for the names and contents of files.
fn digest<'a>(files: impl IntoIterator<Item = &'a PathBuf>) -> Result<String, LocalError> {
    let mut hash = Sha256::new();
    for path in files {
        let mut file = fs::File::open(path).map_err(|e| LocalError::io("read", path, &e))?;
        hash.update(path.file_name().unwrap_or_default().as_encoded_bytes());
        io::copy(&mut file, &mut hash).map_err(|e| LocalError::io("read", path, &e))?;
    }
    Ok(hex(&hash.finalize()[..6]))
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

fn size(path: &Path) -> Result<u64, LocalError> {
    fs::metadata(path).map(|file| file.len()).map_err(|e| LocalError::io("read", path, &e))
}

fn create(folder: &Path) -> Result<(), LocalError> {
    fs::create_dir_all(folder).map_err(|e| LocalError::io("create", folder, &e))
}

pub(super) fn write(path: &Path, text: &str) -> Result<(), LocalError> {
    create(path.parent().unwrap_or(path))?;
    fs::write(path, text).map_err(|e| LocalError::io("write", path, &e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_names_files_with_sizes() {
        let home = tempfile::tempdir().unwrap();
        let zones = Zones::open(home.path()).unwrap();
        let source = home.path().join("a.csv");
        fs::write(&source, "id\n1\n").unwrap();
        let landed = zones.place(Zone::Landing, "aliado/x/a.csv", &source).unwrap();
        let address = zones.write_manifest("pagos/x", "r1", &[landed], &[]).unwrap();
        let text = fs::read_to_string(address.strip_prefix("file://").unwrap()).unwrap();
        let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(manifest["files"][0]["size"], 5);
        assert!(manifest["files"][0]["uri"].as_str().unwrap().ends_with("/landing/aliado/x/a.csv"));
        assert!(manifest["window"].is_null() && manifest["run"] == "r1");
    }

    #[test]
    fn the_run_key_follows_the_content() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("a.csv");
        fs::write(&file, "1").unwrap();
        let first = run_key(std::slice::from_ref(&file)).unwrap();
        assert_eq!(run_key(std::slice::from_ref(&file)).unwrap(), first);
        fs::write(&file, "2").unwrap();
        assert_ne!(run_key(&[file]).unwrap(), first);
    }

    #[test]
    fn the_protection_key_is_made_once() {
        let home = tempfile::tempdir().unwrap();
        let zones = Zones::open(home.path()).unwrap();
        let read = |uri: String| fs::read_to_string(uri.strip_prefix("file://").unwrap()).unwrap();
        let key = read(zones.protection_key().unwrap());
        assert_eq!(key.len(), 64);
        assert_eq!(read(zones.protection_key().unwrap()), key);
    }
}
