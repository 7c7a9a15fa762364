//! `cauce validate`

use super::Outcome;
use super::session::{Failure, Session};
use crate::cli::Output;

/// Checks all specs and shows every finding.
pub fn run(session: &Session) -> Result<Outcome, Failure> {
    session.only(&[Output::Human, Output::Json, Output::Github, Output::Sarif])?;
    let compiled = session.compile_from(&crate::files::Disk::new(session.root()?))?;
    session.show(&compiled.findings, &compiled.map)?;
    let datasets = compiled.plan.datasets.len();
    session.say(&format!("{datasets} datasets in {} domains: no errors", compiled.plan.domains.len()));
    Ok(if session.denied(&compiled.findings) { Outcome::Findings } else { Outcome::Fine })
}
