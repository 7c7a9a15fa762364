//! Where a table goes from here: loads into Snowflake, and data sets of QuickSight.

use crate::model::{At, ColumnName, Import, LoadMode, ServeFrom, SnowflakeName};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// Where the table is loaded. What is here is checked, planned and shown; the step of the DAG that will load is empty yet.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LoadSpec {
    /// A table of Snowflake.
    pub snowflake: SnowflakeLoad,
}

/// A table of Snowflake, in the database that the platform names for each environment.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SnowflakeLoad {
    /// Schema.
    pub schema: At<SnowflakeName>,
    /// Table.
    pub table: At<SnowflakeName>,
    /// What a batch does to the rows that are there; it must fit `table.write`: `merge` an upsert, `append` an insert,
    /// `overwrite` an insert_overwrite. Rows are merged by the key of the Hudi table.
    pub mode: At<LoadMode>,
    /// Columns that are loaded; default: all of the table.
    #[serde(default)]
    pub columns: Vec<At<ColumnName>>,
    /// Warehouse that does the work; default: the platform's.
    pub warehouse: Option<At<SnowflakeName>>,
}

/// Where people look at the table. What is here is checked, planned and shown; the step of the DAG that will refresh is empty
/// yet.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServeSpec {
    /// A data set of QuickSight.
    pub quicksight: QuicksightServe,
}

/// A data set of QuickSight.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuicksightServe {
    /// Whether QuickSight keeps a copy, which every run refreshes, or asks each time.
    pub mode: At<Import>,
    /// Whom it asks; default: `snowflake` where the table is loaded, else `athena`.
    pub reads: Option<At<ServeFrom>>,
    /// Columns that people see; default: all that are read.
    #[serde(default)]
    pub columns: Vec<At<ColumnName>>,
}

/// The Snowflake account of the platform.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SnowflakeSpec {
    /// Organisation and account.
    #[schemars(regex(pattern = r"^[A-Za-z][A-Za-z0-9]*-[A-Za-z0-9_]+$"), extend("x-cauce-form" = "organisation and account, joined by `-`", "examples" = ["RIBERA-DATOS"]))]
    pub account: At<String>,
    /// Warehouse of loads that name no other.
    pub warehouse: At<SnowflakeName>,
    /// Database of each environment; an environment without one loads nothing.
    #[schemars(extend("minProperties" = 1))]
    pub databases: IndexMap<String, At<SnowflakeName>>,
}
