//! One thing of a valid spec is broken at random, a thousand times: no panic, and every finding stands on the broken lines or
//! on one that refers to them. The rate is printed: `cargo test --test mutations -- --nocapture`.

mod support;

use std::collections::BTreeMap;
use std::ops::Range;
use support::{Memory, findings_of};

const MUTATIONS: usize = 1_000;
/// Of a hundred refused mutations, so many must be shown where they are.
const RATE: usize = 99;

/// Random numbers (splitmix64) from the seed of the rings, so that every machine breaks the same things.
struct Dice(u64);

impl Dice {
    fn new() -> Dice {
        Dice(std::env::var("PROPTEST_RNG_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1))
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit.max(1) as u64) as usize
    }

    fn of<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.below(all.len())]
    }
}

/// A change of one place: what was done, the text, and the lines of it that are broken, from 1.
struct Mutation {
    what: &'static str,
    text: String,
    lines: Range<usize>,
    /// What stood there before.
    was: String,
}

/// Byte ranges of the keys of a text that are written plain.
fn keys(text: &str) -> Vec<Range<usize>> {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let ends = text.match_indices(':').map(|(at, _)| at);
    let ends = ends.filter(|at| text[at + 1..].starts_with([' ', '\n']));
    let key = |end: usize| text[..end].rfind(|c| !word(c)).map_or(0, |at| at + 1)..end;
    let starts = |from: usize| from == 0 || text[..from].ends_with(['\n', ' ', '{']);
    let comment =
        |at: usize| text[..at].rsplit('\n').next().is_some_and(|line| line.contains(" #") || line.starts_with('#'));
    ends.map(key).filter(|k| k.len() > 2 && starts(k.start) && !comment(k.start)).collect()
}

/// The bytes of what stands behind a key on its line: up to a comma, a bracket or the end.
fn value(text: &str, key: &Range<usize>) -> Option<Range<usize>> {
    let from = key.end + 2;
    let line = text.get(key.end + 1..)?.strip_prefix(' ')?.split('\n').next()?;
    if line.starts_with(['"', '\'', '{', '[', '|', '>']) || line.is_empty() {
        return None;
    }
    let end = line.find([',', '}', ']']).or_else(|| line.find(" #")).unwrap_or(line.len());
    (end > 0).then(|| from..from + end)
}

