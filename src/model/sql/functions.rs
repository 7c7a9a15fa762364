//! The functions of Spark 3.5: their arguments, what they give, and which of them a spec may not use.
//!
//! A line is `result arguments: names`. Arguments are one letter each: `s` text, `n` number, `i` whole number, `k` number of
//! days, `d` day, `t` moment, `b` condition, `x` bytes, `a` array, `m` map, `y` array or map, `f` lambda, `o` what has an order, `*` anything. What
//! follows `|` may be left out; the last letter before `+` may be repeated. A result is a type, or one of the rules of
//! [`Gives`]. A test compares the names and the results with Spark itself.

use crate::diagnostics::suggest::nearest;
use crate::model::DataType;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Functions of one row. `?` gives a type that specs cannot name, or one that depends on a value.
const SCALAR: &str = include_str!("scalar.txt");

/// Functions of a group of rows.
const AGGREGATE: &str = include_str!("aggregate.txt");

/// Functions whose value for a row depends on the other rows of the delivery.
const WINDOW: &str = "row_number rank dense_rank percent_rank cume_dist ntile lag lead nth_value";

/// Functions that make several rows, or columns, of one.
const ROWS: &str =
    "explode explode_outer posexplode posexplode_outer inline inline_outer stack json_tuple range sql_keywords";

/// Functions that a spec may not use, and why.
const REFUSED: &[(&str, &str)] = &[
    ("reflect java_method", "it calls any code of the machine, which nobody has reviewed"),
    (
        "rand randn random uuid shuffle monotonically_increasing_id spark_partition_id",
        "a rerun of the same batch would give other values",
    ),
    (
        "current_date current_timestamp now localtimestamp curdate",
        "a rerun or a replay on another day would give other values; use a column of the delivery",
    ),
    (
        "current_timezone current_catalog current_database current_schema version",
        "its value depends on where the job runs",
    ),
    ("current_user user session_user", "its value depends on who runs the job"),
    (
        "input_file_name input_file_block_start input_file_block_length",
        "it is empty once rows were joined or kept in memory",
    ),
    (
        "raise_error assert_true",
        "it would stop the run and write values of a row into the log; write a rule of `quality:`",
    ),
];

/// Aggregates that take any row of the group.
const ARBITRARY: [&str; 5] = ["first", "first_value", "last", "last_value", "any_value"];

/// Functions of which the value says nothing about a person, whatever goes in.
const HIDES: &str = "count count_if approx_count_distinct regr_count length len char_length character_length octet_length \
    bit_length size cardinality array_size json_array_length isnull isnotnull isnan typeof sum try_sum avg mean try_avg std \
    stddev stddev_pop stddev_samp variance var_pop var_samp skewness kurtosis corr covar_pop covar_samp levenshtein";

/// What is done to the rows that a function reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// One row gives one value.
    Scalar,
    /// A group of rows gives one value.
    Aggregate,
}

/// What a function gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Gives {
    /// Always this type; `None` where it cannot be told.
    Type(Option<DataType>),
    /// By a rule that `super::results` knows.
    Rule(&'static str),
}

/// A function that a spec may use.
#[derive(Clone, Debug)]
pub(super) struct Function {
    pub kind: Kind,
    pub gives: Gives,
    /// One letter for each argument.
    pub letters: Vec<char>,
    /// Arguments that must be there.
    pub least: usize,
    /// Arguments that may be there.
    pub most: usize,
    /// Whether a value of the argument may be read in the result.
    pub carries: bool,
}

impl Function {
    /// The letter of an argument.
    pub fn letter(&self, index: usize) -> char {
        self.letters.get(index).or(self.letters.last()).copied().unwrap_or('*')
    }
}

/// What there is to say of a name.
pub(super) enum Found<'a> {
    /// It may be used.
    Known(&'a Function),
    /// It may not, for this reason.
    Refused(&'static str),
    /// It depends on other rows.
    Window,
    /// It makes rows.
    Rows,
    /// No such function; the nearest one.
    Unknown(Option<&'static str>),
}

struct Table {
    functions: HashMap<&'static str, Function>,
    others: HashMap<&'static str, &'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::new);

/// What there is to say of a function, by its name in lower case.
pub(super) fn find(name: &str, aggregating: bool) -> Found<'static> {
    if let Some(reason) = TABLE.others.get(name) {
        return match *reason {
            "window" => Found::Window,
            "rows" => Found::Rows,
            reason => Found::Refused(reason),
        };
    }
    if aggregating && ARBITRARY.contains(&name) {
        return Found::Refused("it takes any row of the group, another one in every run; use `max_by(value, order)`");
    }
    match TABLE.functions.get(name) {
        Some(function) => Found::Known(function),
        None => Found::Unknown(nearest(name, names())),
    }
}

/// All names, sorted; those that a spec may not use included.
pub(super) fn names() -> Vec<&'static str> {
    let mut names: Vec<&str> = TABLE.functions.keys().chain(TABLE.others.keys()).copied().collect();
    names.sort_unstable();
    names
}

impl Table {
    fn new() -> Table {
        let mut table = Table { functions: HashMap::with_capacity(512), others: HashMap::new() };
        let hides: Vec<&str> = HIDES.split_whitespace().collect();
        for (text, kind) in [(SCALAR, Kind::Scalar), (AGGREGATE, Kind::Aggregate)] {
            for line in text.lines().filter(|line| !line.is_empty()) {
                let (head, words) = line.split_once(": ").unwrap_or((line, ""));
                let (gives, letters) = head.split_once(' ').unwrap_or((head, ""));
                for word in words.split(' ') {
                    let carries = !hides.contains(&word);
                    table.functions.insert(word, Function { carries, ..function(kind, gives, letters) });
                }
            }
        }
        let refused = REFUSED.iter().flat_map(|(names, why)| names.split(' ').map(|name| (name, *why)));
        let rows = ROWS.split(' ').map(|name| (name, "rows"));
        table.others.extend(refused.chain(WINDOW.split(' ').map(|name| (name, "window"))).chain(rows));
        table
    }
}

fn function(kind: Kind, gives: &'static str, letters: &str) -> Function {
    let many = letters.ends_with('+');
    let letters = letters.trim_end_matches('+');
    let (must, may) = letters.split_once('|').unwrap_or((letters, ""));
    let gives = match gives {
        "?" => Gives::Type(None),
        text => DataType::parse(text).map_or(Gives::Rule(text), |kind| Gives::Type(Some(kind))),
    };
    let letters: Vec<char> = must.chars().chain(may.chars()).collect();
    let most = if many { usize::MAX } else { letters.len() };
    Function { kind, gives, least: must.len(), most, letters, carries: true }
}
