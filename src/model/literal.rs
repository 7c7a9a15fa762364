//! Values that specs write for columns of a type.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;

/// A value for a column, in the text that was written: text, a number or a boolean, never null.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal(pub String);

impl<'de> Deserialize<'de> for Literal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match serde_json::Value::deserialize(deserializer)? {
            serde_json::Value::String(text) => Literal(text),
            other => Literal(other.to_string()),
        })
    }
}

impl JsonSchema for Literal {
    fn schema_name() -> Cow<'static, str> {
        "Literal".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["string", "number", "boolean"],
            "description": "a value of the column's type; quote decimals and dates",
            "examples": ["0.00"],
        })
    }
}

/// What a text should be to be a value of a type; `None` when it is one.
pub fn expected(kind: &str, text: &str) -> Option<String> {
    let (family, digits) = kind.split_once('(').map_or((kind, ""), |(f, d)| (f, d.trim_end_matches(')')));
    let (fits, form) = match family {
        "string" => (true, String::new()),
        "boolean" => (matches!(text, "true" | "false"), "`true` or `false`".to_string()),
        "int" => (text.parse::<i32>().is_ok(), "a whole number of at most 10 digits".to_string()),
        "bigint" => (text.parse::<i64>().is_ok(), "a whole number of at most 19 digits".to_string()),
        "float" | "double" => (text.parse::<f64>().is_ok_and(f64::is_finite), "a number, such as `0.5`".to_string()),
        "date" => (is_day(text), "a day, `YYYY-MM-DD`".to_string()),
        "timestamp" => (is_moment(text), "a moment, `YYYY-MM-DD HH:MM:SS`".to_string()),
        "decimal" => decimal(digits, text),
        _ => (false, "no value: this type has no literal".to_string()),
    };
    (!fits).then_some(form)
}

fn decimal(digits: &str, text: &str) -> (bool, String) {
    let (precision, scale) = digits.split_once(',').unwrap_or((digits, "0"));
    let number = |text: &str| text.trim().parse::<usize>().unwrap_or(0);
    let (precision, scale) = (number(precision), number(scale));
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let whole = whole.strip_prefix('-').unwrap_or(whole);
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let bare = text.split_once('.').is_none_or(|(_, fraction)| !fraction.is_empty());
    let short = whole.trim_start_matches('0').len() <= precision - scale.min(precision) && fraction.len() <= scale;
    let fits = bare && !whole.is_empty() && plain(whole) && plain(fraction) && short;
    (fits, format!("a number with at most {} digits before the point and {scale} after it", precision - scale))
}

fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let number = |part: &str, width: usize| (part.len() == width).then(|| part.parse::<u32>().ok()).flatten();
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    year > 0 && (1..=12).contains(&month) && (1..=last).contains(&day)
}

fn is_moment(text: &str) -> bool {
    let Some((day, time)) = text.split_once(' ') else { return false };
    let parts: Vec<&str> = time.split(':').collect();
    let below = |part: &str, limit: u32| part.len() == 2 && part.parse::<u32>().is_ok_and(|n| n < limit);
    is_day(day) && parts.len() == 3 && below(parts[0], 24) && below(parts[1], 60) && below(parts[2], 60)
}

#[cfg(test)]
mod tests {
    use super::expected;

    #[test]
    fn values_of_their_type_are_known() {
        let good = [
            ("string", ""),
            ("boolean", "true"),
            ("int", "-7"),
            ("bigint", "9223372036854775807"),
            ("double", "1e3"),
            ("decimal(4,2)", "-12.50"),
            ("decimal(4,2)", "012"),
            ("decimal(2,2)", "0.25"),
            ("date", "2024-02-29"),
            ("timestamp", "2026-02-01 23:59:59"),
        ];
        for (kind, text) in good {
            assert_eq!(expected(kind, text), None, "{kind}: {text}");
        }
        let bad = [
            ("boolean", "yes"),
            ("int", "2147483648"),
            ("int", "1.0"),
            ("double", "NaN"),
            ("decimal(4,2)", "123"),
            ("decimal(4,2)", "1.234"),
            ("decimal(4,2)", "1."),
            ("decimal(4,2)", "-"),
            ("decimal(4,2)", "1,5"),
            ("date", "2026-02-29"),
            ("date", "2026-2-1"),
            ("timestamp", "2026-02-01"),
            ("timestamp", "2026-02-01 24:00:00"),
            ("binary", "AA=="),
        ];
        for (kind, text) in bad {
            assert!(expected(kind, text).is_some(), "{kind}: {text}");
        }
    }
}
