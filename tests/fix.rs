//! `cauce validate --fix`: what is safe to mend is mended, byte by byte, and everything else stays as it was.

mod support;

use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::Value;
use support::{Memory, Project};

const SPEC: &str = "specs/mercado/trm.yaml";

/// Writes `new` in the place of `old` in the examples, and runs `validate --fix`, which leaves nothing to say.
fn mended(path: &str, old: &str, new: &str) -> (Project, String) {
    let project = Project::of(&Memory::examples().edited(path, old, new));
    let said = project.fine(&["validate", "--fix"]).err;
    (project, said)
}

#[test]
fn a_misspelt_key_is_written_right_and_nothing_else_moves() {
    let before = Memory::examples().text(SPEC);
    let (project, said) = mended(SPEC, "description:", "descripton:");
    assert_eq!(project.text(SPEC), before);
    assert!(said.contains("specs/mercado/trm.yaml:3:1: descripton → description (C0101)"), "{said}");
    assert!(said.contains("fixed 1 finding\n"), "{said}");
    let again = project.fine(&["validate", "--fix"]).err;
    assert!(again.contains("nothing to fix"), "{again}");
}

#[test]
fn quotes_comments_and_line_ends_stay() {
    let text =
        Memory::examples().text(SPEC).replace("description:", "'descripton':  # qué es\n#").replace('\n', "\r\n");
    let project = Project::of(&Memory::examples().with(SPEC, format!("\u{feff}{text}")));
    project.run(&["validate", "--fix"]);
    assert_eq!(project.text(SPEC), format!("\u{feff}{}", text.replace("'descripton'", "'description'")));
}

#[test]
fn values_are_written_in_the_type_that_is_wanted() {
    let cases = [
        (SPEC, "tier: 2", "tier: \"2\""),
        ("specs/core/clientes.yaml", "estado, type: string, required: true", "estado, type: string, required: yes"),
        ("specs/platform.yaml", "\"418823907611\"", "418823907611"),
        ("specs/core/clientes.yaml", "status: active", "status: Active"),
    ];
    for (path, old, new) in cases {
        let (project, said) = mended(path, old, new);
        assert_eq!(project.text(path), Memory::examples().text(path), "{said}");
    }
}

#[test]
fn a_word_that_others_misread_is_quoted() {
    let path = "specs/core/clientes.yaml";
    let (project, said) = mended(path, "[ACTIVO, BLOQUEADO,", "[ACTIVO, no, 0755, BLOQUEADO,");
    assert!(project.text(path).contains("[ACTIVO, \"no\", \"0755\", BLOQUEADO,"), "{said}");
}

#[test]
fn what_was_uncovered_by_an_edit_is_mended_too() {
    let specs = Memory::examples().edited(SPEC, "tier: 2", "teir: \"2\"");
    let project = Project::of(&specs);
    let said = project.fine(&["validate", "--fix"]).err;
    assert!(said.contains("fixed 2 findings"), "{said}");
    assert_eq!(project.text(SPEC), Memory::examples().text(SPEC));
}

#[test]
fn what_needs_a_decision_is_left_and_said() {
    let specs =
        Memory::examples().edited(SPEC, "tier: 2", "tier: 9").edited("specs/core/clientes.yaml", "owner:", "ownr:");
    let project = Project::of(&specs);
    let ran = project.finds(&["validate", "--fix"]);
    assert!(ran.err.contains("fixed 1 finding") && ran.err.contains("error[C0106]"), "{}", ran.err);
    assert_eq!(project.text(SPEC), specs.text(SPEC));
    // Two keys that seem to mean the same one.
    let specs = Memory::examples().edited(SPEC, "tier: 2", "tie: 2\nteir: 3");
    let project = Project::of(&specs);
    project.finds(&["validate", "--fix"]);
    assert_eq!(project.text(SPEC), specs.text(SPEC));
}

