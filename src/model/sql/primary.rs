//! The parts between operators: constants, names, brackets, `case`, `cast`, lambdas.

use super::ast::{Call, Expr, Literal, Named, Node, Span};
use super::lex::{Fault, Token};
use super::parse::{Parsed, Parser};
use crate::model::DataType;

/// Words that end an expression or belong to the one around it: they cannot be columns unless quoted.
const RESERVED: [&str; 23] = [
    "and", "or", "not", "in", "between", "like", "ilike", "rlike", "regexp", "is", "as", "case", "when", "then",
    "else", "end", "from", "where", "select", "escape", "distinct", "div", "over",
];

impl Parser<'_> {
    pub(super) fn primary(&mut self) -> Parsed {
        let span = self.span();
        let literal = match self.peek() {
            Token::Text(text) => Literal::Text(text.clone()),
            Token::Number => self.number(&span)?,
            Token::Sign("(") => return self.brackets(),
            Token::Sign("*") => {
                self.advance();
                return Ok(Expr { span, node: Node::Star });
            }
            Token::Word => return self.worded(),
            Token::Quoted(_) => return self.named(),
            _ => return Err(self.expected("a value", "here")),
        };
        self.advance();
        let mut literal = literal;
        while let (Literal::Text(text), Token::Text(more)) = (&mut literal, self.peek()) {
            text.push_str(more);
            self.at += 1;
        }
        Ok(Expr { span: span.start..self.end(), node: Node::Literal(literal) })
    }

    pub(super) fn number(&self, span: &Span) -> Result<Literal, Fault> {
        let text = self.sql[span.clone()].to_ascii_lowercase();
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let too_large = || Fault::new(span.clone(), format!("the number `{text}` has too many digits"), "38 fit");
        let kind = match &text[digits.len()..] {
            "l" => Some(DataType::Bigint),
            "d" => Some(DataType::Double),
            "f" => Some(DataType::Float),
            "s" | "y" => None,
            "" if digits.contains('e') => Some(DataType::Double),
            "" if digits.parse::<i32>().is_ok() => Some(DataType::Int),
            "" if digits.parse::<i64>().is_ok() => Some(DataType::Bigint),
            "" | "bd" => Some(decimal(digits).ok_or_else(too_large)?),
            suffix => {
                let message = format!("`{suffix}` is no suffix of a number");
                return Err(Fault::new(span.clone(), message, "the suffixes are L, S, Y, D, F and BD"));
            }
        };
        Ok(Literal::Number(digits.to_string(), kind))
    }

    /// Brackets around a value, several values, or the parameters of a lambda.
    pub(super) fn brackets(&mut self) -> Parsed {
        let start = self.span().start;
        self.advance();
        self.no_query()?;
        let mut items = self.items()?;
        if !self.take_sign(")") {
            return Err(self.expected("`)`", &format!("to close the bracket at character {}", start + 1)));
        }
        if self.is_sign("->") {
            let params = items.into_iter().map(parameter).collect::<Result<_, _>>()?;
            return self.lambda(start, params);
        }
        let span = start..self.end();
        match items.len() {
            1 => Ok(Expr { span, ..items.remove(0) }),
            _ => Ok(Expr { span, node: Node::Row(items) }),
        }
    }

    pub(super) fn lambda(&mut self, start: usize, params: Vec<Named>) -> Parsed {
        self.advance();
        let body = self.expression()?;
        Ok(Expr { span: start..body.span.end, node: Node::Lambda(params, Box::new(body)) })
    }

    /// A column, the parameter of a lambda, or a call.
    pub(super) fn named(&mut self) -> Parsed {
        let name = self.name("a name")?;
        if self.is_sign("(") {
            return self.call(name);
        }
        if self.is_sign("->") {
            return self.lambda(name.span.start, vec![name]);
        }
        Ok(Expr { span: name.span.clone(), node: Node::Name(name) })
    }

    /// What begins with a word without quotes.
    pub(super) fn worded(&mut self) -> Parsed {
        let word = self.text(self.at).to_ascii_lowercase();
        let span = self.span();
        let called = matches!(self.tokens[self.at + 1].token, Token::Sign("("));
        let literal = |node| Ok(Expr { span: span.clone(), node: Node::Literal(node) });
        match word.as_str() {
            "null" | "true" | "false" => {
                self.advance();
                literal(if word == "null" { Literal::Null } else { Literal::Boolean(word == "true") })
            }
            "case" => self.case(),
            "cast" | "try_cast" if called => self.cast(),
            "interval" if !called => self.interval(),
            "date" | "timestamp" | "x" if matches!(self.tokens[self.at + 1].token, Token::Text(_)) => self.typed(&word),
            "current_date" | "current_timestamp" | "current_user" | "user" | "session_user" if !called => {
                self.advance();
                let call = Call { name: word, at: span.clone(), args: vec![], filter: None, over: None };
                Ok(Expr { span, node: Node::Call(call) })
            }
            "exists" if called && self.word_at(self.at + 2, "select") => {
                self.at += 2;
                self.no_query().and(Err(self.unexpected("here")))
            }
            "select" => self.no_query().and(Err(self.unexpected("here"))),
            "like" | "ilike" | "rlike" | "regexp" if called => self.named(),
            _ if RESERVED.contains(&word.as_str()) => Err(self.expected("a value", "here")),
            _ => self.named(),
        }
    }

    pub(super) fn typed(&mut self, word: &str) -> Parsed {
        let start = self.span().start;
        let kind = match word {
            "date" => DataType::Date,
            "timestamp" => DataType::Timestamp,
            _ => DataType::Binary,
        };
        self.at += 2;
        Ok(Expr { span: start..self.end(), node: Node::Literal(Literal::Typed(kind)) })
    }

    /// `interval '1' day`, `interval 1 day 2 hours`, `interval '1 day'`.
    pub(super) fn interval(&mut self) -> Parsed {
        let start = self.span().start;
        self.advance();
        if !matches!(self.peek(), Token::Text(_) | Token::Number | Token::Sign("-" | "+")) {
            self.at -= 1;
            return self.named();
        }
        while matches!(self.peek(), Token::Text(_) | Token::Number | Token::Sign("-" | "+")) {
            self.take_sign("-");
            self.take_sign("+");
            self.advance();
            if self.take_unit() && self.take_word("to") {
                self.take_unit();
            }
            if matches!(self.peek(), Token::Sign("-" | "+")) {
                break;
            }
        }
        Ok(Expr { span: start..self.end(), node: Node::Literal(Literal::Interval) })
    }

    pub(super) fn take_unit(&mut self) -> bool {
        const UNITS: [&str; 9] = ["year", "quarter", "month", "week", "day", "hour", "minute", "second", "millisecond"];
        let word = self.text(self.at).to_ascii_lowercase();
        let unit = UNITS.contains(&word.trim_end_matches('s')) || word.trim_end_matches('s') == "microsecond";
        self.at += usize::from(unit);
        unit
    }

    pub(super) fn case(&mut self) -> Parsed {
        let start = self.span().start;
        self.advance();
        let value = if self.is_word("when") { None } else { Some(Box::new(self.expression()?)) };
        let mut pairs = vec![];
        while self.take_word("when") {
            let test = self.expression()?;
            self.need_word("then", "behind the condition")?;
            pairs.push((test, self.expression()?));
        }
        if pairs.is_empty() {
            return Err(self.expected("`when`", "behind `case`"));
        }
        let otherwise = if self.take_word("else") { Some(Box::new(self.expression()?)) } else { None };
        self.need_word("end", "behind the last result of `case`")?;
        Ok(Expr { span: start..self.end(), node: Node::Case(value, pairs, otherwise) })
    }

    pub(super) fn cast(&mut self) -> Parsed {
        let start = self.span().start;
        self.at += 2;
        let value = self.expression()?;
        self.need_word("as", "before the type")?;
        let kind = self.data_type()?;
        self.need_sign(")", "behind the type")?;
        Ok(Expr { span: start..self.end(), node: Node::Cast(Box::new(value), kind) })
    }

    /// The text up to the bracket that closes the cast.
    pub(super) fn data_type(&mut self) -> Result<Option<DataType>, Fault> {
        let start = self.span().start;
        let mut open = 0;
        while *self.peek() != Token::End && !(open == 0 && self.is_sign(")")) {
            open += i32::from(self.is_sign("(")) - i32::from(self.is_sign(")"));
            self.advance();
        }
        let text = &self.sql[start..self.end().max(start)];
        let word = text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default().to_lowercase();
        const OTHERS: [&str; 10] = [
            "tinyint",
            "byte",
            "smallint",
            "short",
            "char",
            "character",
            "varchar",
            "timestamp_ntz",
            "timestamp_ltz",
            "interval",
        ];
        match DataType::parse(text) {
            Ok(kind) => Ok(Some(kind)),
            Err(_) if OTHERS.contains(&word.as_str()) => Ok(None),
            Err((at, why)) => {
                let at = start + at;
                let end = self.sql[at..].find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(0);
                Err(Fault::new(at..at + end, why, "write a type of Spark, such as `decimal(18,2)`"))
            }
        }
    }
}

fn parameter(expr: Expr) -> Result<Named, Fault> {
    match expr.node {
        Node::Name(name) => Ok(name),
        _ => Err(Fault::new(expr.span, "the parameter of a lambda is a name", "write `(a, b) -> a + b`")),
    }
}

/// The type of a number with a point, or of one that no integer holds.
fn decimal(digits: &str) -> Option<DataType> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = whole.trim_start_matches('0');
    let scale = u8::try_from(fraction.len()).ok()?;
    let precision = u8::try_from(whole.len() + fraction.len()).ok()?.max(1);
    (precision <= 38).then_some(DataType::Decimal(precision, scale))
}
