//! What is written of an HTTP API.

use crate::model::{At, ColumnName, Deletes, Delivery, Duration, Slug, TimeZone, UrlPath};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// An HTTP API that answers with JSON.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Http {
    /// Connection of the platform: address, hosts and credentials.
    pub connection: At<Slug>,
    /// Path of the resource.
    pub path: At<UrlPath>,
    /// What an answer holds.
    pub delivers: At<Delivery>,
    /// How an answer deletes.
    pub deletes: Option<Deletes>,
    /// Where the records are: `$` when the body is an array, `$.data.items` when it is a field inside objects.
    pub records: At<String>,
    /// Query parameters that never change; credentials stand in the connection's secret.
    #[serde(default)]
    pub parameters: IndexMap<String, At<String>>,
    /// How only new records are asked for.
    pub incremental: Option<Incremental>,
    /// How the next page is asked for; without it, one answer holds all.
    pub pagination: Option<Pagination>,
    /// Pages of one run, after which it fails; default 10000.
    #[schemars(range(min = 1, max = 100_000))]
    pub max_pages: Option<At<u32>>,
    /// How fast the API may be asked; default 5 requests a second.
    pub rate: Option<Rate>,
    /// What is done when the API is busy; default 5 more times, waiting at most `2m` each.
    pub retries: Option<Retries>,
    /// How long an answer may take; default `10s` to connect and `1m` without a byte.
    pub timeouts: Option<Timeouts>,
    /// Zone of values without offset.
    pub timezone: Option<At<TimeZone>>,
}

/// How only new records are asked for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Incremental {
    /// Query parameter that takes the beginning of what is wanted.
    pub parameter: At<String>,
    /// Query parameter that takes its end, the moment at which the run began.
    pub until_parameter: Option<At<String>>,
    /// How both are written; default: `date` for a column of dates, else `datetime`.
    pub format: Option<At<Format>>,
    /// Column that tells how far the table has come.
    pub column: At<ColumnName>,
    /// How far back every run asks again.
    pub lookback: At<Duration>,
}

/// How a moment is written in a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// `2026-01-31`, in the source's zone.
    Date,
    /// `2026-01-31T10:00:00-05:00`.
    Datetime,
    /// Seconds since 1970.
    Epoch,
    /// Milliseconds since 1970.
    EpochMs,
}

impl Format {
    /// The word of the spec.
    pub fn word(self) -> &'static str {
        match self {
            Format::Date => "date",
            Format::Datetime => "datetime",
            Format::Epoch => "epoch",
            Format::EpochMs => "epoch_ms",
        }
    }
}

/// How the next page is asked for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Pagination {
    /// By the number of records already received.
    Offset(Offset),
    /// By the number of the page.
    Page(Page),
    /// By a value of the answer that is handed back.
    Cursor(Cursor),
    /// By an address in the answer.
    NextLink(NextLink),
    /// By the address of the header `Link` whose relation is `next`.
    LinkHeader(LinkHeader),
}

/// Pages by the number of records already received; an empty page is the end.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Offset {
    /// Query parameter for the number of records to skip.
    pub parameter: At<String>,
    /// Query parameter for the size of a page.
    pub size_parameter: At<String>,
    /// Records a page.
    #[schemars(range(min = 1, max = 50000))]
    pub size: At<u32>,
}

/// Pages by their number; an empty page is the end.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Query parameter for the number of the page.
    pub parameter: At<String>,
    /// Number of the first page; default 1.
    #[schemars(range(max = 1))]
    pub first: Option<At<u32>>,
    /// Query parameter for the size of a page and the size.
    pub size: Option<Size>,
}

/// The size of a page.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Size {
    /// Query parameter.
    pub parameter: At<String>,
    /// Records a page.
    #[schemars(range(min = 1, max = 50000))]
    pub records: At<u32>,
}

/// Pages by a value of the answer that the next request hands back; an answer without it is the end.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cursor {
    /// Query parameter that takes it.
    pub parameter: At<String>,
    /// Where it is in an answer, such as `$.meta.next`.
    pub path: At<String>,
    /// Query parameter for the size of a page and the size.
    pub size: Option<Size>,
}

/// Pages by the address of the next one; an answer without it is the end.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NextLink {
    /// Where it is in an answer, such as `$.links.next`.
    pub path: At<String>,
}

/// Pages by the header `Link`; an answer without a next one is the end.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkHeader {}

/// How fast the API may be asked.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// Requests in that time.
    #[schemars(range(min = 1, max = 1000))]
    pub requests: At<u32>,
    /// That time.
    pub per: At<Per>,
}

/// A time that requests are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// A second.
    Second,
    /// A minute.
    Minute,
}

/// What is done when the API is busy (429, 500, 502, 503, 504) or does not answer.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Retries {
    /// How many more times the same is asked; 0 to 10.
    #[schemars(range(max = 10))]
    pub times: At<u32>,
    /// The longest wait before the next time, also when the API asks for more.
    pub longest: At<Duration>,
}

/// How long an answer may take.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Timeouts {
    /// Until there is a connection.
    pub connect: At<Duration>,
    /// Until the next byte comes.
    pub read: At<Duration>,
}
