//! The spec of one dataset.

use super::{AlertsSpec, LoadSpec, ServeSpec, WaiverSpec};
use crate::diagnostics::Origin;
use crate::model::{
    At, Cell, ClockTime, ColumnName, ColumnSpec, Cron, Digits, Duration, Evolve, Fact, Index, Name, OnExisting, Ready,
    Slug, Status, TableType, TagValue, TimeZone, Write,
};
use crate::quality::RuleSpec;
use crate::sources::SourceSpec;
use crate::transforms::TransformSpec;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// One dataset: where its rows come from, what they must be, where they go, and who answers for them.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PipelineSpec {
    /// Name of the dataset, that of the file.
    pub dataset: At<Name>,
    /// Domain, that of the folder.
    pub domain: At<Name>,
    /// What it holds, in a sentence.
    pub description: At<String>,
    /// Team that answers for it; default: the domain's.
    pub owner: Option<At<Slug>>,
    /// 1 (critical) to 3; default 3.
    #[schemars(range(min = 1, max = 3))]
    pub tier: Option<At<u8>>,
    /// A retired dataset runs no more and alarms nobody, and its table stays; default `active`.
    pub status: Option<At<Status>>,
    /// Labels of its cloud resources and its DAG, beside those of the domain and the platform.
    #[serde(default)]
    pub tags: IndexMap<String, At<TagValue>>,
    /// Where rows come from.
    pub source: SourceSpec,
    /// When it runs.
    pub trigger: Trigger,
    /// Columns as delivered.
    #[schemars(length(min = 1))]
    pub columns: Vec<ColumnSpec>,
    /// What is done to the rows, in order.
    #[serde(default)]
    pub transforms: Vec<TransformSpec>,
    /// What rows and runs must be; judged before `dedupe`.
    #[serde(default)]
    pub quality: Vec<RuleSpec>,
    /// The Hudi table.
    pub table: TableSpec,
    /// Size of the job.
    pub compute: Option<ComputeSpec>,
    /// What differs in an environment.
    #[serde(default)]
    pub environments: IndexMap<String, Override>,
    /// What consumers are promised.
    #[serde(default)]
    pub sla: SlaSpec,
    /// Alarms that differ for a while.
    #[serde(default)]
    pub alerts: AlertsSpec,
    /// How long each zone keeps data.
    pub retention: Option<RetentionSpec>,
    /// Why personal data may be processed; needed when a column has `pii`.
    pub privacy: Option<PrivacySpec>,
    /// Where the table is loaded.
    pub load: Option<LoadSpec>,
    /// Where people look at it.
    pub serve: Option<ServeSpec>,
    /// Examples that must hold.
    #[serde(default)]
    pub tests: Vec<TestSpec>,
    /// Warnings that are accepted for a while, and breaks that are meant: `cauce review` lets those pass in the change that
    /// brings the waiver.
    #[serde(default)]
    pub waivers: Vec<WaiverSpec>,
}

impl PipelineSpec {
    /// The rules that other keys imply, then those of `quality:`, in the order in which they are judged.
    pub fn rules(&self) -> Vec<RuleSpec> {
        let changes = self.source.rib().delivers().changes.map(crate::quality::operations);
        let references = self.columns.iter().filter(|_| !self.folds()).filter_map(crate::quality::reference);
        changes.into_iter().chain(references).chain(self.quality.iter().cloned()).collect()
    }

    /// Whether its rows are groups of what is delivered, whose columns are others.
    fn folds(&self) -> bool {
        self.transforms.iter().any(|t| t.rib().folds())
    }
}

/// When a dataset runs: exactly one of these.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// When files arrive.
    Arrival(ArrivalTrigger),
    /// At fixed times: five fields of cron, or a mapping that also says zone and calendar.
    Cron(CronTrigger),
    /// When upstream datasets are new.
    Upstream(At<Ready>),
}

impl Trigger {
    /// Where it says when.
    pub fn at(&self) -> Origin {
        match self {
            Trigger::Arrival(arrival) => arrival.expect_by.at,
            Trigger::Cron(cron) => cron.times().at,
            Trigger::Upstream(ready) => ready.at,
        }
    }

