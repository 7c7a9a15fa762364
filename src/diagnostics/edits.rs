//! Safe edits, made: every other byte stays.

use super::{Edit, FileId, Finding, SourceMap};
use std::collections::BTreeMap;

/// The edits of some findings, by file and in the order of the text. Of edits that overlap the first one counts: what the
/// others are about may look different afterwards.
pub fn edits<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> BTreeMap<FileId, Vec<(&'f Finding, &'f Edit)>> {
    let mut files: BTreeMap<FileId, Vec<(&Finding, &Edit)>> = BTreeMap::new();
    for finding in findings {
        if let Some(edit) = &finding.fix {
            files.entry(edit.place.file).or_default().push((finding, edit));
        }
    }
    for edits in files.values_mut() {
        edits.sort_by_key(|(_, edit)| (edit.place.span.start, edit.place.span.end));
        let mut free = 0;
        edits.retain(|(_, Edit { place, .. })| {
            let apart = place.span.start >= free && place.span.end > place.span.start;
            free = if apart { place.span.end } else { free };
            apart
        });
    }
    files
}

/// The text of a file after some of the edits that [`edits`] chose for it.
pub fn edited(map: &SourceMap, file: FileId, edits: &[(&Finding, &Edit)]) -> String {
    let (text, mut new, mut from) = (map.text(file), String::new(), 0);
    for (_, Edit { place, text: replacement }) in edits {
        new += &text[from..place.span.start as usize];
        new += replacement;
        from = place.span.end as usize;
    }
    new + &text[from..]
}

#[cfg(test)]
mod tests {
    use super::super::{Place, codes};
    use super::*;
    use proptest::prelude::*;

    fn finding(file: FileId, span: std::ops::Range<u32>, text: &str) -> Finding {
        let place = Place { file, span };
        Finding::error(codes::UNKNOWN_KEY, place.clone(), "x").fix(place, text)
    }

    fn apply(text: &str, changes: &[(std::ops::Range<u32>, &str)]) -> String {
        let mut map = SourceMap::default();
        let file = map.add("a.yaml", text, vec![]);
        let findings: Vec<Finding> = changes.iter().map(|(span, new)| finding(file, span.clone(), new)).collect();
        let chosen = edits(&findings);
        chosen.get(&file).map_or_else(|| text.to_string(), |chosen| edited(&map, file, chosen))
    }

    #[test]
    fn edits_are_made_in_the_order_of_the_text() {
        assert_eq!(
            apply("a: yes # ñ\r\nb: 1\r\n", &[(13..14, "cc"), (3..6, "\"yes\"")]),
            "a: \"yes\" # ñ\r\ncc: 1\r\n"
        );
        assert_eq!(apply("abc", &[]), "abc");
    }

    #[test]
    fn of_edits_that_overlap_one_is_made() {
        assert_eq!(apply("abcdef", &[(1..4, "X"), (2..3, "Y"), (4..5, "Z")]), "aXZf");
        assert_eq!(apply("abcdef", &[(1..4, "X"), (1..4, "X")]), "aXef");
    }

    proptest! {
        #[test]
        fn no_other_byte_changes(text in "[a-f]{1,40}", at in prop::collection::vec((0u32..40, 1u32..5), 0..8)) {
            let length = text.len() as u32;
            let changes: Vec<_> = at.iter().filter(|(s, n)| s + n <= length).map(|(s, n)| (*s..s + n, "[X]")).collect();
            let new = apply(&text, &changes);
            // What is left without the replacements stands in the old text in the same order.
            let mut rest = text.as_str();
            for kept in new.split("[X]") {
                let found = rest.find(kept);
                prop_assert!(found.is_some(), "{new} is no edit of {text}");
                rest = &rest[found.unwrap_or(0) + kept.len()..];
            }
            prop_assert!(changes.is_empty() == (new == text));
        }
    }
}
