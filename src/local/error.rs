//! What can stop a local run.

use std::fmt;
use std::io;
use std::path::Path;

/// What stopped a local run: a sentence that names the cause and the way out, and the last lines of output when a
/// program failed.
#[derive(Debug)]
pub struct LocalError {
    /// One sentence, lower case, without a final full stop.
    pub message: String,
    /// The way out, where there is one.
    pub help: Option<String>,
    /// The end of what the failed program printed, oldest line first.
    pub log: Vec<String>,
    /// Whether the job itself failed, by its data or its code, and not the machine.
    pub by_job: bool,
}

impl LocalError {
    /// An error with a message alone.
    pub(super) fn new(message: impl Into<String>) -> LocalError {
        LocalError { message: message.into(), help: None, log: vec![], by_job: false }
    }

    /// Adds the way out.
    pub(super) fn help(mut self, text: impl Into<String>) -> LocalError {
        self.help = Some(text.into());
        self
    }

    /// Adds the end of a program's output.
    pub(super) fn log(mut self, lines: Vec<String>) -> LocalError {
        self.log = lines;
        self
    }

    /// A file or folder that cannot be read or written.
    pub(super) fn io(action: &str, path: &Path, error: &io::Error) -> LocalError {
        LocalError::new(format!("cannot {action} {}: {error}", path.display()))
    }
}

impl fmt::Display for LocalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        for line in &self.log {
            write!(f, "\n  | {line}")?;
        }
        match &self.help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for LocalError {}
