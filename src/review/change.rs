//! A change as a reviewer reads it.

use crate::diagnostics::{Code, SourceMap, codes};
use crate::model::Origins;
use crate::targets::Owner;

/// What a change does to those who rely on the data, from the least to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Nobody who reads the data can tell.
    Invisible,
    /// Readers may use it, and need not.
    Compatible,
    /// Values, rows, times or permissions may differ from what somebody expects.
    Risky,
    /// A reader fails, reads something else, or data is lost.
    Breaking,
}

impl Class {
    /// All classes, from the least to the worst.
    pub const ALL: [Class; 4] = [Class::Invisible, Class::Compatible, Class::Risky, Class::Breaking];

    /// The word of labels and of JSON.
    pub fn word(self) -> &'static str {
        match self {
            Class::Invisible => "invisible",
            Class::Compatible => "compatible",
            Class::Risky => "risky",
            Class::Breaking => "breaking",
        }
    }
}

/// What a change is about: a section of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// Columns and tables that others read.
    Contract,
    /// What becomes of the Hudi table.
    Table,
    /// Which rows arrive, and with which values.
    Rows,
    /// What a role may do.
    Permissions,
    /// Cloud resources.
    Infrastructure,
    /// Personal data.
    Privacy,
    /// When it runs and what is promised.
    Schedule,
    /// The most that it may cost.
    Cost,
    /// Alarms and routes.
    Alerts,
    /// What people read.
    Texts,
}

impl Area {
    /// All areas, in the order of the report.
    pub const ALL: [Area; 10] = [
        Area::Contract,
        Area::Table,
        Area::Rows,
        Area::Permissions,
        Area::Infrastructure,
        Area::Privacy,
        Area::Schedule,
        Area::Cost,
        Area::Alerts,
        Area::Texts,
    ];

    /// The word of JSON.
    pub fn word(self) -> &'static str {
        match self {
            Area::Contract => "contract",
            Area::Table => "table",
            Area::Rows => "rows",
            Area::Permissions => "permissions",
            Area::Infrastructure => "infrastructure",
            Area::Privacy => "privacy",
            Area::Schedule => "schedule",
            Area::Cost => "cost",
            Area::Alerts => "alerts",
            Area::Texts => "texts",
        }
    }
}

/// A line of a spec in one of the two revisions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Path relative to the project root.
    pub path: String,
    /// Line, from 1; `None` for the whole file.
    pub line: Option<usize>,
    /// Whether it is a line of the older revision, because the newer one has it no more.
    pub old: bool,
}

impl Spot {
    /// Where the first of these origins was written, else the file.
    pub(super) fn of(map: &SourceMap, from: Origins, path: &str, old: bool) -> Spot {
        match from.iter().find_map(|origin| map.place(origin)) {
            Some(place) => {
                let (line, _) = map.line_col(place.file, place.span.start);
                Spot { path: map.path(place.file).to_string(), line: Some(line), old }
            }
            None => Spot { path: path.to_string(), line: None, old },
        }
    }
}

/// A dataset that relies on what changes, and the team that answers for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reader {
    /// `domain/dataset`.
    pub dataset: String,
    /// Team.
    pub owner: String,
}

/// Who takes responsibility for an intended break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledged {
    /// Why it is meant.
    pub reason: String,
    /// Team.
    pub owner: String,
    /// Until when, a date.
    pub until: String,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it does to readers.
    pub class: Class,
    /// What it is about.
    pub area: Area,
    /// The code by which a break is explained and acknowledged.
    pub code: Option<Code>,
    /// The column, when the break is a column's.
    pub column: Option<String>,
    /// What it is about: a dataset, a domain or the platform.
    pub subject: Owner,
    /// One sentence in the platform's language, without a full stop.
    pub what: String,
    /// Where it is written.
    pub at: Spot,
    /// Who relies on it.
    pub readers: Vec<Reader>,
    /// What to do, in order.
    pub steps: Vec<String>,
    /// Who takes responsibility, for a break.
    pub acknowledged: Option<Acknowledged>,
}

/// Breaks that leave something behind in tables or buckets.
const LASTING: [Code; 7] = [
    codes::COLUMN_GONE,
    codes::OTHER_TYPE,
    codes::MAY_BE_EMPTY,
    codes::NEW_TABLE,
    codes::OTHER_PROTECTION,
    codes::OTHER_UNIT,
    codes::DATA_LEFT_BEHIND,
];

impl Change {
    /// Whether redeploying the older revision does not undo it: rows that were written meanwhile stay as they are, and
    /// what was deleted stays deleted.
    pub fn forward_only(&self) -> bool {
        let rows = matches!(self.area, Area::Rows | Area::Table) && self.class >= Class::Risky;
        rows || self.code.is_some_and(|code| LASTING.contains(&code))
    }

    /// Gives a break its code.
    pub(super) fn code(&mut self, code: Code) -> &mut Change {
        self.code = Some(code);
        self
    }

    /// Names the column that breaks.
    pub(super) fn column(&mut self, name: &str) -> &mut Change {
        self.column = Some(name.to_string());
        self
    }

    /// Names those who rely on it.
    pub(super) fn readers(&mut self, readers: Vec<Reader>) -> &mut Change {
        self.readers = readers;
        self
    }

    /// Says what to do next.
    pub(super) fn step(&mut self, text: impl Into<String>) -> &mut Change {
        self.steps.push(text.into());
        self
    }

    /// Whether it stands in the way of a merge.
    pub fn open_break(&self) -> bool {
        self.class == Class::Breaking && self.acknowledged.is_none()
    }
}
