//! The rules of docs/architecture.md that a compiler cannot hold: which way imports point, who may touch the machine, how
//! long a file is, what stands at the top of the repository.

mod support;

use std::collections::BTreeSet;
use support::{files_below, root, text};

/// What each module of the crate may import, besides itself.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("diagnostics", &[]),
    ("files", &[]),
    ("cli", &[]),
    ("model", &["diagnostics"]),
    ("render", &["diagnostics", "model"]),
    ("sources", &["diagnostics", "model", "render"]),
    ("transforms", &["diagnostics", "model", "render"]),
    ("quality", &["diagnostics", "model", "render"]),
    ("spec", &["diagnostics", "files", "model", "quality", "sources", "transforms"]),
    ("resolve", &["diagnostics", "model", "spec"]),
    ("plan", &["diagnostics", "model", "render", "resolve", "spec"]),
    ("targets", &["diagnostics", "model", "plan", "render"]),
    ("emit", &["diagnostics", "model", "render", "targets"]),
    ("review", &["diagnostics", "emit", "files", "model", "plan", "render", "resolve", "spec", "targets"]),
    ("local", &["diagnostics", "emit", "model", "plan", "render", "targets"]),
    ("main", &["cli", "commands"]),
];

/// Imports against the stream, each with its reason.
const AGAINST_THE_STREAM: &[(&str, &str, &str)] =
    &[("src/model/plan/", "render", "the plan holds fragments of code, which are typed by language")];

/// Modules that may use files, the environment, processes and the network.
const TOUCH_THE_MACHINE: &[&str] = &["src/emit/", "src/files/", "src/local/"];

/// What others may use of the machine, each with its reason.
const TOUCHES: &[(&str, &str, &str)] = &[
    ("src/main.rs", "process", "the exit code"),
    ("src/commands/mod.rs", "process", "the exit code"),
    ("src/commands/session.rs", "env", "the current folder, NO_COLOR and COLUMNS"),
];

/// Functions that may be longer than others, each with its reason.
const LONG: &[(&str, &str, &str)] =
    &[("src/targets/alerts/dashboard.rs", "fn panels(", "a table, one row for each panel")];

/// A Rust source without its tests.
struct Source {
    path: String,
    code: String,
}

fn sources() -> Vec<Source> {
    let paths = files_below(&root().join("src")).into_iter();
    let rust = paths.filter(|p| p.ends_with(".rs") && !p.ends_with("tests.rs"));
    let source = |path: String| Source {
        code: without_tests(&text(&root().join("src").join(&path))),
        path: format!("src/{path}"),
    };
    rust.map(source).collect()
}

/// The code before the first test module that has a body; comments are taken out.
fn without_tests(text: &str) -> String {
    let starts = text.match_indices("#[cfg(test)]").map(|(at, _)| at);
    let body = |at: &usize| text[*at..].lines().nth(1).is_some_and(|line| line.trim_end().ends_with('{'));
    let end = starts.into_iter().find(body).unwrap_or(text.len());
    let lines = text[..end].lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.map(|line| format!("{line}\n")).collect()
}

impl Source {
    /// The module of the crate that it belongs to.
    fn module(&self) -> &str {
        self.path["src/".len()..].split(['/', '.']).next().expect("a module")
    }
}

/// The first steps of all paths that begin with `start`, groups in braces included.
fn steps(code: &str, start: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices(start) {
        let inside = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
        if code[..at].ends_with(inside) {
            continue;
        }
        let rest = &code[at + start.len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(group_steps(group)),
            None => found.extend([word(rest)]),
        }
    }
    found
}

