//! Spark's rules for types that meet: in arithmetic, in comparisons, in results of one expression, in casts.

use super::ast::{Expr, Literal, Node};
use super::check::Ty;
use crate::model::DataType;
use crate::model::DataType::{
    Array, Bigint, Binary, Boolean, Date, Decimal, Double, Float, Int, Map, String, Struct, Timestamp,
};

/// Why two types do not simply compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clash {
    /// The left side is text and is read as the type of the right one.
    ReadsLeft,
    /// The right side is text and is read as the type of the left one.
    ReadsRight,
    /// A condition is compared with a number.
    Truth,
    /// Spark refuses.
    Never,
}

/// The type of a constant.
pub(super) fn of_literal(literal: &Literal) -> Ty {
    match literal {
        Literal::Null | Literal::Interval => None,
        Literal::Boolean(_) => Some(Boolean),
        Literal::Number(_, kind) => kind.clone(),
        Literal::Text(_) => Some(String),
        Literal::Typed(kind) => Some(kind.clone()),
    }
}

/// The text of a constant text.
pub(super) fn literal_text(expr: &Expr) -> Option<&str> {
    match &expr.node {
        Node::Literal(Literal::Text(text)) => Some(text),
        _ => None,
    }
}

/// Whether a constant text becomes a value of a type.
pub(super) fn reads_as(text: &str, kind: &DataType) -> bool {
    let text = text.trim();
    match kind {
        Boolean => ["true", "false", "t", "f", "yes", "no", "y", "n", "1", "0"].contains(&text.to_lowercase().as_str()),
        Date | Timestamp => {
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            digits >= 4 && text[digits..].chars().next().is_none_or(|c| c == '-')
        }
        kind if kind.is_numeric() => text.parse::<f64>().is_ok_and(f64::is_finite),
        _ => true,
    }
}

/// `a number`, `a day`: a type for people.
pub(super) fn article(kind: &DataType) -> std::string::String {
    match kind {
        Date => "a day".to_string(),
        Timestamp => "a moment".to_string(),
        Boolean => "`true` or `false`".to_string(),
        kind if kind.is_numeric() => "a number".to_string(),
        kind => format!("`{kind}`"),
    }
}

/// Whether two types compare; `equality` where order does not matter.
pub(super) fn compared(a: &DataType, b: &DataType, equality: bool) -> Result<(), Clash> {
    match (a, b) {
        (Map(..), Map(..)) => Err(Clash::Never),
        (a, b) if a == b || (a.is_numeric() && b.is_numeric()) => Ok(()),
        (Date | Timestamp, Date | Timestamp) | (String, Binary) | (Binary, String) => Ok(()),
        (Array(a), Array(b)) => compared(a, b, equality),
        (Struct(_), Struct(_)) => Ok(()),
        (String, b) if !b.is_nested() => Err(Clash::ReadsLeft),
        (a, String) if !a.is_nested() => Err(Clash::ReadsRight),
        (Boolean, b) if b.is_numeric() && equality => Err(Clash::Truth),
        (a, Boolean) if a.is_numeric() && equality => Err(Clash::Truth),
        _ => Err(Clash::Never),
    }
}

/// The type that both fit into, when they are results of one expression.
pub(super) fn wider(a: &DataType, b: &DataType) -> Ty {
    match (a, b) {
        (a, b) if a == b => Some(a.clone()),
        (a, b) if a.is_numeric() && b.is_numeric() => Some(wider_number(a, b)),
        (Date | Timestamp, Date | Timestamp) => Some(Timestamp),
        (String, other) | (other, String) if !other.is_nested() && !matches!(other, Binary | Boolean) => Some(String),
        (Array(a), Array(b)) => wider(a, b).map(|item| Array(Box::new(item))),
        (Map(k, v), Map(l, w)) => Some(Map(Box::new(wider(k, l)?), Box::new(wider(v, w)?))),
        _ => None,
    }
}

