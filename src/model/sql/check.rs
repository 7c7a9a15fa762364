//! What an expression reads and of which type it is. Only what Spark would refuse, or turn into NULL unseen, is a finding;
//! what cannot be told passes.

use super::ast::{Call, Expr, Named, Node, Span};
use super::functions::{self, Found, Kind};
use super::types;
use super::{ColumnUse, Typed, Wanted};
use crate::diagnostics::suggest::nearest;
use crate::diagnostics::{Code, Finding, codes};
use crate::model::{At, Column, DataType};

/// The type of a part; `None` where it cannot be told, or for `null`.
pub(super) type Ty = Option<DataType>;

/// Walks an expression once, in the order in which it was written.
pub(super) struct Checker<'a> {
    pub sql: &'a At<String>,
    pub columns: &'a [Column],
    /// Columns of the group, when rows are grouped.
    pub by: Option<&'a [&'a str]>,
    pub typed: Typed,
    pub findings: Vec<Finding>,
    /// Parameters of the lambdas around this part.
    lambdas: Vec<(String, Ty)>,
    /// The aggregate around this part.
    inside: Option<String>,
    /// Whether the value of this part may be read in the result.
    carries: bool,
}

impl<'a> Checker<'a> {
    pub fn new(sql: &'a At<String>, columns: &'a [Column], wanted: Wanted<'a>) -> Checker<'a> {
        let by = if let Wanted::OfGroup { by, .. } = wanted { Some(by) } else { None };
        Checker {
            sql,
            columns,
            by,
            typed: Typed::default(),
            findings: vec![],
            lambdas: vec![],
            inside: None,
            carries: true,
        }
    }

    pub fn error(&mut self, code: Code, span: &Span, message: impl Into<String>, help: impl Into<String>) {
        self.findings.push(Finding::error(code, self.sql.within(span.clone()), message).help(help));
    }

    pub fn warning(&mut self, code: Code, span: &Span, message: impl Into<String>, help: impl Into<String>) {
        self.findings.push(Finding::warning(code, self.sql.within(span.clone()), message).help(help));
    }

    pub fn text(&self, span: &Span) -> &'a str {
        &self.sql.value[span.clone()]
    }

