//! A project on disk, and the command to run on it.

use super::{Memory, files_below, read, text, write};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A project in a folder of its own, which ends with the test.
pub struct Project {
    folder: TempDir,
}

/// What a run of the command came to.
#[derive(Debug)]
pub struct Ran {
    /// Exit code; -1 after a signal.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Project {
    /// An empty folder.
    pub fn empty() -> Project {
        Project { folder: tempfile::tempdir().expect("a folder for a test") }
    }

    /// A project with these specs.
    pub fn of(specs: &Memory) -> Project {
        let project = Project::empty();
        specs.unpack(project.root());
        project
    }

    /// The example platform, not yet generated.
    pub fn examples() -> Project {
        Project::of(&Memory::examples())
    }

    /// The example platform, generated.
    pub fn generated() -> Project {
        let project = Project::examples();
        project.fine(&["generate"]);
        project
    }

    /// Its folder.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// A path in it.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// The command, with the project as its root and nothing of the tester's environment that it might heed.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cauce"));
        command.arg("--root").arg(self.root()).args(arguments).current_dir(self.root());
        command.env_remove("NO_COLOR").env("COLUMNS", "100").stdin(Stdio::null());
        command
    }

    /// Runs the command.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command(arguments).output().expect("cauce starts"))
    }

    /// Runs the command, which must succeed.
    pub fn fine(&self, arguments: &[&str]) -> Ran {
        let ran = self.run(arguments);
        assert_eq!(ran.code, 0, "cauce {}: {ran:?}", arguments.join(" "));
        ran
    }

    /// Runs the command, which must find something: exit 1.
    pub fn finds(&self, arguments: &[&str]) -> Ran {
        let ran = self.run(arguments);
        assert_eq!(ran.code, 1, "cauce {}: {ran:?}", arguments.join(" "));
        ran
    }

    /// The text of a file.
    pub fn text(&self, path: &str) -> String {
        text(&self.path(path))
    }

    /// Writes a file.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        write(&self.path(path), text);
    }

    /// Replaces the one place where `old` stands in a file.
    pub fn edit(&self, path: &str, old: &str, new: &str) {
        let text = self.text(path);
        assert_eq!(text.matches(old).count(), 1, "{path} has {old:?} once");
        self.write(path, text.replace(old, new));
    }

    /// What stands on disk outside of `specs/`: path → bytes.
    pub fn disk(&self) -> BTreeMap<String, Vec<u8>> {
        let paths = files_below(self.root()).into_iter();
        let ours = paths.filter(|p| !p.starts_with("specs/") && !p.starts_with(".git/"));
        ours.map(|path| (path.clone(), read(&self.path(&path)))).collect()
    }

    /// Path of one artefact that a dataset owns, not a list.
    pub fn an_artefact_of(&self, dataset: &str) -> String {
        let list = self.text(&format!("generated/.sums/{dataset}"));
        list.lines().next().and_then(|line| line.split_once("  ")).expect("an artefact").1.to_string()
    }
}

impl Ran {
    fn of(output: Output) -> Ran {
        let text = |bytes| String::from_utf8(bytes).expect("cauce writes UTF-8");
        Ran { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }
}
