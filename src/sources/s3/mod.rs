//! `s3`: files that others drop in the landing zone.

mod airflow;
mod glue;
mod pattern;

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
    /// Zone of values without offset.
    pub timezone: Option<At<TimeZone>>,
    /// When a delivery is complete.
    pub batch: Batch,
}

/// Dialect of CSV files.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Csv {
    /// Separator of the values, one character.
    #[schemars(length(min = 1, max = 1))]
    pub delimiter: At<String>,
    /// Encoding of the text.
    pub encoding: At<Encoding>,
    /// Decimal separator.
    pub decimal: At<Decimal>,
    /// Whether the first line names the columns; only `true` can be checked, so only `true` is allowed.
    #[schemars(extend("const" = true))]
    pub header: At<bool>,
}

/// Encoding of text files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// ISO 8859-1.
    Latin1,
}

/// Decimal separator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Decimal {
    /// `1234.56`.
    Point,
    /// `1.234,56`.
    Comma,
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
        Delivers {
            what: &self.delivers,
            deletes: self.deletes.as_ref(),
            changes: self.cdc.as_ref(),
            may_change: true,
        }
    }

    fn trigger(&self) -> &'static str {
        "arrival"
    }

    fn text(&self) -> bool {
        self.format.value != Format::Parquet
    }

    fn check(&self, scope: &SourceScope<'_>, findings: &mut Vec<Finding>) {
        delivery::check(self.delivers(), scope, findings);
        shape::check_timezone(self.timezone.as_ref(), scope, findings);
        self.check_format(findings);
        pattern::check(&self.batch.files, findings);
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
            writes_raw: false,
            glue: glue::job(self, context),
            airflow: airflow::dag(self, context),
            sample: self.sample(),
        }
    }
}

impl S3 {
    fn check_format(&self, findings: &mut Vec<Finding>) {
        match (self.format.value, &self.csv) {
            (Format::Csv, None) => findings.push(
                Finding::error(codes::CSV_DIALECT, self.format.at, "a CSV source must say its dialect")
                    .help("add `csv: {delimiter: \";\", encoding: utf8, decimal: point, header: true}`"),
            ),
            (Format::Json | Format::Parquet, Some(csv)) => findings.push(
                Finding::error(codes::CSV_DIALECT, csv.delimiter.at, "`csv:` has no meaning for this format")
                    .see(self.format.at, "the format")
                    .help("remove `csv:`, or write `format: csv`"),
            ),
            _ => {}
        }
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
        let data = SampleFile {
            ending: format!("sample.{}", self.format.value.word()),
            delivered_as: pattern::example(&self.batch.files.value),
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
