//! `cauce test [DATASET…]`: the tests of the specs, run by the generated jobs' own functions.

use super::Outcome;
use super::session::{Compiled, Failure, Session};
use crate::cli::{Output, Test};
use crate::local::{self, Progress, Rendered};
use crate::model::plan::Dataset;
use std::path::PathBuf;

/// Renders jobs and tests into a scratch folder and hands them to pytest.
pub fn run(session: &Session, args: &Test) -> Result<Outcome, Failure> {
    session.only(&[Output::Human])?;
    let compiled = session.compile()?;
    let datasets = selection(&compiled, args)?;
    let progress = Progress::new(session.global.quiet);
    let toolchain = local::ensure(&progress)?;
    drop(progress);
    let folder = local::scratch("test")?;
    let rendered = Rendered::write(&compiled.plan, &folder)?;
    let paths: Vec<PathBuf> = datasets.iter().filter_map(|d| rendered.tests(&d.id)).collect();
    let passed = match paths.is_empty() {
        true => nothing(session),
        false => local::run_tests(&toolchain, &folder, rendered.runtime(), &paths),
    };
    local::discard(&folder)?;
    Ok(if passed? { Outcome::Fine } else { Outcome::Findings })
}

fn nothing(session: &Session) -> Result<bool, local::LocalError> {
    session.say("there are no tests: add `tests:` to a spec");
    Ok(true)
}

fn selection<'a>(compiled: &'a Compiled, args: &Test) -> Result<Vec<&'a Dataset>, Failure> {
    match args.datasets.is_empty() {
        true => Ok(compiled.plan.datasets.iter().collect()),
        false => args.datasets.iter().map(|name| compiled.dataset(name)).collect(),
    }
}
