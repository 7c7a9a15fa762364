//! What becomes of the Hudi table: what Hudi 1.0.2 takes as it is, and what it refuses.

use super::change::{Area, Class};
use super::scope::{Found, Pair, readers_of_table, say};
use crate::diagnostics::codes;
use crate::model::plan::HudiTable;
use crate::model::{Fact, Origins, Write};

/// Key, order, partitions, kind of write and index.
pub fn differences(pair: Pair<'_>, found: &mut Found<'_>) {
    let (old, new) = (&pair.old.table, &pair.new.table);
    let order = |order: &Option<Fact<String>>| order.iter().cloned().collect::<Vec<_>>();
    refused("key", &old.key, &new.key, pair, found);
    refused("order_by", &order(&old.order_by), &order(&new.order_by), pair, found);
    refused("partition_by", &old.partition_by, &new.partition_by, pair, found);
    write(pair, found);
    missing(pair, found);
    if old.index.value != new.index.value {
        let (before, after) = (old.index.word(), new.index.word());
        let what = say!(
            found,
            "otro índice: `{before}` → `{after}`; cambian los tiempos, no los datos",
            "another index: `{before}` → `{after}`; times change, the data does not"
        );
        found.add(Class::Compatible, Area::Table, new.index.from, what);
    }
}

/// What Hudi refuses to change in a table that exists ("config conflict"), or would leave in two layouts.
fn refused(key: &str, old: &[Fact<String>], new: &[Fact<String>], pair: Pair<'_>, found: &mut Found<'_>) {
    let names = |columns: &[Fact<String>]| columns.iter().map(|c| c.value.clone()).collect::<Vec<_>>().join(", ");
    let (before, after) = (names(old), names(new));
    if before == after {
        return;
    }
    let from = new.iter().fold(Origins::NONE, |all, column| all.and(column.from));
    let what = say!(
        found,
        "`table.{key}` cambia de `[{before}]` a `[{after}]`: la tabla que hay no lo admite, hace falta una nueva",
        "`table.{key}` changes from `[{before}]` to `[{after}]`: the table that is there does not take it, a new one is needed"
    );
    let readers = readers_of_table(found.both.head.plan, &pair.new.id);
    let steps = new_table(found);
    let change = found.add(Class::Breaking, Area::Table, from, what).code(codes::NEW_TABLE).readers(readers);
    steps.into_iter().fold(change, |change, step| change.step(step));
}

fn write(pair: Pair<'_>, found: &mut Found<'_>) {
    let (old, new) = (&pair.old.table.write, &pair.new.table.write);
    if old.value == new.value {
        return;
    }
    let (before, after) = (old.word(), new.word());
    let readers = readers_of_table(found.both.head.plan, &pair.new.id);
    let what = match new.value {
        Write::InsertOverwrite => say!(
            found,
            "`{before}` → `{after}`: una entrega reemplaza sus particiones, y las filas que no trae se pierden",
            "`{before}` → `{after}`: a delivery replaces its partitions, and the rows that it does not bring are lost"
        ),
        _ => say!(
            found,
            "`{before}` → `{after}`: otra manera de escribir la tabla",
            "`{before}` → `{after}`: the table is written in another way"
        ),
    };
    let step = say!(
        found,
        "confirme que cada entrega trae completas las particiones que toca, y reprocese la última",
        "make sure that every delivery brings its partitions whole, and replay the last one"
    );
    found.add(Class::Breaking, Area::Table, new.from, what).code(codes::NEW_TABLE).readers(readers).step(step);
}

/// Keys that a full delivery no longer has.
fn missing(pair: Pair<'_>, found: &mut Found<'_>) {
    let most = |table: &HudiTable| table.missing_pct.as_ref().map(|pct| pct.value);
    let (before, after) = (most(&pair.old.table), most(&pair.new.table));
    if before == after {
        return;
    }
    let [before, after] = [before, after].map(|pct| format!("{} %", pct.unwrap_or(0)));
    let what = say!(
        found,
        "una entrega completa puede borrar otra parte de las claves: {before} → {after}",
        "a full delivery may delete another share of the keys: {before} → {after}"
    );
    let at = pair.new.table.missing_pct.as_ref().map_or(pair.new.table.write.from, |pct| pct.from);
    found.add(Class::Risky, Area::Rows, at, what);
}

/// From one table to another: the steps.
pub(super) fn new_table(found: &Found<'_>) -> Vec<String> {
    vec![
        say!(
            found,
            "detenga el DAG y espere a que termine la corrida",
            "pause the DAG and wait until its run has ended"
        ),
        say!(
            found,
            "aparte la carpeta de la tabla en la zona curada y borre su entrada del catálogo",
            "set the table's folder in the curated zone aside and delete its entry in the catalogue"
        ),
        say!(
            found,
            "despliegue y reprocese la zona raw desde el comienzo; compare conteos con la tabla apartada",
            "deploy and replay the raw zone from the start; compare counts with the table that was set aside"
        ),
        say!(
            found,
            "reactive el DAG y, pasado el plazo de retención, borre la tabla apartada",
            "resume the DAG and, after the retention period, delete the table that was set aside"
        ),
    ]
}
