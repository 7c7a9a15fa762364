//! `cast`: gives columns other types. A value that is not the same in the new type does not fit, and is never lost unseen.

use crate::diagnostics::{Finding, Origin, codes};
use crate::model::plan::Step;
use crate::model::ribs::{Scope, Transform};
use crate::model::{At, Column, Fact, OnError, Protection, TypeName};
use crate::render::{Fragment, Py, py as filters};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// Gives columns other types. A value fits when it is the same in the new type: text must be written as a source would write
/// it (`12.50`, `2026-02-01`, `true`), a number must lose no digit, a moment no time of day.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cast {
    /// Column → type.
    #[schemars(extend("minProperties" = 1))]
    pub columns: IndexMap<String, At<TypeName>>,
    /// What becomes of a value that does not fit; default `quarantine`.
    pub on_error: Option<At<OnError>>,
}

#[derive(askama::Template)]
#[template(path = "transforms/cast/step.py", config = "templates/askama.toml")]
struct Code {
    columns: Vec<(Fact<String>, Fact<String>)>,
    on_error: Option<Fact<&'static str>>,
}

const WHOLE: &[&str] = &["int", "bigint", "decimal"];
const FLOATING: &[&str] = &["float", "double"];
const DAYS: &[&str] = &["date", "timestamp"];

/// What values of a type can be cast to; a decimal without its digits.
fn targets(from: &str) -> Vec<&'static str> {
    let numbers = || [WHOLE, FLOATING].concat();
    let others = match from {
        "string" => [&numbers()[..], DAYS, &["boolean"]].concat(),
        _ if WHOLE.contains(&from) => numbers(),
        // A floating number is rarely a whole one: how to round it is for a `derive` to say.
        _ if FLOATING.contains(&from) => [&["decimal"], FLOATING].concat(),
        _ if DAYS.contains(&from) => DAYS.to_vec(),
        "boolean" => vec![],
        _ => return vec![],
    };
    [&["string"], &others[..]].concat()
}

/// `decimal` for `decimal(18,2)`.
fn family(kind: &str) -> &str {
    kind.split('(').next().unwrap_or(kind)
}

impl Transform for Cast {
    fn at(&self) -> Origin {
        self.columns.first().map_or(Origin::NONE, |(_, kind)| kind.at)
    }

    fn check(&self, scope: &mut Scope<'_>) {
        let nulls = self.on_error.as_ref().is_some_and(|o| o.value == OnError::SetNull);
        for (name, kind) in &self.columns {
            scope.need(name, kind.at);
            if scope.data_type(kind).is_none() {
                continue;
            }
            let Some(column) = scope.column(name).cloned() else { continue };
            scope.findings.extend(has_meaning(&column, kind).into_iter().chain(stays_text(&column, kind)));
            let required = Fact::new(*column.required && !nulls, column.required.from);
            scope.put(Column { kind: kind.fact(), required, ..column });
        }
    }

    fn plan(&self) -> Step {
        let pair = |(name, kind): (&String, &At<TypeName>)| (Fact::new(name.clone(), kind.at), kind.fact());
        let code = Code {
            columns: self.columns.iter().map(pair).collect(),
            on_error: self.on_error.as_ref().map(|o| Fact::new(o.value.word(), o.at)),
        };
        Step::on_columns("cast", Fragment::<Py>::render(&code), vec!["cast"])
    }
}

fn has_meaning(column: &Column, kind: &At<TypeName>) -> Option<Finding> {
    let (name, from) = (&*column.name, &*column.kind);
    if *from == *kind.value {
        let message = format!("`{name}` is `{from}` already");
        return Some(Finding::warning(codes::NO_EFFECT, kind.at, message).help("remove it here"));
    }
    let allowed = targets(family(from));
    if allowed.contains(&family(kind)) {
        return None;
    }
    let message = format!("`{name}` is `{from}`, which cannot be cast to `{}`", kind.value);
    let help = match allowed.is_empty() {
        true => "say in a `derive` how the value is to be made".to_string(),
        false => format!("cast it to {}, or say in a `derive` how the value is to be made", list(&allowed)),
    };
    Some(Finding::error(codes::CAST, kind.at, message).help(help))
}

/// Hashes and masks are text.
fn stays_text(column: &Column, kind: &At<TypeName>) -> Option<Finding> {
    let protect = column.protect.as_ref().filter(|p| p.value != Protection::Drop && *kind.value != *"string")?;
    let message =
        format!("`{}` would be `{}`; `{}` makes text of it", *column.name, kind.value, protect.value.word());
    Some(Finding::error(codes::PROTECT_TEXT, kind.at, message).help("leave it `string`, or write `protect: drop`"))
}

fn list(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
