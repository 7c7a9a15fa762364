//! What the compiler cannot see in templates: the language of a module's filters is that of its templates, and nothing steps
//! around the filters.

use std::fs;
use std::path::{Path, PathBuf};

use cauce::render::{Hcl, Json, Language, Md, Py, Sh, Sql, Yaml};

const FILTERS: [(&str, &[&str]); 7] = [
    ("py", Py::EXTENSIONS),
    ("hcl", Hcl::EXTENSIONS),
    ("yaml", Yaml::EXTENSIONS),
    ("json", Json::EXTENSIONS),
    ("md", Md::EXTENSIONS),
    ("sql", Sql::EXTENSIONS),
    ("sh", Sh::EXTENSIONS),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder of the project, with their texts, without hidden ones.
fn files(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = vec![];
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
            let path = entry.expect("a readable entry").path();
            if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
                continue;
            }
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
        .into_iter()
        .map(|path| (path.clone(), String::from_utf8_lossy(&fs::read(path).expect("a file")).into()))
        .collect()
}

fn sources() -> Vec<(PathBuf, String)> {
    files("src").into_iter().filter(|(path, _)| path.extension().is_some_and(|e| e == "rs")).collect()
}

/// The value of `key = "…"` in the arguments of a `#[template(…)]`.
fn argument<'a>(arguments: &'a str, key: &str) -> Option<&'a str> {
    let (_, after) = arguments.split_once(&format!("{key} = \""))?;
    after.split('"').next()
}

/// The arguments of each `#[template(…)]` of a source, each with the filters that are in scope there.
fn templates(source: &str) -> Vec<(Option<&str>, &str)> {
    let mut found = vec![];
    for (at, _) in source.match_indices("#[template(").filter(|(at, _)| !is_comment(source, *at)) {
        let before = &source[..at];
        let scope = before.rfind(" as filters").map(|end| &before[..end]);
        let name = scope.map(|scope| scope.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or(""));
        let arguments = source[at..].split("\n)]").next().and_then(|a| a.split(")]\n").next()).unwrap_or("");
        found.push((name, arguments));
    }
    found
}

fn is_comment(source: &str, at: usize) -> bool {
    source[..at].rsplit('\n').next().is_some_and(|line| line.trim_start().starts_with("//"))
}

fn extension(arguments: &str) -> &str {
    let path = argument(arguments, "path").and_then(|path| path.rsplit('.').next());
    path.or_else(|| argument(arguments, "ext")).unwrap_or("")
}

#[test]
fn every_template_has_the_filters_of_its_language_and_the_config() {
    let mut seen = 0;
    for (path, source) in sources() {
        for (filters, arguments) in templates(&source) {
            seen += 1;
            let place = format!("{}: {}", path.display(), &arguments[..arguments.floor_char_boundary(80)]);
            assert!(arguments.contains("config = \"templates/askama.toml\""), "{place}: no config");
            let name = filters.unwrap_or_else(|| panic!("{place}: no `use crate::render::… as filters` before it"));
            let language = FILTERS.iter().find(|(n, _)| *n == name);
            let (_, extensions) = language.unwrap_or_else(|| panic!("{place}: `{name}` is no module of filters"));
            assert!(extensions.contains(&extension(arguments)), "{place}: filters of {name}");
        }
    }
    assert!(seen >= 8, "only {seen} templates were found");
}

#[test]
fn a_template_includes_only_its_own_language() {
    for (path, text) in files("templates") {
        let own = path.extension().map(|e| e.to_string_lossy().into_owned()).unwrap_or_default();
        for tag in ["include \"", "extends \"", "import \""] {
            for (_, after) in text.split("<%").filter_map(|part| part.split_once(tag)) {
                let other = Path::new(after.split('"').next().unwrap_or("")).extension();
                assert_eq!(other.map(|e| e.to_string_lossy().into_owned()), Some(own.clone()), "{}", path.display());
            }
        }
    }
}

/// Signs that join a value to an interpolation of the reader, or spoil the layout, or look like a trace mark.
const SIGNS: [&str; 5] = ["$<{", "%<{", "-%>", "-}>", "\u{1}"];
/// Filters that let a value through as it is.
const OPEN: [&str; 2] = ["safe", "escape"];

fn refused(text: &str) -> Option<&'static str> {
    let values: Vec<&str> = text.split("<{").skip(1).filter_map(|part| part.split("}>").next()).collect();
    let calls = |value: &str, filter: &str| value.split('|').skip(1).any(|f| f.trim_start().starts_with(filter));
    let open = OPEN.into_iter().find(|filter| values.iter().any(|value| calls(value, filter)));
    SIGNS.into_iter().find(|sign| text.contains(sign)).or(open)
}

#[test]
fn nothing_steps_around_the_filters() {
    for (path, text) in files("templates") {
        assert_eq!(refused(&text), None, "{}", path.display());
    }
    for (path, source) in sources() {
        for (_, arguments) in templates(&source).into_iter().filter(|(_, a)| a.contains("source = ")) {
            assert_eq!(refused(arguments), None, "{}", path.display());
        }
        let is_render = path.starts_with(root().join("src/render"));
        assert!(
            is_render || !source.contains("filters::Safe"),
            "{}: only src/render says what is safe",
            path.display()
        );
    }
}

#[test]
fn the_check_itself_finds_what_it_looks_for() {
    for bad in ["<{ x|safe }>", "<{ x | escape(\"none\") }>", "\"$<{ x|inner }>\"", "<% if a -%>"] {
        assert!(refused(bad).is_some(), "{bad}");
    }
    assert_eq!(refused("<%- if a %> <{ x|lit }> safe"), None);
    let source =
        "use crate::render::{Fragment, py as filters};\n#[template(path = \"a/b.tf\", config = \"x\")]\nstruct A;";
    let found = templates(source);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].0, extension(found[0].1)), (Some("py"), "tf"));
}