    pub fn without_carrying<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.carries, false);
        let found = read(self);
        self.carries = before;
        found
    }

    /// The type of a part; what is wrong with it is noted.
    pub fn part(&mut self, expr: &Expr) -> Ty {
        match &expr.node {
            Node::Literal(literal) => types::of_literal(literal),
            Node::Name(name) => self.name(name),
            Node::Field(base, field) => self.field(base, field),
            Node::Index(base, index) => self.index(base, index),
            Node::Unary("not", value) => self.without_carrying(|c| c.condition(value, "behind `not` ")),
            Node::Unary(sign, value) => self.sign(sign, value),
            Node::Binary(left, operator, right) => self.operator(left, operator, right),
            Node::Like(value, patterns) => self.without_carrying(|c| c.like(value, patterns)),
            Node::Between(value, low, high) => self.without_carrying(|c| c.between(value, low, high)),
            Node::In(value, list) => self.without_carrying(|c| c.one_of(value, list)),
            Node::IsNull(value) | Node::IsTrue(value) => {
                self.without_carrying(|c| c.part(value));
                Some(DataType::Boolean)
            }
            Node::Case(value, pairs, otherwise) => self.case(value.as_deref(), pairs, otherwise.as_deref()),
            Node::Cast(value, kind) => self.cast(value, kind.as_ref(), &expr.span),
            Node::Call(call) => self.call(call),
            Node::As(value, _) => self.part(value),
            Node::Lambda(..) => {
                let help = "lambdas stand in functions such as `transform(list, x -> x + 1)`";
                self.error(codes::SQL_TYPE, &expr.span, "a lambda is not a value", help);
                None
            }
            Node::Star => {
                let help = "name the columns; a star stands only in `count(*)`";
                self.error(codes::SQL_TYPE, &expr.span, "a star is not a value", help);
                None
            }
            Node::Row(values) => {
                values.iter().for_each(|v| drop(self.part(v)));
                None
            }
        }
    }

    fn name(&mut self, name: &Named) -> Ty {
        if let Some((_, kind)) = self.lambdas.iter().rev().find(|(param, _)| *param == name.name.to_lowercase()) {
            return kind.clone();
        }
        let lower = name.name.to_lowercase();
        let Some(column) = self.columns.iter().find(|c| c.name.value.to_lowercase() == lower) else {
            let at = self.sql.within(name.span.clone());
            self.findings.extend(crate::model::ribs::missing_column(self.columns, &name.name, at));
            return None;
        };
        self.typed.reads.push(ColumnUse {
            column: column.name.value.clone(),
            span: name.span.clone(),
            carries: self.carries,
        });
        let grouped = self.by.is_none_or(|by| by.iter().any(|b| b.to_lowercase() == lower));
        if !grouped && self.inside.is_none() {
            let message = format!("`{}` is neither a column of the group nor inside of an aggregate", name.name);
            let help = format!("write `max({0})` or the like, or add `{0}` to `by:`", name.name);
            self.error(codes::BARE_COLUMN, &name.span, message, help);
        }
        column.data_type()
    }

    fn field(&mut self, base: &Expr, field: &Named) -> Ty {
        match self.part(base)? {
            DataType::Struct(fields) => self.field_of(&fields, field),
            DataType::Map(_, value) => Some(*value),
            DataType::Array(item) => match *item {
                DataType::Struct(fields) => self.field_of(&fields, field).map(|kind| DataType::Array(Box::new(kind))),
                _ => self.no_fields(base, &DataType::Array(item)),
            },
            other => self.no_fields(base, &other),
        }
    }

    fn no_fields(&mut self, base: &Expr, kind: &DataType) -> Ty {
        let message = format!("`{}` is `{kind}` and has no fields", self.text(&base.span));
        self.error(codes::UNKNOWN_FIELD, &base.span, message, "only structs and maps have fields");
        None
    }

    fn field_of(&mut self, fields: &[(String, DataType)], field: &Named) -> Ty {
        let lower = field.name.to_lowercase();
        if let Some((_, kind)) = fields.iter().find(|(name, _)| name.to_lowercase() == lower) {
            return Some(kind.clone());
        }
        let names = fields.iter().map(|(name, _)| name.as_str());
        let help = match nearest(&field.name, names.clone()) {
            Some(close) => format!("did you mean `{close}`?"),
            None => format!("the fields are {}", crate::diagnostics::suggest::list(names)),
        };
        self.error(codes::UNKNOWN_FIELD, &field.span, format!("unknown field `{}`", field.name), help);
        None
    }

    fn index(&mut self, base: &Expr, index: &Expr) -> Ty {
        let found = self.part(base);
        let place = self.without_carrying(|c| c.part(index));
        match found? {
            DataType::Array(item) => {
                if let Some(kind) = place.filter(|kind| !kind.is_integral()) {
                    let message = format!("the index of a list is a whole number, not `{kind}`");
                    self.error(codes::SQL_TYPE, &index.span, message, "write a number from 0");
                }
                Some(*item)
            }
            DataType::Map(_, value) => Some(*value),
            DataType::Struct(_) => None,
            other => {
                let message = format!("`{}` is `{other}` and has no items", self.text(&base.span));
                self.error(codes::SQL_TYPE, &base.span, message, "only lists and maps have items");
                None
            }
        }
    }

    fn cast(&mut self, value: &Expr, kind: Option<&DataType>, whole: &Span) -> Ty {
        let from = self.part(value);
        if let (Some(from), Some(kind)) = (&from, kind)
            && !types::castable(from, kind)
        {
            let message = format!("`{}` is `{from}`, which cannot be cast to `{kind}`", self.text(&value.span));
            self.error(
                codes::CANNOT_CAST,
                &(value.span.start..whole.end - 1),
                message,
                "cast it by way of another type",
            );
        }
        kind.cloned()
    }

    fn call(&mut self, call: &Call) -> Ty {
        let function = match functions::find(&call.name, self.by.is_some()) {
            Found::Known(function) => function,
            other => return self.refuse(call, &other),
        };
        let aggregate = function.kind == Kind::Aggregate;
        if aggregate {
            self.may_aggregate(call);
        }
        if let Some(over) = &call.over {
            self.refuse_window(&call.name, over);
        }
        let outer = self.inside.clone();
        if aggregate {
            self.inside = Some(call.name.clone());
        }
        let carried = self.carries;
        self.carries = carried && function.carries && function.gives != functions::Gives::Type(Some(DataType::Boolean));
        let found = self.arguments(call, function);
        self.carries = carried;
        if let Some(condition) = &call.filter {
            self.without_carrying(|c| c.condition(condition, "in `filter` "));
        }
        self.inside = outer;
        found
    }

    fn may_aggregate(&mut self, call: &Call) {
        let name = &call.name;
        if self.by.is_none() {
            let message = format!("`{name}` folds many rows, and here there is one");
            let help = "compute it with an `aggregate:` transform";
            self.error(codes::AGGREGATE_HERE, &call.at, message, help);
        } else if let Some(outer) = self.inside.clone() {
            let message = format!("`{name}` stands inside of `{outer}`: both fold rows");
            self.error(
                codes::NESTED_AGGREGATE,
                &call.at,
                message,
                "compute the inner one in an `aggregate:` before this one",
            );
        }
    }

    fn refuse_window(&mut self, name: &str, at: &Span) {
        let message =
            format!("`{name}` over a window: the value of a row would depend on the other rows of its delivery");
        self.error(codes::WINDOW_FUNCTION, at, message, "use `aggregate:` or `dedupe:`");
    }

    fn refuse(&mut self, call: &Call, found: &Found<'_>) -> Ty {
        let (name, at) = (&call.name, &call.at);
        match found {
            Found::Refused(why) => {
                let help = "specs may not use it; find another way, or compute the value where the data comes from";
                self.error(codes::REFUSED_FUNCTION, at, format!("`{name}` is refused: {why}"), help);
            }
            Found::Window => self.refuse_window(name, at),
            Found::Rows => {
                let message = format!("`{name}` makes several rows of one, so that rows could not be counted");
                self.error(codes::REFUSED_FUNCTION, at, message, "keep the list, or take one item of it");
            }
            Found::Unknown(close) => {
                let help = match close {
                    Some(close) => format!("did you mean `{close}`?"),
                    None => "use a function of Spark 3.5".to_string(),
                };
                self.error(codes::UNKNOWN_FUNCTION, at, format!("unknown function `{name}`"), help);
            }
            Found::Known(_) => {}
        }
        let outer = self.inside.replace(name.clone());
        for arg in call.args.iter().filter(|a| !matches!(a.node, Node::Star | Node::Lambda(..))) {
            self.part(arg);
        }
        self.inside = outer;
        None
    }

    /// Reads the body of a lambda with these types of its parameters.
    pub fn lambda(&mut self, expr: &Expr, kinds: &[Ty]) -> Ty {
        let Node::Lambda(params, body) = &expr.node else { return self.part(expr) };
        let before = self.lambdas.len();
        let kinds = kinds.iter().cloned().chain(std::iter::repeat(None));
        self.lambdas.extend(params.iter().map(|p| p.name.to_lowercase()).zip(kinds));
        let found = self.part(body);
        self.lambdas.truncate(before);
        found
    }
}
