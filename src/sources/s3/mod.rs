//! `s3`: files that others drop in the landing zone.

mod airflow;
mod csv;
mod glue;
mod json;
mod parquet;
mod pattern;

pub use csv::Csv;
pub use json::Json;
pub use parquet::Drift;

use super::{delivery, shape};
use crate::diagnostics::{Finding, Origin, codes};
use crate::model::plan::{Arrival, SampleFile, SampleRole, Source};
use crate::model::ribs::{SourceContext, SourceKind, SourceScope};
use crate::model::{At, Changes, Deletes, Delivers, Delivery, Fact, Format, KeyPrefix, Resend, TimeZone};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// Files that others drop in the landing zone.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct S3 {
    /// Folder in the landing bucket, ending with `/`; no other dataset may claim it.
    pub prefix: At<KeyPrefix>,
    /// What a delivery holds.
    pub delivers: At<Delivery>,
    /// How a delivery deletes.
    pub deletes: Option<Deletes>,
    /// How the rows of a `cdc` delivery say what happened.
    pub cdc: Option<Changes>,
    /// Format of the files.
    pub format: At<Format>,
    /// Dialect of CSV files.
    pub csv: Option<Csv>,
    /// Layout of JSON files; default: one array, which is the file.
    pub json: Option<Json>,
    /// What is done about Parquet files whose schema drifts; default: the run stops.
    pub parquet: Option<Drift>,
    /// Zone of values without offset.
    pub timezone: Option<At<TimeZone>>,
    /// When a delivery is complete.
    pub batch: Batch,
}

/// When a delivery is complete.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    /// Name of the data files; `{date:yyyyMMdd}` and `{part}` stand for what varies.
    pub files: At<String>,
    /// What proves that all files are there.
    pub complete: Option<Complete>,
    /// What a newer delivery of the same batch does.
    pub resend: At<Resend>,
}

/// A control file with the counts and sums of a delivery.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Complete {
    /// Name of the control file, with the same `{date:…}` as the data files.
    pub control: At<String>,
    /// Column of the control file with the number of rows.
    pub rows: At<String>,
    /// Column of the data → column of the control file with its sum.
    #[serde(default)]
    pub sums: IndexMap<String, At<String>>,
}

impl SourceKind for S3 {
    fn word(&self) -> &'static str {
        "s3"
    }

    fn landing(&self) -> Option<&At<KeyPrefix>> {
        Some(&self.prefix)
    }

    fn controlled(&self) -> Vec<(&str, Origin)> {
        let sums = self.batch.complete.iter().flat_map(|complete| &complete.sums);
        sums.map(|(column, sum)| (column.as_str(), sum.at)).collect()
    }

    fn delivers(&self) -> Delivers<'_> {
        let repeats = self.batch.resend.value == Resend::Replace || self.delivers.value != Delivery::Delta;
        Delivers {
            what: &self.delivers,
            deletes: self.deletes.as_ref(),
            changes: self.cdc.as_ref(),
            may_change: true,
            repeats: repeats.then_some(self.batch.resend.at),
            partial: None,
        }
    }

    fn trigger(&self) -> &'static str {
        "arrival"
    }

    /// Also Parquet may hold dates as text.
    fn text(&self) -> bool {
        true
    }

    fn bytes_are_text(&self) -> bool {
        self.format.value != Format::Parquet
    }

    fn nests(&self) -> bool {
        self.format.value != Format::Csv
    }

    fn check(&self, scope: &SourceScope<'_>, findings: &mut Vec<Finding>) {
        delivery::check(self.delivers(), scope, findings);
        shape::check_timezone(self.timezone.as_ref(), scope, findings);
        self.check_format(findings);
        pattern::check(&self.batch.files, findings);
        pattern::check_packing(&self.batch.files, findings);
        let Some(complete) = &self.batch.complete else { return };
        pattern::check(&complete.control, findings);
        for (column, sum) in &complete.sums {
            shape::check_column(column, sum.at, scope, findings);
        }
    }

    fn plan(&self, context: &SourceContext<'_>) -> Source {
        Source {
            kind: "s3",
            delivery: Fact::from(&self.delivers),
            deletes: delivery::flag(self.delivers()),
            timezone: shape::timezone(self.timezone.as_ref(), &context.platform.timezone),
            arrival: Some(self.arrival(context)),
            inputs: vec![],
            connection: None,
            direct: None,
            writes_raw: false,
            glue: glue::job(self, context),
            airflow: airflow::dag(self, context),
            sample: self.sample(),
        }
    }
}

impl S3 {
    fn check_format(&self, findings: &mut Vec<Finding>) {
        if let (Format::Csv, None) = (self.format.value, &self.csv) {
            findings.push(
                Finding::error(codes::CSV_DIALECT, self.format.at, "a CSV source must say its dialect")
                    .help("add `csv: {delimiter: \";\", encoding: utf8, decimal: point, header: true}`"),
            );
        }
        for (format, at) in self.dialects().into_iter().filter(|(format, _)| *format != self.format.value) {
            let word = format.word();
            findings.push(
                Finding::error(codes::CSV_DIALECT, at, format!("`{word}:` has no meaning for this format"))
                    .see(self.format.at, "the format")
                    .help(format!("remove `{word}:`, or write `format: {word}`")),
            );
        }
        self.csv.iter().for_each(|csv| csv.check(findings));
        self.json.iter().for_each(|json| json.check(findings));
    }

    /// The formats of which the spec says more, and where.
    fn dialects(&self) -> Vec<(Format, Origin)> {
        let csv = self.csv.as_ref().map(|csv| (Format::Csv, csv.delimiter.at));
        let json = self.json.as_ref().map(|json| (Format::Json, json.layout.at));
        let parquet = self.parquet.as_ref().map(|drift| (Format::Parquet, drift.at().unwrap_or(self.format.at)));
        [csv, json, parquet].into_iter().flatten().collect()
    }

    /// The deadline comes from the trigger; `plan` fills it in.
    fn arrival(&self, context: &SourceContext<'_>) -> Arrival {
        Arrival {
            prefix: self.prefix.fact(),
            files: Fact::new(pattern::regex(&self.batch.files.value), self.batch.files.at),
            control: self.batch.complete.as_ref().map(|c| Fact::new(pattern::regex(&c.control.value), c.control.at)),
            settle_seconds: context.settle.clone(),
            expect_by: None,
        }
    }

    fn sample(&self) -> Vec<SampleFile> {
        let ending = match self.format.value {
            Format::Csv => "sample.csv",
            Format::Json => "sample.json",
            Format::Parquet => "sample.jsonl", // people read and review it; the reader gets Parquet made of it
        };
        let data = SampleFile {
            ending: ending.to_string(),
            delivered_as: pattern::unpacked(&pattern::example(&self.batch.files.value)).to_string(),
            role: SampleRole::Data,
        };
        let control = self.batch.complete.as_ref().map(|c| SampleFile {
            ending: "sample.ctl".to_string(),
            delivered_as: pattern::example(&c.control.value),
            role: SampleRole::Control,
        });
        [data].into_iter().chain(control).collect()
    }
}
