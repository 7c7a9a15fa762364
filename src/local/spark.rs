//! Runs a generated job, its tests or any Python on the provisioned Spark.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::error::LocalError;
use super::process::{each_line, ended};
use super::result::JobResult;
use super::toolchain::Toolchain;
use super::zones::Zones;
use crate::model::plan::Zone;

/// How many lines of a failed job's log are shown.
const SHOWN: usize = 20;

/// How lines start that are for machines, or that Spark and its libraries print whatever the log level.
const NOISE: [&str; 4] =
    ["{\"_aws\"", "# WARNING: Unable to ", "Setting default log level to ", "To adjust logging level use "];

/// A run of a generated job on local files.
#[derive(Debug)]
pub struct JobRun<'a> {
    /// `domain/dataset`.
    pub dataset: &'a str,
    /// The generated job.
    pub script: &'a Path,
    /// The folder that holds the package `cauce_runtime`.
    pub runtime: &'a Path,
    /// The run key: letters, digits, `.`, `_` and `-`.
    pub run: &'a str,
    /// The environment whose settings the job takes.
    pub env: &'a str,
    /// The files of the batch; none for a dataset that is derived from others.
    pub files: &'a [PathBuf],
    /// Its control files.
    pub control: &'a [PathBuf],
    /// Where it reads and writes.
    pub zones: &'a Zones,
}

/// Runs a job to its end and reads its result; `line` sees what it prints, without the noise of the JVM.
///
/// An error carries the end of the job's log, whose whole text stays in the state zone.
pub fn run_job(toolchain: &Toolchain, job: &JobRun<'_>, mut line: impl FnMut(&str)) -> Result<JobResult, LocalError> {
    check_run_key(job.run)?;
    let log = job.zones.log(job.dataset, job.run);
    let mut child = start(toolchain, job, &log)?;
    if let Some(stdout) = child.stdout.take() {
        each_line(stdout, |text| {
            if !is_noise(text) {
                line(text);
            }
        });
    }
    let status = child.wait().map_err(|e| LocalError::io("run", job.script, &e))?;
    if status.success() {
        return JobResult::read(&job.zones.result(job.dataset, job.run));
    }
    Err(failure(job, &ended(status), &log))
}

/// A sentence of the job's own says all; else Python's traceback follows, whose last line says what went wrong.
fn failure(job: &JobRun<'_>, ended: &str, log: &Path) -> LocalError {
    let lines = last_lines(log);
    let said = JobResult::error(&job.zones.result(job.dataset, job.run)).filter(|text| text.contains(' '));
    let shown = if said.is_some() { vec![] } else { lines.clone() };
    let cause = said.or_else(|| lines.last().cloned()).unwrap_or_else(|| "it says nothing".to_owned());
    let help = format!("the whole log is {}", log.display());
    let message = format!("the job of {} {ended}: {cause}", job.dataset);
    LocalError { by_job: true, ..LocalError::new(message).log(shown).help(help) }
}

/// Runs tests with pytest, which prints its own report; answers whether all passed.
///
/// pytest looks for `conftest.py` from `root` on, and imports the package `cauce_runtime` from the folder `runtime`.
pub fn run_tests(toolchain: &Toolchain, root: &Path, runtime: &Path, paths: &[PathBuf]) -> Result<bool, LocalError> {
    let mut command = toolchain.command(Some(runtime));
    let modules = paths.iter().filter_map(|path| modules_of(root, path));
    command.env("PYTHONPATH", search_path(runtime, modules)?);
    command
        .args(["-m", "pytest", "-q", "-p", "no:cacheprovider", "--import-mode=importlib", "--rootdir"])
        .arg(root)
        .args(paths);
    status(command).map(|code| code == 0)
}

/// Runs the provisioned Python with any arguments in the environment of a job; answers its exit code.
pub fn exec(toolchain: &Toolchain, runtime: Option<&Path>, args: &[String]) -> Result<i32, LocalError> {
    let mut command = toolchain.command(runtime);
    command.args(args);
    status(command)
}

