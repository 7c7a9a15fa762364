//! The types that functions give.

use super::ast::{Call, Expr, Node};
use super::check::{Checker, Ty};
use super::types;
use crate::model::DataType;
use crate::model::DataType::{Array, Bigint, Decimal, Double, Float, Int, Map, Struct};

impl Checker<'_> {
    /// The type that a function gives by a rule of `scalar.txt` or `aggregate.txt`.
    pub(super) fn rule(&mut self, rule: &str, call: &Call, kinds: &[Ty], bodies: &[Ty]) -> Ty {
        let first = || kinds.first().cloned().flatten();
        let second = || kinds.get(1).cloned().flatten();
        let body = || bodies.first().cloned().flatten();
        let pairs = |from: usize| call.args.iter().zip(kinds.iter().cloned()).skip(from).collect::<Vec<_>>();
        match rule {
            "wide" => self.widest(&pairs(0)),
            "strict" => self.without_texts(call, kinds).and_then(|()| self.widest(&pairs(0))),
            "wide2" => self.widest(&pairs(1)),
            "first" => first(),
            "concat" => self.concat(&call.args.iter().collect::<Vec<_>>(), kinds),
            "array" => self.widest(&pairs(0)).map(array),
            "map" => self.map_of(&pairs(0)),
            "struct" => structure(call, kinds),
            "named" => named(call, kinds),
            "repeat" | "collect" => first().map(array),
            "schema" => schema(call),
            "transform" | "zip_with" => body().map(array),
            "filter" => first(),
            "fold" => bodies.get(1).cloned().unwrap_or_else(second),
            "transform_values" => Some(Map(Box::new(entry(first()?)?.0), Box::new(body()?))),
            "number" => number(first()?),
            "round" => self.rounded(call, first()?),
            "ceil" => ceiling(call, first()?),
            "plus" | "minus" | "times" | "divide" | "rest" => {
                let sign = ["+", "-", "*", "/", "%"]
                    [["plus", "minus", "times", "divide", "rest"].iter().position(|r| *r == rule)?];
                let (a, b) = (first()?, second()?);
                let numbers = a.is_numeric() && b.is_numeric();
                numbers.then(|| {
                    types::arithmetic(sign, &types::exact(&call.args[0], a), &types::exact(&call.args[1], b))
                })?
            }
            "sum" => Some(sum(first()?)),
            "avg" => Some(average(first()?)),
            _ => of_nested(rule, first()?, second()),
        }
    }

    fn map_of(&mut self, pairs: &[(&Expr, Ty)]) -> Ty {
        let keys: Vec<_> = pairs.iter().step_by(2).cloned().collect();
        let values: Vec<_> = pairs.iter().skip(1).step_by(2).cloned().collect();
        Some(Map(Box::new(self.widest(&keys)?), Box::new(self.widest(&values)?)))
    }

    /// Rounding a decimal leaves as many digits behind the point, and one more before it.
    fn rounded(&mut self, call: &Call, kind: DataType) -> Ty {
        let places = call.args.get(1).map_or(Some(0), whole);
        match kind {
            Decimal(precision, scale) => {
                let (places, precision, scale) = (places?, i32::from(precision), i32::from(scale));
                let least = precision - scale + 1;
                if places < 0 {
                    return Some(Decimal(least.max(1_i32.saturating_sub(places)).min(38) as u8, 0));
                }
                let scale = scale.min(places);
                Some(Decimal((least + scale).min(38) as u8, scale as u8))
            }
            kind => number(kind),
        }
    }
}

/// What rules give of lists and maps.
fn of_nested(rule: &str, first: DataType, second: Ty) -> Ty {
    match rule {
        "item" => match first {
            Map(_, value) => Some(*value),
            kind => item(kind),
        },
        "flatten" => item(first),
        "sequence" => Some(array(first)),
        "keys" => entry(first).map(|(key, _)| array(key)),
        "values" => entry(first).map(|(_, value)| array(value)),
        "entries" => {
            entry(first).map(|(key, value)| array(Struct(vec![("key".to_string(), key), ("value".to_string(), value)])))
        }
        "zip" => Some(Map(Box::new(item(first)?), Box::new(second.and_then(item)?))),
        _ => None,
    }
}

fn array(kind: DataType) -> DataType {
    Array(Box::new(kind))
}

pub(super) fn item(kind: DataType) -> Ty {
    match kind {
        Array(item) => Some(*item),
        _ => None,
    }
}

fn entry(kind: DataType) -> Option<(DataType, DataType)> {
    match kind {
        Map(key, value) => Some((*key, *value)),
        _ => None,
    }
}

fn number(kind: DataType) -> Ty {
    match kind {
        DataType::String => Some(Double),
        kind => Some(kind).filter(DataType::is_numeric),
    }
}

fn sum(kind: DataType) -> DataType {
    match kind {
        Decimal(precision, scale) => Decimal((precision + 10).min(38), scale),
        Int | Bigint => Bigint,
        _ => Double,
    }
}

fn average(kind: DataType) -> DataType {
    match kind {
        Decimal(precision, scale) => Decimal((precision + 4).min(38), (scale + 4).min(38)),
        _ => Double,
    }
}

fn ceiling(call: &Call, kind: DataType) -> Ty {
    match (kind, call.args.len()) {
        (Decimal(precision, scale), 1) if scale > 0 => Some(Decimal((precision - scale + 1).min(38), 0)),
        (Decimal(precision, _), 1) => Some(Decimal(precision, 0)),
        (Int | Bigint | Float | Double | DataType::String, 1) => Some(Bigint),
        _ => None,
    }
}

/// A constant whole number.
fn whole(expr: &Expr) -> Option<i32> {
    match &expr.node {
        Node::Literal(super::ast::Literal::Number(digits, _)) => digits.parse().ok(),
        Node::Unary("-", value) => whole(value).map(|n| -n),
        _ => None,
    }
}

fn structure(call: &Call, kinds: &[Ty]) -> Ty {
    let field = |(at, (arg, kind)): (usize, (&Expr, &Ty))| {
        let name = match &arg.node {
            Node::As(_, name) => name.clone(),
            Node::Name(name) | Node::Field(_, name) => name.name.clone(),
            _ => format!("col{}", at + 1),
        };
        Some((name, kind.clone()?))
    };
    call.args.iter().zip(kinds).enumerate().map(field).collect::<Option<Vec<_>>>().map(Struct)
}

fn named(call: &Call, kinds: &[Ty]) -> Ty {
    let names = call.args.iter().step_by(2).map(|arg| types::literal_text(arg).map(str::to_string));
    let values = kinds.iter().skip(1).step_by(2).cloned();
    names.zip(values).map(|(name, kind)| Some((name?, kind?))).collect::<Option<Vec<_>>>().map(Struct)
}

/// The type that `from_json` and `from_csv` are told, as a type or as a list of fields.
fn schema(call: &Call) -> Ty {
    let text = types::literal_text(call.args.get(1)?)?;
    DataType::parse(text).or_else(|_| DataType::parse(&format!("struct<{text}>"))).ok()
}
