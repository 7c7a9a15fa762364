//! Where a table goes from here.

use crate::model::{Fact, Import, LoadMode, ServeFrom};

/// A load into Snowflake. The step that does it is planned and named, and empty yet.
#[derive(Clone, Debug)]
pub struct Load {
    /// Organisation and account.
    pub account: Fact<String>,
    /// Database of each environment that loads, in the order of the platform's environments.
    pub databases: Vec<(String, Fact<String>)>,
    /// `SCHEMA.TABLE`, in capitals as Snowflake has them.
    pub table: Fact<String>,
    /// What a batch does to the rows that are there.
    pub mode: Fact<LoadMode>,
    /// The key by which rows are merged: that of the Hudi table.
    pub key: Vec<Fact<String>>,
    /// Columns that are loaded, in the order of the table.
    pub columns: Vec<Fact<String>>,
    /// Warehouse that does the work.
    pub warehouse: Fact<String>,
    /// Longest load, seconds.
    pub seconds: Fact<u64>,
}

impl Load {
    /// `DATABASE.SCHEMA.TABLE` of an environment; `None` where nothing is loaded.
    pub fn table_in(&self, environment: &str) -> Option<String> {
        let (_, database) = self.databases.iter().find(|(name, _)| name == environment)?;
        Some(format!("{}.{}", **database, *self.table))
    }
}

/// A data set of QuickSight. The step that refreshes it is planned and named, and empty yet.
#[derive(Clone, Debug)]
pub struct Serve {
    /// Id of the data set, `ribera-pagos-transacciones`.
    pub data_set: Fact<String>,
    /// Whether it keeps a copy.
    pub mode: Fact<Import>,
    /// Whom it asks.
    pub reads: Fact<ServeFrom>,
    /// Columns that people see, in the order of the table.
    pub columns: Vec<Fact<String>>,
}

impl Serve {
    /// Whether a run must refresh it.
    pub fn refreshes(&self) -> bool {
        self.mode.value == Import::Spice
    }
}
