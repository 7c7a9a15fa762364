//! Arguments of functions: how many, of which types, and the types that lambdas are told.

use super::ast::{Call, Expr, Node};
use super::check::{Checker, Ty};
use super::functions::{Function, Gives};
use super::types;
use crate::diagnostics::codes;
use crate::model::DataType;
use crate::model::DataType::{Array, Boolean, Date, Int, Map};

impl Checker<'_> {
    /// Checks the arguments of a call and gives the type of its value.
    pub(super) fn arguments(&mut self, call: &Call, function: &Function) -> Ty {
        self.count(call, function);
        let mut kinds: Vec<Ty> = vec![None; call.args.len()];
        for (index, arg) in call.args.iter().enumerate() {
            let star = matches!(arg.node, Node::Star);
            if !star && !matches!(arg.node, Node::Lambda(..)) {
                kinds[index] = self.part(arg);
                self.argument(call, arg, function.letter(index), kinds[index].as_ref());
            } else if star && call.name != "count" {
                self.part(arg);
            }
        }
        self.items_fit(call, &kinds);
        let bodies = self.bodies(call, &kinds);
        match &function.gives {
            Gives::Type(kind) => kind.clone(),
            Gives::Rule(rule) => self.rule(rule, call, &kinds, &bodies),
        }
    }

    fn count(&mut self, call: &Call, function: &Function) {
        let given = call.args.len();
        if (function.least..=function.most).contains(&given) {
            return;
        }
        let many = |n: usize| if n == 1 { "1 argument".to_string() } else { format!("{n} arguments") };
        let wanted = match (function.least, function.most) {
            (least, most) if least == most => many(least),
            (least, usize::MAX) => format!("at least {}", many(least)),
            (least, most) => format!("{least} to {}", many(most)),
        };
        let message = format!("`{}` takes {wanted}, not {given}", call.name);
        self.error(codes::SQL_ARGUMENTS, &call.at, message, format!("write `{}({})`", call.name, usage(function)));
    }

    fn argument(&mut self, call: &Call, arg: &Expr, letter: char, kind: Option<&DataType>) {
        let Some(kind) = kind else { return };
        let text = *kind == DataType::String;
        let (fits, wanted) = match letter {
            's' => (!kind.is_nested(), "text"),
            'x' => (text || *kind == DataType::Binary, "text or bytes"),
            'n' | 'i' => (text || kind.is_numeric(), "a number"),
            'k' => (*kind == Int, "`int`"),
            'd' | 't' => (text || matches!(kind, Date | DataType::Timestamp), "a day or a moment"),
            'b' => (*kind == Boolean, "a condition"),
            'a' => (matches!(kind, Array(_)), "a list"),
            'm' => (matches!(kind, Map(..)), "a map"),
            'y' => (matches!(kind, Array(_) | Map(..)), "a list or a map"),
            'o' => (!matches!(kind, Map(..)), "a value that has an order"),
            _ => (true, ""),
        };
        if !fits {
            let shown = self.text(&arg.span);
            let message = format!("`{}` needs {wanted} here, and `{shown}` is `{kind}`", call.name);
            self.error(codes::SQL_TYPE, &arg.span, message, format!("give it {wanted}"));
        } else if text && letter == 'n' {
            self.read_as_number(arg);
        }
    }

    /// What is looked for in a list, or put into it, is of the type of its items.
    fn items_fit(&mut self, call: &Call, kinds: &[Ty]) {
        const ONE: [&str; 5] = ["array_contains", "array_position", "array_append", "array_prepend", "array_remove"];
        const MANY: [&str; 4] = ["array_except", "array_union", "array_intersect", "arrays_overlap"];
        let [Some(Array(items)), Some(other)] = kinds else { return };
        let other = match other {
            Array(others) if MANY.contains(&call.name.as_str()) => others,
            other if ONE.contains(&call.name.as_str()) => other,
            _ => return,
        };
        let text = |kind: &DataType| *kind == DataType::String;
        if types::wider(items, other).is_none() || text(items) != text(other) {
            let arg = &call.args[1].span;
            let message = format!(
                "the list holds `{items}`, and `{}` is `{}`",
                self.text(arg),
                kinds[1].as_ref().unwrap_or(other)
            );
            self.error(codes::SQL_TYPE, arg, message, "give both one type");
        }
    }

    /// Texts have an order of their own: beside other types Spark refuses them.
    pub(super) fn without_texts(&mut self, call: &Call, kinds: &[Ty]) -> Option<()> {
        let text = |kind: &Ty| *kind == Some(DataType::String);
        let other = kinds.iter().flatten().find(|kind| **kind != DataType::String);
        let (Some(kind), Some(culprit)) = (other, kinds.iter().position(text)) else { return Some(()) };
        let name = &call.name;
        let message = format!("`{name}` compares values of one type: a text stands beside `{kind}`");
        self.error(codes::SQL_TYPE, &call.args[culprit].span, message, "give all of them one type");
        None
    }

    /// Types of the bodies of the lambdas among the arguments.
    fn bodies(&mut self, call: &Call, kinds: &[Ty]) -> Vec<Ty> {
        let item = |at: usize| kinds.get(at).cloned().flatten().and_then(super::results::item);
        let (key, value) = match kinds.first() {
            Some(Some(Map(key, value))) => (Some((**key).clone()), Some((**value).clone())),
            _ => (None, None),
        };
        let params: Vec<Ty> = match call.name.as_str() {
            "aggregate" | "reduce" => vec![kinds.get(1).cloned().flatten(), item(0)],
            "zip_with" => vec![item(0), item(1)],
            "array_sort" => vec![item(0), item(0)],
            "filter" | "transform" | "exists" | "forall" => vec![item(0), Some(Int)],
            _ => vec![key, value],
        };
        let condition = matches!(call.name.as_str(), "filter" | "exists" | "forall" | "map_filter");
        let mut bodies = vec![];
        for arg in call.args.iter().filter(|arg| matches!(arg.node, Node::Lambda(..))) {
            let body = self.lambda(arg, &params);
            if let (true, Some(kind), Node::Lambda(_, inner)) = (condition, &body, &arg.node)
                && *kind != Boolean
            {
                let message =
                    format!("`{}` needs a condition, and `{}` is `{kind}`", call.name, self.text(&inner.span));
                self.error(codes::NOT_A_CONDITION, &inner.span, message, "compare it, such as `x -> x > 0`");
            }
            bodies.push(body);
        }
        bodies
    }
}

/// The arguments of a function for people; what may be left out stands in square brackets.
fn usage(function: &Function) -> String {
    let word = |letter: &char| match letter {
        's' => "text",
        'x' => "bytes",
        'n' | 'i' | 'k' => "number",
        'd' | 't' => "day",
        'b' => "condition",
        'a' => "list",
        'm' => "map",
        'f' => "x -> value",
        _ => "value",
    };
    let (must, may) = function.letters.split_at(function.least);
    let mut words: Vec<String> = must.iter().map(|l| word(l).to_string()).collect();
    words.extend(may.iter().map(|l| format!("[{}]", word(l))));
    if function.most == usize::MAX {
        words.push("...".to_string());
    }
    words.join(", ")
}
