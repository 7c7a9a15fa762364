//! Names and numbers that are written without quotes because they were checked.

use std::fmt;

use super::Value;
use crate::model::Fact;

/// Words that Python or HCL keep for themselves.
const RESERVED: &[&str] = &[
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except",
    "false", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "null", "or",
    "pass", "raise", "return", "true", "try", "while", "with", "yield",
];

/// A name that is an identifier in every generated language: `[a-z_][a-z0-9_]*` and no reserved word.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ident(String);

impl Ident {
    /// The name as it is; `None` if it is no identifier.
    pub fn new(name: &str) -> Option<Ident> {
        let starts = name.starts_with(|c: char| c == '_' || c.is_ascii_lowercase());
        let goes_on = name.bytes().all(|b| b == b'_' || b.is_ascii_lowercase() || b.is_ascii_digit());
        (starts && goes_on && !RESERVED.contains(&name)).then(|| Ident(name.to_owned()))
    }

    /// A name near to any text, e.g. `año-2` → `ano_2`, `class` → `class_`. Different texts may give the same name.
    pub fn near(text: &str) -> Ident {
        let mut name: String = text.chars().map(fold).collect();
        if !name.starts_with(|c: char| c == '_' || c.is_ascii_lowercase()) {
            name.insert(0, '_');
        }
        if RESERVED.contains(&name.as_str()) {
            name.push('_');
        }
        Ident(name)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn fold(c: char) -> char {
    match c.to_ascii_lowercase() {
        'á' | 'à' | 'Á' | 'À' => 'a',
        'é' | 'è' | 'É' | 'È' => 'e',
        'í' | 'ì' | 'Í' | 'Ì' => 'i',
        'ó' | 'ò' | 'Ó' | 'Ò' => 'o',
        'ú' | 'ù' | 'ü' | 'Ú' | 'Ù' | 'Ü' => 'u',
        'ñ' | 'Ñ' => 'n',
        c if c.is_ascii_alphanumeric() => c,
        _ => '_',
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An exact decimal number, written as it was: `-?[0-9]+(\.[0-9]+)?`, without leading zeros.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(String);

impl Decimal {
    /// The number; `None` if the text is none.
    pub fn new(text: &str) -> Option<Decimal> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let leading_zero = whole.len() > 1 && whole.starts_with('0');
        (digits(whole) && digits(fraction) && !leading_zero).then(|| Decimal(text.to_owned()))
    }

    /// The number as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A whole number, for the filter `idx`.
pub trait Whole: Value {}

macro_rules! whole_numbers {
    ($($t:ty)*) => { $( impl Whole for $t {} )* };
}
whole_numbers!(u8 u16 u32 u64 usize i8 i16 i32 i64 isize);

impl<T: Whole> Whole for Fact<T> {}

impl<T: Whole + ?Sized> Whole for &T {}
