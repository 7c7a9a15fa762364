//! How many lines of generated files one edited line of a spec moves, by kind of edit.

use super::movement::CHANGES;
use super::support::{Memory, compiled, rendered};
use cauce::render::Trace;
use similar::{ChangeTag, TextDiff};
use std::collections::{BTreeMap, BTreeSet};

type Texts = BTreeMap<String, String>;

/// The most that one line may move, new and gone counted apart: more is a file that says the same thing too often.
const MOST: usize = 50;

fn texts(specs: &Memory) -> Texts {
    rendered(&compiled(specs), Trace::Off).into_iter().map(|(path, (_, text))| (path, text)).collect()
}

/// Lines that are new or gone, and the files that they are in.
fn moved(before: &Texts, after: &Texts) -> (usize, usize) {
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let of = |path: &String| {
        let [old, new] = [before, after].map(|texts| texts.get(path).map_or("", String::as_str));
        TextDiff::from_lines(old, new).iter_all_changes().filter(|c| c.tag() != ChangeTag::Equal).count()
    };
    let counts = paths.into_iter().map(of).filter(|lines| *lines > 0);
    counts.fold((0, 0), |(lines, files), count| (lines + count, files + 1))
}

/// `--nocapture` shows the numbers as rows of a table.
#[test]
fn one_line_of_a_spec_moves_few_lines() {
    let examples = Memory::examples();
    let before = texts(&examples);
    for (dataset, from, to) in CHANGES {
        let path = format!("specs/{dataset}.yaml");
        let (lines, files) = moved(&before, &texts(&examples.clone().edited(&path, from, to)));
        println!("| `{dataset}` | `{from}` → `{to}` | {lines} | {files} |");
        assert!((1..=MOST).contains(&lines), "{path}: {from} → {to} moves {lines} lines in {files} files");
    }
}
