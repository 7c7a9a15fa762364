//! The packages that generated code shares. Their paths carry a hash of their content, so that two versions can stand side
//! by side and a job keeps the one that it was generated with.

use sha2::{Digest, Sha256};

/// Names and contents of a package's files.
pub type Files = &'static [(&'static str, &'static str)];

macro_rules! package {
    ($($folder:literal: $($file:literal)*);*) => {
        &[$($(($file, include_str!(concat!("../../templates/targets/", $folder, "/", $file)))),*),*]
    };
}

/// The package of the Glue jobs, `cauce_runtime`.
pub const GLUE: Files = package! {
    "glue/runtime/cauce_runtime":
    "__init__.py" "bodies.py" "cells.py" "columns.py" "control.py" "csv_files.py" "deletions.py" "delivery.py"
    "errors.py" "headers.py" "jdbc.py" "job.py" "json_files.py" "marks.py" "nested.py" "operations.py"
    "parquet_files.py" "protect.py" "quality.py" "queries.py" "rejects.py" "renames.py" "report.py" "restores.py"
    "sources.py" "steps.py" "storage.py" "table.py" "tally.py" "testing.py" "timeline.py" "values.py" "whole.py";
    // A DAG and a job ask a database alike.
    "airflow/runtime": "dialects.py"
};

/// The package of the DAGs.
pub const AIRFLOW: Files = package! {
    "airflow/runtime":
    "__init__.py" "arrivals.py" "aws.py" "calendars.py" "databases.py" "dialects.py" "drivers.py" "errors.py" "glue.py"
    "handover.py" "http_api.py" "http_auth.py" "http_paging.py" "ledger.py" "manifests.py" "metrics.py" "outcome.py"
    "pipeline.py" "results.py" "watermarks.py"
};

/// The package of the router of alerts, `cauce_router`.
pub const ROUTER: Files = package! {
    "alerts/router":
    "__init__.py" "acts.py" "channels.py" "clock.py" "config.py" "events.py" "handler.py" "intake.py" "metrics.py"
    "notices.py" "outbox.py" "register.py" "rules.py" "sweep.py"
};

/// Key of the router's package in the artefacts bucket.
pub fn router_key() -> String {
    format!("alerts/router/{}/cauce_router.zip", hash(ROUTER))
}

/// Name by which the DAGs import their package.
pub fn airflow_package() -> String {
    format!("cauce_airflow_{}", hash(AIRFLOW))
}

/// Key of the Glue jobs' package in the artefacts bucket.
pub fn glue_key() -> String {
    format!("glue/runtime/{}/cauce_runtime.zip", hash(GLUE))
}

/// Twelve hexadecimal digits that change with any name or content.
pub fn hash(files: Files) -> String {
    let mut digest = Sha256::new();
    for (name, text) in files {
        digest.update((name.len() as u64).to_be_bytes());
        digest.update(name);
        digest.update((text.len() as u64).to_be_bytes());
        digest.update(text);
    }
    digest.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_sees_names_and_contents() {
        let hashes = [hash(&[("a", "bc")]), hash(&[("ab", "c")]), hash(&[("a", "b"), ("c", "")])];
        assert_eq!(hashes[0].len(), 12);
        assert!(hashes[0] != hashes[1] && hashes[1] != hashes[2] && hashes[0] != hashes[2]);
    }

    #[test]
    fn every_file_of_a_package_is_listed() {
        const SHARED: &str = "dialects.py";
        for (folder, files) in
            [("glue/runtime/cauce_runtime", GLUE), ("airflow/runtime", AIRFLOW), ("alerts/router", ROUTER)]
        {
            let folder = format!("{}/templates/targets/{folder}", env!("CARGO_MANIFEST_DIR"));
            let mut names: Vec<String> = std::fs::read_dir(&folder)
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .filter(|name| name.ends_with(".py"))
                .collect();
            names.sort();
            let own = files.iter().map(|(name, _)| *name).filter(|name| folder.contains("airflow") || *name != SHARED);
            assert_eq!(names, own.collect::<Vec<_>>());
        }
    }
}
