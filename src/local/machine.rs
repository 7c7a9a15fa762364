//! Finds what the machine already has: a Python that Spark 3.5 runs on, Java 17, uv and Maven.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::error::LocalError;
use super::process::output;

/// Tried in this order: Glue 5.1 runs Python 3.11.
const PYTHONS: [&str; 5] = ["python3.11", "python3.12", "python3.10", "python3.13", "python3"];

/// The oldest and the newest Python 3 that the pinned packages were run on.
const MINORS: std::ops::RangeInclusive<u32> = 10..=13;

/// A Python interpreter.
#[derive(Debug)]
pub(super) struct Python {
    /// The program itself, not a shim.
    pub path: PathBuf,
    /// Whether `python -m venv` can put pip into an environment.
    pub has_ensurepip: bool,
}

/// Finds a Python that Spark 3.5 runs on: `$CAUCE_PYTHON`, else the best one on the search path.
pub(super) fn python() -> Result<Python, LocalError> {
    let wanted = std::env::var("CAUCE_PYTHON").ok().filter(|v| !v.is_empty());
    let names: Vec<&str> = wanted.as_deref().map_or_else(|| PYTHONS.to_vec(), |path| vec![path]);
    let seen: Vec<(u32, Python)> = names.iter().filter_map(|name| ask_python(name)).collect();
    let versions: Vec<String> = seen.iter().map(|(minor, _)| format!("3.{minor}")).collect();
    seen.into_iter()
        .find(|(minor, _)| MINORS.contains(minor))
        .map(|(_, python)| python)
        .ok_or_else(|| no_python(&versions))
}

fn no_python(found: &[String]) -> LocalError {
    let found = if found.is_empty() { "none found".to_owned() } else { format!("found {}", found.join(", ")) };
    LocalError::new(format!("local runs need Python 3.{} to 3.{}; {found}", MINORS.start(), MINORS.end()))
        .help("install one, such as `apt-get install python3.11 python3.11-venv`, or name one with CAUCE_PYTHON=/path/to/python")
}

fn ask_python(name: &str) -> Option<(u32, Python)> {
    let script = "import sys, importlib.util as u; \
                  print(sys.version_info[1], int(bool(u.find_spec('venv') and u.find_spec('ensurepip'))), sys.executable)";
    parse_python(&output(Command::new(name).args(["-c", script]))?)
}

fn parse_python(answer: &str) -> Option<(u32, Python)> {
    let mut words = answer.trim().splitn(3, ' ');
    let minor = words.next()?.parse().ok()?;
    let has_ensurepip = words.next()? == "1";
    Some((minor, Python { path: PathBuf::from(words.next()?), has_ensurepip }))
}

/// The home of a Java 17: `$JAVA_HOME`, `java` on the search path, or where Linux distributions put it.
pub(super) fn java() -> Option<PathBuf> {
    let home = std::env::var_os("JAVA_HOME").map(|home| Path::new(&home).join("bin/java"));
    let mut candidates: Vec<PathBuf> = home.into_iter().chain([PathBuf::from("java")]).collect();
    let installed = std::fs::read_dir("/usr/lib/jvm").into_iter().flatten().flatten();
    let mut installed: Vec<PathBuf> = installed.map(|entry| entry.path().join("bin/java")).collect();
    installed.sort();
    candidates.extend(installed);
    candidates.iter().find_map(|java| ask_java(java))
}

fn ask_java(java: &Path) -> Option<PathBuf> {
    let settings = Command::new(java).args(["-XshowSettings:properties", "-version"]).output().ok()?;
    parse_java(&String::from_utf8_lossy(&settings.stderr))
}

fn parse_java(settings: &str) -> Option<PathBuf> {
    let value = |key: &str| {
        settings.lines().find_map(|line| line.trim().strip_prefix(key)?.trim_start().strip_prefix("= ").map(str::trim))
    };
    (value("java.specification.version")? == "17").then(|| value("java.home").map(PathBuf::from))?
}

/// Whether a program is on the search path and runs.
pub(super) fn has(program: &str) -> bool {
    output(Command::new(program).arg("--version")).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn java_17_is_told_from_others() {
        let settings = "Property settings:\n    java.home = /opt/a jdk\n    java.specification.version = 17\n";
        assert_eq!(parse_java(settings), Some(PathBuf::from("/opt/a jdk")));
        assert_eq!(parse_java(&settings.replace("17", "21")), None);
        assert_eq!(parse_java("command not found"), None);
    }

    #[test]
    fn the_answer_of_python_is_read_with_spaces_in_paths() {
        let (minor, python) = parse_python("11 0 /home/ana maria/bin/python3.11\n").unwrap();
        assert_eq!((minor, python.has_ensurepip), (11, false));
        assert_eq!(python.path, PathBuf::from("/home/ana maria/bin/python3.11"));
        assert!(parse_python("pyenv: command not found").is_none());
    }

    #[test]
    fn a_machine_without_a_fitting_python_gets_a_way_out() {
        let text = no_python(&["3.9".to_owned()]).to_string();
        assert!(text.contains("found 3.9") && text.contains("CAUCE_PYTHON"), "{text}");
    }
}
