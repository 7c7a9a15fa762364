//! When a dataset runs, how long it may take and keep, and what its readers were promised.

use super::change::{Area, Class, Reader};
use super::scope::{Found, Pair, say};
use crate::diagnostics::codes;
use crate::model::plan::{Dataset, Schedule};
use crate::model::{Fact, Origins};
use crate::targets::words::duration;

/// Schedule, promises, limits and retention.
pub fn differences(pair: Pair<'_>, found: &mut Found<'_>) {
    schedule(pair, found);
    ready_by(pair, found);
    freshness(pair, found);
    let (old, new) = (&pair.old.time_outs, &pair.new.time_outs);
    limit("ingest", &old.ingest, &new.ingest, found);
    limit("process", &old.job, &new.job, found);
    let (old, new) = (&pair.old.retention, &pair.new.retention);
    kept("landing", &old.landing, &new.landing, found);
    kept("raw", &old.raw, &new.raw, found);
    kept("curated", &old.curated, &new.curated, found);
    kept("quarantine", &old.quarantine, &new.quarantine, found);
}

/// The trigger in words, and where it is written.
fn trigger(dataset: &Dataset) -> (String, Origins) {
    match &dataset.schedule {
        Schedule::Cron { cron, timezone } => (format!("cron {} {}", **cron, **timezone), cron.from),
        Schedule::Upstream { all } => ((if **all { "upstream: all" } else { "upstream: any" }).to_string(), all.from),
        Schedule::Arrival { safety_cron } => ("arrival".to_string(), safety_cron.from),
    }
}

fn schedule(pair: Pair<'_>, found: &mut Found<'_>) {
    let ((before, _), (after, from)) = (trigger(pair.old), trigger(pair.new));
    if before != after {
        let what = say!(
            found,
            "corre en otro momento: `{before}` → `{after}`",
            "it runs at another time: `{before}` → `{after}`"
        );
        let readers = super::scope::readers_of_table(found.both.head.plan, &pair.new.id);
        found.add(Class::Risky, Area::Schedule, from, what).readers(readers);
    }
    let expected = |dataset: &Dataset| dataset.source.arrival.as_ref().and_then(|a| a.expect_by.clone());
    if let (Some(old), Some(new)) = (expected(pair.old), expected(pair.new)) {
        later("expect_by", &old, &new, found);
    }
    let settle = |dataset: &Dataset| dataset.source.arrival.as_ref().map(|a| a.settle_seconds.clone());
    if let (Some(old), Some(new)) = (settle(pair.old), settle(pair.new)) {
        limit("settle", &old, &new, found);
    }
}

fn later(key: &str, old: &Fact<String>, new: &Fact<String>, found: &mut Found<'_>) {
    let (before, after) = (&**old, &**new);
    if before != after {
        let class = if after > before { Class::Risky } else { Class::Compatible };
        let what = say!(found, "`{key}`: {before} → {after}", "`{key}`: {before} → {after}");
        found.add(class, Area::Schedule, new.from, what);
    }
}

/// Readers in the newer revision whose own promise holds no more.
fn broken(pair: Pair<'_>, found: &Found<'_>, holds: impl Fn(&Dataset) -> bool) -> Vec<Reader> {
    let all = found.both.head.plan.datasets.iter().filter(|d| d.upstream.contains(&pair.new.id) && !holds(d));
    all.map(|d| Reader { dataset: d.id.to_string(), owner: d.owner.value.clone() }).collect()
}

fn ready_by(pair: Pair<'_>, found: &mut Found<'_>) {
    let none = say!(found, "sin hora", "no time");
    let text = |time: &Option<Fact<String>>| time.as_ref().map_or(none.clone(), |t| t.value.clone());
    let (old, new) = (&pair.old.sla.ready_by, &pair.new.sla.ready_by);
    let (before, after) = (text(old), text(new));
    if before == after {
        return;
    }
    let what = say!(
        found,
        "la tabla se promete para otra hora: {before} → {after}",
        "the table is promised for another time: {before} → {after}"
    );
    let worse = match (old, new) {
        (Some(old), Some(new)) => new.value > old.value,
        (Some(_), None) => true,
        (None, _) => false,
    };
    let at = new.as_ref().map_or(pair.new.sla.freshness.from, |t| t.from);
    if !worse {
        found.add(Class::Compatible, Area::Schedule, at, what);
        return;
    }
    let holds = |reader: &Dataset| match (&reader.sla.ready_by, new) {
        (Some(theirs), Some(ours)) => theirs.value > ours.value,
        (Some(_), None) => false,
        (None, _) => true,
    };
    promise(what, at, broken(pair, found, holds), found);
}

fn freshness(pair: Pair<'_>, found: &mut Found<'_>) {
    let (old, new) = (&pair.old.sla.freshness, &pair.new.sla.freshness);
    if old.value == new.value {
        return;
    }
    let [before, after] = [**old, **new].map(|seconds| words(seconds, found));
    let what = say!(
        found,
        "la tabla puede tener otra edad: {before} → {after}",
        "the table may have another age: {before} → {after}"
    );
    if new.value < old.value {
        found.add(Class::Compatible, Area::Schedule, new.from, what);
        return;
    }
    let holds = |reader: &Dataset| reader.sla.freshness.value >= new.value || reader.sla.freshness.value < old.value;
    promise(what, new.from, broken(pair, found, holds), found);
}

/// A promise that became worse: a break for those who promised more on the strength of it.
fn promise(what: String, at: Origins, readers: Vec<Reader>, found: &mut Found<'_>) {
    if readers.is_empty() {
        found.add(Class::Risky, Area::Schedule, at, what);
        return;
    }
    let step = say!(
        found,
        "acuerde con los lectores, que se nombran aquí, una promesa que ellos también puedan cumplir",
        "agree with the readers that are named here on a promise that they can keep as well"
    );
    found.add(Class::Breaking, Area::Schedule, at, what).code(codes::WORSE_PROMISE).readers(readers).step(step);
}

fn words(seconds: u64, found: &Found<'_>) -> String {
    duration(seconds, found.both.head.plan.platform.locale.value)
}

fn limit(key: &str, old: &Fact<u64>, new: &Fact<u64>, found: &mut Found<'_>) {
    if old.value == new.value {
        return;
    }
    let class = if new.value < old.value { Class::Risky } else { Class::Compatible };
    let [before, after] = [**old, **new].map(|seconds| words(seconds, found));
    let what =
        say!(found, "otro límite de `{key}`: {before} → {after}", "another limit of `{key}`: {before} → {after}");
    found.add(class, Area::Schedule, new.from, what);
}

fn kept(zone: &str, old: &Fact<u64>, new: &Fact<u64>, found: &mut Found<'_>) {
    let (before, after) = (**old, **new);
    if before == after {
        return;
    }
    let what = say!(
        found,
        "la zona {zone} guarda otros días: {before} → {after}",
        "the {zone} zone keeps other days: {before} → {after}"
    );
    if after > before {
        found.add(Class::Compatible, Area::Infrastructure, new.from, what);
        return;
    }
    let step = say!(
        found,
        "lo que tenga más de {after} días se borra al desplegar y no vuelve: confirme que nadie lo necesita",
        "what is older than {after} days is deleted when this is deployed and does not come back: make sure that nobody needs it"
    );
    found.add(Class::Risky, Area::Infrastructure, new.from, what).step(step);
}
