use super::*;
use crate::model::Fact;

fn columns() -> Vec<Column> {
    let columns = "s string, s2 string, b boolean, i int, l bigint, f float, d double, m decimal(18,2), m6 decimal(18,6), \
        dt date, ts timestamp, bin binary, a array<int>, aa array<string>, mp map<string,int>, st struct<x:int,y:string>, \
        año int";
    let DataType::Struct(fields) = DataType::parse(&format!("struct<{columns}>")).expect("types") else { panic!() };
    let column = |(name, kind): (String, DataType)| Column::derived(Fact::bare(name), Fact::bare(kind.to_string()));
    fields.into_iter().map(column).collect()
}

fn read(sql: &str, wanted: Wanted<'_>) -> (Typed, Vec<Finding>) {
    let sql = At { value: sql.to_string(), at: Default::default() };
    expression(&sql, &columns(), wanted)
}

/// Code and token of each finding.
fn findings(sql: &str, wanted: Wanted<'_>) -> Vec<(&'static str, String)> {
    let token = |f: &Finding| match &f.at {
        crate::diagnostics::Where::Within(within) => within.text.clone(),
        other => format!("{other:?}"),
    };
    read(sql, wanted).1.iter().map(|f| (f.code.0, token(f))).collect()
}

/// `expressions.txt` is read by a test of Spark too: what Spark says of each is written there.
#[test]
fn types_are_those_of_spark() {
    let text = include_str!("../../../tests/consumers/spark/expressions.txt");
    let mut told = 0;
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (sql, said) = line.rsplit_once(" => ").expect(line);
        let (grouped, sql) = sql.trim().strip_prefix('@').map_or((false, sql.trim()), |sql| (true, sql));
        let group = Wanted::OfGroup { by: &["s2"], kind: &DataType::String };
        let (typed, findings) = read(sql, if grouped { group } else { Wanted::Value });
        let wrong = findings.iter().any(|f| f.severity == crate::diagnostics::Severity::Error);
        assert_eq!(wrong, said == "!", "{sql}: {findings:?}");
        if let (Some(kind), false) = (typed.kind, wrong) {
            assert_eq!(kind.to_string(), said, "{sql}");
            told += 1;
        }
    }
    assert!(told > 150, "only {told} types are told");
}

/// A test of Spark compares the same list with Spark's own.
#[test]
fn the_functions_are_those_that_are_listed() {
    let listed = include_str!("../../../tests/consumers/spark/functions.txt");
    assert_eq!(functions::names(), listed.split_whitespace().collect::<Vec<_>>());
}

#[test]
fn columns_are_found_and_nothing_else_is() {
    assert_eq!(columns_used("sum(case when tipo = 'RETIRO' then -monto else monto end)"), ["tipo", "monto"]);
    let sql = "cast(`col con espacio` as decimal(18,2)) + persona.edad + filter(lista, x -> x > y)[0]";
    assert_eq!(columns_used(sql), ["col con espacio", "persona", "lista", "y"]);
    assert_eq!(columns_used("-- a comment\nyear(fecha) /* of b */ + extract(day from dia)"), ["fecha", "dia"]);
    let (typed, _) = read("S || upper(s2)", Wanted::Value);
    let names: Vec<_> = typed.reads.iter().map(|r| (r.column.as_str(), r.span.clone())).collect();
    assert_eq!(names, [("s", 0..1), ("s2", 11..13)], "capitals do not matter");
}

#[test]
fn a_value_that_is_only_asked_about_is_not_carried() {
    let carried = |sql: &str| {
        let reads = read(sql, Wanted::Value).0.reads;
        reads.into_iter().filter(|r| r.carries).map(|r| r.column).collect::<Vec<_>>()
    };
    assert_eq!(carried("case when s like '3%' then s2 else 'x' end"), ["s2"]);
    assert_eq!(carried("s = s2 and s is null"), Vec::<String>::new());
    assert_eq!(carried("length(s) + i"), ["i"]);
    assert_eq!(carried("if(s = 'x', upper(s2), sha2(s, 256))"), ["s2", "s"], "an unkeyed hash can be guessed");
    assert_eq!(carried("startswith(s, 'x')"), Vec::<String>::new());
}

