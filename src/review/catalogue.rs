//! Datasets that come, go, rest or change hands.

use super::change::{Area, Change, Class};
use super::scope::{Both, Found, Pair, readers_of_table, say};
use super::{alerts, contract, cost, grants, privacy, promises, rows, table};
use crate::diagnostics::codes;
use crate::model::Status;
use crate::model::plan::Dataset;
use crate::targets::Owner;

/// All changes of all datasets.
pub fn differences(both: Both<'_>) -> Vec<Change> {
    let (old, new) = (both.base.plan, both.head.plan);
    let gone = old.datasets.iter().filter(|d| new.dataset(&d.id).is_none()).map(|d| removed(both, d));
    let rest = new.datasets.iter().map(|d| match old.dataset(&d.id) {
        Some(old) => changed(both, Pair { old, new: d }),
        None => added(both, d),
    });
    gone.chain(rest).flatten().collect()
}

fn changed(both: Both<'_>, pair: Pair<'_>) -> Vec<Change> {
    let mut found = Found::new(both, Owner::Dataset(pair.new.id.clone()), &pair.new.spec);
    status(pair, &mut found);
    contract::differences(pair, &mut found);
    table::differences(pair, &mut found);
    rows::differences(pair, &mut found);
    privacy::differences(pair, &mut found);
    grants::differences(pair, &mut found);
    promises::differences(pair, &mut found);
    cost::differences(pair, &mut found);
    alerts::differences(pair, &mut found);
    about(pair, &mut found);
    found.changes()
}

fn added(both: Both<'_>, dataset: &Dataset) -> Vec<Change> {
    let mut found = Found::new(both, Owner::Dataset(dataset.id.clone()), &dataset.spec);
    let (id, owner) = (&dataset.id, &*dataset.owner);
    let what = say!(found, "dataset nuevo `{id}`, de {owner}", "new dataset `{id}`, of {owner}");
    found.add(Class::Compatible, Area::Contract, dataset.name.from, what);
    privacy::of_new(dataset, &mut found);
    grants::of_new(dataset, &mut found);
    cost::of_new(dataset, &mut found);
    found.changes()
}

fn removed(both: Both<'_>, dataset: &Dataset) -> Vec<Change> {
    let mut found = Found::new(both, Owner::Dataset(dataset.id.clone()), &dataset.spec);
    let id = &dataset.id;
    let readers = readers_of_table(both.head.plan, id);
    let moved =
        both.head.plan.datasets.iter().find(|d| d.id.name == id.name && both.base.plan.dataset(&d.id).is_none());
    let rested = dataset.status.value == Status::Retired && readers.is_empty() && moved.is_none();
    let what = match moved {
        Some(new) => {
            let new = &new.id;
            say!(
                found,
                "el dataset `{id}` pasa a ser `{new}`: otra tabla, otra carpeta, otro rol; los datos no se mueven solos",
                "dataset `{id}` becomes `{new}`: another table, folder and role; the data does not move by itself"
            )
        }
        None => say!(
            found,
            "el dataset `{id}` desaparece; la carpeta de su tabla queda sin dueño",
            "dataset `{id}` is removed; the folder of its table is left without an owner"
        ),
    };
    let steps = [
        say!(
            found,
            "retírelo primero con `status: retired` y avise a quienes consultan su tabla",
            "first retire it with `status: retired` and tell those who query its table"
        ),
        say!(
            found,
            "copie o borre a mano lo que quede en las zonas curada, raw y cuarentena",
            "copy or delete by hand what is left in the curated, raw and quarantine zones"
        ),
    ];
    let class = if rested { Class::Risky } else { Class::Breaking };
    let change = found.lost(class, Area::Contract, dataset.name.from, what).readers(readers);
    if class == Class::Breaking {
        change.code(codes::DATASET_GONE);
    }
    steps.into_iter().fold(change, |change, step| change.step(step));
    found.changes()
}

fn status(pair: Pair<'_>, found: &mut Found<'_>) {
    match (pair.old.status.value, pair.new.status.value) {
        (Status::Active, Status::Retired) => {
            let all = readers_of_table(found.both.head.plan, &pair.new.id);
            let active = |dataset: &str| {
                found
                    .both
                    .head
                    .plan
                    .datasets
                    .iter()
                    .any(|d| d.id.to_string() == *dataset && d.status.value == Status::Active)
            };
            let readers: Vec<_> = all.into_iter().filter(|reader| active(&reader.dataset)).collect();
            let what = say!(
                found,
                "se retira: el DAG se apaga y la tabla deja de actualizarse",
                "it is retired: its DAG is off and the table is no longer updated"
            );
            if readers.is_empty() {
                found.add(Class::Risky, Area::Contract, pair.new.status.from, what);
            } else {
                let step = say!(
                    found,
                    "pase primero a los lectores, que se nombran aquí, a otra tabla",
                    "first move the readers that are named here to another table"
                );
                let change = found.add(Class::Breaking, Area::Contract, pair.new.status.from, what);
                change.code(codes::DATASET_GONE).readers(readers).step(step);
            }
        }
        (Status::Retired, Status::Active) => {
            let what = say!(found, "vuelve a estar activo", "it is active again");
            found.add(Class::Compatible, Area::Contract, pair.new.status.from, what);
        }
        _ => {}
    }
}

/// Owner, tier, and what people read.
fn about(pair: Pair<'_>, found: &mut Found<'_>) {
    let (old, new) = (pair.old, pair.new);
    if old.owner.value != new.owner.value {
        let (before, after) = (&*old.owner, &*new.owner);
        let what =
            say!(found, "responde otro equipo: {before} → {after}", "another team answers for it: {before} → {after}");
        found.add(Class::Compatible, Area::Alerts, new.owner.from, what);
    }
    if old.tier.value != new.tier.value {
        let (before, after) = (*old.tier, *new.tier);
        let class = if after > before { Class::Risky } else { Class::Compatible };
        let what = say!(found, "cambia de nivel: {before} → {after}", "its tier changes: {before} → {after}");
        found.add(class, Area::Alerts, new.tier.from, what);
    }
    if old.description.value != new.description.value {
        let what = say!(found, "otra descripción del dataset", "another description of the dataset");
        found.add(Class::Invisible, Area::Texts, new.description.from, what);
    }
    if examples(old) != examples(new) {
        let what = say!(found, "otros ejemplos en `tests:`", "other examples in `tests:`");
        found.add(Class::Invisible, Area::Texts, new.name.from, what);
    }
}

/// The tests of a spec without the places where they are written.
fn examples(dataset: &Dataset) -> String {
    let tests = dataset.tests.iter();
    let text = tests.map(|t| format!("{} {:?} {:?} {:?} {:?}", *t.name, t.given, t.inputs, t.expect, t.quarantined));
    text.collect::<Vec<_>>().join("\n")
}
