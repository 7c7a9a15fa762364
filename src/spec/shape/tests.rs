use super::*;
use crate::diagnostics::{Code, SourceMap, Where, codes};
use crate::spec::tree::parse;
use schemars::{JsonSchema, schema_for};
use serde_json::json;
use std::collections::BTreeMap;

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[allow(dead_code)]
struct Spec {
    #[schemars(regex(pattern = "^[a-z_]+$"), extend("x-cauce-form" = "lower-case letters and `_`", "examples" = ["pagos"]))]
    dataset: String,
    /// From 1 to 3.
    #[schemars(range(min = 1, max = 3))]
    tier: u8,
    source: Source,
    trigger: Option<Trigger>,
    #[schemars(length(min = 1))]
    columns: Vec<Column>,
    #[serde(default)]
    transforms: Vec<Transform>,
    #[serde(default)]
    sizes: BTreeMap<String, u32>,
    limit: Option<Limit>,
}

/// Where rows come from.
#[derive(JsonSchema)]
#[schemars(tag = "kind", rename_all = "snake_case")]
#[allow(dead_code)]
enum Source {
    S3(S3),
    Postgres(Postgres),
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[allow(dead_code)]
struct S3 {
    /// Folder of the bucket.
    prefix: String,
    format: Format,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[allow(dead_code)]
struct Postgres {
    connection: String,
    table: Option<String>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case")]
#[allow(dead_code)]
enum Format {
    /// Separated values.
    Csv,
    /// JSON lines.
    Json,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case")]
#[allow(dead_code)]
enum Trigger {
    Manual,
    Cron(String),
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[allow(dead_code)]
struct Column {
    name: String,
    required: Option<bool>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case")]
#[allow(dead_code)]
enum Transform {
    Derive(Column),
    Filter { r#where: String },
}

#[derive(JsonSchema)]
#[schemars(untagged)]
#[allow(dead_code)]
enum Limit {
    Rows(u32),
    Named(Column),
    All(Vec<String>),
}

const GOOD: &str = "dataset: pagos\ntier: 1\nsource: {kind: s3, prefix: a/, format: csv}\ncolumns: [{name: a}]\n";

/// Code, text at the place, message and help of every finding.
fn check(text: &str) -> Vec<(Code, String, String, String)> {
    let schema = serde_json::to_value(schema_for!(Spec)).unwrap();
    let parsed = parse(text);
    let tree = parsed.tree.expect("a tree");
    let mut map = SourceMap::default();
    let file = map.add("x.yaml", text, tree.spans());
    let at = |w: &Where| match w {
        Where::Place(p) => text[p.span.start as usize..p.span.end as usize].to_string(),
        other => panic!("{other:?}"),
    };
    Shape::new(&schema)
        .check(&tree, text, file)
        .into_iter()
        .map(|f| (f.code, at(&f.at), f.message, f.help.unwrap()))
        .collect()
}

fn one(text: &str) -> (Code, String, String, String) {
    let mut found = check(text);
    assert_eq!(found.len(), 1, "{found:#?}");
    found.remove(0)
}

fn same(found: (Code, String, String, String), code: Code, at: &str, message: &str, help: &str) {
    assert_eq!((found.0, &*found.1, &*found.2, &*found.3), (code, at, message, help));
}

#[test]
fn a_good_document_has_no_findings() {
    assert_eq!(check(GOOD), vec![]);
    for more in [
        "trigger: manual",
        "trigger: {cron: '0 2 * * *'}",
        "limit: 3",
        "limit: {name: x}",
        "limit: [a]",
        "transforms: [{derive: {name: x}}, {filter: {where: a}}]",
        "sizes: {any: 1}",
    ] {
        assert_eq!(check(&format!("{GOOD}{more}\n")), vec![], "{more}");
    }
}

#[test]
fn an_unknown_key_is_blamed_at_the_key_and_explains_the_missing_one() {
    let found = one(&GOOD.replace("dataset", "datset"));
    same(found, codes::UNKNOWN_KEY, "datset", "unknown key `datset`", "did you mean `dataset`?");
    let found = one(&GOOD.replace("prefix", "prefx"));
    same(found, codes::UNKNOWN_KEY, "prefx", "unknown key `prefx`", "did you mean `prefix`?");
    let found = one(&GOOD.replace("{name: a}", "{name: a, 'nullable': true}"));
    let help = "remove it; the keys here are `name`, `required`";
    same(found, codes::UNKNOWN_KEY, "'nullable'", "unknown key `nullable`", help);
    let found = one(&GOOD.replace("{name: a}", "{name: a, nam: b}"));
    assert!(found.3.starts_with("remove it"), "a key that is there already is no suggestion: {}", found.3);
    let found = one(&GOOD.replace("{name: a}", "{name: a, a~b/c: b}"));
    assert_eq!(found.1, "a~b/c");
}

#[test]
fn the_branch_is_chosen_by_its_tag() {
    let found = one(&GOOD.replace("kind: s3", "kind: s4"));
    same(found, codes::NOT_ALLOWED, "s4", "`kind` cannot be `s4`", "did you mean `s3`? Allowed: `s3`, `postgres`");
    let found = one(&GOOD.replace("kind: s3", "knd: s3"));
    same(found, codes::UNKNOWN_KEY, "knd", "unknown key `knd`", "did you mean `kind`?");
    let found = one(&GOOD.replace("kind: s3, ", ""));
    same(found, codes::MISSING_KEY, "source", "`source` has no key `kind`", "add `kind:` with one of `s3`, `postgres`");
    let found = one(&GOOD.replace("{kind: s3, prefix: a/, format: csv}", "{kind: postgres, conection: x}"));
    same(found, codes::UNKNOWN_KEY, "conection", "unknown key `conection`", "did you mean `connection`?");
    let found = one(&GOOD.replace("prefix: a/, ", ""));
    same(found, codes::MISSING_KEY, "source", "`source` has no key `prefix`", "add `prefix:` (Folder of the bucket)");
}

#[test]
fn the_branch_is_chosen_by_its_only_key() {
    let step = |text: &str| one(&format!("{GOOD}transforms: [{text}]\n"));
    same(step("{deriv: {name: x}}"), codes::UNKNOWN_KEY, "deriv", "unknown key `deriv`", "did you mean `derive`?");
    same(step("{derive: {}}"), codes::MISSING_KEY, "derive", "`derive` has no key `name`", "add `name:`");
    same(step("{}"), codes::MISSING_KEY, "{}", "this item has no key", "write one of `derive`, `filter`");
    let message = "one key is allowed here, but there are `derive`, `filter`";
    let help = "make an item of its own of each";
    same(step("{derive: {name: x}, filter: {where: x}}"), codes::NOT_ALLOWED, "filter", message, help);
    same(step("x"), codes::WRONG_TYPE, "x", "this item must be a mapping, but is `x`", "write a mapping");
}

#[test]
fn the_branch_is_chosen_by_its_type() {
    let more = |text: &str| one(&format!("{GOOD}{text}\n"));
    let found = more("trigger: manul");
    same(found, codes::NOT_ALLOWED, "manul", "`trigger` cannot be `manul`", "did you mean `manual`? Allowed: `manual`");
    same(
        more("trigger: {cron: 5}"),
        codes::WRONG_TYPE,
        "5",
        "`cron` must be text, but is the number `5`",
        "quote it: `\"5\"`",
    );
    same(more("limit: {nam: x}"), codes::UNKNOWN_KEY, "nam", "unknown key `nam`", "did you mean `name`?");
    same(
        more("limit: [1]"),
        codes::WRONG_TYPE,
        "1",
        "this item must be text, but is the number `1`",
        "quote it: `\"1\"`",
    );
    let message = "`limit` must be a whole number, a list or a mapping, but is `x`";
    same(more("limit: x"), codes::WRONG_TYPE, "x", message, "write `[x]`");
}

#[test]
fn values_say_what_is_written_and_what_is_wanted() {
    let tier = |text: &str| one(&GOOD.replace("tier: 1", &format!("tier: {text}")));
    same(tier("one"), codes::WRONG_TYPE, "one", "`tier` must be a whole number, but is `one`", "write a whole number");
    same(tier("'1'"), codes::WRONG_TYPE, "'1'", "`tier` must be a whole number, but is `1`", "remove the quotes");
    same(
        tier(""),
        codes::WRONG_TYPE,
        "tier",
        "`tier` must be a whole number, but is empty",
        "give `tier` a value, or leave it out if it is optional",
    );
    same(
        tier("1.5"),
        codes::WRONG_TYPE,
        "1.5",
        "`tier` must be a whole number, but is the number `1.5`",
        "write a whole number",
    );
    same(tier("9"), codes::OUT_OF_RANGE, "9", "`tier` is outside of its limits: the number `9`", "write at most 3");
    let found = one(&GOOD.replace("pagos", "Pagos"));
    let help = "write lower-case letters and `_`; for example `pagos`";
    same(found, codes::BAD_FORMAT, "Pagos", "`Pagos` is not in the form of `dataset`", help);
    let found = one(&GOOD.replace("[{name: a}]", "[]"));
    same(
        found,
        codes::OUT_OF_RANGE,
        "[]",
        "`columns` is outside of its limits: a list of 0 items",
        "write at least 1 item",
    );
    let found = one(&GOOD.replace("{name: a}", "{name: a, required: si}"));
    same(
        found,
        codes::WRONG_TYPE,
        "si",
        "`required` must be `true` or `false`, but is `si`",
        "write `true` or `false`",
    );
    let found = one(&format!("{GOOD}sizes: {{a: 5000000000}}\n"));
    assert_eq!((found.0, &*found.3), (codes::OUT_OF_RANGE, "write at most 4294967295"));
}

#[test]
fn all_errors_come_in_one_run_in_the_order_of_the_text() {
    let text = "tier: 7\nsource: {kind: s3, format: cvs}\ncolumns:\n  - {nme: a}\n  - 5\nextra: 1\n";
    let found: Vec<_> = check(text).into_iter().map(|f| (f.0, f.1)).collect();
    let expected = [
        (codes::MISSING_KEY, "tier"),
        (codes::OUT_OF_RANGE, "7"),
        (codes::MISSING_KEY, "source"),
        (codes::NOT_ALLOWED, "cvs"),
        (codes::UNKNOWN_KEY, "nme"),
        (codes::WRONG_TYPE, "5"),
        (codes::UNKNOWN_KEY, "extra"),
    ];
    assert_eq!(found, expected.map(|(code, at)| (code, at.to_string())));
}

#[test]
fn the_root_may_be_anything() {
    same(one("[]"), codes::WRONG_TYPE, "[]", "the file must be a mapping, but is a list", "write a mapping");
    assert_eq!(one("x").0, codes::WRONG_TYPE);
    assert!(check("{}").iter().all(|f| f.0 == codes::MISSING_KEY && f.1 == "{}"));
}

#[test]
fn broken_values_are_not_reported_twice() {
    assert_eq!(check(&GOOD.replace("tier: 1", "tier: 99999999999999999999")), vec![]);
}

#[test]
fn branching_accepts_what_the_published_schema_accepts() {
    let schema = serde_json::to_value(schema_for!(Spec)).unwrap();
    let published = jsonschema::validator_for(&schema).unwrap();
    let branched = jsonschema::validator_for(&branch::branchify(&schema)).unwrap();
    assert!(!branch::branchify(&schema).to_string().contains("oneOf"));
    let base = parse(GOOD).tree.unwrap().to_json();
    let values = [
        json!(null),
        json!(true),
        json!(1),
        json!(2.5),
        json!("manual"),
        json!("s3"),
        json!([]),
        json!(["a"]),
        json!({}),
        json!({"name": "a"}),
        json!({"cron": "x"}),
        json!({"kind": "postgres", "connection": "x"}),
        json!({"kind": "s3"}),
        json!([{"derive": {"name": "a"}}]),
        json!([{"filter": {"where": "a"}, "derive": {"name": "a"}}]),
        json!([{}]),
    ];
    for key in ["dataset", "tier", "source", "trigger", "columns", "transforms", "sizes", "limit"] {
        for value in &values {
            let mut document = base.clone();
            document[key] = value.clone();
            assert_eq!(published.is_valid(&document), branched.is_valid(&document), "{key}: {value}");
        }
    }
}

#[test]
fn only_tags_are_bare_when_wrapped() {
    let schema = serde_json::to_value(schema_for!(Spec)).unwrap();
    let tree = parse(&format!("{GOOD}sizes: {{kind: 1}}\ntransforms: [{{filter: {{where: x}}}}]\nlimit: [kind]\n"))
        .tree
        .unwrap();
    let wrapped = Shape::new(&schema).wrap(&tree, |node| node);
    assert_eq!(wrapped["source"]["kind"], "s3");
    assert_eq!(wrapped["source"]["prefix"][0], "a/");
    assert_eq!(wrapped["sizes"]["kind"][0], 1);
    assert_eq!(wrapped["transforms"][0]["filter"]["where"][0], "x");
    let cells = json!({"properties": {"rows": {"items": {"additionalProperties": true}}, "a": {"oneOf": [
        {"type": "object", "properties": {"kind": {"const": "x"}}, "required": ["kind"]},
        {"type": "object", "properties": {"kind": {"const": "y"}, "b": {"$ref": "#/properties/a"}}, "required": ["kind"]},
    ]}}});
    let tree = parse("rows: [{kind: x}]\na: {kind: y, b: {kind: x}}\n").tree.unwrap();
    let wrapped = Shape::new(&cells).wrap(&tree, |node| node);
    assert_eq!(wrapped["rows"][0]["kind"][0], "x");
    assert_eq!((&wrapped["a"]["kind"], &wrapped["a"]["b"]["kind"]), (&json!("y"), &json!("x")));
}

#[test]
fn a_key_without_a_value_is_no_key_left_out() {
    let schema = published::<Spec>();
    let check = |text: &str| {
        let tree = parse(text).tree.unwrap();
        let file = SourceMap::default().add("x.yaml", text, vec![]);
        Shape::new(&schema).check(&tree, text, file)
    };
    assert_eq!(check(GOOD), vec![]);
    for key in ["trigger", "limit"] {
        let found = check(&format!("{GOOD}{key}:\n"));
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!(
            (found[0].code, found[0].help.clone().unwrap()),
            (codes::WRONG_TYPE, format!("give `{key}` a value, or leave it out if it is optional"))
        );
    }
    assert_eq!(check(&GOOD.replace("{name: a}", "{name: a, required: }")).len(), 1);
    let cells = json!({"properties": {"row": {"additionalProperties": {"type": ["string", "null"]}}}});
    assert_eq!(nulls::without_nulls(&cells), cells, "nulls of free mappings stay");
}

#[test]
fn a_thousand_unknown_keys_are_all_reported() {
    let keys: String = (0..1_100).map(|i| format!("zz_{i}: 1\n")).collect();
    assert_eq!(check(&format!("{GOOD}{keys}")).len(), 1_100);
}