#[test]
fn findings_stand_at_the_token() {
    let value = |sql: &str| findings(sql, Wanted::Value);
    let one = |code: &'static str, token: &str| vec![(code, token.to_string())];
    assert_eq!(value("i + sate"), one("C0301", "sate"));
    assert_eq!(value("i +"), one("C0304", ""));
    assert_eq!(value("año + 1"), one("C0304", "año"));
    assert_eq!(value("`año` + 1"), vec![]);
    assert_eq!(value("'it''s'"), one("C0304", "''"));
    assert_eq!(value("i = 1; drop table x"), one("C0304", ";"));
    assert_eq!(value("i > 0 -- why"), one("C0304", "--"));
    assert_eq!(value("i::string"), one("C0304", "::"));
    assert_eq!(value("(select 1)"), one("C0304", "select"));
    assert_eq!(value("cast(s as strng)"), one("C0304", "strng"));
    assert_eq!(value("uper(s)"), one("C0330", "uper"));
    assert_eq!(value("upper(s, s2)"), one("C0331", "upper"));
    assert_eq!(value("reflect('x', 'y')"), one("C0332", "reflect"));
    assert_eq!(value("i + current_date"), one("C0332", "current_date"));
    assert_eq!(value("explode(a)"), one("C0332", "explode"));
    assert_eq!(value("dt + s"), one("C0333", "s"));
    assert_eq!(value("b > 1"), one("C0333", "1"));
    assert_eq!(value("s + 1"), one("C0334", "s"));
    assert_eq!(value("i and b"), one("C0335", "i"));
    assert_eq!(value("sum(i)"), one("C0336", "sum"));
    assert_eq!(value("row_number() over (order by i)"), one("C0339", "row_number"));
    assert_eq!(value("cast(b as date)"), one("C0340", "b as date"));
    assert_eq!(value("st.z"), one("C0342", "z"));
    assert_eq!(value("i = null"), one("C0343", "null"));
    assert_eq!(value("m > 'abc'"), one("C0343", "'abc'"));
    assert_eq!(value("dt > 'ayer'"), one("C0343", "'ayer'"));
    let group = Wanted::OfGroup { by: &["s2"], kind: &DataType::String };
    assert_eq!(findings("s", group), one("C0337", "s"));
    assert_eq!(findings("sum(sum(i))", group), one("C0338", "sum"));
    assert_eq!(findings("first(s)", group), one("C0332", "first"));
    assert_eq!(findings("upper(s2) || max(s)", group), vec![]);
    assert_eq!(findings("m", Wanted::Condition), one("C0335", "m"));
    assert_eq!(findings("12345", Wanted::As(&DataType::Decimal(4, 2))), one("C0341", "12345"));
    assert_eq!(findings("dt", Wanted::As(&DataType::Int)), one("C0340", "dt"));
}

#[test]
fn hostile_texts_end_in_a_finding() {
    for sql in [
        "",
        "(",
        "'",
        "`",
        "/*",
        "\\",
        "a.",
        "case",
        "case when",
        "cast(a as",
        "f(",
        "1..2",
        "-- x",
        "a -> b",
        "*",
        "é",
    ] {
        assert!(!findings(sql, Wanted::Value).is_empty(), "{sql:?}");
    }
    let deep = format!("{}1{}", "(".repeat(5000), ")".repeat(5000));
    assert_eq!(findings(&deep, Wanted::Value).len(), 1);
    let deep = format!("{}b", "not ".repeat(5000));
    assert!(!findings(&deep, Wanted::Value).is_empty());
}

/// Pieces that meet in every order.
const PIECES: [&str; 60] = [
    "s",
    "i",
    "m",
    "dt",
    "a",
    "mp",
    "st",
    "`año`",
    "'x'",
    "'1'",
    "1",
    "2.5BD",
    "1L",
    "1e3",
    "null",
    "true",
    "(",
    ")",
    "[",
    "]",
    ",",
    ".",
    "+",
    "-",
    "*",
    "/",
    "%",
    "div",
    "||",
    "=",
    "<=>",
    "<",
    "and",
    "or",
    "not",
    "in",
    "between",
    "like",
    "is",
    "case",
    "when",
    "then",
    "else",
    "end",
    "cast(",
    "as int)",
    "as decimal(4,2))",
    "sum(",
    "round(",
    "-2147483647",
    "transform(",
    "x ->",
    "concat(",
    "interval 1 day",
    "filter (where",
    "over (",
    "struct(",
    "coalesce(",
    "array(",
    "é",
];

proptest::proptest! {
    #[test]
    fn no_order_of_tokens_panics(picks in proptest::collection::vec(0..PIECES.len(), 1..24)) {
        let sql: Vec<&str> = picks.into_iter().map(|at| PIECES[at]).collect();
        let sql = sql.join(" ");
        let group = Wanted::OfGroup { by: &["s"], kind: &DataType::Decimal(4, 2) };
        for wanted in [Wanted::Value, Wanted::Condition, group] {
            for (_, token) in findings(&sql, wanted) {
                proptest::prop_assert!(sql.contains(&token), "{token} does not stand in {sql}");
            }
        }
        columns_used(&sql);
    }
}

#[test]
fn rounding_far_before_the_point_is_bounded() {
    assert_eq!(read("round(m, -2147483647)", Wanted::Value).0.kind, Some(DataType::Decimal(38, 0)));
}
