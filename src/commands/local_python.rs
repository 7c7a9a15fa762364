//! `cauce local python ARGS`: the provisioned Python, with Spark, Java and Hudi set up.

use super::Outcome;
use super::session::{Failure, Session};
use crate::cli::Local;
use crate::local::{self, Progress};

/// Hands the terminal to Python; any exit code but 0 is a finding.
pub fn run(session: &Session, args: &Local) -> Result<Outcome, Failure> {
    let Some(("python", rest)) = args.arguments.split_first().map(|(first, rest)| (first.as_str(), rest)) else {
        return Err(Failure::message("usage: cauce local python [ARGUMENTS]"));
    };
    let toolchain = local::ensure(&Progress::new(session.global.quiet))?;
    match local::exec(&toolchain, None, rest)? {
        0 => Ok(Outcome::Fine),
        _ => Ok(Outcome::Findings),
    }
}
