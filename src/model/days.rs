//! Days as numbers, and calendars of the days on which something is expected.
//!
//! A day is its distance from 1970-01-01 in days, as the proleptic Gregorian calendar counts.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A day, as days since 1970-01-01.
pub type DayNumber = i64;

const DAYS_BEFORE_MONTH: [i64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

fn leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn month_length(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The number of a date; `None` when the month has no such day.
pub fn number(year: i64, month: i64, day: i64) -> Option<DayNumber> {
    if !(1..=12).contains(&month) || !(1..=month_length(year, month)).contains(&day) {
        return None;
    }
    let before = year - 1;
    let leaps = before / 4 - before / 100 + before / 400;
    let in_year = DAYS_BEFORE_MONTH[month as usize - 1] + i64::from(month > 2 && leap(year)) + day - 1;
    Some(before * 365 + leaps + in_year - 719_162)
}

/// Year, month and day of a number.
pub fn date(day: DayNumber) -> (i64, i64, i64) {
    let first = |year| number(year, 1, 1).unwrap_or_default();
    // Four hundred years have 146,097 days: the mean is never more than a year off.
    let guess = 1970 + day.saturating_mul(400).div_euclid(146_097);
    let year = [guess + 1, guess, guess - 1].into_iter().find(|year| first(*year) <= day).unwrap_or(guess);
    let mut rest = day - first(year);
    let mut month = 1;
    while rest >= month_length(year, month) {
        rest -= month_length(year, month);
        month += 1;
    }
    (year, month, rest + 1)
}

/// Day of the week, 0 for Monday to 6 for Sunday.
pub fn weekday(day: DayNumber) -> usize {
    (day + 3).rem_euclid(7) as usize
}

/// Easter Sunday of a year, by the rule of 1582: the Sunday after the ecclesiastical full moon that follows 21 March.
pub fn easter(year: i64) -> DayNumber {
    let century = year / 100;
    let golden = year % 19;
    let moon_shift = century - century / 4 - (8 * century + 13) / 25;
    let mut epact = (19 * golden + moon_shift + 15) % 30;
    if epact == 29 || (epact == 28 && golden > 10) {
        epact -= 1;
    }
    let full_moon = number(year, 3, 21).unwrap_or_default() + epact;
    full_moon + 7 - (weekday(full_moon) as i64 + 1) % 7
}

/// Holidays that Colombia keeps on their date (Ley 51 de 1983): month and day.
const FIXED: [(i64, i64); 6] = [(1, 1), (5, 1), (7, 20), (8, 7), (12, 8), (12, 25)];
/// Holidays that move to the Monday on or after their date.
const MOVED: [(i64, i64); 7] = [(1, 6), (3, 19), (6, 29), (8, 15), (10, 12), (11, 1), (11, 11)];
/// Days from Easter Sunday: Maundy Thursday, Good Friday, then Ascension, Corpus Christi and the Sacred Heart, which the
/// law keeps on Mondays.
const FROM_EASTER: [i64; 5] = [-3, -2, 43, 64, 71];

/// The holidays of Colombia in a year.
pub fn colombian_holidays(year: i64) -> BTreeSet<DayNumber> {
    let dated = |(month, day)| number(year, month, day).unwrap_or_default();
    let monday = |day: DayNumber| day + (7 - weekday(day) as i64) % 7;
    let fixed = FIXED.into_iter().map(dated);
    let moved = MOVED.into_iter().map(dated).map(monday);
    fixed.chain(moved).chain(FROM_EASTER.map(|days| easter(year) + days)).collect()
}

/// The first year that schedules are judged in, and the one after the last.
const YEARS: (i64, i64) = (2000, 2100);
/// Whether each day of those years is a Colombian holiday.
static COLOMBIA: LazyLock<Vec<bool>> = LazyLock::new(|| {
    let [first, after] = [YEARS.0, YEARS.1].map(|year| number(year, 1, 1).unwrap_or_default());
    let mut days = vec![false; (after - first) as usize];
    (YEARS.0..YEARS.1).flat_map(colombian_holidays).for_each(|day| days[(day - first) as usize] = true);
    days
});

fn colombian_holiday(day: DayNumber) -> bool {
    let at = day - number(YEARS.0, 1, 1).unwrap_or_default();
    usize::try_from(at).is_ok_and(|at| COLOMBIA.get(at) == Some(&true))
}

/// The days on which something is expected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Whether Colombian holidays are closed.
    pub colombia: bool,
    /// Days of the week that are closed, 0 for Monday.
    pub weekend: BTreeSet<usize>,
    /// Days that are closed beside those.
    pub closed: BTreeSet<DayNumber>,
    /// Days that are open in spite of those.
    pub open: BTreeSet<DayNumber>,
}

impl Calendar {
    /// Whether a day is a working day.
    pub fn works(&self, day: DayNumber) -> bool {
        let holiday = || self.colombia && colombian_holiday(day);
        let closed = || self.closed.contains(&day) || self.weekend.contains(&weekday(day)) || holiday();
        self.open.contains(&day) || !closed()
    }

    /// The most days in a row without a working day, in the twenty years from 2024; `None` when no day is one.
    pub fn longest_pause(&self) -> Option<u64> {
        let first = number(2024, 1, 1)?;
        let (mut longest, mut pause) = (0, 0);
        let mut any = false;
        for day in first..first + 20 * 366 {
            pause = if self.works(day) { 0 } else { pause + 1 };
            any |= pause == 0;
            longest = longest.max(pause);
        }
        any.then_some(longest)
    }
}

#[cfg(test)]
mod checks {
    use super::*;

    #[test]
    fn numbers_and_dates_are_inverse() {
        assert_eq!(number(1970, 1, 1), Some(0));
        assert_eq!(number(2000, 3, 1), Some(11_017));
        assert_eq!(number(2026, 2, 29), None);
        let day = number(2023, 12, 30).expect("a date");
        for day in day..day + 800 {
            let (year, month, in_month) = date(day);
            assert_eq!(number(year, month, in_month), Some(day));
        }
        assert_eq!(date(-1), (1969, 12, 31));
        assert_eq!(weekday(number(2026, 11, 24).expect("a date")), 1);
    }

    #[test]
    fn easter_moves_as_published() {
        let published =
            [(2018, 4, 1), (2019, 4, 21), (2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2038, 4, 25), (2049, 4, 18)];
        for (year, month, day) in published {
            assert_eq!(date(easter(year)), (year, month, day));
        }
    }

    #[test]
    fn colombia_keeps_eighteen_holidays() {
        let days: Vec<_> = colombian_holidays(2026).into_iter().map(|d| (date(d).1, date(d).2)).collect();
        let published = [
            (1, 1),
            (1, 12),
            (3, 23),
            (4, 2),
            (4, 3),
            (5, 1),
            (5, 18),
            (6, 8),
            (6, 15),
            (6, 29),
            (7, 20),
            (8, 7),
            (8, 17),
            (10, 12),
            (11, 2),
            (11, 16),
            (12, 8),
            (12, 25),
        ];
        assert_eq!(days, published);
    }

    #[test]
    fn the_longest_pause_is_holy_week() {
        let banks = Calendar { colombia: true, weekend: BTreeSet::from([5, 6]), ..Calendar::default() };
        assert_eq!(banks.longest_pause(), Some(4));
        assert_eq!(Calendar::default().longest_pause(), Some(0));
        assert_eq!(Calendar { weekend: (0..7).collect(), ..Calendar::default() }.longest_pause(), None);
    }
}
