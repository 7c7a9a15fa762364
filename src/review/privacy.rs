//! Personal data: what is new, where it goes, which protection is lost or gained.

use super::change::{Area, Class};
use super::scope::{Found, Pair, readers_of, say};
use crate::diagnostics::codes;
use crate::model::plan::{Dataset, Privacy};
use crate::model::{Column, Protection};

/// Personal columns, and the purpose for which they are kept.
pub fn differences(pair: Pair<'_>, found: &mut Found<'_>) {
    for new in &pair.new.columns {
        match pair.old.columns.iter().find(|c| c.name.value == new.name.value) {
            Some(old) => column(pair, old, new, found),
            None if new.pii.is_some() => personal(pair.new, new, found),
            None => {}
        }
    }
    purpose(pair, found);
}

/// All personal data of a new dataset.
pub fn of_new(dataset: &Dataset, found: &mut Found<'_>) {
    for column in dataset.columns.iter().filter(|c| c.pii.is_some()) {
        personal(dataset, column, found);
    }
}

fn personal(dataset: &Dataset, column: &Column, found: &mut Found<'_>) {
    let (name, kind) = (&*column.name, kind(column));
    let how = column.protect.as_ref().map_or("—", |p| p.word());
    let what = say!(
        found,
        "dato personal nuevo: `{name}` ({kind}), protegido con `{how}`",
        "new personal data: `{name}` ({kind}), protected by `{how}`"
    );
    let readers = readers_of(found.both.head.plan, &dataset.id, name);
    found.add(Class::Risky, Area::Privacy, column.name.from, what).readers(readers);
}

/// The kind of personal data, as the spec writes it.
fn kind(column: &Column) -> String {
    column.pii.as_ref().map_or_else(String::new, |pii| {
        let name = format!("{:?}", pii.value);
        let mut word = String::new();
        for (at, c) in name.char_indices() {
            if c.is_uppercase() && at > 0 {
                word.push('_');
            }
            word.extend(c.to_lowercase());
        }
        word
    })
}

fn column(pair: Pair<'_>, old: &Column, new: &Column, found: &mut Found<'_>) {
    let name = &*new.name;
    protection(pair, old, new, found);
    let (before, after) = (kind(old), kind(new));
    match (before.is_empty(), after.is_empty()) {
        (true, false) => {
            let what =
                say!(found, "`{name}` es ahora dato personal ({after})", "`{name}` is now personal data ({after})");
            let readers = readers_of(found.both.head.plan, &pair.new.id, name);
            found.add(Class::Risky, Area::Privacy, new.name.from, what).readers(readers);
        }
        (false, true) => {
            let what = say!(
                found,
                "`{name}` ya no cuenta como dato personal ({before})",
                "`{name}` no longer counts as personal data ({before})"
            );
            found.add(Class::Risky, Area::Privacy, new.name.from, what);
        }
        _ if before != after => {
            let what = say!(
                found,
                "`{name}` es otra clase de dato personal: {before} → {after}",
                "`{name}` is another kind of personal data: {before} → {after}"
            );
            found.add(Class::Risky, Area::Privacy, new.name.from, what);
        }
        _ => {}
    }
}

fn protection(pair: Pair<'_>, old: &Column, new: &Column, found: &mut Found<'_>) {
    let how = |column: &Column| column.protect.as_ref().map(|p| p.value);
    let (before, after) = (how(old), how(new));
    if before == after || after == Some(Protection::Drop) {
        return; // a column that leaves the table stands among the columns
    }
    let none = say!(found, "nada", "nothing");
    let [old_word, new_word] = [before, after].map(|p| p.map_or(none.clone(), |p| p.word().to_string()));
    let name = &*new.name;
    let at = new.protect.as_ref().map_or(new.name.from, |p| p.from);
    let readers = readers_of(found.both.head.plan, &pair.new.id, name);
    if before == Some(Protection::Drop) {
        let what = say!(
            found,
            "`{name}` se guarda ahora, protegida con `{new_word}`; antes se descartaba",
            "`{name}` is kept now, protected by `{new_word}`; it was dropped before"
        );
        found.add(Class::Risky, Area::Privacy, at, what).readers(readers);
        return;
    }
    let what = match after {
        None => say!(
            found,
            "`{name}` pierde su protección (`{old_word}`): el valor queda legible",
            "`{name}` loses its protection (`{old_word}`): the value can be read"
        ),
        Some(_) => say!(
            found,
            "`{name}` se protege de otra manera: {old_word} → {new_word}; los valores dejan de coincidir con los viejos",
            "`{name}` is protected in another way: {old_word} → {new_word}; its values no longer match the old ones"
        ),
    };
    let step = say!(
        found,
        "reprocese la zona raw para que la historia quede igual, y avise a quienes cruzan por `{name}`",
        "replay the raw zone so that the history is alike, and tell those who join by `{name}`"
    );
    found
        .add(Class::Breaking, Area::Privacy, at, what)
        .code(codes::OTHER_PROTECTION)
        .column(name)
        .readers(readers)
        .step(step);
}

fn purpose(pair: Pair<'_>, found: &mut Found<'_>) {
    let text = |privacy: &Option<Privacy>| {
        privacy
            .as_ref()
            .map(|p| [&p.purpose, &p.legal_basis, &p.rnbd_id, &p.subject_key].map(|fact| fact.value.clone()))
    };
    if text(&pair.old.privacy) == text(&pair.new.privacy) {
        return;
    }
    let at = pair.new.privacy.as_ref().map_or(pair.new.name.from, |p| p.purpose.from);
    let what = say!(
        found,
        "cambian la finalidad, la base legal, el registro o la clave del titular",
        "the purpose, the legal basis, the register or the subject's key change"
    );
    found.add(Class::Risky, Area::Privacy, at, what);
}
