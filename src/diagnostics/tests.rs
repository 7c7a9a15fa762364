//! Findings in all formats: what people see word by word, what programs read by its fields.

use super::*;
use proptest::prelude::*;
use serde_json::Value;

const TEXT: &str = "dataset: ñandú\r\nowner: x\r\ncolumns:\r\n  - {name: a}\r\n  - {name: b}\r\n";

fn sample() -> (SourceMap, Vec<Finding>) {
    let mut map = SourceMap::default();
    let nodes = vec![9..16, 25..26];
    let file = map.add("specs/pagos/a.yaml", TEXT, nodes);
    let other = map.add("specs/platform, v1.yaml", "teams: {}\n", vec![]);
    let place = |file, span| Place { file, span };
    let findings = vec![
        Finding::warning(codes::NO_TIMEZONE, map.origin(file, 1), "second"),
        Finding::error(codes::UNKNOWN_TEAM, map.origin(file, 1), "unknown team `x`")
            .help("did you mean `y`?")
            .see(place(other, 0..5), "teams are listed here")
            .see(place(file, 0..7), "for this dataset"),
        Finding::error(codes::MISSING_KEY, place(file, 28..66), "100% wrong:\nbad"),
        Finding::error(codes::UNREADABLE, Where::File("specs/b.yaml".into()), "not UTF-8"),
    ];
    (map, findings)
}

fn show(format: Format) -> String {
    let (map, findings) = sample();
    render(&findings, &map, format, false, 80)
}

#[test]
fn people_see_excerpts_in_the_order_of_the_files() {
    let expected = "\
error[C0001]: not UTF-8
--> specs/b.yaml

error[C0201]: unknown team `x`
 --> specs/pagos/a.yaml:2:8
  |
1 | dataset: ñandú
  | ------- for this dataset
2 | owner: x
  |        ^
  |
 ::: specs/platform, v1.yaml:1:1
  |
1 | teams: {}
  | ----- teams are listed here
  |
  = help: did you mean `y`?

warning[C0401]: second
 --> specs/pagos/a.yaml:2:8
  |
2 | owner: x
  |        ^

error[C0102]: 100% wrong:\\nbad
 --> specs/pagos/a.yaml:3:1
  |
3 | columns:
  | ^^^^^^^^

3 errors, 1 warning
";
    assert_eq!(show(Format::Human), expected);
}

#[test]
fn a_narrow_terminal_gets_short_lines() {
    let mut map = SourceMap::default();
    let text = format!("{}name: x{}", "a: 1, ".repeat(40), ", b: 2".repeat(40));
    let file = map.add("specs/a.yaml", text.as_str(), vec![]);
    let span = 246..247;
    assert_eq!(&text[246..247], "x");
    let words = "a message of many words that does not fit into one line of a narrow terminal";
    let shown = render(
        &[Finding::error(codes::NOT_ALLOWED, Place { file, span }, words).help(words)],
        &map,
        Format::Human,
        false,
        60,
    );
    assert!(shown.lines().all(|line| line.chars().count() <= 60), "{shown}");
    assert!(shown.contains("specs/a.yaml:1:247") && shown.contains("name: x"), "{shown}");
    let joined = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(joined.matches(words).count(), 2, "{shown}");
}

/// What a terminal needs for a line: two columns for wide characters.
fn columns(line: &str) -> usize {
    let wide = |c: char| matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{1f300}'..='\u{1faff}');
    line.chars().map(|c| if wide(c) { 2 } else { 1 }).sum()
}

#[test]
fn every_width_is_respected_and_shows_the_place() {
    for (filler, width) in
        ["a: 1, ", "ñ: é, ", "注文: 状態, ", "🐦: 🐦, "].iter().flat_map(|f| [40, 60, 80, 200].map(|w| (f, w)))
    {
        let text = format!("{}naem: x{}\nowner: y\n", filler.repeat(50), ", b: 2".repeat(50));
        let mut map = SourceMap::default();
        let file = map.add("specs/pagos/a.yaml", text.as_str(), vec![]);
        let start = text.find("naem").unwrap() as u32;
        let finding = Finding::error(codes::UNKNOWN_KEY, Place { file, span: start..start + 4 }, "unknown key `naem`");
        let help = "did you mean `name`? The words of this sentence are many, so that it does not fit into one line";
        let shown = render(&[finding.help(help)], &map, Format::Human, false, width);
        let long = shown.lines().find(|line| columns(line) > width);
        assert_eq!(long, None, "wider than {width}:\n{shown}");
        let excerpt = shown.lines().find(|line| line.starts_with("1 |")).expect("the line");
        let carets = shown.lines().find(|line| line.contains("^^^^")).expect("carets");
        let before = excerpt.split("naem").next().expect("the key");
        assert!(excerpt.contains("naem") && excerpt.contains("..."), "{shown}");
        assert_eq!(
            columns(before),
            columns(carets.split('^').next().expect("blanks")),
            "carets below the key:\n{shown}"
        );
    }
}

#[test]
fn colour_is_used_only_when_asked_for() {
    let (map, findings) = sample();
    let colored = render(&findings, &map, Format::Human, true, 80);
    assert!(colored.contains("\u{1b}["));
    assert!(!show(Format::Human).contains('\u{1b}'));
}

