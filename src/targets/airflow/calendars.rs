//! Calendars of working days as the runtime of the DAGs reads them.

use crate::model::Fact;
use crate::model::days::{DayNumber, date};
use crate::model::plan::Platform;
use crate::render::{Fragment, Py};
use std::collections::BTreeSet;

/// One calendar.
pub struct Days<'a> {
    /// Its name.
    pub name: &'a str,
    /// The country whose holidays are closed.
    pub holidays: Fragment<Py>,
    /// Closed days of the week, 0 for Monday.
    pub weekend: Fragment<Py>,
    /// Days that are closed beside those, as ISO 8601 writes them.
    pub closed: Vec<Fact<String>>,
    /// Days that are open in spite of those.
    pub open: Vec<Fact<String>>,
}

/// The calendars of a platform, sorted by name.
pub fn of(platform: &Platform) -> Vec<Days<'_>> {
    platform
        .calendars
        .iter()
        .map(|(name, calendar)| Days {
            name,
            holidays: Fragment::fixed(if calendar.colombia { "\"colombia\"" } else { "None" }),
            weekend: weekend(&calendar.weekend),
            closed: written(&calendar.closed),
            open: written(&calendar.open),
        })
        .collect()
}

fn weekend(days: &BTreeSet<usize>) -> Fragment<Py> {
    const DAYS: [&str; 7] = ["0", "1", "2", "3", "4", "5", "6"];
    let days = Fragment::join(days.iter().map(|day| Fragment::fixed(DAYS[*day])), ", ");
    Fragment::join([Fragment::fixed("["), days, Fragment::fixed("]")], "")
}

fn written(days: &BTreeSet<DayNumber>) -> Vec<Fact<String>> {
    let iso = |day: &DayNumber| {
        let (year, month, day) = date(*day);
        Fact::bare(format!("{year:04}-{month:02}-{day:02}"))
    };
    days.iter().map(iso).collect()
}
