//! File names with `{date:yyyyMMdd}` and `{part}`.

use crate::diagnostics::{Finding, codes};
use crate::model::At;

/// A finding when a name has placeholders that nobody knows, or none that tells two deliveries apart.
pub fn check(name: &At<String>, findings: &mut Vec<Finding>) {
    let problem = match split(&name.value) {
        Err(problem) => problem,
        Ok(parts) if !parts.iter().any(|p| matches!(p, Part::Date(_))) => "it has no `{date:yyyyMMdd}`".to_string(),
        Ok(_) => return,
    };
    let finding = Finding::error(codes::FILE_NAME, name.at, format!("this file name cannot be used: {problem}"));
    findings.push(finding.help("write a name such as `TRX_{date:yyyyMMdd}_{part}.csv`"));
}

/// Endings of packed files that the reader unpacks, as it goes by the ending.
const UNPACKED: [&str; 2] = [".gz", ".bz2"];
/// Endings of packed files that it would take for what they are not.
const PACKED: [&str; 9] = [".zip", ".zst", ".zstd", ".xz", ".7z", ".lz4", ".z", ".tar", ".tgz"];

/// A finding for files that are packed in a way that the job cannot undo.
pub fn check_packing(name: &At<String>, findings: &mut Vec<Finding>) {
    let lower = name.value.to_lowercase();
    if let Some(ending) = PACKED.iter().find(|ending| lower.ends_with(*ending)) {
        let start = name.value.len() - ending.len();
        let finding = Finding::error(
            codes::COMPRESSION,
            name.within(start..name.value.len()),
            format!("the job cannot unpack `{ending}` files"),
        );
        findings.push(finding.help("ask for `.gz` or `.bz2`, or for files that are not packed"));
    }
}

/// The name of the file that is packed in a file of this name.
pub fn unpacked(name: &str) -> &str {
    UNPACKED.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name)
}

/// A Python regular expression that matches the whole name, with the groups `date` and `part`.
pub fn regex(name: &str) -> String {
    let parts = split(name).unwrap_or_default();
    let text = |part: &Part| match part {
        Part::Text(text) => escape(text),
        Part::Date(format) => format!("(?P<date>[0-9]{{{}}})", format.len()),
        Part::Number => "(?P<part>[0-9]+)".to_string(),
    };
    parts.iter().map(text).collect()
}

/// The name with an example day and the first part.
pub fn example(name: &str) -> String {
    let parts = split(name).unwrap_or_default();
    let text = |part: &Part| match part {
        Part::Text(text) => text.clone(),
        Part::Date(format) => format.replace("yyyy", "2026").replace("MM", "02").replace("dd", "01"),
        Part::Number => "01".to_string(),
    };
    parts.iter().map(text).collect()
}

enum Part {
    Text(String),
    Date(String),
    Number,
}

fn split(name: &str) -> Result<Vec<Part>, String> {
    let mut parts = vec![];
    let mut rest = name;
    while let Some(open) = rest.find('{') {
        let close = rest[open..].find('}').ok_or("a `{` is not closed")? + open;
        parts.push(Part::Text(rest[..open].to_string()));
        parts.push(placeholder(&rest[open + 1..close])?);
        rest = &rest[close + 1..];
    }
    parts.push(Part::Text(rest.to_string()));
    Ok(parts)
}

fn placeholder(text: &str) -> Result<Part, String> {
    match text.split_once(':') {
        Some(("date", format)) if matches!(format, "yyyyMMdd" | "yyyyMM" | "ddMMyyyy" | "yyMMdd") => {
            Ok(Part::Date(format.to_string()))
        }
        None if text == "part" => Ok(Part::Number),
        _ => Err(format!("`{{{text}}}` is not known")),
    }
}

/// Escapes what Python's `re` treats as special.
fn escape(text: &str) -> String {
    let special = |c: char| r"\.^$*+?{}[]|()-".contains(c);
    text.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_an_anchored_expression_and_an_example() {
        let name = "TRX_{date:yyyyMMdd}_{part}.csv";
        assert_eq!(regex(name), r"TRX_(?P<date>[0-9]{8})_(?P<part>[0-9]+)\.csv");
        assert_eq!(example(name), "TRX_20260201_01.csv");
    }

    #[test]
    fn unknown_placeholders_are_refused() {
        assert!(split("X_{day}.csv").is_err());
        assert!(split("X_{date:yyyyMMdd.csv").is_err());
    }
}