#[test]
fn a_hostile_source_does_not_reach_the_terminal() {
    let mut map = SourceMap::default();
    let text = "a: \u{1b}[2J\u{202e}\u{9b}x\u{7}\n";
    let file = map.add("specs/\u{1b}a.yaml", text, vec![]);
    let finding = Finding::error(codes::SYNTAX, Place { file, span: 3..4 }, "bad \u{1b}]0;x")
        .help("\u{202e}")
        .see(Where::File("\u{7}".into()), "x");
    let shown = render(&[finding], &map, Format::Human, false, 80);
    assert!(shown.chars().all(|c| c == '\n' || (!c.is_control() && c != '\u{202e}')), "{shown:?}");
    assert!(shown.contains("specs/\\u{1b}a.yaml:1:4"), "{shown}");
}

#[test]
fn no_findings_are_an_empty_document() {
    let map = SourceMap::default();
    let empty = |format| render(&[], &map, format, true, 80);
    assert_eq!((empty(Format::Human), empty(Format::Github)), (String::new(), String::new()));
    assert_eq!(serde_json::from_str::<Value>(&empty(Format::Json)).unwrap(), serde_json::json!([]));
    assert_eq!(
        serde_json::from_str::<Value>(&empty(Format::Sarif)).unwrap()["runs"][0]["results"],
        serde_json::json!([])
    );
}

#[test]
fn json_has_every_field_of_every_finding() {
    let items: Value = serde_json::from_str(&show(Format::Json)).unwrap();
    let codes: Vec<&str> = items.as_array().unwrap().iter().map(|i| i["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["C0001", "C0201", "C0401", "C0102"]);
    let expected = serde_json::json!({
        "code": "C0201", "severity": "error", "message": "unknown team `x`", "path": "specs/pagos/a.yaml",
        "line": 2, "col": 8, "end_line": 2, "end_col": 9, "help": "did you mean `y`?", "fix": null,
        "related": [
            {"message": "teams are listed here", "path": "specs/platform, v1.yaml", "line": 1, "col": 1, "end_line": 1, "end_col": 6},
            {"message": "for this dataset", "path": "specs/pagos/a.yaml", "line": 1, "col": 1, "end_line": 1, "end_col": 8},
        ],
    });
    assert_eq!(items[1], expected);
    assert_eq!((&items[0]["line"], &items[0]["help"]), (&Value::Null, &Value::Null));
    assert_eq!((&items[3]["line"], &items[3]["end_line"]), (&3.into(), &5.into()));
}

#[test]
fn github_commands_are_one_line_each_and_escaped() {
    let shown = show(Format::Github);
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines[0], "::error file=specs/b.yaml,title=C0001::not UTF-8");
    let expected = "::error file=specs/pagos/a.yaml,line=2,col=8,endLine=2,endColumn=9,title=C0201::unknown team `x`\
        %0Aspecs/platform, v1.yaml:1:1: teams are listed here%0Aspecs/pagos/a.yaml:1:1: for this dataset%0Ahelp: did you mean `y`?";
    assert_eq!(lines[1], expected);
    assert!(lines[2].starts_with("::warning "));
    assert!(lines[3].ends_with("::100%25 wrong:%0Abad"), "{}", lines[3]);
    let finding = Finding::error(codes::UNREADABLE, Where::File("a:b,c%.yaml".into()), "x");
    let shown = render(&[finding], &SourceMap::default(), Format::Github, false, 80);
    assert_eq!(shown, "::error file=a%3Ab%2Cc%25.yaml,title=C0001::x\n");
}

#[test]
fn sarif_has_what_the_format_requires() {
    let log: Value = serde_json::from_str(&show(Format::Sarif)).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(run["tool"]["driver"]["name"], "cauce");
    for rule in rules {
        assert!(
            ["shortDescription", "fullDescription", "help"]
                .iter()
                .all(|k| !rule[k]["text"].as_str().unwrap().is_empty())
        );
    }
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 4);
    for result in results {
        let rule = &rules[result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(["error", "warning"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let physical = &result["locations"][0]["physicalLocation"];
        assert!(physical["artifactLocation"]["uri"].as_str().unwrap().starts_with("specs/"));
    }
    let region = &results[1]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region, &serde_json::json!({"startLine": 2, "startColumn": 8, "endLine": 2, "endColumn": 9}));
    let related = &results[1]["relatedLocations"][0];
    assert_eq!(related["physicalLocation"]["artifactLocation"]["uri"], "specs/platform%2C%20v1.yaml");
    assert_eq!(related["message"]["text"], "teams are listed here");
    assert_eq!(results[0]["locations"][0]["physicalLocation"].get("region"), None);
}

#[test]
fn the_summary_counts_both_kinds() {
    let (_, findings) = sample();
    assert_eq!(summary(&findings), "3 errors, 1 warning");
    assert_eq!(summary(&findings[1..2]), "1 error");
    assert_eq!(summary(&[]), "");
}

proptest! {
    #[test]
    fn any_span_of_any_text_is_shown(text in "(a|ñ|\u{1F600}|\u{feff}|\u{202e}|\t|\r\n|\n|\r| ){0,30}", a in 0u32..90, b in 0u32..90, c in 0u32..90) {
        let mut map = SourceMap::default();
        let file = map.add("a.yaml", text, vec![]);
        let finding = Finding::error(codes::SYNTAX, Place { file, span: a..b }, "x").see(Place { file, span: c..c }, "y");
        for format in [Format::Human, Format::Json, Format::Github, Format::Sarif] {
            prop_assert!(render(std::slice::from_ref(&finding), &map, format, false, 80).contains("C0002"));
        }
    }
}
