//! What `cauce explain` says, and the page that holds all of it.

use super::codes::{ALL, Explanation};
use super::suggest;

const GROUPS: &[(&str, &str)] = &[
    ("C00", "Reading and YAML"),
    ("C01", "Shape"),
    ("C02", "Names and references"),
    ("C03", "Columns, transforms and rules"),
    ("C04", "Schedule, privacy and alerts"),
    ("C05", "Generated files"),
    ("C06", "Local runs"),
];

fn find(code: &str) -> Option<&'static Explanation> {
    ALL.iter().find(|e| e.code.0.eq_ignore_ascii_case(code.trim()))
}

/// Title, cause and cure of a code, whatever its case; nothing if there is no such code.
pub fn explain(code: &str) -> Option<String> {
    let Explanation { code, title, cause, cure } = find(code)?;
    Some(format!("{}: {title}\n\n{cause}\n\nWhat to do: {cure}\n", code.0))
}

/// The code that was probably meant by one that does not exist.
pub fn nearest(code: &str) -> Option<&'static str> {
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let padded = format!("C{digits:0>4}");
    find(&padded).map(|e| e.code.0).or_else(|| suggest::nearest(&padded, ALL.iter().map(|e| e.code.0)))
}

/// The page `docs/findings.md`: every code with its title, cause and cure.
pub fn document() -> String {
    let mut page = String::from(
        "# Findings\n\nEvery finding has a code. `cauce explain CODE` shows the same text as this page, which is written by cauce from\n\
         `src/diagnostics/codes.rs`.\n",
    );
    for (prefix, heading) in GROUPS {
        let group: Vec<&Explanation> = ALL.iter().filter(|e| e.code.0.starts_with(prefix)).collect();
        if !group.is_empty() {
            page += &format!("\n## {heading}\n");
            page.extend(
                group
                    .iter()
                    .map(|e| format!("\n### {}: {}\n\n{}\n\n**What to do:** {}\n", e.code.0, e.title, e.cause, e.cure)),
            );
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_complete_and_in_order() {
        for e in ALL {
            assert!(e.code.0.len() == 5 && e.code.0[1..].parse::<u16>().is_ok(), "{:?}", e.code);
            assert!(GROUPS.iter().any(|(prefix, _)| e.code.0.starts_with(prefix)), "{:?} has no group", e.code);
            assert!(!e.title.is_empty() && !e.title.ends_with('.'), "{:?}: the title is no sentence", e.code);
            for sentence in [e.cause, e.cure] {
                assert!(sentence.len() > 5 && sentence.ends_with('.'), "{:?}: {sentence}", e.code);
            }
        }
        assert!(ALL.windows(2).all(|pair| pair[0].code < pair[1].code), "codes are unique and sorted");
    }

    #[test]
    fn a_code_is_explained_whatever_its_case() {
        let text = explain("c0101").unwrap();
        assert!(text.starts_with("C0101: unknown key\n") && text.contains("What to do: "), "{text}");
        assert_eq!(explain("C9999"), None);
        assert_eq!(explain(""), None);
    }

    #[test]
    fn an_unknown_code_has_a_neighbour() {
        assert_eq!(nearest("101"), Some("C0101"));
        assert_eq!(nearest("E0102"), Some("C0102"));
        assert_eq!(nearest("C9199"), None);
    }

    #[test]
    fn the_page_has_every_code_once() {
        let page = document();
        for e in ALL {
            assert_eq!(page.matches(&format!("### {}: ", e.code.0)).count(), 1);
        }
    }
}
