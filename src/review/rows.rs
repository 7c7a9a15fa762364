//! Which rows arrive, and with which values: the source, the transforms and the quality rules.

use super::change::{Area, Class};
use super::scope::{Found, Pair, readers_of_table, say};
use crate::model::plan::{Dataset, Rule, Source, Step};
use crate::model::{Delivery, OnFail, Origins};
use crate::render::HasOrigins;
use std::collections::BTreeSet;

/// What is read, how, what is made of it, and what it must be.
pub fn differences(pair: Pair<'_>, found: &mut Found<'_>) {
    source(pair, found);
    delivered(pair, found);
    steps(pair, found);
    rules(pair, found);
}

fn source(pair: Pair<'_>, found: &mut Found<'_>) {
    let (old, new) = (&pair.old.source, &pair.new.source);
    let before = found_so_far(pair.old);
    let after = found_so_far(pair.new);
    for ((what, old), (_, new)) in before.iter().zip(&after).filter(|(old, new)| old.1 != new.1) {
        let none = say!(found, "nada", "nothing");
        let [old, new] = [old, new].map(|text| text.clone().unwrap_or_else(|| none.clone()));
        let what = say!(
            found,
            "la fuente lee otra cosa: {what} `{old}` → `{new}`",
            "the source reads something else: {what} `{old}` → `{new}`"
        );
        let readers = readers_of_table(found.both.head.plan, &pair.new.id);
        found.add(Class::Risky, Area::Rows, new_origin(pair.new), what).readers(readers);
    }
    if before == after && (texts(old) != texts(new)) && !columns_moved(pair) {
        let what = say!(
            found,
            "la fuente se lee de otra manera: formato, lote o paginación",
            "the source is read in another way: format, batch or pages"
        );
        found.add(Class::Risky, Area::Rows, new_origin(pair.new), what);
    }
    deliveries(pair, found);
}

/// The texts that read a delivery; the columns stand elsewhere.
fn texts(source: &Source) -> Vec<&str> {
    let control = source.glue.control.as_ref().map(|c| c.as_str());
    [Some(source.glue.source.as_str()), control, Some(source.airflow.constants.as_str())]
        .into_iter()
        .flatten()
        .collect()
}

/// Whether the source's texts differ because the columns do: an extract names them.
fn columns_moved(pair: Pair<'_>) -> bool {
    let columns = |dataset: &Dataset| -> Vec<(String, String)> {
        dataset.columns.iter().map(|c| (c.source_name.value.clone(), c.kind.value.clone())).collect()
    };
    columns(pair.old) != columns(pair.new)
}

type Aspect = (&'static str, Option<String>);

/// What a source reads, aspect by aspect, always in the same order.
fn found_so_far(dataset: &Dataset) -> Vec<Aspect> {
    let source = &dataset.source;
    let arrival = source.arrival.as_ref();
    let inputs: Vec<String> = source.inputs.iter().map(|i| i.dataset.value.to_string()).collect();
    vec![
        ("kind", Some(source.kind.to_string())),
        ("connection", source.connection.as_ref().map(|c| c.value.clone())),
        ("prefix", arrival.map(|a| a.prefix.value.clone())),
        ("files", arrival.map(|a| a.files.value.clone())),
        ("control", arrival.and_then(|a| a.control.as_ref().map(|c| c.value.clone()))),
        ("inputs", (!inputs.is_empty()).then(|| inputs.join(", "))),
        ("timezone", Some(source.timezone.value.clone())),
    ]
}

fn new_origin(dataset: &Dataset) -> Origins {
    dataset.source.delivery.from
}

fn deliveries(pair: Pair<'_>, found: &mut Found<'_>) {
    let (old, new) = (&pair.old.source, &pair.new.source);
    if old.delivery.value != new.delivery.value {
        let (before, after) = (old.delivery.word(), new.delivery.word());
        let more = match new.delivery.value {
            Delivery::Full => say!(found, "una entrega es ahora todo lo que hay", "a delivery is now all there is"),
            _ => say!(found, "una entrega trae ahora solo lo que cambió", "a delivery now brings only what changed"),
        };
        let what = say!(found, "`delivers: {before}` → `{after}`: {more}", "`delivers: {before}` → `{after}`: {more}");
        found.add(Class::Risky, Area::Rows, new.delivery.from, what);
    }
    let text = |source: &Source| source.deletes.as_ref().map(|sql| sql.as_str().to_string());
    if text(old) != text(new) {
        let at = new.deletes.as_ref().map_or(new.delivery.from, |sql| sql.origins());
        let what = say!(found, "otras filas se borran de la tabla", "other rows are deleted from the table");
        found.add(Class::Risky, Area::Rows, at, what);
    }
}

/// How a delivered column is read: its field, its format.
fn delivered(pair: Pair<'_>, found: &mut Found<'_>) {
    for new in &pair.new.columns {
        let Some(old) = pair.old.columns.iter().find(|c| c.name.value == new.name.value) else { continue };
        let name = &*new.name;
        let (before, after) = (&*old.source_name, &*new.source_name);
        if before != after {
            let what = say!(
                found,
                "`{name}` se toma de otro campo de la fuente: `{before}` → `{after}`",
                "`{name}` is taken from another field of the source: `{before}` → `{after}`"
            );
            found.add(Class::Risky, Area::Rows, new.source_name.from, what);
        }
        if old.format.as_ref().map(|f| &f.value) != new.format.as_ref().map(|f| &f.value) {
            let what = say!(
                found,
                "`{name}` se lee con otro formato: lo que no encaje va a cuarentena",
                "`{name}` is read in another format: what does not fit goes to quarantine"
            );
            let at = new.format.as_ref().map_or(new.name.from, |f| f.from);
            found.add(Class::Risky, Area::Rows, at, what);
        }
    }
}

fn code(step: &Step) -> (&'static str, &str) {
    (step.kind, step.code.as_str())
}

fn steps(pair: Pair<'_>, found: &mut Found<'_>) {
    let (old, new) = (&pair.old.steps, &pair.new.steps);
    if old.iter().map(code).eq(new.iter().map(code)) {
        return;
    }
    let at = new.iter().find(|step| !old.iter().any(|o| code(o) == code(step)));
    let at = at.map_or(pair.new.name.from, |step| step.code.origins());
    let kinds = |steps: &[Step], other: &[Step]| -> Vec<&'static str> {
        steps.iter().filter(|step| !other.iter().any(|o| code(o) == code(step))).map(|step| step.kind).collect()
    };
    let (gone, came) = (kinds(old, new), kinds(new, old));
    let names: BTreeSet<&str> = gone.iter().chain(&came).copied().collect();
    let list = names.into_iter().collect::<Vec<_>>().join(", ");
    if gone.is_empty() && only_new_columns(pair, &came) {
        let what = say!(
            found,
            "transformaciones nuevas que solo agregan columnas: {list}",
            "new transforms that only add columns: {list}"
        );
        found.add(Class::Compatible, Area::Rows, at, what);
        return;
    }
    let readers = readers_of_table(found.both.head.plan, &pair.new.id);
    let what = match list.as_str() {
        "" => say!(found, "las transformaciones van en otro orden", "the transforms stand in another order"),
        _ => say!(
            found,
            "cambian transformaciones ({list}): las filas o sus valores pueden ser otros",
            "transforms change ({list}): rows or their values may be others"
        ),
    };
    let step = say!(
        found,
        "lo que ya está en la tabla no se recalcula: reprocese la zona raw si la historia debe cambiar",
        "what is in the table is not computed anew: replay the raw zone if the history must change"
    );
    found.add(Class::Risky, Area::Rows, at, what).readers(readers).step(step);
}

