//! What a plain scalar means: YAML 1.2's core schema, and where YAML 1.1 would read it otherwise.

use super::Data;

/// The meaning of a plain scalar; the error says why it has none.
pub(super) fn plain(text: &str) -> Result<Data, &'static str> {
    Ok(match text {
        "" | "~" | "null" | "Null" | "NULL" => Data::Null,
        "true" | "True" | "TRUE" => Data::Bool(true),
        "false" | "False" | "FALSE" => Data::Bool(false),
        _ if looks_numeric(text) => return number(text),
        _ => Data::Str(text.into()),
    })
}

/// Numbers begin with a digit, a sign or a point; everything else is spared the work.
fn looks_numeric(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'))
}

fn number(text: &str) -> Result<Data, &'static str> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(digits, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Err("infinite numbers and NaN are not supported");
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8)] {
        if let Some(rest) = text.strip_prefix(prefix).filter(|r| !r.is_empty() && r.chars().all(|c| c.is_digit(radix)))
        {
            return i64::from_str_radix(rest, radix).map(Data::Int).map_err(|_| OUT_OF_RANGE);
        }
    }
    if all_digits(digits) {
        let padded = digits.len() > 1 && digits.starts_with('0');
        return if padded { Ok(Data::Str(text.into())) } else { text.parse().map(Data::Int).map_err(|_| OUT_OF_RANGE) };
    }
    if is_float(digits) { float(text) } else { Ok(Data::Str(text.into())) }
}

const OUT_OF_RANGE: &str = "the number does not fit into 64 bits";

/// A number without a fraction is whole however it is written, as JSON Schema has it.
fn float(text: &str) -> Result<Data, &'static str> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match text.parse::<f64>() {
        Ok(f) if f.fract() == 0.0 && f.abs() <= EXACT => Ok(Data::Int(f as i64)),
        Ok(f) if f.is_finite() => Ok(Data::Float(f)),
        _ => Err(OUT_OF_RANGE),
    }
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// `( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`, the sign already gone.
fn is_float(text: &str) -> bool {
    let (mantissa, exponent) = text.split_once(['e', 'E']).map_or((text, None), |(m, e)| (m, Some(e)));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mantissa_ok = (all_digits(whole) && (fraction.is_empty() || all_digits(fraction)))
        || (whole.is_empty() && all_digits(fraction));
    mantissa_ok && exponent.is_none_or(|e| all_digits(e.strip_prefix(['-', '+']).unwrap_or(e)))
}

/// What a reader of YAML 1.1 makes of a plain scalar that is text here; `None` where both agree.
pub(super) fn yaml11(text: &str) -> Option<&'static str> {
    match text {
        "yes" | "Yes" | "YES" | "on" | "On" | "ON" | "y" | "Y" => return Some("`true`"),
        "no" | "No" | "NO" | "off" | "Off" | "OFF" | "n" | "N" => return Some("`false`"),
        _ => {}
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let octal = digits.len() > 1 && digits.starts_with('0') && all_digits(digits);
    let sexagesimal = digits.contains(':') && digits.split(':').all(|part| all_digits(part) && part.len() <= 2);
    let grouped = digits.contains('_') && digits.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    match (octal, sexagesimal, grouped) {
        (true, ..) => Some("an octal number"),
        (_, true, _) => Some("a number to the base 60"),
        (.., true) => Some("a number"),
        _ => None,
    }
}
