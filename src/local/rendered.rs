//! Generated files in a folder of their own: a local run never depends on what is committed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::LocalError;
use crate::emit::Tree;
use crate::model::plan::{DatasetId, Plan};
use crate::render::Trace;
use crate::targets;

/// The folder of what runs on Glue.
const GLUE: &str = "generated/glue/";

/// The jobs, their tests and their runtime, freshly rendered.
#[derive(Debug)]
pub struct Rendered {
    folder: PathBuf,
    runtime: PathBuf,
}

impl Rendered {
    /// Renders what runs on Glue into `folder`.
    pub fn write(plan: &Plan, folder: &Path) -> Result<Rendered, LocalError> {
        // Jobs run in a folder of their own: a relative path would lead them astray.
        let folder = &std::path::absolute(folder).map_err(|e| LocalError::io("use", folder, &e))?;
        let tree = Tree::new(folder);
        let mut runtime = None;
        let mut written: io::Result<()> = Ok(());
        for owner in targets::owners(plan) {
            targets::render(plan, &owner, Trace::Off, &mut |path, text| {
                if path.starts_with(GLUE) && written.is_ok() {
                    written = tree.write(path, text.as_bytes());
                    runtime = runtime.take().or_else(|| runtime_of(path));
                }
            });
        }
        written.map_err(|e| LocalError::io("write to", folder, &e))?;
        let runtime = runtime.ok_or_else(|| LocalError::new("the plan has no runtime for Glue jobs"))?;
        Ok(Rendered { runtime: folder.join(runtime), folder: folder.to_owned() })
    }

    /// The job of a dataset.
    pub fn job(&self, id: &DatasetId) -> PathBuf {
        self.folder.join(format!("{GLUE}jobs/{}/{}.py", id.domain, id.name))
    }

    /// The tests of a dataset, when its spec has any.
    pub fn tests(&self, id: &DatasetId) -> Option<PathBuf> {
        let path = self.folder.join(format!("{GLUE}tests/{}/test_{}.py", id.domain, id.name));
        path.exists().then_some(path)
    }

    /// The folder that jobs import the runtime from.
    pub fn runtime(&self) -> &Path {
        &self.runtime
    }
}

/// A fresh scratch folder of this process; whoever made it decides whether it stays.
pub fn scratch(name: &str) -> Result<PathBuf, LocalError> {
    let base = std::env::temp_dir();
    for number in 0..1000 {
        let folder = base.join(format!("cauce-{name}-{}-{number}", std::process::id()));
        match fs::create_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => return made.map(|()| folder.clone()).map_err(|e| LocalError::io("create", &folder, &e)),
        }
    }
    Err(LocalError::new(format!("{} is full of scratch folders", base.display())).help("remove those of earlier runs"))
}

/// Removes a scratch folder.
pub fn discard(folder: &Path) -> Result<(), LocalError> {
    fs::remove_dir_all(folder).map_err(|e| LocalError::io("remove", folder, &e))
}

/// The folder to import from, when `path` is the start of the runtime package.
fn runtime_of(path: &str) -> Option<PathBuf> {
    path.strip_suffix("/cauce_runtime/__init__.py").map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_runtime_is_found_by_its_package() {
        let path = "generated/glue/runtime/0123456789ab/cauce_runtime/__init__.py";
        assert_eq!(runtime_of(path), Some(PathBuf::from("generated/glue/runtime/0123456789ab")));
        assert_eq!(runtime_of("generated/glue/runtime/x/cauce_runtime/job.py"), None);
    }

    #[test]
    fn two_scratch_folders_differ() {
        let (one, two) = (scratch("unit").unwrap(), scratch("unit").unwrap());
        assert!(one.is_dir() && two.is_dir() && one != two);
        discard(&one).unwrap();
        discard(&two).unwrap();
    }
}
