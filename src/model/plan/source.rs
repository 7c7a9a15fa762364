//! Facts of a source: what any target needs to know, whatever the kind.

use super::DatasetId;
use crate::model::{Delivery, Fact, ReadMode};
use crate::render::{Fragment, Py, Sql};

/// What is known of a source.
#[derive(Clone, Debug)]
pub struct Source {
    /// Word of the spec, for tags and pictures.
    pub kind: &'static str,
    /// What a delivery holds.
    pub delivery: Fact<Delivery>,
    /// SQL condition that marks a row as a deletion.
    pub deletes: Option<Fragment<Sql>>,
    /// Zone of values without offset.
    pub timezone: Fact<String>,
    /// Files that others drop.
    pub arrival: Option<Arrival>,
    /// Upstream tables; the first one drives, the others are joined.
    pub inputs: Vec<Input>,
    /// Connection of the platform.
    pub connection: Option<Fact<String>>,
    /// What the job itself reaches to read; `None` when the DAG brings the rows.
    pub direct: Option<Direct>,
    /// Whether extracts or bodies are written to the raw zone.
    pub writes_raw: bool,
    /// The reader of the Glue job.
    pub glue: SourceJob,
    /// The first tasks of the DAG.
    pub airflow: SourceDag,
    /// Sample beside the spec: the endings of its files and the names that they have in a delivery.
    pub sample: Vec<SampleFile>,
}

/// Files that others drop in the landing zone.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// Folder in the landing bucket.
    pub prefix: Fact<String>,
    /// Regular expression (Python, full match of the file's name) of data files; groups `date` and `part`.
    pub files: Fact<String>,
    /// Regular expression of control files; group `date`.
    pub control: Option<Fact<String>>,
    /// Seconds without change after which a file is complete.
    pub settle_seconds: Fact<u64>,
    /// Local time by which files must be there.
    pub expect_by: Option<Fact<String>>,
}

/// A database that the job reads itself.
#[derive(Clone, Debug)]
pub struct Direct {
    /// Secret with its address and credentials.
    pub secret: Fact<String>,
    /// Glue connection that leads into its network.
    pub network: Fact<String>,
}

/// An upstream table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Which one.
    pub dataset: Fact<DatasetId>,
    /// How much of it is read.
    pub read: Fact<ReadMode>,
    /// Whether its news start the DAG; joined reference tables do not.
    pub triggers: bool,
}

/// What a source gives to the Glue job.
#[derive(Clone, Debug)]
pub struct SourceJob {
    /// The statement that makes the constant `SOURCE`, which reads a delivery.
    pub source: Fragment<Py>,
    /// The statement that makes the constant `CONTROL`, when deliveries have a control file.
    pub control: Option<Fragment<Py>>,
    /// Names that the statements take from the runtime.
    pub imports: Vec<&'static str>,
}

/// What a source gives to the DAG.
#[derive(Clone, Debug)]
pub struct SourceDag {
    /// Import lines of Airflow and its providers beyond those that every DAG has.
    pub imports: Vec<&'static str>,
    /// Module of the runtime that the constants and tasks use.
    pub module: &'static str,
    /// Module-level constants; may be empty.
    pub constants: Fragment<Py>,
    /// Tasks inside `with DAG(...)`, indented by four, that leave their manifest in `batch`.
    pub tasks: Fragment<Py>,
    /// Name of the constant that is an asset whose watcher starts a run; where there is none, the schedule alone does.
    pub wakes: Option<&'static str>,
    /// Type of the incident when one of these tasks fails.
    pub incident: &'static str,
}

/// A sample file beside the spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleFile {
    /// Ending after the dataset's name, such as `sample.csv`.
    pub ending: String,
    /// Path under the landing zone (or the raw zone's run folder) that a delivery would give it.
    pub delivered_as: String,
    /// What it is in a manifest.
    pub role: SampleRole,
}

/// What a file is in a manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SampleRole {
    /// Rows.
    Data,
    /// Counts and sums.
    Control,
}
