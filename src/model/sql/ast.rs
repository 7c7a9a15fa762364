//! An expression of Spark SQL, every part with the bytes that it was written in.

use crate::model::DataType;
use std::ops::Range;

/// Byte offsets into the text of the expression.
pub type Span = Range<usize>;

/// A part of an expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// Where it was written, brackets included.
    pub span: Span,
    /// What it is.
    pub node: Node,
}

/// A name and where it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// The name, without quotes.
    pub name: String,
    /// Where it was written.
    pub span: Span,
}

/// What a part is.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A constant.
    Literal(Literal),
    /// A column, or the parameter of a lambda.
    Name(Named),
    /// `base.field`.
    Field(Box<Expr>, Named),
    /// `base[index]`.
    Index(Box<Expr>, Box<Expr>),
    /// `-`, `+`, `~` or `not`.
    Unary(&'static str, Box<Expr>),
    /// An operator between two values, in lower case.
    Binary(Box<Expr>, Operator, Box<Expr>),
    /// `like`, `rlike` and their kind.
    Like(Box<Expr>, Vec<Expr>),
    /// `between`.
    Between(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `in` a list.
    In(Box<Expr>, Vec<Expr>),
    /// `is null`, which any value may be asked.
    IsNull(Box<Expr>),
    /// `is true` and its kind, which only conditions may be asked.
    IsTrue(Box<Expr>),
    /// `case`: the value that is compared, pairs of test and result, and the result else.
    Case(Option<Box<Expr>>, Vec<(Expr, Expr)>, Option<Box<Expr>>),
    /// `cast` or `try_cast` to a type, unknown where Spark has one that specs have not.
    Cast(Box<Expr>, Option<DataType>),
    /// A call of a function.
    Call(Call),
    /// Parameters and body.
    Lambda(Vec<Named>, Box<Expr>),
    /// `*`.
    Star,
    /// `a as b` in a struct.
    As(Box<Expr>, String),
    /// Several values in brackets.
    Row(Vec<Expr>),
}

/// An operator and where it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Operator {
    /// In lower case.
    pub sign: &'static str,
    /// Where it was written.
    pub span: Span,
}

/// A call of a function.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The function, in lower case.
    pub name: String,
    /// Where the name was written.
    pub at: Span,
    /// Its arguments.
    pub args: Vec<Expr>,
    /// The condition of `filter (where …)`.
    pub filter: Option<Box<Expr>>,
    /// Where `over` was written.
    pub over: Option<Span>,
}

/// A constant.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number: its digits and its type, unknown for types that specs have not.
    Number(String, Option<DataType>),
    /// A text.
    Text(String),
    /// A text after the word of its type: `date '2026-01-31'`.
    Typed(DataType),
    /// An interval.
    Interval,
}

impl Expr {
    /// The parts of a part, in the order in which they were written.
    pub fn children(&self) -> Vec<&Expr> {
        match &self.node {
            Node::Literal(_) | Node::Name(_) | Node::Star => vec![],
            Node::Field(one, _)
            | Node::Unary(_, one)
            | Node::IsNull(one)
            | Node::IsTrue(one)
            | Node::Cast(one, _)
            | Node::Lambda(_, one)
            | Node::As(one, _) => vec![one],
            Node::Index(one, two) | Node::Binary(one, _, two) => vec![one, two],
            Node::Between(one, two, three) => vec![one, two, three],
            Node::Like(one, more) | Node::In(one, more) => std::iter::once(&**one).chain(more).collect(),
            Node::Row(all) => all.iter().collect(),
            Node::Call(call) => call.args.iter().chain(call.filter.as_deref()).collect(),
            Node::Case(value, pairs, otherwise) => {
                let pairs = pairs.iter().flat_map(|(test, result)| [test, result]);
                value.as_deref().into_iter().chain(pairs).chain(otherwise.as_deref()).collect()
            }
        }
    }
}