/// The number that holds both; a decimal that does not fit loses digits behind the point.
fn wider_number(a: &DataType, b: &DataType) -> DataType {
    match (a, b) {
        (Decimal(..), Float | Double) | (Float | Double, Decimal(..)) => Double,
        (Decimal(..), _) | (_, Decimal(..)) => {
            let ((p, s), (q, t)) = (digits(a), digits(b));
            bounded((p - s).max(q - t) + s.max(t), s.max(t))
        }
        _ => [Double, Float, Bigint].into_iter().find(|kind| a == kind || b == kind).unwrap_or(Int),
    }
}

/// Precision and scale of a number as a decimal.
fn digits(kind: &DataType) -> (i32, i32) {
    match kind {
        Decimal(precision, scale) => (i32::from(*precision), i32::from(*scale)),
        Bigint => (20, 0),
        _ => (10, 0),
    }
}

/// A decimal within 38 digits, cut at both ends.
fn bounded(precision: i32, scale: i32) -> DataType {
    Decimal(precision.clamp(1, 38) as u8, scale.clamp(0, 38) as u8)
}

/// A decimal within 38 digits that keeps the digits before the point and at least six behind it.
fn adjusted(precision: i32, scale: i32) -> DataType {
    if precision <= 38 {
        return bounded(precision, scale);
    }
    let kept = (38 - (precision - scale)).max(scale.min(6));
    bounded(38, kept)
}

/// A whole constant counts with its own digits beside a decimal.
pub(super) fn exact(expr: &Expr, kind: DataType) -> (DataType, Option<u8>) {
    let number = match &expr.node {
        Node::Unary("-", value) => &value.node,
        node => node,
    };
    match number {
        Node::Literal(Literal::Number(digits, _)) if kind.is_integral() => (kind, Some(digits.len() as u8)),
        _ => (kind, None),
    }
}

/// The type of `a sign b` for two numbers.
pub(super) fn arithmetic(sign: &str, a: &(DataType, Option<u8>), b: &(DataType, Option<u8>)) -> Ty {
    let decimal = |kind: &DataType| matches!(kind, Decimal(..));
    let float = |kind: &DataType| matches!(kind, Float | Double);
    match sign {
        "div" => Some(Bigint),
        "&" | "|" | "^" => wider(&a.0, &b.0),
        "/" if !decimal(&a.0) && !decimal(&b.0) => Some(Double),
        _ if !decimal(&a.0) && !decimal(&b.0) => wider(&a.0, &b.0),
        _ if float(&a.0) || float(&b.0) => Some(Double),
        sign => {
            let known =
                |(kind, digits_): &(DataType, Option<u8>)| digits_.map_or_else(|| digits(kind), |n| (i32::from(n), 0));
            let ((p, s), (q, t)) = (known(a), known(b));
            Some(match sign {
                "+" | "-" => adjusted((p - s).max(q - t) + s.max(t) + 1, s.max(t)),
                "*" => adjusted(p + q + 1, s + t),
                "/" => {
                    let scale = (s + q + 1).max(6);
                    adjusted(p - s + t + scale, scale)
                }
                _ => adjusted((p - s).min(q - t) + s.max(t), s.max(t)),
            })
        }
    }
}

/// Whether values of a type can be cast to another one at all, as `try_cast` has it.
pub(super) fn castable(from: &DataType, to: &DataType) -> bool {
    match (from, to) {
        (from, to) if from == to => true,
        (_, String) => true,
        (String, to) => !to.is_nested(),
        (Boolean, to) => to.is_numeric(),
        (from, to) if from.is_numeric() => to.is_numeric() || matches!(to, Boolean | Timestamp),
        (Date, to) => *to == Timestamp,
        (Timestamp, to) => to.is_numeric() || *to == Date,
        (Array(from), Array(to)) => castable(from, to),
        (Map(k, v), Map(l, w)) => castable(k, l) && castable(v, w),
        (Struct(from), Struct(to)) => {
            from.len() == to.len() && from.iter().zip(to).all(|((_, from), (_, to))| castable(from, to))
        }
        _ => false,
    }
}

/// Whether a constant number has more digits before the point than a decimal holds.
pub(super) fn overflows(digits: &str, kind: &DataType) -> bool {
    let Decimal(precision, scale) = kind else { return false };
    let whole = digits.split('.').next().unwrap_or_default().trim_start_matches('0');
    !digits.contains('e') && whole.len() > usize::from(precision - scale)
}
