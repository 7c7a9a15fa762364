//! What may be written instead of a value: the same value in the form that is wanted, or the one word that was meant.

use std::ops::Range;

/// A key or scalar as it stands in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written<'t>(Option<&'t str>);

impl<'t> Written<'t> {
    /// What stands at a place. A value with an anchor stands for its aliases too, so it is better left alone.
    pub fn at(text: &'t str, span: &Range<u32>) -> Written<'t> {
        let (before, raw) = (text.get(..span.start as usize), text.get(span.start as usize..span.end as usize));
        let anchored = before.and_then(|b| b.split_whitespace().next_back()).is_some_and(|word| word.starts_with('&'));
        let scalar = |raw: &&str| !raw.is_empty() && !raw.starts_with(['*', '&', '!', '|', '>']) && !raw.contains('\n');
        Written(raw.filter(scalar).filter(|_| !anchored))
    }

    /// A word in the quotes of this one.
    pub fn renamed(self, word: &str) -> Option<String> {
        let quote = self.0?.chars().next().filter(|c| matches!(c, '"' | '\''));
        let quote = quote.map_or_else(String::new, String::from);
        Some(format!("{quote}{word}{quote}"))
    }

    /// A plain scalar, quoted.
    pub fn quoted(self) -> Option<String> {
        self.0.filter(|raw| !raw.contains(['"', '\'', '\\'])).map(|raw| format!("\"{raw}\""))
    }

    /// The plain value in place of a scalar.
    pub fn plain(self, value: impl ToString) -> Option<String> {
        self.0.map(|_| value.to_string())
    }

    /// As it stands there, without quotes that are missing.
    pub fn shown(self) -> Option<&'t str> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at<'t>(text: &'t str, what: &str) -> Written<'t> {
        let start = text.find(what).expect(what) as u32;
        Written::at(text, &(start..start + what.len() as u32))
    }

    #[test]
    fn quotes_stay_and_numbers_keep_their_digits() {
        assert_eq!(at("a: 'bc'", "'bc'").renamed("d").as_deref(), Some("'d'"));
        assert_eq!(at("bc: 1", "bc").renamed("d").as_deref(), Some("d"));
        assert_eq!(at("a: 1.10", "1.10").quoted().as_deref(), Some("\"1.10\""));
        assert_eq!(at("a: \"1\"", "\"1\"").plain(1).as_deref(), Some("1"));
    }

    #[test]
    fn what_stands_for_several_values_is_left_alone() {
        for (text, what) in
            [("a: *x", "*x"), ("a: &x 5", "5"), ("a: &x 5", "&x 5"), ("a: |\n  b", "|\n  b"), ("a: ", "")]
        {
            let written = at(text, what);
            assert_eq!((written.renamed("d"), written.quoted(), written.plain(1)), (None, None, None), "{text}");
        }
    }
}
