//! From tokens to an [`Expr`], by the rules of precedence of Spark 3.5's grammar.
//!
//! From loose to tight: `or`, `and`, `not` (also `!`), one predicate, comparison, `|`, `^`, `&`, `+ - ||`, `* / % div`, sign.

use super::ast::{Expr, Named, Node, Operator, Span};
use super::lex::{Fault, Lexeme, Token, tokens};

/// Parts may be nested this deep, so that no text exhausts the stack.
const MAX_DEPTH: usize = 64;

/// Reads one expression, to the end of the text.
pub(super) fn parse(sql: &str) -> Result<Expr, Fault> {
    let mut parser = Parser { sql, tokens: tokens(sql)?, at: 0, depth: 0 };
    if parser.tokens.len() == 1 {
        return Err(Fault::new(0..sql.len(), "there is no expression here", "write one, such as `monto / trm`"));
    }
    let found = parser.expression()?;
    match parser.peek() {
        Token::End => Ok(found),
        _ => Err(parser.unexpected("after the expression")),
    }
}

/// Binary operators below `and` and `or`, from loose to tight.
const LEVELS: [&[&str]; 6] = [
    &["=", "==", "<=>", "<>", "!=", "<", "<=", ">", ">=", "!<", "!>"],
    &["|"],
    &["^"],
    &["&"],
    &["+", "-", "||"],
    &["*", "/", "%", "div"],
];

pub(super) struct Parser<'t> {
    pub sql: &'t str,
    pub tokens: Vec<Lexeme>,
    pub at: usize,
    depth: usize,
}

pub(super) type Parsed = Result<Expr, Fault>;

