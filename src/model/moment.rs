//! Patterns of days and moments, in the letters of Spark's formatter.
//!
//! Only what reads a text the same way on every machine is allowed: see "Datetime patterns" of Spark's SQL guide for the
//! letters; the years of weeks, days of years and names of weekdays are refused there or bend values here.

use crate::diagnostics::suggest::list;

/// What a pattern reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// It reads hours, minutes or seconds.
    pub time: bool,
    /// It reads an offset or a zone.
    pub zone: bool,
    /// It reads years of two digits, which are those from 2000 to 2099.
    pub short_year: bool,
}

/// A run of one letter, and the byte at which it stands.
struct Run {
    letter: char,
    length: usize,
    at: usize,
}

/// What is wrong with a pattern, the bytes where, and what to write.
#[derive(Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub message: String,
    /// What to write.
    pub help: String,
    /// Byte offsets into the pattern.
    pub span: std::ops::Range<usize>,
}

/// Reads the pattern of a day, or of a moment.
pub fn parts(pattern: &str) -> Result<Parts, Problem> {
    let runs = runs(pattern)?;
    for run in &runs {
        known(run)?;
    }
    complete(pattern, &runs)?;
    let has = |letters: &str| runs.iter().any(|run| letters.contains(run.letter));
    Ok(Parts {
        time: has("HhKkmsSa"),
        zone: has("XxZzOV"),
        short_year: runs.iter().any(|run| run.letter == 'y' && run.length == 2),
    })
}

/// The letters outside of quotes, brackets of optional parts left out.
fn runs(pattern: &str) -> Result<Vec<Run>, Problem> {
    let mut runs: Vec<Run> = vec![];
    let (mut quoted, mut open) = (None, vec![]);
    for (at, c) in pattern.char_indices() {
        match c {
            '\'' if quoted.is_some() => quoted = None,
            '\'' => quoted = Some(at),
            _ if quoted.is_some() => {}
            '[' => open.push(at),
            ']' if open.pop().is_none() => return Err(problem(at, 1, "a `]` closes nothing", "remove it")),
            'A'..='Z' | 'a'..='z' => match runs.last_mut() {
                Some(run) if run.letter == c && run.at + run.length == at => run.length += 1,
                _ => runs.push(Run { letter: c, length: 1, at }),
            },
            '{' | '}' | '#' => return Err(problem(at, 1, format!("`{c}` is reserved"), format!("write `'{c}'`"))),
            _ => {}
        }
    }
    match quoted.or(open.pop()) {
        Some(at) => Err(problem(at, 1, "this is not closed", "close the quote or the bracket")),
        None => Ok(runs),
    }
}

/// How long a run of a letter may be.
fn lengths(letter: char) -> Option<&'static [usize]> {
    Some(match letter {
        'y' => &[2, 4],
        'M' | 'L' => &[1, 2, 3, 4],
        'd' | 'H' | 'h' | 'K' | 'k' | 'm' | 's' => &[1, 2],
        'S' => &[1, 2, 3, 4, 5, 6],
        'a' => &[1],
        'X' | 'x' | 'Z' => &[1, 2, 3],
        'z' => &[1, 2, 3, 4],
        'O' => &[1, 4],
        'V' => &[2],
        _ => return None,
    })
}

fn known(run: &Run) -> Result<(), Problem> {
    let text = run.letter.to_string().repeat(run.length);
    let say = |message: String, help: &str| Err(problem(run.at, run.length, message, help));
    match lengths(run.letter) {
        Some(lengths) if lengths.contains(&run.length) => Ok(()),
        Some(lengths) => {
            let allowed: Vec<String> = lengths.iter().map(|n| run.letter.to_string().repeat(*n)).collect();
            say(format!("`{text}` has no meaning"), &format!("write {}", list(allowed.iter().map(String::as_str))))
        }
        None => match run.letter {
            'Y' => say(format!("`{text}` is the year of a week"), "write `yyyy`"),
            'u' => say(format!("`{text}` is not read by Spark"), "write `yyyy`"),
            'D' => say(format!("`{text}` is the day of the year"), "write `dd` for the day of the month"),
            'n' | 'N' | 'A' => say(format!("`{text}` is not read by Spark"), "write `S` for each digit of a fraction"),
            'E' | 'e' | 'c' | 'F' | 'q' | 'Q' | 'w' | 'W' | 'G' => {
                say(format!("`{text}` does not tell the day"), "leave it out, or put fixed text between `'`")
            }
            _ => say(format!("`{text}` is no letter of a pattern"), "put fixed text between `'`, such as `'T'`"),
        },
    }
}

/// A day needs its year, month and day; a moment that has minutes needs its hour.
fn complete(pattern: &str, runs: &[Run]) -> Result<(), Problem> {
    let find = |letters: &str| runs.iter().find(|run| letters.contains(run.letter));
    let lacks = |what: &str, help: &str| Err(problem(0, pattern.len(), format!("the pattern reads no {what}"), help));
    if find("y").is_none() {
        return lacks("year", "add `yyyy`");
    }
    match (find("ML"), find("m")) {
        (None, Some(minutes)) => {
            return Err(problem(
                minutes.at,
                minutes.length,
                "`m` is the minute; the pattern reads no month",
                "write `MM`",
            ));
        }
        (None, None) => return lacks("month", "add `MM`"),
        _ => {}
    }
    if find("d").is_none() {
        return lacks("day", "add `dd`");
    }
    match (find("HhKk"), find("hK"), find("a"), find("msS")) {
        (None, _, _, Some(rest)) => {
            Err(problem(rest.at, rest.length, "minutes or seconds without an hour", "add `HH`"))
        }
        (_, Some(hour), None, _) => Err(problem(hour.at, hour.length, "an hour of twelve without `a`", "write `HH`")),
        _ => Ok(()),
    }
}

fn problem(at: usize, length: usize, message: impl Into<String>, help: impl Into<String>) -> Problem {
    Problem { message: message.into(), help: help.into(), span: at..at + length }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_pattern_reads() {
        let day = Parts::default();
        assert_eq!(parts("dd/MM/yyyy"), Ok(day));
        assert_eq!(parts("yyyy-MM-dd'T'HH:mm:ss[.SSS]XXX"), Ok(Parts { time: true, zone: true, ..day }));
        assert_eq!(parts("d.M.yy"), Ok(Parts { short_year: true, ..day }));
    }

    #[test]
    fn what_is_wrong_is_named_at_its_letters() {
        let wrong = |pattern: &str| parts(pattern).map_err(|p| (p.span, p.help)).expect_err(pattern);
        assert_eq!(wrong("dd/MM/YYYY"), (6..10, "write `yyyy`".to_string()));
        assert_eq!(wrong("yyyy-mm-dd"), (5..7, "write `MM`".to_string()));
        assert_eq!(wrong("yyyy-MM-DD").0, 8..10);
        assert_eq!(wrong("MM/yyyy"), (0..7, "add `dd`".to_string()));
        assert_eq!(wrong("yyyy-MM-dd hh:mm").0, 11..13);
        assert_eq!(wrong("yyyy-MM-ddTHH:mm").0, 10..11);
        assert_eq!(wrong("yyyy-MM-dd'T").0, 10..11);
        assert_eq!(wrong("yyyy-MM-dd HH:mm:ss.SSSSSSSSS").1, "write `S`, `SS`, `SSS`, `SSSS`, `SSSSS`, `SSSSSS`");
        assert_eq!(wrong("").0, 0..0);
        assert_eq!(wrong("yyyy-MM-dd #").0, 11..12);
    }
}
