//! The accounts that the platform runs in.

use super::change::{Area, Class};
use super::scope::{Found, say};
use crate::diagnostics::codes;
use crate::model::Origins;
use crate::model::plan::{Environment, Platform};

/// A break that leaves data behind.
pub(super) fn lost_data(what: String, at: Origins, found: &mut Found<'_>) {
    let steps = [
        say!(
            found,
            "haga un plan de traslado aparte: Terraform crearía recursos vacíos y destruiría los que tienen datos",
            "plan the move apart: Terraform would create empty resources and destroy those that hold data"
        ),
        say!(
            found,
            "copie los datos, compare, y solo entonces retire lo viejo",
            "copy the data, compare, and only then remove what is old"
        ),
    ];
    let change = found.add(Class::Breaking, Area::Infrastructure, at, what).code(codes::DATA_LEFT_BEHIND);
    steps.into_iter().fold(change, |change, step| change.step(step));
}

/// Environments that come, go, move or ask for other approvals.
pub fn differences(old: &Platform, new: &Platform, found: &mut Found<'_>) {
    let find = |p: &'_ Platform, name: &str| p.environments.iter().position(|e| e.name.value == *name);
    for gone in old.environments.iter().filter(|e| find(new, &e.name).is_none()) {
        let name = &*gone.name;
        let what = say!(
            found,
            "el ambiente `{name}` desaparece; **sus buckets y llaves** quedan sin código",
            "environment `{name}` is removed; **its buckets and keys** are left without code"
        );
        lost_data(what, new.name.from, found);
    }
    for environment in &new.environments {
        match find(old, &environment.name).map(|at| &old.environments[at]) {
            Some(before) => one_environment(before, environment, found),
            None => {
                let name = &*environment.name;
                let what = say!(found, "ambiente nuevo `{name}`", "new environment `{name}`");
                found.add(Class::Compatible, Area::Infrastructure, environment.name.from, what);
            }
        }
    }
    let order = |own: &Platform, other: &Platform| -> Vec<String> {
        own.environments.iter().map(|e| e.name.value.clone()).filter(|name| find(other, name).is_some()).collect()
    };
    if order(old, new) != order(new, old) {
        let what =
            say!(found, "otro orden de promoción entre ambientes", "another order of promotion between environments");
        found.add(Class::Risky, Area::Infrastructure, new.name.from, what);
    }
}

fn one_environment(old: &Environment, new: &Environment, found: &mut Found<'_>) {
    let name = &*new.name;
    for (key, old, new) in [("account", &old.account, &new.account), ("region", &old.region, &new.region)] {
        if old.value != new.value {
            let (before, after) = (&**old, &**new);
            let what = say!(
                found,
                "`{name}` se muda (`{key}`: {before} → {after}); **los datos** se quedan donde están",
                "`{name}` moves (`{key}`: {before} → {after}); **the data** stays where it is"
            );
            lost_data(what, new.from, found);
        }
    }
    let (before, after) = (*old.approvals, *new.approvals);
    if before != after {
        let class = if after < before { Class::Risky } else { Class::Compatible };
        let what = say!(
            found,
            "`{name}` pide otras aprobaciones: {before} → {after}",
            "`{name}` asks for other approvals: {before} → {after}"
        );
        found.add(class, Area::Permissions, new.approvals.from, what);
    }
}
