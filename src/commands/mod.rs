//! The edge: each command compiles as far as it needs, then prints. Exit 0 fine, 1 findings or drift, 2 usage or I/O.

mod affected;
mod bootstrap;
mod column_graph;
mod docs;
mod explain;
mod fix;
mod generate;
mod graph;
mod hostile;
mod local_demo;
mod local_python;
mod local_run;
mod local_test;
mod plan;
mod review;
mod revisions;
mod schema;
mod session;
mod spec_defaults;
mod spec_page;
mod svg;
mod validate;
mod why;

use crate::cli::{Cli, Command};
use session::{Failure, Session};
use std::process::ExitCode;

/// What a command comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Exit 0.
    Fine,
    /// Exit 1: findings, drift, a failed test.
    Findings,
}

/// Runs a command.
pub fn run(cli: Cli) -> ExitCode {
    if cfg!(windows) {
        eprintln!("cauce does not run on Windows; use WSL, Linux or macOS");
        return ExitCode::from(2);
    }
    let session = Session::new(cli.global);
    match dispatch(&session, cli.command) {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(Failure::Findings) => ExitCode::from(1),
        Err(Failure::Message(message)) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

fn dispatch(session: &Session, command: Command) -> Result<Outcome, Failure> {
    match command {
        Command::Validate(args) => validate::run(session, &args),
        Command::Generate(args) => generate::run(session, &args),
        Command::Graph(args) => graph::run(session, &args),
        Command::Plan(args) => plan::run(session, &args),
        Command::Schema(args) => schema::run(&args),
        Command::Affected(args) => affected::run(session, &args),
        Command::Review(args) => review::run(session, &args),
        Command::Bootstrap(args) => bootstrap::run(session, &args),
        Command::Why(args) => why::run(session, &args),
        Command::Explain(args) => explain::run(&args),
        Command::Hostile(args) => hostile::run(&args),
        Command::Docs(args) => docs::run(session, &args),
        Command::Test(args) => local_test::run(session, &args),
        Command::Run(args) => local_run::run(session, &args),
        Command::Demo(args) => local_demo::run(session, &args),
        Command::Local(args) => local_python::run(session, &args),
    }
}
