//! One line of a spec moves only what depends on it.

use super::support::{Memory, compiled, rendered};
use cauce::render::Trace;
use std::collections::{BTreeMap, BTreeSet};

type Artefacts = BTreeMap<String, (String, String)>;

fn all(specs: &Memory) -> Artefacts {
    rendered(&compiled(specs), Trace::Off)
}

/// Owners of the artefacts that differ, and those that only one side has.
fn moved(before: &Artefacts, after: &Artefacts) -> BTreeSet<String> {
    let differs = |path: &&String| before.get(*path) != after.get(*path);
    let paths = before.keys().chain(after.keys()).filter(differs);
    paths.map(|path| before.get(path).or(after.get(path)).expect("one side").0.clone()).collect()
}

/// Small changes that a pull request may make to a dataset: file, before, after.
pub const CHANGES: &[(&str, &str, &str)] = &[
    ("mercado/trm", "tier: 2", "tier: 3"),
    ("mercado/trm", "freshness: 26h", "freshness: 30h"),
    ("mercado/trm", "max: 20000", "max: 30000"),
    ("mercado/trm", "\"30 18 * * *\"", "\"40 18 * * *\""),
    ("core/clientes", "description: Clientes del banco con su", "description: Personas con su"),
    ("core/clientes", "workers: 2", "workers: 3"),
    ("core/clientes", "process: 30m", "process: 45m"),
    ("core/clientes", "raw: 365d", "raw: 400d"),
    ("pagos/transacciones", "prefix: aliado/transacciones/", "prefix: aliado/movimientos/"),
    ("pagos/transacciones", "{rule: row_count, min: 1,", "{rule: row_count, min: 2,"),
    ("pagos/transacciones", "monto > 0 or", "monto >= 0 or"),
    ("pagos/transacciones", "owner: pagos-datos", "owner: clientes-datos"),
    ("analitica/saldo_diario", "ready_by: \"08:00\"", "ready_by: \"09:00\""),
    ("analitica/saldo_diario", "count(*)", "count(1)"),
];

#[test]
fn one_line_moves_only_the_artefacts_of_its_dataset_and_of_those_that_name_it() {
    let plan = compiled(&Memory::examples());
    let before = rendered(&plan, Trace::Off);
    for (dataset, old, new) in CHANGES {
        let after = all(&Memory::examples().edited(&format!("specs/{dataset}.yaml"), old, new));
        let found = moved(&before, &after);
        let planned = plan.datasets.iter().find(|d| d.id.to_string() == *dataset).expect("a dataset");
        let may: BTreeSet<String> =
            planned.downstream.iter().map(ToString::to_string).chain([dataset.to_string()]).collect();
        assert!(found.contains(*dataset), "{dataset}: {new:?} changes nothing");
        assert!(found.is_subset(&may), "{dataset}: {new:?} moves files of {found:?}");
    }
}

#[test]
fn a_new_dataset_only_adds_files() {
    let trm = Memory::examples().text("specs/mercado/trm.yaml");
    let saldo = Memory::examples().text("specs/analitica/saldo_diario.yaml");
    let added = [
        ("mercado/dolar", trm.replace("dataset: trm", "dataset: dolar")),
        ("analitica/saldo_mensual", saldo.replace("dataset: saldo_diario", "dataset: saldo_mensual")),
    ];
    let before = all(&Memory::examples());
    for (dataset, text) in added {
        let after = all(&Memory::examples().with(&format!("specs/{dataset}.yaml"), text));
        let changed: Vec<&String> = before.keys().filter(|path| before.get(*path) != after.get(*path)).collect();
        assert!(changed.is_empty(), "{dataset} changes files of others: {changed:?}");
        assert_eq!(moved(&before, &after), BTreeSet::from([dataset.to_string()]));
    }
}

#[test]
fn a_comment_in_a_spec_moves_nothing() {
    let before = all(&Memory::examples());
    let after = all(&Memory::examples().edited("specs/mercado/trm.yaml", "tier: 2", "# a remark\ntier: 2"));
    assert_eq!(moved(&before, &after), BTreeSet::new());
}
