//! The columns that others read.

use super::change::{Area, Class, Reader};
use super::scope::{Found, Pair, readers_of, say};
use crate::diagnostics::codes;
use crate::model::{Column, DataType, Origins};

/// Columns that are gone, have another type, may be empty, or mean something else.
pub fn differences(pair: Pair<'_>, found: &mut Found<'_>) {
    for old in &pair.old.output {
        match find(&pair.new.output, &old.name) {
            Some(new) => both(pair, old, new, found),
            None => match pair.new.output.iter().find(|c| former(pair, c) == Some(&*old.name)) {
                Some(new) => follows(pair, old, new, found),
                None => gone(pair, old, found),
            },
        }
    }
    for new in pair
        .new
        .output
        .iter()
        .filter(|c| former(pair, c).is_none())
        .filter(|c| find(&pair.old.output, &c.name).is_none())
    {
        added(pair, new, found);
    }
    order(pair, found);
}

fn find<'a>(columns: &'a [Column], name: &str) -> Option<&'a Column> {
    columns.iter().find(|c| c.name.value == name)
}

/// Readers in the newer revision: those that were changed along are not broken.
fn readers(pair: Pair<'_>, found: &Found<'_>, column: &str) -> Vec<Reader> {
    readers_of(found.both.head.plan, &pair.new.id, column)
}

/// Where a column is written; a derived one knows it by its name.
fn at(column: &Column) -> Origins {
    column.name.from
}

/// The column of the older table that a new one says it was called; the job renames what it was delivered, so only such
/// a column of the table counts.
fn former<'a>(pair: Pair<'a>, new: &Column) -> Option<&'a str> {
    let written = pair.new.columns.iter().find(|c| c.name.value == new.name.value)?.renamed_from.as_ref()?;
    find(&pair.old.output, written).filter(|_| find(&pair.old.output, &new.name).is_none())?;
    Some(&written.value)
}

/// A column whose values stand under a new name after the next run.
fn follows(pair: Pair<'_>, old: &Column, new: &Column, found: &mut Found<'_>) {
    let (before, name) = (&*old.name, &*new.name);
    let what = say!(
        found,
        "la columna `{before}` pasa a llamarse `{name}` y conserva sus valores",
        "column `{before}` is renamed to `{name}` and keeps its values"
    );
    let once = say!(
        found,
        "la primera corrida reescribe la tabla entera una vez, antes de su lote",
        "the first run writes the whole table anew once, before its batch"
    );
    let outside = say!(
        found,
        "avise a quien consulta la tabla por fuera de este repositorio: `{before}` ya no está",
        "tell those who query the table from outside of this repository: `{before}` is gone"
    );
    let readers = readers(pair, found, name);
    let change = found.add(Class::Compatible, Area::Contract, at(new), what).column(name).readers(readers);
    change.step(once).step(outside);
    both(pair, old, new, found);
}

fn gone(pair: Pair<'_>, old: &Column, found: &mut Found<'_>) {
    let name = &*old.name;
    let dropped = find(&pair.new.columns, name).filter(|c| c.protect.is_some());
    let readers = readers(pair, found, name);
    let what = match (dropped, renamed(pair, old)) {
        (Some(_), _) => say!(
            found,
            "la columna `{name}` deja la tabla: ahora se descarta al protegerla",
            "column `{name}` leaves the table: it is now dropped for protection"
        ),
        (None, Some(new)) => {
            say!(found, "la columna `{name}` pasa a llamarse `{new}`", "column `{name}` is renamed to `{new}`")
        }
        (None, None) => say!(found, "la columna `{name}` desaparece", "column `{name}` is removed"),
    };
    let steps = [
        say!(
            found,
            "agregue primero la columna nueva al lado de `{name}`, si la hay, y despliegue",
            "first add the new column beside `{name}`, if there is one, and deploy"
        ),
        say!(
            found,
            "pase a los lectores, que se nombran aquí, a la columna nueva",
            "move the readers that are named here to the new column"
        ),
        say!(
            found,
            "retire `{name}` cuando nadie la lea; la tabla conserva sus valores viejos hasta reescribirla",
            "remove `{name}` when nobody reads it; the table keeps its old values until it is rewritten"
        ),
    ];
    let change = found
        .lost(Class::Breaking, Area::Contract, at(old), what)
        .code(codes::COLUMN_GONE)
        .column(name)
        .readers(readers);
    steps.into_iter().fold(change, |change, step| change.step(step));
}

