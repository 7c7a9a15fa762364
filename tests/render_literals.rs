//! Hostile and random texts come back equal from readers of each language. (The real tools read the same files in
//! `tests/consumers/literals`.)

use std::sync::LazyLock;

use askama::DynTemplate;
use cauce::render;
use cauce::render::hostile::{hostile_corpus, hostile_files, hostile_files_with};
use proptest::prelude::*;

macro_rules! one_literal {
    ($module:ident, $extension:literal, $source:literal) => {
        mod $module {
            use cauce::render::$module as filters;

            #[derive(askama::Template)]
            #[template(source = $source, ext = $extension, config = "templates/askama.toml")]
            pub struct One<'a> {
                pub text: &'a str,
            }
        }
    };
}
one_literal!(py, "py", "<{ text|lit }>");
one_literal!(hcl, "tf", "<{ text|lit }>");
one_literal!(json, "json", "<{ text|lit }>");
one_literal!(yaml, "yaml", "- <{ text|data }>\n- <{ text|lit }>");
one_literal!(sql, "sql", "<{ text|ident }>");
one_literal!(sh, "sh", "<{ text|lit }>");

fn one(template: &dyn DynTemplate) -> String {
    let text = render::plain(template);
    text.strip_suffix('\n').expect("a rendered text ends with a newline").to_owned()
}

fn files() -> &'static [(String, String)] {
    static FILES: LazyLock<Vec<(String, String)>> = LazyLock::new(hostile_files);
    &FILES
}

fn file(name: &str) -> String {
    files().iter().find(|(n, _)| n == name).expect("the file is among the hostile ones").1.clone()
}

/// What a reader of backslash escapes makes of a quoted text; `None` if a quote or a raw control character is inside.
fn unquoted(literal: &str) -> Option<String> {
    let quote = literal.chars().next().filter(|c| "'\"".contains(*c))?;
    let inside = literal.strip_prefix(quote)?.strip_suffix(quote)?;
    let mut text = String::new();
    let mut chars = inside.chars();
    while let Some(c) = chars.next() {
        if c == quote || c.is_control() {
            return None;
        }
        text.push(if c == '\\' { escaped(&mut chars)? } else { c });
    }
    Some(text)
}

fn escaped(chars: &mut std::str::Chars<'_>) -> Option<char> {
    let digits = match chars.next()? {
        'n' => return Some('\n'),
        'r' => return Some('\r'),
        't' => return Some('\t'),
        'x' => 2,
        'u' => 4,
        'U' => 8,
        c @ ('\\' | '"' | '\'') => return Some(c),
        _ => return None,
    };
    let hex: String = chars.by_ref().take(digits).collect();
    char::from_u32(u32::from_str_radix(&hex, 16).ok()?)
}

/// What Terraform makes of `$${` and `%%{`; `None` if a template would begin.
fn without_templates(text: &str) -> Option<String> {
    let plain = text.replace("$${", "\u{f0001}").replace("%%{", "\u{f0002}");
    let begins = plain.contains("${") || plain.contains("%{");
    (!begins).then(|| plain.replace('\u{f0001}', "${").replace('\u{f0002}', "%{"))
}

fn check_all(text: &str) -> Result<(), TestCaseError> {
    prop_assert_eq!(unquoted(&one(&py::One { text })), Some(text.to_owned()));
    let hcl = unquoted(&one(&hcl::One { text })).expect("a quoted text");
    prop_assert_eq!(without_templates(&hcl), Some(text.to_owned()));
    let json: String = serde_json::from_str(&one(&json::One { text })).expect("valid JSON");
    prop_assert_eq!(&json, text);
    let yaml: [String; 2] = serde_yaml::from_str(&one(&yaml::One { text })).expect("valid YAML");
    prop_assert_eq!(&yaml[0], text);
    prop_assert!(yaml[1] == text || text.contains("${{"));
    prop_assert_eq!(yaml[1].replace("${{ '${{' }}", ""), text.replace("${{", ""));
    let sh = one(&sh::One { text });
    prop_assert!(!sh.contains('\0') && !sh.is_empty());
    Ok(())
}

/// The one word that Spark's dialect reads, without its quotes.
/// The name that Spark's grammar reads where a column may stand, if it reads exactly one.
fn sql_word(sql: &str) -> Option<String> {
    use sqlparser::{ast, dialect::SparkSqlDialect, parser::Parser};
    let statements = Parser::parse_sql(&SparkSqlDialect {}, &format!("SELECT {sql} FROM t")).ok()?;
    let [ast::Statement::Query(query)] = statements.as_slice() else { return None };
    let ast::SetExpr::Select(select) = query.body.as_ref() else { return None };
    match select.projection.as_slice() {
        [ast::SelectItem::UnnamedExpr(ast::Expr::Identifier(name))] => Some(name.value.clone()),
        _ => None,
    }
}

#[test]
fn the_corpus_survives_every_language() {
    let corpus = hostile_corpus();
    assert!(corpus.len() > 4_000, "the corpus has only {} texts", corpus.len());
    for text in &corpus {
        check_all(text).unwrap_or_else(|why| panic!("{text:?}: {why}"));
    }
}

#[test]
fn whole_files_of_hostile_texts_are_read_back() {
    let corpus = hostile_corpus();
    let json: serde_json::Value = serde_json::from_str(&file("literals.json")).expect("valid JSON");
    assert_eq!(json["values"], serde_json::json!(corpus));
    let yaml: serde_json::Value = serde_yaml::from_str(&file("literals.yaml")).expect("valid YAML");
    assert_eq!(yaml["data"], serde_json::json!(corpus));
    assert_eq!(yaml["workflow"], yaml["flow"]);
    assert_eq!(yaml["keys"].as_object().map(|keys| keys.len()), json["keys"].as_object().map(|keys| keys.len()));
}

#[test]
fn a_stripped_trace_is_the_plain_text_and_names_every_origin() {
    for ((name, traced), (_, plain)) in hostile_files_with(render::traced).into_iter().zip(files()) {
        let (text, origins) = render::strip(&traced);
        assert!(text == *plain, "{name} differs when its marks are taken out");
        let mut numbers: Vec<u32> = origins.iter().map(|(_, origin)| origin.number()).collect();
        numbers.sort();
        numbers.dedup();
        assert_eq!(numbers.len(), hostile_corpus().len(), "{name}");
    }
}

#[test]
fn no_file_holds_an_invisible_character() {
    for (name, text) in files() {
        let hidden =
            |c: &char| (c.is_control() && !"\n\t".contains(*c)) || "\u{202e}\u{2028}\u{200b}\u{feff}".contains(*c);
        assert_eq!(text.chars().find(|c| name != "expected.json" && hidden(c)), None, "{name}");
    }
}

/// A keyword of the parser is no reserved word: what counts is that Spark's grammar reads one name.
#[test]
fn every_keyword_is_one_identifier_of_spark() {
    let read_otherwise: Vec<String> = sqlparser::keywords::ALL_KEYWORDS
        .iter()
        .flat_map(|word| [word.to_string(), word.to_lowercase()])
        .filter(|name| sql_word(&one(&sql::One { text: name })).as_ref() != Some(name))
        .collect();
    assert_eq!(read_otherwise, Vec::<String>::new());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_text_survives_every_language(text in any::<String>()) {
        check_all(&text)?;
    }

    #[test]
    fn any_visible_name_is_one_identifier_of_spark(name in "[a-zA-Z_áéíñ日😀0-9 `'\"\\\\$%{}.;-]{1,12}") {
        prop_assert_eq!(sql_word(&one(&sql::One { text: &name })), Some(name));
    }
}
