//! Statements of generated Python, laid out as its formatter would.

use super::{Fragment, Py, chars, pen};

const STEP: usize = 4;
const IMPORT: &str = " import ";

impl Fragment<Py> {
    /// A statement that was rendered on one line, for a place that begins at column `indent`: as it is if it fits, else
    /// opened at its last bracket with an item a line, and so on inwards. Where nothing can be opened, the line asks
    /// the linter not to complain.
    pub fn fit(&self, indent: usize) -> Fragment<Py> {
        let mut out = Fragment::empty();
        lay(self, 0..self.as_str().len(), indent, 0, "", &mut out);
        out
    }

    /// Like [`Fragment::fit`], for an item of a list: with the comma that ends it.
    pub fn fit_item(&self, indent: usize) -> Fragment<Py> {
        let mut out = Fragment::empty();
        lay(self, 0..self.as_str().len(), indent, 0, ",", &mut out);
        out
    }

    /// A statement `from x import a, b`, with parentheses and a name a line if it is too long.
    pub fn fit_import(&self) -> Fragment<Py> {
        let text = self.as_str();
        let names = text.find(IMPORT).filter(|_| chars::width(text) > pen::WIDTH);
        let Some(start) = names.map(|at| at + IMPORT.len()) else { return self.clone() };
        let mut out = Fragment::empty();
        out.copy(self, 0..start);
        out.push("(");
        for (from, to) in items(&text[start..]) {
            out.push_newline(STEP);
            out.copy(self, start + from..start + to);
            out.push(",");
        }
        out.push_newline(0);
        out.push(")");
        out
    }
}

/// Copies `range` of `from` to `out`. `indent` is where the place begins, `deep` how far inside it we are, `end` what
/// follows on the same line.
fn lay(
    from: &Fragment<Py>,
    range: std::ops::Range<usize>,
    indent: usize,
    deep: usize,
    end: &'static str,
    out: &mut Fragment<Py>,
) {
    let text = &from.as_str()[range.clone()];
    let fits = indent + deep + chars::width(text) + end.len() <= pen::WIDTH;
    let Some((open, close)) = last_bracket(text).filter(|(open, close)| !fits && close - open > 1) else {
        out.copy(from, range);
        out.push(end);
        out.push(if fits { "" } else { "  # noqa: E501" });
        return;
    };
    out.copy(from, range.start..range.start + open + 1);
    for (start, stop) in items(&text[open + 1..close]) {
        out.push_newline(deep + STEP);
        let base = range.start + open + 1;
        lay(from, base + start..base + stop, indent, deep + STEP, ",", out);
    }
    out.push_newline(deep);
    out.copy(from, range.start + close..range.end);
    out.push(end);
}

/// Byte offsets of the last bracket that no other one surrounds, and of its counterpart.
fn last_bracket(text: &str) -> Option<(usize, usize)> {
    let mut found = None;
    let mut opened = 0;
    scan(text, |at, byte, depth| match byte {
        b'(' | b'[' | b'{' if depth == 1 => opened = at,
        b')' | b']' | b'}' if depth == 0 => found = Some((opened, at)),
        _ => {}
    });
    found
}

/// Byte ranges of the items that commas separate, without the space around them.
fn items(text: &str) -> Vec<(usize, usize)> {
    let mut cuts = vec![];
    scan(text, |at, byte, depth| {
        if byte == b',' && depth == 0 {
            cuts.push(at);
        }
    });
    let starts = [0].into_iter().chain(cuts.iter().map(|cut| cut + 1));
    let stops = cuts.iter().copied().chain([text.len()]);
    let trimmed = |(start, stop): (usize, usize)| {
        let item = &text[start..stop];
        let start = start + (item.len() - item.trim_start().len());
        (start, start + item.trim().len())
    };
    starts.zip(stops).map(trimmed).filter(|(start, stop)| start < stop).collect()
}

/// Shows each byte of code, outside of string literals, with the depth of brackets after it.
fn scan(text: &str, mut see: impl FnMut(usize, u8, usize)) {
    let (mut depth, mut quote, mut escaped) = (0_usize, None, false);
    for (at, byte) in text.bytes().enumerate() {
        if let Some(open) = quote {
            (quote, escaped) = (Some(open).filter(|open| escaped || *open != byte), byte == b'\\' && !escaped);
            continue;
        }
        match byte {
            b'"' | b'\'' => quote = Some(byte),
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        see(at, byte, depth);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(text: String, indent: usize) -> String {
        let text: &'static str = Box::leak(text.into_boxed_str());
        Fragment::<Py>::fixed(text).fit(indent).as_str().to_owned()
    }

    #[test]
    fn a_short_statement_stays_on_its_line() {
        assert_eq!(fit("x = f(1, [2])".into(), 0), "x = f(1, [2])");
    }

    #[test]
    fn a_long_one_has_an_item_a_line_and_opens_only_what_must() {
        let (a, b) = ("a".repeat(60), "b".repeat(60));
        let expected = format!("x = f(\n    [1, 2],\n    by=[\n        \"{a}\",\n        \"{b}\",\n    ],\n)");
        assert_eq!(fit(format!("x = f([1, 2], by=[\"{a}\", \"{b}\"])"), 0), expected);
    }

    #[test]
    fn brackets_and_commas_in_texts_are_text() {
        let long = "x".repeat(118);
        assert_eq!(
            fit(format!("f(\"(,\\\"[\", '{long}')"), 0),
            format!("f(\n    \"(,\\\"[\",\n    '{long}',  # noqa: E501\n)")
        );
    }

    #[test]
    fn the_indent_of_the_place_counts() {
        let text = format!("f({})", "1".repeat(115));
        assert_eq!(fit(text.clone(), 0), text);
        assert!(fit(text, 4).starts_with("f(\n    1"));
    }
}
