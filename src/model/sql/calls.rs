//! Calls of functions, with the words that some of them take between their arguments.

use super::ast::{Call, Expr, Named, Node};
use super::lex::{Fault, Token};
use super::parse::{Parsed, Parser};

impl Parser<'_> {
    pub(super) fn call(&mut self, name: Named) -> Parsed {
        self.advance();
        let start = name.span.start;
        let mut call = Call { name: name.name.to_lowercase(), at: name.span, args: vec![], filter: None, over: None };
        if !(self.take_word("distinct") || self.take_word("all")) {
            self.no_query()?;
        }
        if let Some(name) = self.with_unit(&call.name) {
            call.name = name.to_string();
        }
        call.args = self.arguments(&call.name)?;
        if (self.is_word("ignore") || self.is_word("respect")) && self.word_at(self.at + 1, "nulls") {
            self.at += 2;
        }
        if self.is_word("filter") && matches!(self.tokens[self.at + 1].token, Token::Sign("(")) {
            self.at += 2;
            self.need_word("where", "behind `filter (`")?;
            call.filter = Some(Box::new(self.expression()?));
            self.need_sign(")", "behind the condition")?;
        }
        if self.is_word("over") {
            call.over = Some(self.span());
            self.window()?;
        }
        Ok(Expr { span: start..self.end(), node: Node::Call(call) })
    }

    /// Windows are refused later; here they are passed.
    pub(super) fn window(&mut self) -> Result<(), Fault> {
        self.advance();
        if !self.take_sign("(") {
            return self.name("the name of a window").map(|_| ());
        }
        let mut open = 1;
        while open > 0 && *self.peek() != Token::End {
            open += i32::from(self.is_sign("(")) - i32::from(self.is_sign(")"));
            self.advance();
        }
        if open > 0 { Err(self.expected("`)`", "behind the window")) } else { Ok(()) }
    }

    pub(super) fn arguments(&mut self, name: &str) -> Result<Vec<Expr>, Fault> {
        if self.take_sign(")") {
            return Ok(vec![]);
        }
        match name {
            "trim" => self.skip_words(&["both", "leading", "trailing"]),
            "extract" => return self.extract(),
            _ => {}
        }
        let mut args = vec![];
        let separators: &[&str] = match name {
            "substring" | "substr" => &["from", "for"],
            "trim" => &["from"],
            "position" => &["in"],
            "overlay" => &["placing", "from", "for"],
            _ => &[],
        };
        self.take_word("from");
        loop {
            args.push(self.argument(separators)?);
            if !(self.take_sign(",") || separators.iter().any(|word| self.take_word(word))) {
                break;
            }
        }
        if (self.is_word("ignore") || self.is_word("respect")) && self.word_at(self.at + 1, "nulls") {
            self.at += 2;
        }
        self.need_sign(")", &format!("behind the arguments of `{name}`"))?;
        Ok(args)
    }

    /// A value, which may be named in a struct.
    pub(super) fn argument(&mut self, separators: &[&str]) -> Parsed {
        let value = if separators.contains(&"in") { self.level(1)? } else { self.expression()? };
        if self.take_sign("=>") {
            return self.expression();
        }
        if !self.take_word("as") {
            return Ok(value);
        }
        let name = self.name("a name")?;
        Ok(Expr { span: value.span.start..self.end(), node: Node::As(Box::new(value), name.name) })
    }

    pub(super) fn skip_words(&mut self, words: &[&str]) {
        if words.iter().any(|w| self.is_word(w)) && !matches!(self.tokens[self.at + 1].token, Token::Sign(")" | ",")) {
            self.advance();
        }
    }

    /// The function that is meant where the unit comes first, `datediff(day, a, b)`; the unit is no column.
    pub(super) fn with_unit(&mut self, name: &str) -> Option<&'static str> {
        let meant = match name {
            "timestampadd" | "dateadd" | "date_add" => "timestampadd",
            "timestampdiff" | "datediff" | "date_diff" => "timestampdiff",
            _ => return None,
        };
        let at = self.at;
        if self.take_unit() && self.take_sign(",") {
            return Some(meant);
        }
        self.at = at;
        None
    }

    pub(super) fn extract(&mut self) -> Result<Vec<Expr>, Fault> {
        self.name("the part, such as `year`,")?;
        self.need_word("from", "behind the part")?;
        let value = self.expression()?;
        self.need_sign(")", "behind the value")?;
        Ok(vec![value])
    }
}
