//! What a job reports when it is done.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::error::LocalError;

/// The result that a job writes last.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct JobResult {
    /// `domain/dataset`.
    pub dataset: String,
    /// The run key.
    pub run: String,
    /// `ok` when the run did what it should.
    pub status: String,
    /// Rows by fate, in the order in which the job counts them.
    pub counts: Map<String, Value>,
    /// Rows by the reason or the rule that they failed.
    #[serde(default)]
    pub rules: Map<String, Value>,
    /// What was written to the table; none when there was nothing to write.
    #[serde(default)]
    pub commit: Option<Commit>,
    /// How long the job took, without the start of Spark.
    #[serde(default)]
    pub seconds: f64,
}

/// A commit of a Hudi table.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Commit {
    /// The instant on the table's timeline.
    #[serde(default)]
    pub instant: Option<String>,
    /// Whether the batch id was read back from the timeline.
    #[serde(default)]
    pub verified: bool,
    /// Whether the batch had been written before, so that nothing changed.
    #[serde(default)]
    pub unchanged: bool,
}

impl JobResult {
    /// The rows that met a fate, such as `written`; 0 when the job does not count it.
    pub fn count(&self, fate: &str) -> u64 {
        self.counts.get(fate).and_then(Value::as_u64).unwrap_or(0)
    }

    /// Why a run failed, in the job's own words, when it had the time to say so.
    pub(super) fn error(path: &Path) -> Option<String> {
        let result: Value = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
        Some(result.get("error")?.as_str()?.to_owned())
    }

    /// Reads the result of a run.
    pub(super) fn read(path: &Path) -> Result<JobResult, LocalError> {
        let text = fs::read(path).map_err(|e| LocalError::io("read the job's result", path, &e))?;
        serde_json::from_slice(&text).map_err(|e| LocalError::new(format!("{}: {e}", path.display())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_run_says_why() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("r.json");
        assert_eq!(JobResult::error(&path), None);
        fs::write(&path, r#"{"status": "failed", "error": "no control file"}"#).unwrap();
        assert_eq!(JobResult::error(&path).as_deref(), Some("no control file"));
    }

    #[test]
    fn counts_keep_their_order_and_unknown_fields_are_ignored() {
        let text = r#"{"dataset": "pagos/x", "run": "r1", "status": "ok", "new": 1, "seconds": 1.5,
            "counts": {"read": 5, "written": 3, "quarantined": 2},
            "commit": {"instant": "20260201", "verified": true, "unchanged": false}}"#;
        let result: JobResult = serde_json::from_str(text).unwrap();
        assert_eq!(result.counts.keys().collect::<Vec<_>>(), ["read", "written", "quarantined"]);
        assert_eq!((result.count("written"), result.count("deleted")), (3, 0));
        assert!(result.commit.unwrap().verified);
    }
}