/// The first steps of the paths of a group, up to its closing brace.
fn group_steps(group: &str) -> Vec<String> {
    let (mut depth, mut parts) = (0, vec![String::new()]);
    for c in group.chars() {
        match c {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => parts.push(String::new()),
            _ if depth == 0 => parts.last_mut().expect("a part").push(c),
            _ => {}
        }
    }
    parts.iter().map(|part| word(part.trim())).filter(|part| !part.is_empty()).collect()
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn imports_point_one_way() {
    let modules: BTreeSet<String> = sources().iter().map(|s| s.module().to_string()).collect();
    for source in sources().iter().filter(|s| s.module() != "commands" && s.module() != "lib") {
        let allowed = MAY_IMPORT.iter().find(|(module, _)| *module == source.module());
        let (_, allowed) = allowed.unwrap_or_else(|| panic!("{}: say in MAY_IMPORT what it may import", source.path));
        let imported = steps(&source.code, "crate::").into_iter().chain(steps(&source.code, "cauce::"));
        for other in imported.filter(|o| modules.contains(o) && o != source.module()) {
            let named = |(path, to, _): &(&str, &str, &str)| source.path.starts_with(path) && *to == other;
            let fine = allowed.contains(&other.as_str()) || AGAINST_THE_STREAM.iter().any(named);
            assert!(fine, "{} must not import `{other}`; see the table in tests/architecture.rs", source.path);
        }
    }
}

#[test]
fn the_table_of_imports_has_no_cycle_and_no_stale_row() {
    let row = |module: &str| MAY_IMPORT.iter().position(|(m, _)| *m == module);
    for (module, allowed) in MAY_IMPORT {
        assert!(allowed.iter().all(|other| row(other) < row(module) || *module == "main"), "{module} imports forwards");
    }
    let used = |path: &str, word: &str, start: &str| {
        sources().iter().any(|s| s.path.starts_with(path) && steps(&s.code, start).contains(word))
    };
    for (path, module, _) in AGAINST_THE_STREAM {
        assert!(used(path, module, "crate::"), "{path} does not import `{module}` any more: remove the exception");
    }
    for (path, word, _) in TOUCHES {
        assert!(used(path, word, "std::"), "{path} does not use `std::{word}` any more: remove the exception");
    }
}

#[test]
fn only_few_modules_touch_the_machine() {
    for source in sources() {
        if TOUCH_THE_MACHINE.iter().any(|folder| source.path.starts_with(folder)) {
            continue;
        }
        for word in ["fs", "env", "process", "net"] {
            let named = TOUCHES.iter().any(|(path, allowed, _)| source.path == *path && word == *allowed);
            let uses = steps(&source.code, "std::").contains(word);
            assert!(!uses || named, "{}: `std::{word}` belongs to emit, files or local", source.path);
        }
        assert!(!source.code.contains("git2::"), "{}: only `files` reads the repository", source.path);
    }
}

#[test]
fn a_target_asks_for_no_kind() {
    let words = cauce::sources::WORDS.iter().chain(cauce::transforms::WORDS).chain(cauce::quality::WORDS);
    let words: Vec<String> = words.filter(|word| word.len() > 2).map(|word| format!("\"{word}\"")).collect();
    for source in sources().iter().filter(|s| s.module() == "targets") {
        let asked = words.iter().find(|word| {
            source.code.contains(&format!(".kind == {word}")) || source.code.contains(&format!("{word} =>"))
        });
        assert_eq!(asked, None, "{}: put what differs into the plan, as a fact", source.path);
    }
}

#[test]
fn files_and_functions_are_short() {
    for source in sources() {
        let lines: Vec<&str> = source.code.lines().collect();
        assert!(lines.len() <= 300, "{} has {} lines without comments and tests; split it", source.path, lines.len());
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| is_function(line)) {
            let indent: String = line.chars().take_while(|c| *c == ' ').collect();
            let length = lines[at..].iter().position(|l| *l == format!("{indent}}}")).unwrap_or(0);
            let named =
                LONG.iter().any(|(path, start, _)| source.path == *path && line.trim_start().starts_with(start));
            assert!(length <= 50 || named, "{}: `{}` has {length} lines; split it", source.path, line.trim());
        }
    }
}

fn is_function(line: &str) -> bool {
    let line = line.trim_start();
    ["fn ", "pub fn ", "pub(super) fn ", "pub(crate) fn "].iter().any(|start| line.starts_with(start))
        && !line.ends_with('}')
}

#[test]
fn every_file_at_the_top_is_meant_to_be_there() {
    let meant = [
        ".cargo",
        ".ci",
        ".git",
        ".gitattributes",
        ".github",
        ".gitignore",
        ".ruff.toml",
        ".rustfmt.toml",
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE",
        "README.md",
        "docs",
        "generated",
        "specs",
        "src",
        "templates",
        "tests",
    ];
    let repository = git2::Repository::open(root()).ok();
    let ignored =
        |name: &str| repository.as_ref().is_some_and(|r| r.is_path_ignored(root().join(name)).unwrap_or(false));
    for entry in root().read_dir().expect("the repository") {
        let entry = entry.expect("a readable entry");
        let name = entry.file_name().to_string_lossy().into_owned();
        let folder = entry.file_type().is_ok_and(|t| t.is_dir());
        let fine = meant.contains(&name.as_str()) || ignored(&if folder { format!("{name}/") } else { name.clone() });
        assert!(fine, "`{name}` stands at the top of the repository; add it to the list if it must");
    }
}

#[test]
fn the_scanner_finds_what_it_looks_for() {
    let code = "use crate::{emit::{self, A}, plan};\nlet x = crate::render::plain(); xcrate::no; my::crate::no;";
    assert_eq!(steps(code, "crate::").into_iter().collect::<Vec<_>>(), ["emit", "plan", "render"]);
    let text = "a\n#[cfg(test)]\nmod tests;\nb\n// crate::no\n#[cfg(test)]\nmod checks {\n  use crate::emit;\n}\n";
    assert_eq!(without_tests(text), "a\n#[cfg(test)]\nmod tests;\nb\n");
    assert!(is_function("    pub fn a(") && !is_function("fn a() {}") && !is_function("let fn_ = 1;"));
}
