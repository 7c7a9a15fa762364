//! The planned dataset.

use super::{DatasetId, Grant, Load, Module, Names, Rule, Serve, Source, Step};
use crate::model::{Cell, Classification, Column, Evolve, Fact, Index, OnExisting, Status, Write};
use std::collections::BTreeMap;

/// Everything that is known of one dataset.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// Domain and name.
    pub id: DatasetId,
    /// The name as a fact, for headers and titles.
    pub name: Fact<String>,
    /// Path of the spec.
    pub spec: String,
    /// What it holds.
    pub description: Fact<String>,
    /// Team that answers for it.
    pub owner: Fact<String>,
    /// 1 (critical) to 3.
    pub tier: Fact<u8>,
    /// Alive or retired.
    pub status: Fact<Status>,
    /// Labels of its resources, sorted by name.
    pub tags: Vec<(String, Fact<String>)>,
    /// Environments in which it has no alarms.
    pub muted_in: Vec<Fact<String>>,
    /// Severities of incident types that differ from those of the catalogue.
    pub severities: Vec<(String, Fact<&'static str>)>,
    /// Physical names.
    pub names: Names,
    /// Where rows come from.
    pub source: Source,
    /// Columns as delivered.
    pub columns: Vec<Column>,
    /// Columns of the curated table, protected ones included, dropped ones not.
    pub output: Vec<Column>,
    /// Transforms, in order.
    pub steps: Vec<Step>,
    /// Hand-written modules that the steps call, sorted, each once.
    pub modules: Vec<Module>,
    /// Quality rules, in order.
    pub rules: Vec<Rule>,
    /// The Hudi table.
    pub table: HudiTable,
    /// Size of the job in each environment, in the order of the platform's environments.
    pub compute: Vec<Compute>,
    /// When it runs.
    pub schedule: Schedule,
    /// The cron of each environment that has another one.
    pub other_crons: Vec<(String, Fact<String>)>,
    /// The days on which it is expected; all days when there is none.
    pub workdays: Option<Workdays>,
    /// Days in a row on which its inputs may have a day off.
    pub pause_days: u64,
    /// How long things may take.
    pub time_outs: TimeOuts,
    /// What consumers were promised.
    pub sla: Sla,
    /// Days that each zone keeps data.
    pub retention: Retention,
    /// Purpose and legal basis, where there is personal data.
    pub privacy: Option<Privacy>,
    /// Where the table is loaded.
    pub load: Option<Load>,
    /// Where people look at it.
    pub serve: Option<Serve>,
    /// What the job's role may do.
    pub grants: Vec<Grant>,
    /// Alarms.
    pub alarms: Vec<Alarm>,
    /// Tests of the spec.
    pub tests: Vec<Test>,
    /// Breaks that are meant.
    pub waivers: Vec<Waiver>,
    /// Datasets that it reads, sorted: inputs and joined tables.
    pub upstream: Vec<DatasetId>,
    /// Datasets that read it, sorted.
    pub downstream: Vec<DatasetId>,
}

impl Dataset {
    /// Whether any column is personal data.
    pub fn personal(&self) -> bool {
        self.columns.iter().any(|c| c.pii.is_some())
    }

    /// Whether a batch may delete keys, so that the job looks at what the table remembers of them.
    pub fn remembers_deletions(&self) -> bool {
        let rejects = self.table.on_quarantine.value == OnExisting::Delete;
        let missing = self.table.missing_pct.is_some();
        rejects || missing || self.source.deletes.is_some() || self.steps.iter().any(|step| step.deletes)
    }

    /// How far the table may be shown: as far as the closest of its columns.
    pub fn classification(&self) -> Fact<Classification> {
        let classes = self.output.iter().map(|column| &column.classification);
        classes.max_by_key(|class| class.value).cloned().unwrap_or(Fact::bare(Classification::Internal))
    }

    /// Whether any column needs the domain's protection key.
    pub fn needs_protection_key(&self) -> bool {
        self.columns.iter().any(|c| c.protect.as_ref().is_some_and(|p| p.value == crate::model::Protection::Hash))
    }
}

/// The Hudi table.
#[derive(Clone, Debug)]
pub struct HudiTable {
    /// How it is written.
    pub write: Fact<Write>,
    /// Record key.
    pub key: Vec<Fact<String>>,
    /// Column whose greatest value wins; `None` when the write replaces partitions.
    pub order_by: Option<Fact<String>>,
    /// Partition columns.
    pub partition_by: Vec<Fact<String>>,
    /// Share of the keys, in percent, that a full delivery may delete by no longer having them; `None`: it deletes none.
    pub missing_pct: Option<Fact<u8>>,
    /// Where old versions of a key are looked for.
    pub index: Fact<Index>,
    /// Buckets of each partition, where the index has them.
    pub buckets: Option<Fact<u32>>,
    /// What a row in quarantine does to the row that the table has under its key.
    pub on_quarantine: Fact<OnExisting>,
    /// Commits whose files stay.
    pub keep: Fact<u32>,
    /// What becomes of columns that the table does not have yet.
    pub evolve: Fact<Evolve>,
}

