//! Cron: what its five fields allow, and when it fires.

use super::days::{Calendar, DayNumber, date, number, weekday};

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
/// Minutes of a day.
pub const DAY_MINUTES: u64 = 24 * 60;

/// One field: its name, its limits and the words that stand for numbers.
struct Field {
    name: &'static str,
    least: u32,
    most: u32,
    words: &'static [&'static str],
}

const FIELDS: [Field; 5] = [
    Field { name: "minute", least: 0, most: 59, words: &[] },
    Field { name: "hour", least: 0, most: 23, words: &[] },
    Field { name: "day of the month", least: 1, most: 31, words: &[] },
    Field { name: "month", least: 1, most: 12, words: &MONTHS },
    Field { name: "weekday", least: 0, most: 7, words: &WEEKDAYS },
];

/// When a cron fires: the values of each field as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    fields: [u64; 5],
    /// Whether day of the month and weekday are both given: then either of them is enough.
    either_day: bool,
}

impl Times {
    /// Reads five fields; the error says which field allows what.
    pub fn parse(text: &str) -> Result<Times, String> {
        let written: Vec<&str> = text.split(' ').collect();
        let mut fields = [0; 5];
        for ((bits, field), part) in fields.iter_mut().zip(&FIELDS).zip(&written) {
            *bits = field.parse(part)?;
        }
        // Sunday is 0 and 7.
        fields[4] |= fields[4] >> 7;
        let given = |at: usize| written.get(at).is_some_and(|part| !part.starts_with('*'));
        Ok(Times { fields, either_day: given(2) && given(4) })
    }

    fn has(&self, field: usize, value: i64) -> bool {
        self.fields[field] >> value & 1 == 1
    }

    /// Whether it fires on a day at all.
    pub fn on(&self, day: DayNumber) -> bool {
        let (_, month, in_month) = date(day);
        let by_date = self.has(2, in_month);
        let by_weekday = self.has(4, (weekday(day) as i64 + 1) % 7);
        let right_day = if self.either_day { by_date || by_weekday } else { by_date && by_weekday };
        self.has(3, month) && right_day
    }

    /// Minutes of a day at which it fires, in order.
    pub fn minutes(&self) -> Vec<u64> {
        let all = (0..24).flat_map(|hour| (0..60).map(move |minute| (hour, minute)));
        all.filter(|(hour, minute)| self.has(1, *hour) && self.has(0, *minute))
            .map(|(hour, minute)| (hour * 60 + minute) as u64)
            .collect()
    }

    /// The days of four years on which it fires, as a calendar counts them: closed days neither fire nor count.
    fn days(&self, calendar: Option<&Calendar>) -> Vec<u64> {
        let first = number(2024, 1, 1).unwrap_or_default();
        let working = (first..first + 4 * 366).filter(|day| calendar.is_none_or(|c| c.works(*day)));
        working.enumerate().filter(|(_, day)| self.on(*day)).map(|(count, _)| count as u64).collect()
    }

    /// The longest time between two firings in minutes, closed days left out; `None` when it never fires twice.
    pub fn longest_gap(&self, calendar: Option<&Calendar>) -> Option<u64> {
        let (days, minutes) = (self.days(calendar), self.minutes());
        let (first, last) = (minutes.first()?, minutes.last()?);
        let within = minutes.windows(2).map(|pair| pair[1] - pair[0]);
        let between = days.windows(2).map(|pair| (pair[1] - pair[0]) * DAY_MINUTES + first - last);
        between.chain(within).max().filter(|_| days.len() > 1)
    }

    /// How often it fires in a month of 31 days, on average over four years, rounded up.
    pub fn per_month(&self, calendar: Option<&Calendar>) -> u64 {
        (self.days(calendar).len() * self.minutes().len()).div_ceil(48) as u64
    }
}

