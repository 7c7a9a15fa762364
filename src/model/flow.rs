//! Where the values of a column come from, and which personal data they still show.
//!
//! Transforms of a job see the values as delivered; the job protects the delivered columns at its end, by their names. So a
//! column that a transform makes of a protected one shows the bare value, whatever was declared before.

use super::{At, Column, Pii};
use crate::diagnostics::Where;
use crate::model::sql::ColumnUse;
use std::collections::BTreeSet;
use std::fmt;

/// A column that values come from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ColumnId {
    /// The dataset whose table has it; `None` for a column of this dataset's own delivery.
    pub dataset: Option<String>,
    /// The column.
    pub column: String,
}

impl fmt::Display for ColumnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.dataset {
            Some(dataset) => write!(f, "{dataset}.{}", self.column),
            None => write!(f, "source.{}", self.column),
        }
    }
}

/// A place that a personal value passes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// Where it is declared, read or taken.
    pub at: Where,
    /// The column that holds it there, with its dataset where that is another one.
    pub column: String,
}

/// Personal data that nothing protects yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Personal {
    /// Its kind; `None` for a value that is protected without one.
    pub pii: Option<Pii>,
    /// The way it came: the first place is its declaration.
    pub path: Vec<Hop>,
}

/// Where the values of a column come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    /// Columns of deliveries and tables, sorted.
    pub sources: BTreeSet<ColumnId>,
    /// Personal data that its values show.
    pub personal: Vec<Personal>,
}

impl Flow {
    /// The values of one column.
    pub fn of(source: ColumnId) -> Flow {
        Flow { sources: BTreeSet::from([source]), personal: vec![] }
    }

    /// What an expression makes of the columns that it reads: all of them are sources, and what it carries over is still
    /// personal.
    pub fn of_reads(sql: &At<String>, reads: &[ColumnUse], columns: &[Column]) -> Flow {
        let mut flow = Flow::default();
        for read in reads {
            let Some(column) = columns.iter().find(|c| c.name.value == read.column) else { continue };
            flow.sources.extend(column.flow.sources.iter().cloned());
            if read.carries {
                flow.add(column.flow.by_way_of(sql.within(read.span.clone()), &read.column).personal);
            }
        }
        flow
    }

    /// The same values, after they passed this place under this name.
    pub fn by_way_of(&self, at: impl Into<Where>, column: &str) -> Flow {
        let hop = Hop { at: at.into(), column: column.to_string() };
        let longer =
            |one: &Personal| Personal { pii: one.pii, path: one.path.iter().cloned().chain([hop.clone()]).collect() };
        Flow { sources: self.sources.clone(), personal: self.personal.iter().map(longer).collect() }
    }

    /// Adds personal data; of several ways from one declaration the first is kept.
    pub fn add(&mut self, more: Vec<Personal>) {
        for one in more {
            let known = |p: &Personal| p.pii == one.pii && p.path.first() == one.path.first();
            if !self.personal.iter().any(known) {
                self.personal.push(one);
            }
        }
    }

    /// The same values where nothing in them says who somebody is.
    pub fn without_persons(self) -> Flow {
        Flow { personal: vec![], ..self }
    }
}