#[test]
fn only_the_files_that_are_named_are_mended() {
    let specs = Memory::examples().edited(SPEC, "tier:", "teir:").edited("specs/core/clientes.yaml", "owner:", "ownr:");
    let project = Project::of(&specs);
    project.fine(&["validate", "--fix", "specs/mercado"]);
    assert_eq!(project.text(SPEC), Memory::examples().text(SPEC));
    assert_eq!(project.text("specs/core/clientes.yaml"), specs.text("specs/core/clientes.yaml"));
}

#[test]
fn a_diff_shows_the_edits_and_writes_nothing() {
    let specs = Memory::examples().edited(SPEC, "tier:", "teir:");
    let project = Project::of(&specs);
    let ran = project.finds(&["validate", "--fix", "--diff"]);
    assert!(ran.out.contains("--- a/specs/mercado/trm.yaml\n+++ b/specs/mercado/trm.yaml\n"), "{}", ran.out);
    assert!(ran.out.contains("\n-teir: 2\n+tier: 2\n"), "{}", ran.out);
    assert_eq!(project.text(SPEC), specs.text(SPEC));
    project.fine(&["validate", "--fix"]);
    assert_eq!(project.fine(&["validate", "--fix", "--diff"]).out, "");
    assert_eq!(project.run(&["validate", "--diff"]).code, 2);
}

#[test]
fn programs_are_told_the_edit() {
    let project = Project::of(&Memory::examples().edited(SPEC, "tier:", "teir:"));
    let json: Value = serde_json::from_str(&project.finds(&["validate", "--format", "json"]).out).expect("JSON");
    let fix = &json[0]["fix"];
    assert_eq!(
        (&fix["replacement"], &fix["line"], &fix["col"], &fix["end_col"]),
        (&"tier".into(), &5.into(), &1.into(), &5.into())
    );
    let sarif: Value = serde_json::from_str(&project.finds(&["validate", "--format", "sarif"]).out).expect("JSON");
    let change = &sarif["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], SPEC);
    assert_eq!(change["replacements"][0]["insertedContent"]["text"], "tier");
    assert_eq!(change["replacements"][0]["deletedRegion"]["endColumn"], 5);
    let human = project.finds(&["validate"]).err;
    assert!(human.ends_with("1 error; `cauce validate --fix` mends 1\n"), "{human}");
}

/// A key of the examples, by its number, with one letter too few.
fn misspelt(specs: &Memory, number: usize) -> Option<(String, String, String)> {
    let paths: Vec<String> = specs.paths().filter(|path| path.ends_with(".yaml")).map(String::from).collect();
    let path = &paths[number % paths.len()];
    let text = specs.text(path);
    let keys: Vec<(usize, usize)> = text
        .match_indices(": ")
        .map(|(at, _)| (text[..at].rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_').map_or(0, |b| b + 1), at))
        .filter(|(from, to)| to - from > 4)
        .collect();
    let (from, to) = *keys.get(number % keys.len().max(1))?;
    let cut = from + 1 + number % (to - from - 2);
    Some((path.clone(), text.clone(), format!("{}{}", &text[..cut], &text[cut + 1..])))
}

proptest! {
    #![proptest_config(Config { cases: 40, failure_persistence: None, ..Config::default() })]

    #[test]
    fn an_edit_never_touches_another_byte(number in any::<usize>()) {
        let Some((path, before, broken)) = misspelt(&Memory::examples(), number) else { return Ok(()) };
        let project = Project::of(&Memory::examples().with(&path, broken.as_str()));
        project.run(&["validate", "--fix"]);
        let after = project.text(&path);
        // Either the letter is there again, or the text is left as it was.
        prop_assert!(after == before || after == broken, "{path}: {broken}\n---\n{after}");
        for other in Memory::examples().paths().filter(|other| *other != path) {
            prop_assert_eq!(project.text(other), Memory::examples().text(other));
        }
    }
}
