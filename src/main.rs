//! The `cauce` command.

use clap::Parser;
use std::process::ExitCode;

/// Compiling a thousand specs is a great many small allocations.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cauce::commands::run(cauce::cli::Cli::parse())
}
