//! Findings with lines and columns, in the order in which they are shown.

use super::{Finding, Label, Place, Severity, SourceMap, Where};

/// A stretch of a file, or a whole file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// Path relative to the project root; empty for a value that nobody wrote.
    pub path: String,
    /// The bytes, unless it is the whole file.
    pub place: Option<Place>,
    /// First line and column, both from 1; unless it is the whole file.
    pub start: Option<(usize, usize)>,
    /// Line and column behind the last character.
    pub end: Option<(usize, usize)>,
}

impl Spot {
    fn of(at: &Where, map: &SourceMap) -> Spot {
        let place = match at {
            Where::Node(origin) => map.place(*origin),
            Where::Place(place) => Some(place.clone()),
            Where::Within(within) => map.place_within(within),
            Where::File(path) => return Spot { path: path.clone(), place: None, start: None, end: None },
        };
        let Some(place) = place else { return Spot { path: String::new(), place: None, start: None, end: None } };
        let start = map.line_col(place.file, place.span.start);
        let end = map.line_col(place.file, place.span.end.max(place.span.start));
        Spot { path: map.path(place.file).into(), place: Some(place), start: Some(start), end: Some(end) }
    }
}

/// A finding whose places are known.
pub(super) struct Located<'f> {
    pub finding: &'f Finding,
    pub spot: Spot,
    pub related: Vec<(Spot, &'f Label)>,
    /// Where the safe edit is, and what it writes.
    pub fix: Option<(Spot, &'f str)>,
}

impl Located<'_> {
    /// `error` or `warning`.
    pub fn level(&self) -> &'static str {
        match self.finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// All findings, by path, line, column and code.
pub(super) fn locate<'f>(findings: &'f [Finding], map: &SourceMap) -> Vec<Located<'f>> {
    let locate = |finding: &'f Finding| {
        let related = finding.related.iter().map(|label| (Spot::of(&label.at, map), label)).collect();
        let fix = finding.fix.as_ref().map(|edit| (Spot::of(&edit.place.clone().into(), map), edit.text.as_str()));
        Located { finding, spot: Spot::of(&finding.at, map), related, fix }
    };
    let mut located: Vec<Located<'f>> = findings.iter().map(locate).collect();
    located.sort_by(|a, b| {
        let key = |l: &Located<'f>| (l.spot.start, l.finding.code, l.finding.severity);
        a.spot.path.cmp(&b.spot.path).then_with(|| key(a).cmp(&key(b)))
    });
    located
}