/// The new column that holds what an old one held: from the same field of the source, or in its very place with its type.
fn renamed<'a>(pair: Pair<'a>, old: &Column) -> Option<&'a str> {
    let new: Vec<&Column> = pair.new.output.iter().filter(|c| find(&pair.old.output, &c.name).is_none()).collect();
    let place = |columns: &[Column], name: &str| columns.iter().position(|c| c.name.value == name);
    let same_source = |c: &&&Column| *c.source_name == *old.source_name;
    let same_place =
        |c: &&&Column| *c.kind == *old.kind && place(&pair.new.output, &c.name) == place(&pair.old.output, &old.name);
    let fits = new.iter().find(same_source).or_else(|| new.iter().find(same_place));
    fits.map(|c| c.name.value.as_str())
}

fn added(pair: Pair<'_>, new: &Column, found: &mut Found<'_>) {
    let (name, kind) = (&*new.name, &*new.kind);
    if pair.old.output.iter().any(|old| find(&pair.new.output, &old.name).is_none() && renamed(pair, old) == Some(name))
    {
        return;
    }
    if *new.required {
        let what = say!(
            found,
            "columna nueva `{name}` ({kind}), obligatoria: las filas que ya están no la tienen",
            "new column `{name}` ({kind}), required: the rows that are there do not have it"
        );
        let step = say!(
            found,
            "reprocese la zona raw si la historia debe tener `{name}`",
            "replay the raw zone if the history must have `{name}`"
        );
        found.add(Class::Risky, Area::Contract, at(new), what).step(step);
    } else {
        let what = say!(found, "columna nueva `{name}` ({kind})", "new column `{name}` ({kind})");
        found.add(Class::Compatible, Area::Contract, at(new), what);
    }
}

fn both(pair: Pair<'_>, old: &Column, new: &Column, found: &mut Found<'_>) {
    kind(pair, old, new, found);
    let name = &*new.name;
    let readers = readers(pair, found, name);
    match (*old.required, *new.required) {
        (true, false) => {
            let what = say!(
                found,
                "`{name}` puede llegar vacía: ya no es obligatoria",
                "`{name}` may be empty: it is no longer required"
            );
            let step = say!(
                found,
                "los lectores deben aceptar valores vacíos antes del despliegue",
                "readers must accept empty values before this is deployed"
            );
            found
                .add(Class::Breaking, Area::Contract, at(new), what)
                .code(codes::MAY_BE_EMPTY)
                .column(name)
                .readers(readers)
                .step(step);
        }
        (false, true) => {
            let what = say!(
                found,
                "`{name}` es obligatoria: las filas sin ella van a cuarentena",
                "`{name}` is required: rows without it go to quarantine"
            );
            found.add(Class::Risky, Area::Rows, at(new), what).readers(readers);
        }
        _ => meaning(old, new, readers, found),
    }
    let text = |column: &Column| column.description.as_ref().map(|d| d.value.clone());
    if text(old) != text(new) {
        let what = say!(found, "otra descripción de `{name}`", "another description of `{name}`");
        found.add(Class::Invisible, Area::Texts, at(new), what);
    }
}