    /// The calendar of its working days, as written.
    pub fn calendar(&self) -> Option<&At<Name>> {
        match self {
            Trigger::Arrival(arrival) => arrival.calendar.as_ref(),
            Trigger::Cron(CronTrigger::Long(cron)) => cron.calendar.as_ref(),
            _ => None,
        }
    }
}

/// At fixed times.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum CronTrigger {
    /// In the platform's zone, on all days.
    Short(At<Cron>),
    /// With what else there is to say.
    Long(CronSpec),
}

impl CronTrigger {
    /// The five fields.
    pub fn times(&self) -> &At<Cron> {
        match self {
            CronTrigger::Short(at) => at,
            CronTrigger::Long(spec) => &spec.at,
        }
    }

    /// Its own zone.
    pub fn timezone(&self) -> Option<&At<TimeZone>> {
        match self {
            CronTrigger::Short(_) => None,
            CronTrigger::Long(spec) => spec.timezone.as_ref(),
        }
    }
}

/// Fixed times with a zone and a calendar.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CronSpec {
    /// Five fields of cron.
    pub at: At<Cron>,
    /// Zone of the times; default: the platform's.
    pub timezone: Option<At<TimeZone>>,
    /// Calendar of the days on which it runs; on others the run is skipped and nothing is late.
    pub calendar: Option<At<Name>>,
}

/// When files arrive.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArrivalTrigger {
    /// Local time by which the files must be there.
    pub expect_by: At<ClockTime>,
    /// Calendar of the days on which they come; nothing is late on others.
    pub calendar: Option<At<Name>>,
    /// How long a file must have been still; default `2m`.
    pub settle: Option<At<Duration>>,
}

/// The Hudi table.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TableSpec {
    /// Default `copy_on_write`.
    #[serde(rename = "type")]
    pub kind: Option<At<TableType>>,
    /// How it is written.
    pub write: At<Write>,
    /// Columns that name a row.
    #[schemars(length(min = 1))]
    pub key: Vec<At<ColumnName>>,
    /// Column whose greatest value wins; needed for upserts.
    pub order_by: Option<At<ColumnName>>,
    /// What the folders of the table are made of.
    #[serde(default)]
    pub partition_by: Vec<PartitionSpec>,
    /// Where old versions of a key are looked for; default `global` for upserts, `none` else.
    pub index: Option<At<Index>>,
    /// Number of buckets of each partition; for `index: bucket`.
    #[schemars(range(min = 1, max = 4096))]
    pub buckets: Option<At<u32>>,
    /// What a row in quarantine does to the row that the table has under its key; default `keep`.
    pub on_quarantine: Option<At<OnExisting>>,
    /// How much of the past Hudi keeps; default 10 commits.
    pub clean: Option<CleanSpec>,
    /// What becomes of columns that the table does not have yet; default `add`.
    pub evolve: Option<At<Evolve>>,
}

/// What a folder of the table is made of: exactly one of these.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartitionSpec {
    /// The values of a column.
    Column(At<ColumnName>),
    /// The day of a date or timestamp, as a column `<column>_day` of type `date`.
    Day(At<ColumnName>),
    /// Its month, as a column `<column>_month` such as `2026-02`.
    Month(At<ColumnName>),
    /// Its year, as a column `<column>_year` of type `int`.
    Year(At<ColumnName>),
}

impl PartitionSpec {
    /// The column whose values decide.
    pub fn source(&self) -> &At<ColumnName> {
        match self {
            PartitionSpec::Column(c) | PartitionSpec::Day(c) | PartitionSpec::Month(c) | PartitionSpec::Year(c) => c,
        }
    }

    /// The word and the type of the column that is derived for it; `None` when the values are taken as they are.
    pub fn derived(&self) -> Option<(&'static str, &'static str)> {
        match self {
            PartitionSpec::Column(_) => None,
            PartitionSpec::Day(_) => Some(("day", "date")),
            PartitionSpec::Month(_) => Some(("month", "string")),
            PartitionSpec::Year(_) => Some(("year", "int")),
        }
    }

    /// The column of the table.
    pub fn name(&self) -> Fact<String> {
        let name = self.source().fact();
        self.derived().map_or_else(|| name.clone(), |(word, _)| name.map(|name| format!("{name}_{word}")))
    }
}

