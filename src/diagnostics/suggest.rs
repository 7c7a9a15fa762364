//! "Did you mean": the nearest of some known words.

/// The known word that was most likely meant: at most a third of the letters differ, a letter more or less in short
/// words. Of equally near words the first counts.
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let lower = word.to_lowercase();
    let distance = |k: &str| strsim::damerau_levenshtein(&lower, &k.to_lowercase());
    let longest = word.chars().count().max(3) / 3;
    known.into_iter().map(|k| (distance(k), k)).filter(|(d, _)| *d <= longest).min_by_key(|(d, _)| *d).map(|(_, k)| k)
}

/// [`nearest`], unless several words are equally near.
pub fn only<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let known: Vec<&str> = known.into_iter().collect();
    let first = nearest(word, known.iter().copied())?;
    let others = known.iter().copied().filter(|k| *k != first);
    let distance = |k: &str| strsim::damerau_levenshtein(&word.to_lowercase(), &k.to_lowercase());
    nearest(word, others).is_none_or(|second| distance(second) > distance(first)).then_some(first)
}

/// Words in backquotes with commas between them; long lists end with how many more there are.
pub fn list<'k>(words: impl IntoIterator<Item = &'k str>) -> String {
    const SHOWN: usize = 16;
    let words: Vec<&str> = words.into_iter().collect();
    let shown: Vec<String> = words.iter().take(SHOWN).map(|w| format!("`{w}`")).collect();
    match words.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_found_and_far_ones_are_not() {
        let known = ["connection", "collection", "table", "tier"];
        assert_eq!(nearest("conection", known), Some("connection"));
        assert_eq!(nearest("TABLE", known), Some("table"));
        assert_eq!(nearest("teir", known), Some("tier"));
        assert_eq!(nearest("x", known), None);
        assert_eq!(nearest("ab", ["a", "b"]), Some("a"), "the first of equally near words");
        assert_eq!(nearest("anything", []), None);
        assert_eq!(only("ab", ["a", "b"]), None, "either may be meant");
        assert_eq!(only("conection", known), Some("connection"));
        assert_eq!(only("owner", ["owner", "owners"]), Some("owner"));
    }

    #[test]
    fn long_lists_are_cut() {
        assert_eq!(list(["a", "b"]), "`a`, `b`");
        assert!(list(["x"; 20]).ends_with(" and 4 more"));
    }
}