/// Size of the job in one environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compute {
    /// Environment.
    pub environment: String,
    /// Glue worker type.
    pub size: Fact<String>,
    /// Number of workers.
    pub workers: Fact<u32>,
}

impl Compute {
    /// Quarters of a DPU that all workers hold. AWS: `G.1X` is one DPU, and so on; `G.025X` a quarter.
    pub fn quarter_dpus(&self) -> u64 {
        let quarters = match self.size.trim_start_matches("G.").trim_end_matches('X') {
            "025" => 1,
            number => number.parse::<u64>().unwrap_or(1) * 4,
        };
        quarters * u64::from(*self.workers)
    }
}

/// When a dataset runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// When files arrive, with a slow cron (in the platform's zone) as safety net.
    Arrival {
        /// The safety net.
        safety_cron: Fact<String>,
    },
    /// At fixed times.
    Cron {
        /// Five fields.
        cron: Fact<String>,
        /// Zone of the times.
        timezone: Fact<String>,
    },
    /// When upstream datasets are new.
    Upstream {
        /// All of them, or any.
        all: Fact<bool>,
    },
}

/// The days on which a dataset is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workdays {
    /// A calendar of the platform.
    pub calendar: Fact<String>,
    /// Local time of a day at which it is due.
    pub due: Fact<String>,
    /// Zone of that time.
    pub timezone: Fact<String>,
}

/// Nested limits: job < wait < run, in seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeOuts {
    /// Wait for an event before a look without one; 0 when no event starts the run.
    pub arrival: Fact<u64>,
    /// Ingest task.
    pub ingest: Fact<u64>,
    /// Glue job.
    pub job: Fact<u64>,
    /// Task that waits for the job.
    pub wait: Fact<u64>,
    /// Load into Snowflake; 0 when there is none.
    pub load: Fact<u64>,
    /// DAG run.
    pub run: Fact<u64>,
}

/// What consumers were promised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sla {
    /// Local time at which the table is ready.
    pub ready_by: Option<Fact<String>>,
    /// Greatest age of the table, seconds.
    pub freshness: Fact<u64>,
}

/// Days that each zone keeps data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Landing zone.
    pub landing: Fact<u64>,
    /// Raw zone.
    pub raw: Fact<u64>,
    /// Curated zone.
    pub curated: Fact<u64>,
    /// Quarantine.
    pub quarantine: Fact<u64>,
    /// Batches for loads.
    pub export: Fact<u64>,
}

/// Who takes a break on.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// Code of the break.
    pub code: Fact<String>,
    /// The column, when the break is a column's.
    pub column: Option<Fact<String>>,
    /// Why it is meant.
    pub reason: Fact<String>,
    /// Team.
    pub owner: Fact<String>,
    /// Last day on which it counts, `YYYY-MM-DD`.
    pub until: Fact<String>,
}

/// Why personal data may be processed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Privacy {
    /// Purpose.
    pub purpose: Fact<String>,
    /// Legal basis.
    pub legal_basis: Fact<String>,
    /// Number of the data base in the national register.
    pub rnbd_id: Fact<String>,
    /// Column that names the person.
    pub subject_key: Fact<String>,
}

/// A CloudWatch alarm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// Incident type, `late_file`.
    pub incident: &'static str,
    /// Physical name.
    pub name: Fact<String>,
    /// `P1` to `P4`.
    pub severity: Fact<&'static str>,
    /// Team that acts.
    pub owner: Fact<String>,
    /// Runbook of the incident type, relative to the project root.
    pub runbook: String,
    /// Metric of the platform's namespace.
    pub metric: &'static str,
    /// Metric of which it is taken as a share, in percent.
    pub share_of: Option<&'static str>,
    /// CloudWatch statistic.
    pub statistic: &'static str,
    /// CloudWatch comparison operator.
    pub comparison: &'static str,
    /// Threshold.
    pub threshold: Fact<u64>,
    /// Seconds of a period.
    pub period: u32,
    /// Periods that are looked at.
    pub periods: u32,
    /// Periods that must breach.
    pub breaching: u32,
    /// CloudWatch's treatment of missing data.
    pub missing: &'static str,
    /// Whether a return to normal means that the incident is over.
    pub recovers: bool,
}

/// A row of a test: column → value.
pub type Row = BTreeMap<String, Cell>;

/// A test of a spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    /// What it shows.
    pub name: Fact<String>,
    /// Rows as delivered.
    pub given: Vec<Row>,
    /// Rows of other tables.
    pub inputs: BTreeMap<String, Vec<Row>>,
    /// Rows of the table, by the columns named.
    pub expect: Vec<Row>,
    /// Rows in quarantine, with the ids of the rules.
    pub quarantined: Vec<Quarantined>,
}

/// A row that a test expects in quarantine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantined {
    /// The row, by the columns named.
    pub row: Row,
    /// Ids of the rules that it fails, sorted.
    pub rules: Vec<String>,
}