/// Whether as many columns are new as there are new derivations, and all columns that were there are there.
fn only_new_columns(pair: Pair<'_>, came: &[&str]) -> bool {
    let has = |dataset: &Dataset, name: &str| dataset.output.iter().any(|c| c.name.value == *name);
    let kept = pair.old.output.iter().all(|c| has(pair.new, &c.name));
    let new = pair.new.output.iter().filter(|c| !has(pair.old, &c.name)).count();
    kept && new >= came.len() && came.iter().all(|kind| *kind == "derive")
}

fn rules(pair: Pair<'_>, found: &mut Found<'_>) {
    let find = |rules: &'_ [Rule], id: &str| rules.iter().position(|rule| rule.id.value == *id);
    for old in pair.old.rules.iter().filter(|rule| find(&pair.new.rules, &rule.id).is_none()) {
        let (id, does) = (&*old.id, old.on_fail.word());
        let what = say!(found, "la regla `{id}` ({does}) desaparece", "the rule `{id}` ({does}) is gone");
        found.lost(weight(&[old.on_fail.value]), Area::Rows, old.id.from, what);
    }
    for new in &pair.new.rules {
        let (id, does) = (&*new.id, new.on_fail.word());
        match find(&pair.old.rules, &new.id).map(|at| &pair.old.rules[at]) {
            None => {
                let what = say!(found, "regla nueva `{id}` ({does})", "new rule `{id}` ({does})");
                found.add(weight(&[new.on_fail.value]), Area::Rows, new.id.from, what);
            }
            Some(old) if old.on_fail.value != new.on_fail.value => {
                let was = old.on_fail.word();
                let what = say!(
                    found,
                    "la regla `{id}` hace otra cosa con lo que falla: `{was}` → `{does}`",
                    "the rule `{id}` does something else with what fails: `{was}` → `{does}`"
                );
                found.add(weight(&[old.on_fail.value, new.on_fail.value]), Area::Rows, new.on_fail.from, what);
            }
            Some(old) if old.fails.as_str() != new.fails.as_str() => {
                let what = say!(
                    found,
                    "la regla `{id}` ({does}) exige otra cosa",
                    "the rule `{id}` ({does}) demands something else"
                );
                found.add(weight(&[new.on_fail.value]), Area::Rows, new.id.from, what);
            }
            Some(_) => {}
        }
    }
}

/// A rule that only warns takes no row away.
fn weight(on_fail: &[OnFail]) -> Class {
    if on_fail.iter().all(|on_fail| *on_fail == OnFail::Warn) { Class::Compatible } else { Class::Risky }
}
