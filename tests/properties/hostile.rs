//! Hostile texts in every field that the schema leaves free. (The real tools read them in `tests/consumers`.)

use super::support::{Memory, compile, human, rendered};
use cauce::diagnostics::{SourceMap, Where, Within};
use cauce::model::plan::Plan;
use cauce::render::{Trace, strip};
use cauce::spec::tree::{self, Data};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Quotes, interpolations and comments of every language that is generated, in a few texts.
const TEXTS: &[&str] = &[
    "\"'`\\\"\"\"'''```\\\\",
    "${x} %{ if true } $${y} %%{z} ${{ secrets.X }} {{ ds }} {% raw %}",
    "# -- // /* */ <!-- --> ]]> <script>&amp;</td>",
    "a\nb\r\nc\u{2028}d\u{85}e\tf",
    "\u{1}5\u{2}\u{0}\u{1b}[31m\u{7f}",
    "\u{202e}evil\u{200b}\u{feff}ñ😀",
    "; rm -rf / && $(id) `id` | cat",
    "*a* _b_ [x](y) ![z] | - + 1. # > ~~~",
    "yes",
    " leading and trailing ",
    "no: - ? & * ! % @ |- >-",
    "<{ x|lit }><%- if x %><# x #>",
];

/// A string of a document: file and JSON pointer.
type Place = (String, String);

struct Documents(BTreeMap<String, Value>);

impl Documents {
    /// The examples; tests that name columns of the source are left out, because those names are free texts too.
    fn examples() -> Documents {
        let specs = Memory::examples();
        let value = |path: &str| tree::parse(&specs.text(path)).tree.expect("an example").to_json();
        let mut all: BTreeMap<String, Value> = specs.paths().map(|path| (path.to_string(), value(path))).collect();
        all.get_mut("specs/mercado/trm.yaml").and_then(Value::as_object_mut).expect("a mapping").shift_remove("tests");
        Documents(all)
    }

    fn strings(&self) -> BTreeSet<Place> {
        let mut found = BTreeSet::new();
        for (path, document) in &self.0 {
            strings(document, "", &mut |pointer| _ = found.insert((path.clone(), pointer.to_string())));
        }
        found
    }

    fn memory(&self) -> Memory {
        // YAML wants DEL escaped, JSON does not.
        let json = |value: &Value| serde_json::to_string_pretty(value).expect("JSON").replace('\u{7f}', "\\u007f");
        self.0.iter().fold(Memory::default(), |memory, (path, value)| memory.with(path, json(value)))
    }

    /// The documents with `text` at these places.
    fn with(&self, places: &BTreeSet<Place>, text: &str) -> Memory {
        let mut all = Documents(self.0.clone());
        for (path, pointer) in places {
            *all.0.get_mut(path).and_then(|d| d.pointer_mut(pointer)).expect("a place") = text.into();
        }
        all.memory()
    }
}

fn strings(value: &Value, at: &str, visit: &mut dyn FnMut(&str)) {
    match value {
        Value::String(_) => visit(at),
        Value::Array(items) => items.iter().enumerate().for_each(|(i, v)| strings(v, &format!("{at}/{i}"), visit)),
        Value::Object(map) => map
            .iter()
            .for_each(|(k, v)| strings(v, &format!("{at}/{}", k.replace('~', "~0").replace('/', "~1")), visit)),
        _ => {}
    }
}

/// Where the findings are, by pointer.
fn blamed(
    memory: &Memory,
    findings: &[cauce::diagnostics::Finding],
    map: &SourceMap,
    places: &BTreeSet<Place>,
) -> BTreeSet<Place> {
    let spot = |at: &Where| match at {
        Where::Node(node) | Where::Within(Within { node, .. }) => map.place(*node),
        Where::Place(place) => Some(place.clone()),
        Where::File(_) => None,
    };
    let spans: BTreeSet<(String, u32)> =
        findings.iter().filter_map(|f| spot(&f.at)).map(|p| (map.path(p.file).to_string(), p.span.start)).collect();
    let trees: BTreeMap<&str, tree::Tree> =
        memory.paths().filter_map(|path| Some((path, tree::parse(&memory.text(path)).tree?))).collect();
    let start = |(path, pointer): &Place| {
        let tree = trees.get(path.as_str())?;
        let node = tree.node(tree.find(pointer)?.node);
        matches!(node.data, Data::Str(_)).then(|| (path.clone(), node.span.start))
    };
    places.iter().filter(|place| start(place).is_some_and(|at| spans.contains(&at))).cloned().collect()
}

/// Puts a text wherever it is accepted, and plans the result.
fn planned(documents: &Documents, places: &mut BTreeSet<Place>, text: &str) -> Plan {
    loop {
        let memory = documents.with(places, text);
        let (plan, findings, map) = compile(&memory);
        if let Some(plan) = plan {
            return plan;
        }
        let blamed = blamed(&memory, &findings, &map, places);
        assert!(!blamed.is_empty(), "{text:?}: {}", human(&findings, &map));
        places.retain(|place| !blamed.contains(place));
    }
}

#[test]
fn hostile_texts_in_all_free_fields_leave_every_artefact_readable() {
    let documents = Documents::examples();
    let mut free = documents.strings();
    planned(&documents, &mut free, "q'q\"q");
    assert!(free.len() > 60, "only {} fields are free: {free:#?}", free.len());
    for text in TEXTS {
        let mut places = free.clone();
        let plan = planned(&documents, &mut places, text);
        assert!(places.len() * 2 > free.len(), "{text:?} is accepted in {} fields only", places.len());
        let plain = rendered(&plan, Trace::Off);
        for (path, (_, traced)) in rendered(&plan, Trace::On) {
            let plain = &plain[&path].1;
            assert!(strip(&traced).0 == *plain, "{path} differs when its marks are taken out, with {text:?}");
            check(&path, plain, text);
        }
    }
}

fn check(path: &str, artefact: &str, text: &str) {
    let bad =
        |c: char| (c.is_control() && c != '\n' && c != '\t') || "\u{202e}\u{2028}\u{85}\u{200b}\u{feff}".contains(c);
    assert!(!artefact.contains(bad), "{path} holds an invisible character, with {text:?}");
    if path.ends_with(".json") {
        let parsed: Result<Value, _> = serde_json::from_str(artefact);
        assert!(parsed.is_ok(), "{path} is no JSON, with {text:?}: {parsed:?}\n{artefact}");
    }
    if path.ends_with(".yml") || path.ends_with(".yaml") {
        let parsed: Result<Value, _> = serde_yaml::from_str(artefact);
        assert!(parsed.is_ok(), "{path} is no YAML, with {text:?}: {parsed:?}\n{artefact}");
    }
}