impl Field {
    fn parse(&self, text: &str) -> Result<u64, String> {
        let mut bits = 0;
        for part in text.split(',') {
            let (range, step) =
                part.split_once('/').map_or((part, Ok(1)), |(range, step)| (range, step.parse::<u32>()));
            let step = step.ok().filter(|s| (1..=self.most).contains(s)).ok_or_else(|| self.problem(part))?;
            let (from, to) = match (range, range.split_once('-')) {
                ("*", _) => (self.least, self.most),
                (_, Some((from, to))) => (self.value(from)?, self.value(to)?),
                // `5/10` goes on to the end of the field; `5` is itself.
                _ if part.contains('/') => (self.value(range)?, self.most),
                _ => (self.value(range)?, self.value(range)?),
            };
            if from > to {
                return Err(format!("`{range}` in the field {} ends before it starts", self.name));
            }
            bits |= (from..=to).step_by(step as usize).fold(0, |bits, value| bits | 1 << value);
        }
        Ok(bits)
    }

    fn value(&self, text: &str) -> Result<u32, String> {
        let word = self.words.iter().position(|w| w.eq_ignore_ascii_case(text)).map(|at| at as u32 + self.least);
        let number = text.parse::<u32>().ok().filter(|n| (self.least..=self.most).contains(n));
        word.or(number).ok_or_else(|| self.problem(text))
    }

    fn problem(&self, text: &str) -> String {
        let (name, least, most) = (self.name, self.least, self.most);
        let words = self.words.first().zip(self.words.last()).map(|(a, b)| format!(" or `{a}` to `{b}`"));
        format!("`{text}` is no value of the field {name}, which takes {least} to {most}{}", words.unwrap_or_default())
    }
}

#[cfg(test)]
mod checks {
    use super::*;
    use std::collections::BTreeSet;

    fn gap(cron: &str) -> Option<u64> {
        Times::parse(cron).expect(cron).longest_gap(None)
    }

    #[test]
    fn gaps_are_measured_over_years() {
        assert_eq!(gap("0 2 * * *"), Some(1440));
        assert_eq!(gap("*/30 * * * *"), Some(30));
        assert_eq!(gap("0 6,18 * * *"), Some(720));
        assert_eq!(gap("0 8-18/5 * * *"), Some(14 * 60));
        assert_eq!(gap("0 2 * * mon-fri"), Some(3 * 1440));
        assert_eq!(gap("0 2 1 * *"), Some(31 * 1440));
        assert_eq!(gap("0 2 31 2 *"), None);
        assert_eq!(gap("0 2 30 FEB *"), None);
        assert_eq!(gap("0 2 1 * 1"), Some(7 * 1440));
    }

    #[test]
    fn closed_days_do_not_count() {
        let weekdays = Calendar { weekend: BTreeSet::from([5, 6]), ..Calendar::default() };
        let times = Times::parse("0 2 * * *").expect("a cron");
        assert_eq!(times.longest_gap(Some(&weekdays)), Some(1440));
        assert_eq!((times.per_month(None), times.per_month(Some(&weekdays))), (31, 22));
        assert_eq!(Times::parse("0 2 * * sun").expect("a cron").longest_gap(Some(&weekdays)), None);
    }

    #[test]
    fn a_field_says_what_it_takes() {
        for (cron, words) in [
            ("60 2 * * *", "`60` is no value of the field minute, which takes 0 to 59"),
            ("0 2 * 13 *", "`13` is no value of the field month, which takes 1 to 12 or `jan` to `dec`"),
            ("0 2 L * *", "`L` is no value of the field day of the month"),
            ("0 18-6 * * *", "`18-6` in the field hour ends before it starts"),
            ("*/0 2 * * *", "`*/0` is no value of the field minute"),
        ] {
            let problem = Times::parse(cron).expect_err(cron);
            assert!(problem.starts_with(words), "{problem}");
        }
    }

    #[test]
    fn sunday_has_two_numbers() {
        assert_eq!(Times::parse("0 0 * * 7"), Times::parse("0 0 * * 7,0"));
        assert_eq!(gap("0 0 * * 0"), gap("0 0 * * 7"));
    }
}
