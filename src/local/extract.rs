//! Makes of a sample of rows what an extract of the same rows would be.

use std::path::Path;

use super::error::LocalError;
use super::process;
use super::toolchain::Toolchain;
use crate::model::Column;
use crate::model::plan::Dataset;

const SCRIPT: &str = include_str!("../../templates/local/extract.py");

/// Turns `rows`, one JSON object a line, into the Parquet part `part` with the types that the spec declares.
pub(super) fn write(toolchain: &Toolchain, dataset: &Dataset, rows: &Path, part: &Path) -> Result<(), LocalError> {
    // What has a format is text in the file, as the reader takes it.
    let kind =
        |c: &Column| if c.format.is_some() || !c.words[0].is_empty() { "string" } else { &c.kind.value }.to_string();
    let columns = dataset.columns.iter().map(|c| format!("{}={}", c.source_name.value, kind(c)));
    let mut command = toolchain.bare_command();
    command.args(["-c", SCRIPT]).arg(rows).arg(part).arg(&dataset.source.timezone.value).args(columns);
    let what = format!("read {}", rows.display());
    process::run(&what, &mut command, |_| ()).map_err(|e| sentence(e, &what))
}

/// The script ends with a sentence of its own; the exit code says nothing more.
fn sentence(error: LocalError, what: &str) -> LocalError {
    match error.log.last() {
        Some(said) => LocalError::new(format!("cannot {what}: {said}")),
        None => error,
    }
}
