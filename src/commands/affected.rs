//! `cauce affected`: datasets, states and environments that differ between two revisions.

use super::Outcome;
use super::revisions::{self, Revisions};
use super::session::{Failure, Session};
use crate::cli::{Affected as Arguments, Output};
use crate::review::{self, Affected, Reason, Touched};
use crate::targets::Owner;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Datasets of one job of a matrix, at least.
const DATASETS_A_JOB: usize = 10;
/// States of one job of a matrix, at least.
const STATES_A_JOB: usize = 4;
/// Jobs of one matrix, at most: GitHub takes 256.
const JOBS: usize = 200;

/// Says what differs, and why.
pub fn run(session: &Session, args: &Arguments) -> Result<Outcome, Failure> {
    session.only(&[Output::Human, Output::Json, Output::GithubMatrix])?;
    let revisions = revisions::compile(session, &args.base, args.uncommitted)?;
    let affected = session.timed("compare", || compare(&revisions));
    match session.global.format {
        Output::Json => println!("{}", serde_json::to_string_pretty(&value(&revisions, &affected)).unwrap_or_default()),
        Output::GithubMatrix => print!("{}", matrices(&affected)),
        _ => print!("{}", text(&affected)),
    }
    Ok(Outcome::Fine)
}

/// What differs; everything when the older revision is unknown.
pub fn compare(revisions: &Revisions) -> Affected {
    match &revisions.base {
        Ok(older) => older.with_base(|base| review::affected(base, &revisions.head.side())),
        Err(why) => review::everything(&revisions.head.plan, why),
    }
}

fn text(affected: &Affected) -> String {
    if affected.owners.is_empty() {
        return "nothing is affected\n".to_string();
    }
    let mut text = String::new();
    let mut section = |title: &str, rows: Vec<(String, String)>| {
        text += &format!("{title}: {}\n", rows.len());
        for (name, why) in rows {
            text += &format!("  {name}: {why}\n");
        }
    };
    let named = |owner: &Owner| owner.to_string();
    section("owners", affected.owners.iter().map(|(owner, t)| (named(owner), words(&t.reasons))).collect());
    section(
        "states",
        affected.states.iter().map(|(s, r)| (format!("{}/{}", s.environment, s.name), words(r))).collect(),
    );
    section("environments", affected.environments.iter().map(|(name, r)| (name.clone(), words(r))).collect());
    text
}

fn words<'a>(reasons: impl IntoIterator<Item = &'a Reason>) -> String {
    let word = |reason: &Reason| match reason.what().as_slice() {
        [] => reason.words().to_string(),
        what => format!("{} ({})", reason.words(), what.join(", ")),
    };
    reasons.into_iter().map(word).collect::<Vec<_>>().join("; ")
}

fn value(revisions: &Revisions, affected: &Affected) -> Value {
    let owned = |wanted: fn(&Owner) -> bool| affected.owners.iter().filter(move |(owner, _)| wanted(owner));
    let domain = |owner: &Owner| owner.to_string().trim_end_matches("/_domain").to_string();
    let platform = affected.owners.get(&Owner::Platform);
    json!({
        "base": revisions.base.as_ref().ok().map(|older| older.commit()),
        "head": revisions.head_commit,
        "unknown": affected.unknown,
        "platform": platform.map(|touched| touched_value("platform", "_platform", touched)),
        "domains": owned(|o| matches!(o, Owner::Domain(_))).map(|(o, t)| touched_value("domain", &domain(o), t)).collect::<Vec<_>>(),
        "datasets": owned(|o| matches!(o, Owner::Dataset(_))).map(|(o, t)| touched_value("dataset", &o.to_string(), t)).collect::<Vec<_>>(),
        "states": affected.states.iter().map(|(state, reasons)| json!({
            "environment": state.environment, "state": state.name, "reasons": reasons_value(reasons),
        })).collect::<Vec<_>>(),
        "environments": affected.environments.iter().map(|(name, reasons)| json!({
            "environment": name, "reasons": reasons_value(reasons),
        })).collect::<Vec<_>>(),
    })
}

fn touched_value(key: &str, name: &str, touched: &Touched) -> Value {
    let mut value = json!({
        "reasons": reasons_value(&touched.reasons),
        "environments": touched.environments,
        "artefacts": touched.moves.iter().map(|change| change.path.as_str()).collect::<Vec<_>>(),
    });
    value[key] = json!(name);
    value
}

fn reasons_value<'a>(reasons: impl IntoIterator<Item = &'a Reason>) -> Vec<Value> {
    reasons.into_iter().map(|reason| json!({"reason": reason.words(), "what": reason.what()})).collect()
}

/// Lines for `$GITHUB_OUTPUT`: how much there is, and the matrices. An empty matrix is an error there, so ask for the number.
fn matrices(affected: &Affected) -> String {
    let datasets = affected.datasets();
    let tests = shards(&datasets, DATASETS_A_JOB);
    let mut by_environment: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for state in affected.states.keys() {
        by_environment.entry(&state.environment).or_default().push(state.name.clone());
    }
    let least = STATES_A_JOB.max(affected.states.len().div_ceil(JOBS - by_environment.len()));
    let states = by_environment.iter().flat_map(|(environment, names)| {
        let shards = shards(names, least);
        let of = shards.len();
        shards.into_iter().enumerate().map(move |(at, names)| {
            json!({"environment": environment, "shard": format!("{}/{of}", at + 1), "states": names})
        })
    });
    let of = tests.len();
    let tests = tests.into_iter().enumerate();
    let tests: Vec<Value> =
        tests.map(|(at, names)| json!({"shard": format!("{}/{of}", at + 1), "datasets": names})).collect();
    let states: Vec<Value> = states.collect();
    format!(
        "datasets={}\ndatasets_matrix={}\nstates={}\nstates_matrix={}\n",
        datasets.len(),
        json!({"include": tests}),
        affected.states.len(),
        json!({"include": states}),
    )
}

/// Names in groups of equal size, separated by spaces: at least `least` in a group, at most [`JOBS`] groups.
fn shards(names: &[String], least: usize) -> Vec<String> {
    let size = least.max(names.len().div_ceil(JOBS));
    names.chunks(size).map(|names| names.join(" ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::State;

    #[test]
    fn any_number_fits_into_a_matrix() {
        for count in [1, 10, 11, 1000, 2001, 40_000] {
            let names: Vec<String> = (0..count).map(|i| format!("d/n{i}")).collect();
            let shards = shards(&names, DATASETS_A_JOB);
            assert!(!shards.is_empty() && shards.len() <= JOBS, "{count} datasets make {} jobs", shards.len());
            assert_eq!(shards.join(" "), names.join(" "));
        }
    }

    #[test]
    fn states_of_an_environment_share_jobs() {
        let mut affected = Affected::default();
        for at in 0..3000 {
            let environment = ["dev", "stage", "prod"][at % 3].to_string();
            affected.states.insert(State { environment, name: format!("s{at}") }, [Reason::New].into());
        }
        let text = matrices(&affected);
        let matrix = text.lines().find_map(|line| line.strip_prefix("states_matrix=")).unwrap();
        let jobs: Value = serde_json::from_str(matrix).unwrap();
        let jobs = jobs["include"].as_array().unwrap();
        let named: usize = jobs.iter().map(|job| job["states"].as_str().unwrap().split(' ').count()).sum();
        assert_eq!((jobs.len() <= JOBS, named), (true, 3000));
        assert!(text.starts_with("datasets=0\ndatasets_matrix={\"include\":[]}\nstates=3000\n"));
    }
}