fn meaning(old: &Column, new: &Column, readers: Vec<Reader>, found: &mut Found<'_>) {
    let unit = |column: &Column| column.unit.as_ref().map(|u| u.value.clone());
    let name = &*new.name;
    match (unit(old), unit(new)) {
        (Some(before), Some(after)) if before != after => {
            let what = say!(
                found,
                "`{name}` cambia de unidad: `{before}` → `{after}`",
                "`{name}` changes its unit: `{before}` → `{after}`"
            );
            let step = say!(
                found,
                "dé a la unidad nueva una columna propia; los valores viejos siguen en `{before}`",
                "give the new unit a column of its own; the old values stay in `{before}`"
            );
            found
                .add(Class::Breaking, Area::Contract, at(new), what)
                .code(codes::OTHER_UNIT)
                .column(name)
                .readers(readers)
                .step(step);
        }
        (before, after) if before != after => {
            let what = say!(
                found,
                "la unidad de `{name}` ahora está escrita, o ya no",
                "the unit of `{name}` is written now, or no more"
            );
            found.add(Class::Invisible, Area::Texts, at(new), what);
        }
        _ => {}
    }
}

/// What Hudi 1.0.2 does to a table whose column gets another type.
enum Retyped {
    /// The new type holds every old value and Hudi takes it as it is.
    Widened,
    /// The new type holds every old value, but the files must be written anew.
    Rewritten,
    /// Old values do not fit, or mean something else.
    Other,
}

fn retyped(old: &str, new: &str) -> Retyped {
    match (DataType::parse(old), DataType::parse(new)) {
        (Ok(DataType::Int), Ok(DataType::Bigint)) | (Ok(DataType::Float), Ok(DataType::Double)) => Retyped::Widened,
        (Ok(DataType::Decimal(digits, scale)), Ok(DataType::Decimal(more, finer)))
            if finer >= scale && more - finer >= digits - scale =>
        {
            Retyped::Rewritten
        }
        _ => Retyped::Other,
    }
}

fn kind(pair: Pair<'_>, old: &Column, new: &Column, found: &mut Found<'_>) {
    let (name, before, after) = (&*new.name, &*old.kind, &*new.kind);
    if before == after {
        return;
    }
    let readers = readers(pair, found, name);
    let protected = |c: &Column| c.protect.as_ref().map(|p| p.value);
    if protected(old) != protected(new) {
        return; // the section on personal data says it
    }
    match retyped(before, after) {
        Retyped::Widened => {
            let what = say!(
                found,
                "`{name}` se amplía: `{before}` → `{after}`; Hudi lo toma sin reescribir",
                "`{name}` is widened: `{before}` → `{after}`; Hudi takes it without a rewrite"
            );
            found.add(Class::Compatible, Area::Table, at(new), what).readers(readers);
        }
        Retyped::Rewritten => {
            let what = say!(
                found,
                "`{name}` se amplía: `{before}` → `{after}`; hay que reescribir la tabla",
                "`{name}` is widened: `{before}` → `{after}`; the table must be rewritten"
            );
            let steps = super::table::new_table(found);
            let change = found.add(Class::Risky, Area::Table, at(new), what).readers(readers);
            steps.into_iter().fold(change, |change, step| change.step(step));
        }
        Retyped::Other => {
            let what = say!(
                found,
                "`{name}` cambia de tipo: `{before}` → `{after}`",
                "`{name}` changes its type: `{before}` → `{after}`"
            );
            let steps = super::table::new_table(found);
            let change = found
                .add(Class::Breaking, Area::Contract, at(new), what)
                .code(codes::OTHER_TYPE)
                .column(name)
                .readers(readers);
            steps.into_iter().fold(change, |change, step| change.step(step));
        }
    }
}

fn order(pair: Pair<'_>, found: &mut Found<'_>) {
    let shared = |own: &[Column], other: &[Column]| -> Vec<String> {
        own.iter().filter(|c| find(other, &c.name).is_some()).map(|c| c.name.value.clone()).collect()
    };
    if shared(&pair.old.output, &pair.new.output) != shared(&pair.new.output, &pair.old.output) {
        let what = say!(found, "las columnas están en otro orden", "the columns stand in another order");
        found.add(Class::Compatible, Area::Contract, Origins::NONE, what);
    }
}