fn start(toolchain: &Toolchain, job: &JobRun<'_>, log: &Path) -> Result<Child, LocalError> {
    let folder = log.parent().unwrap_or(log);
    fs::create_dir_all(folder).map_err(|e| LocalError::io("create", folder, &e))?;
    let errors = File::create(log).map_err(|e| LocalError::io("create", log, &e))?;
    // What an earlier run with this key said must not pass for what this one says.
    let _ = fs::remove_file(job.zones.result(job.dataset, job.run));
    let mut command = toolchain.command(Some(job.runtime));
    command.env("PYTHONPATH", search_path(job.runtime, [job.script.with_extension("")])?);
    command
        .arg(job.script)
        .args(arguments(job)?)
        .current_dir(job.zones.scratch())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(errors);
    command.spawn().map_err(|e| LocalError::io("run", job.script, &e))
}

/// Where Python looks for packages: the runtime, and the hand-written modules beside jobs. Workers of Spark know no other way.
fn search_path(runtime: &Path, modules: impl IntoIterator<Item = PathBuf>) -> Result<OsString, LocalError> {
    let folders = [runtime.to_owned()].into_iter().chain(modules);
    std::env::join_paths(folders).map_err(|e| LocalError::new(format!("{} cannot be used: {e}", runtime.display())))
}

/// The folder of a job's modules, from its tests: `tests/<domain>/test_<dataset>.py` → `jobs/<domain>/<dataset>`.
fn modules_of(root: &Path, test: &Path) -> Option<PathBuf> {
    let dataset = test.file_stem()?.to_str()?.strip_prefix("test_")?;
    let domain = test.parent()?.file_name()?;
    let folder = root.join("generated/glue/jobs").join(domain).join(dataset);
    folder.is_dir().then_some(folder)
}

/// The command line that Airflow and Terraform give the job on AWS.
fn arguments(job: &JobRun<'_>) -> Result<Vec<String>, LocalError> {
    let zones = job.zones;
    let manifest = zones.write_manifest(job.dataset, job.run, job.files, job.control)?;
    let pairs = [
        ("--run", job.run.to_owned()),
        ("--manifest", manifest),
        ("--env", job.env.to_owned()),
        ("--curated", zones.uri(Zone::Curated)),
        ("--quarantine", zones.uri(Zone::Quarantine)),
        ("--export", zones.uri(Zone::Export)),
        ("--state", zones.uri(Zone::State)),
        ("--protection-key", zones.protection_key()?),
    ];
    Ok(pairs.into_iter().flat_map(|(name, value)| [name.to_owned(), value]).collect())
}

fn check_run_key(run: &str) -> Result<(), LocalError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if !run.is_empty() && !run.starts_with('.') && run.chars().all(plain) {
        return Ok(());
    }
    Err(LocalError::new(format!("`{run}` is no run key")).help("use letters, digits, `.`, `_` and `-`"))
}

fn is_noise(line: &str) -> bool {
    NOISE.iter().any(|start| line.starts_with(start))
}

fn last_lines(log: &Path) -> Vec<String> {
    let mut lines = File::open(log).map(|file| each_line(file, |_| ())).unwrap_or_default();
    lines.retain(|line| !is_noise(line));
    lines[lines.len().saturating_sub(SHOWN)..].to_vec()
}

/// Runs a command on this process's own terminal.
fn status(mut command: Command) -> Result<i32, LocalError> {
    let status = command.status().map_err(|e| LocalError::io("run", Path::new(command.get_program()), &e))?;
    Ok(status.code().unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_the_contract() {
        let home = tempfile::tempdir().unwrap();
        let zones = Zones::open(home.path()).unwrap();
        let here = Path::new(".");
        let job = JobRun {
            dataset: "pagos/x",
            script: here,
            runtime: here,
            run: "r1",
            env: "dev",
            files: &[],
            control: &[],
            zones: &zones,
        };
        let args = arguments(&job).unwrap();
        let names: Vec<&str> = args.iter().step_by(2).map(String::as_str).collect();
        let contract = "--run --manifest --env --curated --quarantine --export --state --protection-key";
        assert_eq!(names.join(" "), contract);
        assert!(args[3].ends_with("/state/manifests/pagos/x/r1.json") && args[7].ends_with("/curated"));
    }

    #[test]
    fn a_run_key_stays_inside_its_folder() {
        assert!(check_run_key("scheduled__2026-02-01").is_ok());
        for key in ["", "../x", ".hidden", "a/b", "a b"] {
            assert!(check_run_key(key).is_err(), "{key}");
        }
    }

    #[test]
    fn lines_for_machines_are_not_shown() {
        assert!(is_noise(r#"{"_aws": {}}"#) && !is_noise("leídas 5"));
    }
}
