//! The `cauce` command.

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    cauce::commands::run(cauce::cli::Cli::parse())
}