fn line(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// The lines that an entry covers: its own, and those below that are indented deeper.
fn block(text: &str, key: &Range<usize>) -> Range<usize> {
    let start = text[..key.start].rfind('\n').map_or(0, |at| at + 1);
    let indent = key.start - start;
    let below = text[start..].split_inclusive('\n').skip(1);
    let deeper = |l: &&str| {
        l.trim().is_empty()
            || l.len() - l.trim_start().len() > indent
            || l.trim_start().starts_with("- ") && l.len() - l.trim_start().len() >= indent
    };
    let end = start
        + text[start..].split_inclusive('\n').next().map_or(0, str::len)
        + below.take_while(deeper).map(str::len).sum::<usize>();
    start..end
}

fn mutate(text: &str, dice: &mut Dice) -> Option<Mutation> {
    let keys = keys(text);
    let key = dice.of(&keys).clone();
    let at = line(text, key.start);
    let own_line = text[..key.start].rsplit('\n').next().is_some_and(|before| before.trim().is_empty());
    let replaced = |range: Range<usize>, new: &str| format!("{}{new}{}", &text[..range.start], &text[range.end..]);
    let name = &text[key.clone()];
    let was = text.lines().nth(at - 1).unwrap_or_default().to_string();
    let mutation = |what, text| Some(Mutation { what, text, lines: at..at + 1, was: was.clone() });
    match dice.below(8) {
        0 => {
            let cut = key.start + 1 + dice.below(key.len() - 1);
            mutation("a letter of a key is lost", replaced(cut..cut + 1, ""))
        }
        1 => {
            let mut letters: Vec<char> = name.chars().collect();
            let i = dice.below(letters.len() - 1);
            letters.swap(i, i + 1);
            mutation("two letters of a key change places", replaced(key.clone(), &letters.iter().collect::<String>()))
        }
        2 => {
            let value = value(text, &key)?;
            mutation(
                "a value has another type",
                replaced(value, dice.of::<&str>(&["7", "-1.5", "true", "[x]", "{x: y}", "~", ""])),
            )
        }
        3 => {
            let value = value(text, &key)?;
            let cut = text.floor_char_boundary(value.start + dice.below(value.len()));
            let end = cut + text[cut..].chars().next()?.len_utf8();
            mutation("a value loses a letter", replaced(cut..end, ""))
        }
        4 if own_line => {
            let block = block(text, &key);
            let (was, lines) = (text[block.clone()].to_string(), text[block.clone()].matches('\n').count());
            let mut twice = text[..block.end].to_string();
            twice += &text[block.clone()];
            let lines = at..at + 2 * lines;
            Some(Mutation { what: "an entry stands there twice", text: twice + &text[block.end..], lines, was })
        }
        5 if own_line => {
            let start = text[..key.start].rfind('\n').map_or(0, |at| at + 1);
            mutation("a line is indented by a blank more", replaced(start..start, dice.of::<&str>(&[" ", "\t"])))
        }
        6 => {
            let value = value(text, &key)?;
            mutation(
                "a quote is opened and not closed",
                replaced(value.start..value.start, dice.of::<&str>(&["\"", "'"])),
            )
        }
        7 if own_line => {
            let block = block(text, &key);
            // What is gone can only be shown by what stands around it, or by its absence at the head of its mapping.
            let (was, lines) = (text[block.clone()].to_string(), at.saturating_sub(1)..at + 1);
            Some(Mutation { what: "an entry is gone", text: replaced(block, ""), lines, was })
        }
        _ => None,
    }
}

/// Whether a finding is at home: on the lines, or with a label there, or with words of the broken lines in its message.
fn at_home(found: &serde_json::Value, path: &str, broken: &Mutation) -> bool {
    let here = |place: &serde_json::Value| {
        place["path"] == path
            && place["line"].as_u64().is_some_and(|line| {
                let (first, last) = (line as usize, place["end_line"].as_u64().unwrap_or(line) as usize);
                first < broken.lines.end && last + 1 > broken.lines.start
            })
    };
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
            .filter(|w| w.len() > 2)
            .map(String::from)
            .collect()
    };
    let now = broken.text.lines().skip(broken.lines.start.saturating_sub(1)).take(broken.lines.len());
    let known = [words(&broken.was), words(&now.collect::<Vec<_>>().join("\n"))].concat();
    let message = found["message"].as_str().unwrap_or_default();
    let quoted: Vec<String> = message.split('`').skip(1).step_by(2).flat_map(words).collect();
    here(found)
        || found["related"].as_array().into_iter().flatten().any(here)
        || quoted.iter().any(|word| known.contains(word))
}

#[test]
fn findings_stand_where_the_spec_is_broken() {
    let examples = Memory::examples();
    let paths: Vec<String> = examples.paths().filter(|p| p.ends_with(".yaml")).map(String::from).collect();
    let mut dice = Dice::new();
    let (mut refused, mut accepted, mut astray) = (0, 0, 0);
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    while refused + accepted < MUTATIONS {
        let path = dice.of(&paths).clone();
        let before = examples.text(&path);
        let Some(mutation) = mutate(&before, &mut dice).filter(|m| m.text != before) else { continue };
        let (findings, map) = findings_of(&examples.clone().with(&path, mutation.text.as_str()));
        if findings.is_empty() {
            accepted += 1;
            continue;
        }
        refused += 1;
        let json = cauce::diagnostics::render(&findings, &map, cauce::diagnostics::Format::Json, false, 100);
        let found: Vec<serde_json::Value> = serde_json::from_str(&json).expect("JSON");
        let strays: Vec<_> = found.iter().filter(|f| !at_home(f, &path, &mutation)).collect();
        let kind = kinds.entry(mutation.what).or_default();
        kind.0 += 1;
        if !strays.is_empty() {
            astray += 1;
            kind.1 += 1;
            println!("{}: {path}:{:?}", mutation.what, mutation.lines);
            strays.iter().for_each(|f| println!("  {}:{} {} {}", f["path"], f["line"], f["code"], f["message"]));
        }
    }
    let rate = 100.0 * (refused - astray) as f64 / refused as f64;
    println!("{refused} refused, {accepted} accepted; of the refused {rate:.1} % have all findings at home: {kinds:?}");
    assert!((refused - astray) * 100 >= refused * RATE, "{rate:.1} % of the mutations are shown where they are");
}
