//! What a table holds and what its rows must be, as a runbook shows it.

use crate::model::plan::{Dataset, Rule};
use crate::model::{Classification, Column, Fact, Locale, OnFail, Protection};
use crate::render::prose::value;
use serde_json::{Value, json};

/// Rows of the table of columns.
pub fn columns(dataset: &Dataset, locale: Locale) -> Vec<Value> {
    dataset.output.iter().map(|column| row(column, locale)).collect()
}

/// Rows of the table of rules.
pub fn rules(dataset: &Dataset, locale: Locale) -> Vec<Value> {
    let row = |rule: &Rule| {
        let consequence = Fact::new(consequence(rule.on_fail.value, locale), rule.on_fail.from);
        json!({"id": value(&rule.id), "reason": value(&rule.reason), "consequence": value(&consequence)})
    };
    dataset.rules.iter().map(row).collect()
}

fn row(column: &Column, locale: Locale) -> Value {
    let text = |fact: &Option<Fact<String>>| fact.as_ref().map_or_else(|| json!("—"), value);
    let protection = column.protect.as_ref().map(|p| Fact::new(protection(p.value, locale), p.from));
    json!({
        "name": value(&column.name),
        "kind": value(&column.kind),
        "unit": text(&column.unit),
        "classification": value(&column.classification.map(|class| classification(*class, locale))),
        "protection": protection.as_ref().map_or_else(|| json!("—"), value),
        "description": text(&column.description),
    })
}

fn classification(class: Classification, locale: Locale) -> &'static str {
    match (class, locale) {
        (Classification::Public, Locale::Es) => "pública",
        (Classification::Internal, Locale::Es) => "interna",
        (Classification::Confidential, Locale::Es) => "confidencial",
        (Classification::Restricted, Locale::Es) => "restringida",
        (class, Locale::En) => class.word(),
    }
}

fn protection(protection: Protection, locale: Locale) -> &'static str {
    match (protection, locale) {
        (Protection::Hash, Locale::Es) => "resumen con llave",
        (Protection::Hash, Locale::En) => "keyed hash",
        (Protection::Mask, Locale::Es) => "enmascarada",
        (Protection::Mask, Locale::En) => "masked",
        (Protection::Drop, Locale::Es) => "no se guarda",
        (Protection::Drop, Locale::En) => "not kept",
    }
}

fn consequence(on_fail: OnFail, locale: Locale) -> &'static str {
    match (on_fail, locale) {
        (OnFail::Quarantine, Locale::Es) => "la fila va a cuarentena",
        (OnFail::Quarantine, Locale::En) => "the row goes to quarantine",
        (OnFail::Drop, Locale::Es) => "la fila se filtra",
        (OnFail::Drop, Locale::En) => "the row is filtered",
        (OnFail::Fail, Locale::Es) => "la corrida falla antes de escribir",
        (OnFail::Fail, Locale::En) => "the run fails before it writes",
        (OnFail::Warn, Locale::Es) => "solo se cuenta",
        (OnFail::Warn, Locale::En) => "it is only counted",
    }
}
