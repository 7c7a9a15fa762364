//! `cauce run DATASET`: the generated job on local files.

use super::Outcome;
use super::session::{Compiled, Failure, Session};
use crate::cli::{Output, Run};
use crate::local::{self, JobResult, LocalError, Progress, Workbench};
use crate::model::plan::Dataset;
use std::path::{Path, PathBuf};

/// Runs what the dataset reads, then the dataset, and shows the counts.
pub fn run(session: &Session, args: &Run) -> Result<Outcome, Failure> {
    session.only(&[Output::Human, Output::Json])?;
    let compiled = session.compile()?;
    let dataset = compiled.dataset(&args.dataset)?;
    if args.input.is_none() {
        sample_exists(session, &compiled, dataset)?;
    }
    let folder = folder(args.workdir.as_deref(), "run")?;
    let result = run_in(session, &compiled, dataset, args.input.as_deref(), &folder)?;
    if session.global.format == Output::Json {
        println!("{}", serde_json::to_string_pretty(&result).unwrap_or_default());
    }
    session.say(&format!("tables, quarantine and results are in {}", folder.display()));
    Ok(Outcome::Fine)
}

/// Asks before anything is provisioned.
fn sample_exists(session: &Session, compiled: &Compiled, dataset: &Dataset) -> Result<(), Failure> {
    let missing = local::missing_samples(dataset, &session.root()?);
    if missing.is_empty() {
        return Ok(());
    }
    session.show(&missing, &compiled.map)?;
    Err(Failure::Findings)
}

fn run_in(
    session: &Session,
    compiled: &Compiled,
    dataset: &Dataset,
    input: Option<&Path>,
    folder: &Path,
) -> Result<JobResult, Failure> {
    let root = session.root()?;
    let progress = Progress::new(session.global.quiet);
    let toolchain = local::ensure(&progress)?;
    let bench = Workbench::open(&compiled.plan, &root, &toolchain, folder)?;
    let to_people = session.global.format == Output::Human;
    for upstream in bench.before(dataset) {
        step(&progress, &bench, upstream, None, to_people)?;
    }
    Ok(step(&progress, &bench, dataset, input, to_people)?)
}

/// Runs one dataset; `show` prints what its job prints.
pub fn step(
    progress: &Progress,
    bench: &Workbench<'_>,
    dataset: &Dataset,
    input: Option<&Path>,
    show: bool,
) -> Result<JobResult, LocalError> {
    progress.step(&format!("Running {}", dataset.id));
    let result = bench.run(dataset, input, |line| {
        if show {
            progress.suspend(|| println!("{line}"));
        }
    });
    progress.done();
    result
}

/// The folder that was asked for, or a scratch folder that stays for people to look at.
pub fn folder(wanted: Option<&Path>, name: &str) -> Result<PathBuf, Failure> {
    match wanted {
        Some(folder) => Ok(folder.to_owned()),
        None => Ok(local::scratch(name)?),
    }
}

impl From<LocalError> for Failure {
    /// A job that fails is a finding about its data; a machine that lacks something is not.
    fn from(error: LocalError) -> Failure {
        if !error.by_job {
            return Failure::message(error.to_string());
        }
        eprintln!("error: {error}");
        Failure::Findings
    }
}
