//! Operators, comparisons and choices: which types may meet, and what comes of it.

use super::ast::{Expr, Literal, Node, Operator};
use super::check::{Checker, Ty};
use super::types::{self, Clash};
use crate::diagnostics::codes;
use crate::model::DataType;

impl Checker<'_> {
    /// A part that must be a condition.
    pub(super) fn condition(&mut self, expr: &Expr, place: &str) -> Ty {
        let found = self.part(expr);
        if let Some(kind) = found.filter(|kind| *kind != DataType::Boolean) {
            let message = format!("{place}a condition is needed, and `{}` is `{kind}`", self.text(&expr.span));
            let help = match kind {
                DataType::String => "compare it, such as `estado = 'ACTIVO'`",
                _ => "compare it, such as `monto > 0`",
            };
            self.error(codes::NOT_A_CONDITION, &expr.span, message, help);
        }
        Some(DataType::Boolean)
    }

    pub(super) fn sign(&mut self, sign: &str, value: &Expr) -> Ty {
        let kind = self.part(value)?;
        match kind {
            DataType::String => {
                self.read_as_number(value);
                Some(DataType::Double)
            }
            kind if kind.is_numeric() => Some(kind),
            kind => {
                let message = format!("`{sign}` needs a number, and `{}` is `{kind}`", self.text(&value.span));
                self.error(codes::SQL_TYPE, &value.span, message, "use a number here");
                None
            }
        }
    }

    pub(super) fn operator(&mut self, left: &Expr, operator: &Operator, right: &Expr) -> Ty {
        match operator.sign {
            "and" | "or" => self.without_carrying(|c| {
                let place = format!("beside `{}` ", operator.sign);
                c.condition(left, &place);
                c.condition(right, &place)
            }),
            "=" | "==" | "<=>" | "<>" | "!=" | "<" | "<=" | ">" | ">=" | "!<" | "!>" => self.without_carrying(|c| {
                let kinds = (c.part(left), c.part(right));
                c.comparison((left, kinds.0), operator.sign, (right, kinds.1))
            }),
            "||" => {
                let kinds = [self.part(left), self.part(right)];
                self.concat(&[left, right], &kinds)
            }
            sign => {
                let kinds = (self.part(left), self.part(right));
                self.arithmetic((left, kinds.0), sign, (right, kinds.1))
            }
        }
    }

    /// Texts and what becomes text, or lists of one type.
    pub(super) fn concat(&mut self, parts: &[&Expr], kinds: &[Ty]) -> Ty {
        let lists = kinds.iter().flatten().any(|kind| matches!(kind, DataType::Array(_) | DataType::Binary));
        if lists { kinds.first().cloned().flatten() } else { Some(self.text_of(parts, kinds)) }
    }

    fn text_of(&mut self, parts: &[&Expr], kinds: &[Ty]) -> DataType {
        for (part, kind) in parts.iter().zip(kinds) {
            if let Some(kind) = kind.as_ref().filter(|kind| kind.is_nested()) {
                let message = format!("`{}` is `{kind}`, which is no text", self.text(&part.span));
                self.error(codes::SQL_TYPE, &part.span, message, "use `to_json(...)`");
            }
        }
        DataType::String
    }

    /// A text where a number is computed: Spark reads it, and what is no number becomes NULL.
    pub(super) fn read_as_number(&mut self, value: &Expr) {
        self.read_as(value, &DataType::Double, "a number");
    }

    /// A text where another type is needed. A constant is read here and now.
    fn read_as(&mut self, value: &Expr, kind: &DataType, what: &str) {
        let text = self.text(&value.span);
        match types::literal_text(value) {
            Some(constant) if types::reads_as(constant, kind) => {}
            Some(_) => {
                let message = format!("{text} is not {what}: Spark makes NULL of it");
                self.error(codes::ALWAYS_NULL, &value.span, message, format!("write {what}, or compare texts"));
            }
            None => {
                let message = format!("`{text}` is text and is read as {what}; what is none becomes NULL unseen");
                let help =
                    format!("declare the column as `{kind}`, or write `cast(... as {kind})` to say that it is meant");
                self.warning(codes::SILENT_NULL, &value.span, message, help);
            }
        }
    }

    fn arithmetic(&mut self, (left, a): (&Expr, Ty), sign: &str, (right, b): (&Expr, Ty)) -> Ty {
        use DataType::{Date, Double, String, Timestamp};
        let interval = |expr: &Expr| matches!(expr.node, Node::Literal(Literal::Interval));
        match (a, b) {
            (Some(Timestamp), _) if interval(right) => Some(Timestamp),
            (_, Some(Timestamp)) if interval(left) && sign == "+" => Some(Timestamp),
            (Some(Date), Some(DataType::Int)) if matches!(sign, "+" | "-") => Some(Date),
            (Some(DataType::Int), Some(Date)) if sign == "+" => Some(Date),
            (Some(Date | Timestamp), Some(Date | Timestamp)) if sign == "-" => None,
            (Some(Date), None) | (None, Some(Date)) => None,
            (Some(a), Some(b)) if a.is_numeric() && b.is_numeric() => {
                types::arithmetic(sign, &types::exact(left, a), &types::exact(right, b))
            }
            (Some(String), Some(b)) if b.is_numeric() || b == String => {
                self.read_as_number(left);
                if b == String {
                    self.read_as_number(right);
                }
                Some(Double)
            }
            (Some(a), Some(String)) if a.is_numeric() => {
                self.read_as_number(right);
                Some(Double)
            }
            (Some(a), Some(b)) => self.cannot_compute((left, &a), sign, (right, &b)),
            _ => None,
        }
    }

    fn cannot_compute(&mut self, (left, a): (&Expr, &DataType), sign: &str, (right, b): (&Expr, &DataType)) -> Ty {
        let moment = matches!(a, DataType::Date | DataType::Timestamp) && matches!(sign, "+" | "-");
        let (culprit, kind) = if a.is_numeric() || moment { (right, b) } else { (left, a) };
        let message = format!("Spark cannot compute `{a} {sign} {b}`: `{}` is `{kind}`", self.text(&culprit.span));
        let help = match (a, b) {
            (DataType::Date, _) => "add days as a whole number: `date_add(day, cast(n as int))`",
            (DataType::Timestamp, _) => "add an interval: `moment + interval 1 hour`",
            (DataType::Boolean, _) | (_, DataType::Boolean) => "write `case when condition then 1 else 0 end`",
            _ => "use numbers on both sides",
        };
        self.error(codes::SQL_TYPE, &culprit.span, message, help);
        None
    }

    fn comparison(&mut self, (left, a): (&Expr, Ty), sign: &str, (right, b): (&Expr, Ty)) -> Ty {
        let null = |expr: &Expr| matches!(expr.node, Node::Literal(Literal::Null));
        if let Some(culprit) = [left, right].into_iter().find(|e| null(e) && sign != "<=>") {
            let help = if matches!(sign, "<>" | "!=") { "write `is not null`" } else { "write `is null`" };
            self.error(codes::ALWAYS_NULL, &culprit.span, "a comparison with `null` is never true", help);
        }
        if let (Some(a), Some(b)) = (a, b) {
            self.compared((left, &a), sign, (right, &b));
        }
        Some(DataType::Boolean)
    }

    fn compared(&mut self, (left, a): (&Expr, &DataType), sign: &str, (right, b): (&Expr, &DataType)) {
        let equality = matches!(sign, "=" | "==" | "<=>" | "<>" | "!=");
        match types::compared(a, b, equality) {
            Ok(()) => {}
            Err(Clash::ReadsLeft) => self.read_as(left, b, &types::article(b)),
            Err(Clash::ReadsRight) => self.read_as(right, a, &types::article(a)),
            Err(Clash::Truth) => {
                let (value, help) = if *a == DataType::Boolean { (right, left) } else { (left, right) };
                let name = self.text(&help.span);
                let message = format!("`{name}` is a condition and is compared with a number");
                self.warning(codes::SQL_TYPE, &value.span, message, format!("write `{name}` or `not {name}`"));
            }
            Err(Clash::Never) => {
                let message = format!(
                    "Spark cannot compare `{}` ({a}) with `{}` ({b})",
                    self.text(&left.span),
                    self.text(&right.span)
                );
                let help = format!("bring both to one type, such as `cast({} as {a})`", self.text(&right.span));
                self.error(codes::SQL_TYPE, &right.span, message, help);
            }
        }
    }

    pub(super) fn like(&mut self, value: &Expr, patterns: &[Expr]) -> Ty {
        for part in std::iter::once(value).chain(patterns) {
            let kind = self.part(part);
            self.text_of(&[part], &[kind]);
        }
        Some(DataType::Boolean)
    }

    pub(super) fn between(&mut self, value: &Expr, low: &Expr, high: &Expr) -> Ty {
        let kind = self.part(value);
        for bound in [low, high] {
            let other = self.part(bound);
            self.comparison((value, kind.clone()), "<=", (bound, other));
        }
        Some(DataType::Boolean)
    }

    pub(super) fn one_of(&mut self, value: &Expr, list: &[Expr]) -> Ty {
        let kind = self.part(value);
        for item in list {
            let other = self.part(item);
            if let (Some(a), Some(b)) = (&kind, &other)
                && types::wider(a, b).is_none()
                && !(types::literal_text(item).is_some() && types::compared(a, b, true) != Err(Clash::Never))
            {
                self.compared((value, a), "<", (item, b));
            }
        }
        Some(DataType::Boolean)
    }

    pub(super) fn case(&mut self, value: Option<&Expr>, pairs: &[(Expr, Expr)], otherwise: Option<&Expr>) -> Ty {
        let compared = value.map(|v| (v, self.without_carrying(|c| c.part(v))));
        let mut results = vec![];
        for (test, result) in pairs {
            self.without_carrying(|c| match &compared {
                Some((value, kind)) => {
                    let other = c.part(test);
                    c.comparison((value, kind.clone()), "=", (test, other));
                }
                None => drop(c.condition(test, "behind `when` ")),
            });
            results.push((result, self.part(result)));
        }
        results.extend(otherwise.map(|o| (o, self.part(o))));
        self.widest(&results)
    }

    /// The type that all results fit into.
    pub(super) fn widest(&mut self, parts: &[(&Expr, Ty)]) -> Ty {
        let null = |expr: &Expr| matches!(expr.node, Node::Literal(Literal::Null));
        let mut found: Ty = None;
        let mut known = true;
        for (part, kind) in parts.iter().filter(|(part, _)| !null(part)) {
            match (&found, kind) {
                (_, None) => known = false,
                (None, Some(kind)) => found = Some(kind.clone()),
                (Some(before), Some(kind)) => match types::wider(before, kind) {
                    Some(wider) => found = Some(wider),
                    None => {
                        let message =
                            format!("`{}` is `{kind}`, the values before it are `{before}`", self.text(&part.span));
                        self.error(codes::SQL_TYPE, &part.span, message, "give all of them one type");
                        return None;
                    }
                },
            }
        }
        found.filter(|_| known)
    }
}