/// How much of the past Hudi keeps.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CleanSpec {
    /// Commits whose files stay, so that the table can be read as it was and restored.
    #[schemars(range(min = 1, max = 1000))]
    pub keep: At<u32>,
}

/// Size of the job.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ComputeSpec {
    /// Glue worker type; default `G.1X`.
    #[schemars(extend("enum" = ["G.025X", "G.1X", "G.2X", "G.4X", "G.8X"]))]
    pub size: Option<At<String>>,
    /// Number of workers; default 2.
    #[schemars(range(min = 2, max = 299))]
    pub workers: Option<At<u32>>,
    /// The most DPU that a run may hold: a ceiling of its cost, which larger jobs do not pass validation with. A worker of
    /// `G.1X` is one DPU.
    #[schemars(range(min = 1, max = 2400))]
    pub max_dpu: Option<At<u32>>,
}

/// What may differ in an environment.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Size of the job.
    pub compute: Option<ComputeSpec>,
    /// Other times than those of `trigger`.
    pub trigger: Option<OtherTimes>,
    /// Another connection than that of `source`, of its kind; for databases that the DAG reads.
    pub connection: Option<At<Slug>>,
    /// Without alarms there; default false.
    pub mute: Option<At<bool>>,
}

/// Times that differ in an environment.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OtherTimes {
    /// Five fields of cron; zone and calendar stay those of the dataset.
    pub cron: At<Cron>,
}

/// What consumers are promised.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SlaSpec {
    /// Local time at which the table is ready.
    pub ready_by: Option<At<ClockTime>>,
    /// Greatest age of the table; needed here or in `defaults:` of the domain or the platform.
    pub freshness: Option<At<Duration>>,
    /// Longest ingest; default `30m`.
    pub ingest: Option<At<Duration>>,
    /// Longest processing; default `60m`.
    pub process: Option<At<Duration>>,
    /// Longest load; default where something is loaded: `15m`.
    pub load: Option<At<Duration>>,
}

impl SlaSpec {
    /// Greatest age of the table.
    ///
    /// # Panics
    /// If the spec does not come from `load`, which drops specs that say it nowhere.
    pub fn freshness(&self) -> &At<Duration> {
        self.freshness.as_ref().expect("a spec that was loaded says how fresh it is")
    }
}

/// How long each zone keeps data.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetentionSpec {
    /// Landing zone; default `30d`.
    pub landing: Option<At<Duration>>,
    /// Raw zone; default `365d`.
    pub raw: Option<At<Duration>>,
    /// Curated zone; default `5y`.
    pub curated: Option<At<Duration>>,
    /// Quarantine; default `90d`.
    pub quarantine: Option<At<Duration>>,
    /// Batches for loads; default `30d`.
    pub export: Option<At<Duration>>,
}

/// Why personal data may be processed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PrivacySpec {
    /// What it is used for.
    pub purpose: At<String>,
    /// What allows it.
    pub legal_basis: At<String>,
    /// Number of the data base in the national register.
    pub rnbd_id: At<Digits>,
    /// Column that names the person.
    pub subject_key: At<ColumnName>,
}

/// A row: column → value.
pub type RowSpec = BTreeMap<String, Cell>;

/// An example that must hold.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TestSpec {
    /// What it shows.
    pub name: At<String>,
    /// Rows as delivered.
    #[schemars(length(min = 1))]
    pub given: Vec<RowSpec>,
    /// Rows of other tables, by dataset.
    #[serde(default)]
    pub inputs: BTreeMap<String, Vec<RowSpec>>,
    /// All rows of the table, by the columns named.
    pub expect: Vec<RowSpec>,
    /// Rows in quarantine, by the columns named, with `rules`.
    #[serde(default)]
    pub quarantined: Vec<QuarantinedSpec>,
}

/// A row that a test expects in quarantine.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct QuarantinedSpec {
    /// Ids of the rules that it fails.
    #[schemars(length(min = 1))]
    pub rules: Vec<At<String>>,
    /// The row, by the columns named.
    #[serde(flatten)]
    pub row: RowSpec,
}