impl Parser<'_> {
    pub(super) fn peek(&self) -> &Token {
        &self.tokens[self.at].token
    }

    pub(super) fn span(&self) -> Span {
        self.tokens[self.at].span.clone()
    }

    /// Where the token before this one ends.
    pub(super) fn end(&self) -> usize {
        self.tokens[self.at.saturating_sub(1)].span.end
    }

    pub(super) fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |t| &self.sql[t.span.clone()])
    }

    pub(super) fn advance(&mut self) {
        self.at = (self.at + 1).min(self.tokens.len() - 1);
    }

    pub(super) fn is_sign(&self, sign: &str) -> bool {
        matches!(self.peek(), Token::Sign(found) if *found == sign)
    }

    pub(super) fn is_word(&self, word: &str) -> bool {
        self.word_at(self.at, word)
    }

    pub(super) fn word_at(&self, at: usize, word: &str) -> bool {
        self.tokens.get(at).is_some_and(|t| t.token == Token::Word) && self.text(at).eq_ignore_ascii_case(word)
    }

    pub(super) fn take_sign(&mut self, sign: &str) -> bool {
        let found = self.is_sign(sign);
        self.at += usize::from(found);
        found
    }

    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        self.at += usize::from(found);
        found
    }

    pub(super) fn need_sign(&mut self, sign: &'static str, where_: &str) -> Result<(), Fault> {
        if self.take_sign(sign) { Ok(()) } else { Err(self.expected(&format!("`{sign}`"), where_)) }
    }

    pub(super) fn need_word(&mut self, word: &str, where_: &str) -> Result<(), Fault> {
        if self.take_word(word) { Ok(()) } else { Err(self.expected(&format!("`{word}`"), where_)) }
    }

    /// What stands here, for people.
    pub(super) fn here(&self) -> String {
        match self.peek() {
            Token::End => "the expression ends".to_string(),
            _ => format!("unexpected `{}`", self.text(self.at)),
        }
    }

    pub(super) fn expected(&self, wanted: &str, where_: &str) -> Fault {
        Fault::new(
            self.span(),
            format!("{} where {wanted} is missing", self.here()),
            format!("write {wanted} {where_}"),
        )
    }

    pub(super) fn unexpected(&self, where_: &str) -> Fault {
        let help = "write one Spark SQL expression, such as `monto / trm`";
        Fault::new(self.span(), format!("{} {where_}", self.here()), help)
    }

    pub(super) fn deeper(&mut self, read: impl FnOnce(&mut Self) -> Parsed) -> Parsed {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let message = format!("nested deeper than {MAX_DEPTH} levels");
            return Err(Fault::new(self.span(), message, "derive parts of it as columns of their own"));
        }
        let found = read(self);
        self.depth -= 1;
        found
    }

    pub(super) fn expression(&mut self) -> Parsed {
        self.deeper(Self::either)
    }

    pub(super) fn either(&mut self) -> Parsed {
        let mut left = self.both()?;
        while self.is_word("or") {
            let operator = self.operator("or");
            left = binary(left, operator, self.both()?);
        }
        Ok(left)
    }

    pub(super) fn both(&mut self) -> Parsed {
        let mut left = self.negation()?;
        while self.is_word("and") {
            let operator = self.operator("and");
            left = binary(left, operator, self.negation()?);
        }
        Ok(left)
    }

    pub(super) fn operator(&mut self, sign: &'static str) -> Operator {
        let span = self.span();
        self.advance();
        Operator { sign, span }
    }

    pub(super) fn negation(&mut self) -> Parsed {
        let start = self.span().start;
        if !(self.take_word("not") || self.take_sign("!")) {
            return self.predicate();
        }
        let negated = self.deeper(Self::negation)?;
        Ok(Expr { span: start..negated.span.end, node: Node::Unary("not", Box::new(negated)) })
    }

    /// A value and at most one question about it.
    pub(super) fn predicate(&mut self) -> Parsed {
        let value = self.level(0)?;
        let start = value.span.start;
        let node = if self.take_word("is") {
            self.is(value)?
        } else {
            let negated = self.is_word("not") || self.is_sign("!");
            let at = self.at + usize::from(negated);
            let asks = ["between", "in", "like", "ilike", "rlike", "regexp"].iter().any(|w| self.word_at(at, w));
            if !asks {
                return Ok(value);
            }
            self.at = at;
            self.question(value)?
        };
        Ok(Expr { span: start..self.end(), node })
    }

    pub(super) fn is(&mut self, value: Expr) -> Result<Node, Fault> {
        self.take_word("not");
        if self.take_word("null") {
            return Ok(Node::IsNull(Box::new(value)));
        }
        if ["true", "false", "unknown"].iter().any(|w| self.take_word(w)) {
            return Ok(Node::IsTrue(Box::new(value)));
        }
        let operator = self.operator("<=>");
        let words = self.word_at(self.at - 1, "distinct") && self.take_word("from");
        if !words {
            self.at -= 1;
            return Err(self.expected("`null`", "or `true`, `false` or `distinct from` behind `is`"));
        }
        Ok(binary(value, operator, self.level(1)?).node)
    }

    pub(super) fn question(&mut self, value: Expr) -> Result<Node, Fault> {
        let value = Box::new(value);
        if self.take_word("between") {
            let low = self.level(1)?;
            self.need_word("and", "between the two bounds")?;
            return Ok(Node::Between(value, Box::new(low), Box::new(self.level(1)?)));
        }
        if self.take_word("in") {
            self.need_sign("(", "before the list")?;
            self.no_query()?;
            return Ok(Node::In(value, self.list()?));
        }
        self.advance();
        let many = ["any", "some", "all"].iter().any(|w| self.take_word(w));
        if many {
            self.need_sign("(", "before the patterns")?;
            return Ok(Node::Like(value, self.list()?));
        }
        let pattern = self.level(1)?;
        if self.take_word("escape") {
            self.level(5)?;
        }
        Ok(Node::Like(value, vec![pattern]))
    }

    pub(super) fn level(&mut self, level: usize) -> Parsed {
        let Some(signs) = LEVELS.get(level) else { return self.signed() };
        let mut left = self.level(level + 1)?;
        loop {
            let found = signs.iter().find(|sign| match **sign {
                "div" => self.is_word("div"),
                sign => self.is_sign(sign),
            });
            let Some(sign) = found else { return Ok(left) };
            let operator = self.operator(sign);
            left = binary(left, operator, self.level(level + 1)?);
        }
    }

    pub(super) fn signed(&mut self) -> Parsed {
        let start = self.span().start;
        let Some(sign) = ["-", "+", "~"].into_iter().find(|sign| self.is_sign(sign)) else { return self.postfix() };
        self.advance();
        let value = self.deeper(Self::signed)?;
        Ok(Expr { span: start..value.span.end, node: Node::Unary(sign, Box::new(value)) })
    }

    pub(super) fn postfix(&mut self) -> Parsed {
        let mut base = self.primary()?;
        loop {
            let start = base.span.start;
            let node = if self.take_sign("[") {
                let index = self.expression()?;
                self.need_sign("]", "behind the index")?;
                Node::Index(Box::new(base), Box::new(index))
            } else if self.take_sign(".") {
                if self.is_sign("*") {
                    return Err(self.unexpected("behind a point"));
                }
                Node::Field(Box::new(base), self.name("the name of a field")?)
            } else if self.is_sign("::") {
                let help = "write `cast(value as type)`";
                return Err(Fault::new(self.span(), "Spark 3.5 does not know the cast `::`", help));
            } else {
                return Ok(base);
            };
            base = Expr { span: start..self.end(), node };
        }
    }

    pub(super) fn name(&mut self, wanted: &str) -> Result<Named, Fault> {
        let span = self.span();
        let name = match self.peek() {
            Token::Word => self.text(self.at).to_string(),
            Token::Quoted(name) => name.clone(),
            _ => return Err(self.expected(wanted, "here")),
        };
        self.advance();
        Ok(Named { name, span })
    }

    /// Expressions up to the closing bracket.
    pub(super) fn list(&mut self) -> Result<Vec<Expr>, Fault> {
        let items = self.items()?;
        self.need_sign(")", "behind the list")?;
        Ok(items)
    }

    pub(super) fn items(&mut self) -> Result<Vec<Expr>, Fault> {
        let mut items = vec![self.expression()?];
        while self.take_sign(",") {
            items.push(self.expression()?);
        }
        Ok(items)
    }

    pub(super) fn no_query(&self) -> Result<(), Fault> {
        if !self.is_word("select") {
            return Ok(());
        }
        let help = "join the other dataset with a `join:` transform, and use its column here";
        Err(Fault::new(self.span(), "a query inside of an expression cannot be traced", help))
    }
}

fn binary(left: Expr, operator: Operator, right: Expr) -> Expr {
    Expr { span: left.span.start..right.span.end, node: Node::Binary(Box::new(left), operator, Box::new(right)) }
}
