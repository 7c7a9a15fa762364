//! What a delivery does to the rows that the table already has.

use super::{At, ColumnName, Delivery, Missing};
use crate::diagnostics::Origin;
use schemars::JsonSchema;
use serde::Deserialize;

/// How a delivery deletes: by a flag in its rows, by what it no longer has, or both.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deletes {
    /// Spark SQL that is true for rows that delete their key.
    pub flag: Option<At<String>>,
    /// What becomes of the keys of the table that a full delivery no longer has.
    pub missing_keys: Option<At<Missing>>,
    /// Share of the table's keys, in percent, that one delivery may delete by not having them; a greater one stops the
    /// run before the table is written.
    #[schemars(range(min = 0, max = 100))]
    pub max_pct: Option<At<u8>>,
}

/// How the rows of a `cdc` delivery say what happened at the source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Changes {
    /// Column that holds the operation.
    pub operation: At<ColumnName>,
    /// Its values for a new row.
    #[schemars(length(min = 1))]
    pub insert: Vec<At<String>>,
    /// Its values for a changed row.
    #[schemars(length(min = 1))]
    pub update: Vec<At<String>>,
    /// Its values for a deleted row.
    #[schemars(length(min = 1))]
    pub delete: Vec<At<String>>,
    /// Column that grows with every change of the source; that of the table.
    pub order_by: At<ColumnName>,
}

impl Changes {
    /// The values of all operations, in the order of the spec's keys.
    pub fn operations(&self) -> impl Iterator<Item = &At<String>> {
        self.insert.iter().chain(&self.update).chain(&self.delete)
    }
}

/// What a source says of its deliveries.
#[derive(Clone, Copy, Debug)]
pub struct Delivers<'a> {
    /// What one holds.
    pub what: &'a At<Delivery>,
    /// How it deletes.
    pub deletes: Option<&'a Deletes>,
    /// How its rows say what happened; only files hold changes.
    pub changes: Option<&'a Changes>,
    /// Whether this kind of source can deliver changes at all.
    pub may_change: bool,
    /// What may deliver a row that was delivered before.
    pub repeats: Option<Origin>,
    /// What leaves out the rows of a group that did not change.
    pub partial: Option<Origin>,
}

impl<'a> Delivers<'a> {
    /// The deliveries of a source that hold rows, not changes.
    pub fn rows(what: &'a At<Delivery>, deletes: Option<&'a Deletes>) -> Delivers<'a> {
        Delivers { what, deletes, changes: None, may_change: false, repeats: Some(what.at), partial: None }
    }

    /// The ceiling of `missing_keys: delete`.
    pub fn missing_pct(&self) -> Option<&'a At<u8>> {
        let deletes = self.deletes?;
        let deleting = deletes.missing_keys.as_ref().is_some_and(|missing| missing.value == Missing::Delete);
        deletes.max_pct.as_ref().filter(|_| deleting)
    }
}
