//! Random edits of the examples, such as a pull request might make: the same seed gives the same edit.

use super::support::Memory;

/// A source of numbers.
pub struct Dice(u64);

impl Dice {
    /// Dice with a seed.
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }
}

/// Words for which another one fits as well.
const SWAPS: &[(&str, &str)] = &[
    ("required: true", "required: false"),
    ("type: string", "type: bigint"),
    ("type: bigint", "type: int"),
    ("on_fail: warn", "on_fail: quarantine"),
    ("on_fail: quarantine", "on_fail: fail"),
    ("protect: mask", "protect: hash"),
    ("tier: 1", "tier: 2"),
    ("tier: 2", "tier: 3"),
    ("365d", "400d"),
    ("owner: pagos-datos", "owner: clientes-datos"),
    ("workers: 2", "workers: 3"),
    ("decimal(18,", "decimal(20,"),
    ("delivers: delta", "delivers: full"),
    ("unit: COP", "unit: USD"),
];

/// The specs with one random edit, and the file that was edited. Many such edits are not sound specs.
pub fn edit(specs: &Memory, dice: &mut Dice) -> (String, Memory) {
    let paths: Vec<String> = specs.paths().filter(|path| path.ends_with(".yaml")).map(str::to_string).collect();
    let path = paths[dice.below(paths.len())].clone();
    let text = specs.text(&path);
    let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
    let at = dice.below(lines.len());
    match dice.below(12) {
        0 => drop(lines.remove(at)),
        1 => lines.insert(at, "# a remark".to_string()),
        2..5 => {
            let with: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].contains(char::is_numeric)).collect();
            if !with.is_empty() {
                let at = with[dice.below(with.len())];
                lines[at] = digits(&lines[at], dice);
            }
        }
        5 => lines[at] = words(&lines[at], dice),
        _ => {
            let (old, new) = SWAPS[dice.below(SWAPS.len())];
            let with: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].contains(old)).collect();
            if !with.is_empty() {
                let at = with[dice.below(with.len())];
                lines[at] = lines[at].replacen(old, new, 1);
            }
        }
    }
    (path.clone(), specs.clone().with(&path, lines.join("\n") + "\n"))
}

/// The line with one of its digits changed.
fn digits(line: &str, dice: &mut Dice) -> String {
    let places: Vec<usize> = line.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at).collect();
    let at = places[dice.below(places.len())];
    format!("{}{}{}", &line[..at], dice.below(10), &line[at + 1..])
}

/// The line with one of its words made longer.
fn words(line: &str, dice: &mut Dice) -> String {
    let ends: Vec<usize> = line
        .char_indices()
        .zip(line.chars().skip(1))
        .filter(|((_, c), next)| c.is_alphabetic() && !next.is_alphanumeric())
        .map(|((at, c), _)| at + c.len_utf8())
        .collect();
    if ends.is_empty() {
        return line.to_string();
    }
    let at = ends[dice.below(ends.len())];
    format!("{}{}{}", &line[..at], ["s", "x", " y más", "_z"][dice.below(4)], &line[at..])
}
