//! Physical names.

use crate::model::Fact;
use std::fmt;

/// `domain/dataset`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DatasetId {
    /// Domain.
    pub domain: String,
    /// Dataset.
    pub name: String,
}

impl DatasetId {
    /// An id from its two names.
    pub fn new(domain: impl Into<String>, name: impl Into<String>) -> DatasetId {
        DatasetId { domain: domain.into(), name: name.into() }
    }

    /// Reads `domain/dataset`.
    pub fn parse(text: &str) -> Option<DatasetId> {
        let (domain, name) = text.split_once('/')?;
        Some(DatasetId::new(domain, name))
    }

    /// `domain-dataset` with `-` for `_`, as cloud names have it.
    pub fn dashed(&self) -> String {
        format!("{}-{}", self.domain, self.name).replace('_', "-")
    }
}

impl fmt::Display for DatasetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.domain, self.name)
    }
}

/// Names of one dataset's resources. One account per environment, so none of them carries the environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// Airflow DAG, `pagos.transacciones`.
    pub dag: Fact<String>,
    /// The Airflow dataset that the DAG updates, `cauce://pagos/transacciones`.
    pub asset: Fact<String>,
    /// Glue job, `ribera-pagos-transacciones`.
    pub job: Fact<String>,
    /// Role of the Glue job, at most 64 characters.
    pub role: Fact<String>,
    /// EventBridge rule and queue of arrivals, at most 64 characters.
    pub arrival: Fact<String>,
    /// Dead-letter queue of arrivals.
    pub arrival_dlq: Fact<String>,
    /// Log group of the Glue job.
    pub log_group: Fact<String>,
    /// Glue catalogue database of the domain.
    pub database: Fact<String>,
    /// Glue catalogue table.
    pub table: Fact<String>,
    /// Terraform identifier, `transacciones`.
    pub module: Fact<String>,
    /// Folder of the dataset in every zone, `pagos/transacciones`.
    pub folder: Fact<String>,
    /// Prefix of the alarms' names, `ribera-pagos-transacciones`.
    pub alarm_prefix: Fact<String>,
    /// Runbook of the dataset, relative to the project root.
    pub runbook: Fact<String>,
}

/// Names of what all datasets share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlatformNames {
    /// DynamoDB table of claimed files.
    pub ledger: Fact<String>,
    /// DynamoDB table of watermarks.
    pub watermarks: Fact<String>,
    /// DynamoDB table of incidents.
    pub incidents: Fact<String>,
    /// CloudWatch namespace of the pipeline's metrics.
    pub namespace: Fact<String>,
    /// Alias of the platform's key, without `alias/`.
    pub key: Fact<String>,
    /// Router of alerts.
    pub router: Fact<String>,
}

/// The folders and buckets that data passes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Zone {
    /// Where others drop files.
    Landing,
    /// Extracts, API bodies and copies, kept for replay.
    Raw,
    /// Hudi tables.
    Curated,
    /// Rows that failed, with their reasons.
    Quarantine,
    /// Batches for loads.
    Export,
    /// Scripts and the runtime.
    Artifacts,
    /// Manifests and results.
    State,
    /// Trails of what the account did.
    Audit,
    /// Logs of who asked the buckets for what.
    Access,
}

impl Zone {
    /// All zones.
    pub const ALL: [Zone; 9] = [
        Zone::Landing,
        Zone::Raw,
        Zone::Curated,
        Zone::Quarantine,
        Zone::Export,
        Zone::Artifacts,
        Zone::State,
        Zone::Audit,
        Zone::Access,
    ];

    /// The word in bucket names.
    pub fn word(self) -> &'static str {
        match self {
            Zone::Landing => "landing",
            Zone::Raw => "raw",
            Zone::Curated => "curated",
            Zone::Quarantine => "quarantine",
            Zone::Export => "export",
            Zone::Artifacts => "artifacts",
            Zone::State => "state",
            Zone::Audit => "audit",
            Zone::Access => "access",
        }
    }
}
