//! `cauce why FILE[:LINE]`: from a generated line to the spec lines that caused it.

use super::Outcome;
use super::session::{Compiled, Failure, Session};
use crate::cli::{Output, Why};
use crate::diagnostics::Origin;
use crate::render::{Trace, strip};
use crate::targets::{self, Owner};
use serde_json::json;
use std::collections::BTreeSet;

/// Shows where a line, or every line of a file, comes from.
pub fn run(session: &Session, args: &Why) -> Result<Outcome, Failure> {
    session.only(&[Output::Human, Output::Json])?;
    let compiled = session.compile()?;
    let (path, line) = split(&args.place);
    let path = path.trim_start_matches("./");
    let (owner, traced) = find(&compiled, path)
        .ok_or_else(|| Failure::message(format!("`{path}` is not a file that `cauce generate` writes")))?;
    let (text, origins) = strip(&traced);
    let lines: Vec<&str> = text.lines().collect();
    if line.is_some_and(|l| l == 0 || l as usize > lines.len()) {
        return Err(Failure::message(format!("`{path}` has {} lines", lines.len())));
    }
    let wanted = origins.into_iter().filter(|(at, _)| line.is_none_or(|l| l == *at));
    let pairs: BTreeSet<(u32, Origin)> = wanted.collect();
    show(session, &compiled, &owner, line, &lines, &pairs);
    Ok(Outcome::Fine)
}

/// `FILE:LINE` in its two parts.
fn split(place: &str) -> (&str, Option<u32>) {
    match place.rsplit_once(':').map(|(path, line)| (path, line.parse())) {
        Some((path, Ok(line))) => (path, Some(line)),
        _ => (place, None),
    }
}

fn find(compiled: &Compiled, wanted: &str) -> Option<(Owner, String)> {
    targets::owners(&compiled.plan).into_iter().find_map(|owner| {
        let mut found = None;
        targets::render(&compiled.plan, &owner, Trace::On, &mut |path, text| {
            if path == wanted {
                found = Some(text.to_string());
            }
        });
        found.map(|text| (owner, text))
    })
}

fn show(
    session: &Session,
    compiled: &Compiled,
    owner: &Owner,
    line: Option<u32>,
    lines: &[&str],
    pairs: &BTreeSet<(u32, Origin)>,
) {
    let places: Vec<(u32, String, String)> =
        pairs.iter().filter_map(|(at, origin)| place(compiled, *at, *origin)).collect();
    if session.global.format == Output::Json {
        let rows: Vec<_> =
            places.iter().map(|(at, place, text)| json!({"line": at, "place": place, "spec": text})).collect();
        println!("{}", serde_json::to_string_pretty(&rows).unwrap_or_default());
        return;
    }
    if let Some(line) = line {
        println!("{line:>5} | {}", lines[line as usize - 1]);
    }
    for (at, place, text) in &places {
        let number = if line.is_some() { String::new() } else { format!("{at:>5} ") };
        println!("{number}← {place}: {text}");
    }
    if places.is_empty() {
        println!(
            "no spec value stands here: this text is the template's, the same in every file of its kind (owner: {owner})"
        );
    }
}

/// `path:line:col` and the spec's line.
fn place(compiled: &Compiled, at: u32, origin: Origin) -> Option<(u32, String, String)> {
    let place = compiled.map.place(origin)?;
    let (line, column) = compiled.map.line_col(place.file, place.span.start);
    let text = compiled.map.text(place.file).lines().nth(line - 1)?.trim().to_string();
    Some((at, format!("{}:{line}:{column}", compiled.map.path(place.file)), text))
}
