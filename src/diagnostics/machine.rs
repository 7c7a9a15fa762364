//! Findings as programs read them: JSON, GitHub's workflow commands, SARIF 2.1.0.
//!
//! Lines and columns are from 1, columns count characters, and an end is the position behind the last character.

use super::codes::{self, Explanation};
use super::located::{Located, Spot};
use serde::Serialize;
use serde_json::{Map, Value, json};

#[derive(Serialize)]
struct Position<'a> {
    path: &'a str,
    line: Option<usize>,
    col: Option<usize>,
    end_line: Option<usize>,
    end_col: Option<usize>,
}

impl<'a> From<&'a Spot> for Position<'a> {
    fn from(spot: &'a Spot) -> Position<'a> {
        let (start, end) = (spot.start, spot.end);
        Position {
            path: &spot.path,
            line: start.map(|s| s.0),
            col: start.map(|s| s.1),
            end_line: end.map(|e| e.0),
            end_col: end.map(|e| e.1),
        }
    }
}

#[derive(Serialize)]
struct Item<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(flatten)]
    position: Position<'a>,
    help: Option<&'a str>,
    fix: Option<Fix<'a>>,
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    position: Position<'a>,
}

#[derive(Serialize)]
struct Fix<'a> {
    replacement: &'a str,
    #[serde(flatten)]
    position: Position<'a>,
}

/// One array of objects.
pub(super) fn json(located: &[Located<'_>]) -> String {
    let items: Vec<Item<'_>> = located
        .iter()
        .map(|l| Item {
            code: l.finding.code.0,
            severity: l.level(),
            message: &l.finding.message,
            position: (&l.spot).into(),
            help: l.finding.help.as_deref(),
            fix: l.fix.as_ref().map(|(spot, text)| Fix { replacement: text, position: spot.into() }),
            related: l
                .related
                .iter()
                .map(|(spot, label)| Related { message: &label.text, position: spot.into() })
                .collect(),
        })
        .collect();
    pretty(&items)
}

fn pretty(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).expect("plain data has a JSON form") + "\n"
}

/// One workflow command a line.
pub(super) fn github(located: &[Located<'_>]) -> String {
    located.iter().map(command).collect()
}

fn command(one: &Located<'_>) -> String {
    let mut properties = vec![];
    if !one.spot.path.is_empty() {
        properties.push(format!("file={}", property(&one.spot.path)));
    }
    if let (Some(start), Some(end)) = (one.spot.start, one.spot.end) {
        properties.push(format!("line={},col={},endLine={},endColumn={}", start.0, start.1, end.0, end.1));
    }
    properties.push(format!("title={}", property(one.finding.code.0)));
    let mut lines = vec![one.finding.message.clone()];
    lines.extend(one.related.iter().map(|(spot, label)| format!("{}: {}", position(spot), label.text)));
    lines.extend(one.finding.help.iter().map(|help| format!("help: {help}")));
    format!("::{} {}::{}\n", one.level(), properties.join(","), data(&lines.join("\n")))
}

fn position(spot: &Spot) -> String {
    match spot.start {
        Some((line, col)) => format!("{}:{line}:{col}", spot.path),
        None => spot.path.clone(),
    }
}

/// The text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A SARIF log with one run, whose rules are the codes that occur.
pub(super) fn sarif(located: &[Located<'_>]) -> String {
    let rules: Vec<&Explanation> =
        codes::ALL.iter().filter(|e| located.iter().any(|l| l.finding.code == e.code)).collect();
    let results: Vec<Value> = located.iter().map(|l| result(l, &rules)).collect();
    let rules: Vec<Value> = rules.iter().map(|e| rule(e)).collect();
    pretty(&json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "cauce", "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

fn rule(explanation: &Explanation) -> Value {
    json!({
        "id": explanation.code.0,
        "shortDescription": {"text": explanation.title},
        "fullDescription": {"text": explanation.cause},
        "help": {"text": explanation.cure},
    })
}

fn result(one: &Located<'_>, rules: &[&Explanation]) -> Value {
    let text = match &one.finding.help {
        Some(help) => format!("{}\nhelp: {help}", one.finding.message),
        None => one.finding.message.clone(),
    };
    let related = one.related.iter().filter(|(spot, _)| !spot.path.is_empty());
    let mut result = json!({
        "ruleId": one.finding.code.0,
        "level": one.level(),
        "message": {"text": text},
        "locations": (!one.spot.path.is_empty()).then(|| location(&one.spot, None)).into_iter().collect::<Vec<_>>(),
        "relatedLocations": related.map(|(spot, label)| location(spot, Some(&label.text))).collect::<Vec<_>>(),
    });
    if let Some((spot, replacement)) = &one.fix {
        result["fixes"] = json!([fix(spot, replacement)]);
    }
    if let Some(index) = rules.iter().position(|r| r.code == one.finding.code) {
        result["ruleIndex"] = index.into();
    }
    result
}

fn fix(spot: &Spot, replacement: &str) -> Value {
    let change = json!({"deletedRegion": region(spot), "insertedContent": {"text": replacement}});
    json!({"artifactChanges": [{"artifactLocation": {"uri": uri(&spot.path)}, "replacements": [change]}]})
}

fn region(spot: &Spot) -> Option<Value> {
    let (start, end) = (spot.start?, spot.end?);
    Some(json!({"startLine": start.0, "startColumn": start.1, "endLine": end.0, "endColumn": end.1}))
}

fn location(spot: &Spot, message: Option<&str>) -> Value {
    let mut physical = Map::from_iter([("artifactLocation".to_string(), json!({"uri": uri(&spot.path)}))]);
    if let Some(region) = region(spot) {
        physical.insert("region".into(), region);
    }
    let mut location = json!({"physicalLocation": physical});
    if let Some(text) = message {
        location["message"] = json!({"text": text});
    }
    location
}

/// A path as a relative reference: what RFC 3986 reserves is escaped.
fn uri(path: &str) -> String {
    let keep = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.' | b'_' | b'-' | b'~');
    path.bytes().map(|b| if keep(b) { (b as char).to_string() } else { format!("%{b:02X}") }).collect()
}
