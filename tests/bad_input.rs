//! Bad input: a clear error each, at the character, with a way out; and the exit codes and formats of the contract.

mod support;

use serde_json::Value;
use std::os::unix::ffi::OsStrExt;
use support::{Memory, Project, Ran};

const SPEC: &str = "specs/mercado/trm.yaml";

/// A finding as `--format json` writes it.
#[derive(Debug)]
struct Found(Value);

impl Found {
    fn text(&self, key: &str) -> &str {
        self.0[key].as_str().unwrap_or_default()
    }

    /// `path:line:col`, or the path alone.
    fn place(&self) -> String {
        match (self.0["line"].as_u64(), self.0["col"].as_u64()) {
            (Some(line), Some(col)) => format!("{}:{line}:{col}", self.text("path")),
            _ => self.text("path").to_string(),
        }
    }
}

/// All findings of a project that must have some: each with a place and a way out, and each in the human form too.
fn findings(project: &Project) -> Vec<Found> {
    let ran = project.finds(&["validate", "--format", "json"]);
    let Ok(Value::Array(all)) = serde_json::from_str(&ran.out) else { panic!("no JSON array: {ran:?}") };
    let human = project.finds(&["validate"]).err;
    let all: Vec<Found> = all.into_iter().map(Found).collect();
    assert!(!all.is_empty(), "exit 1 without a finding");
    for found in &all {
        assert!(!found.text("help").is_empty(), "{found:?} has no way out");
        assert!(human.contains(found.text("code")) && human.contains(&found.place()), "{found:?} is not in: {human}");
    }
    assert!(human.contains("help: "), "{human}");
    all
}

/// The one finding of the examples after a change.
fn finding(specs: Memory) -> Found {
    let mut all = findings(&Project::of(&specs));
    assert_eq!(all.len(), 1, "{all:#?}");
    all.remove(0)
}

fn check(specs: Memory, code: &str, place: &str, message: &str) -> Found {
    let found = finding(specs);
    assert_eq!((found.text("code"), found.place().as_str()), (code, place), "{found:#?}");
    assert!(found.text("message").contains(message), "{found:#?}");
    found
}

#[test]
fn a_dataset_called_outside_is_refused() {
    for name in ["../x", "a/b", "..", "-x", "X", "ñ", "x y", ""] {
        let specs = Memory::examples().edited(SPEC, "dataset: trm", &format!("dataset: \"{name}\""));
        check(specs, "C0105", "specs/mercado/trm.yaml:1:10", "");
    }
}

#[test]
fn a_file_that_is_not_text_is_named() {
    let latin1 = b"description: T\xe9rminos\nowner: bi\n";
    check(
        Memory::examples().with("specs/mercado/_domain.yaml", latin1),
        "C0001",
        "specs/mercado/_domain.yaml:1:15",
        "byte 14 of this file (0xE9)",
    );
    let found =
        check(Memory::examples().with(SPEC, b"\xff\xfed\0a\0"), "C0001", "specs/mercado/trm.yaml:1:1", "not UTF-8");
    assert!(found.text("help").contains("UTF-16"), "{found:#?}");
}

#[test]
fn an_empty_file_is_named() {
    for text in ["", "\n\n", "# only a comment\n", "---\n", "~\n"] {
        check(Memory::examples().with(SPEC, text), "C0003", "specs/mercado/trm.yaml:1:1", "empty");
    }
}

#[test]
fn a_folder_named_like_a_spec_is_named() {
    let project = Project::examples();
    std::fs::create_dir(project.path("specs/mercado/dolar.yaml")).expect("a folder");
    let all = findings(&project);
    assert_eq!((all.len(), all[0].text("code"), all[0].place().as_str()), (1, "C0007", "specs/mercado/dolar.yaml"));
}

#[test]
fn specs_do_not_stand_behind_links() {
    for (from, to) in [("specs/mercado", "specs/otro"), (SPEC, "specs/mercado/otro.yaml")] {
        let project = Project::examples();
        std::fs::rename(project.path(from), project.path("moved")).expect("specs");
        std::os::unix::fs::symlink(project.path("moved"), project.path(to)).expect("a link");
        let all = findings(&project);
        assert!(all.iter().any(|f| f.text("code") == "C0007" && f.place() == to), "{all:#?}");
    }
}

#[test]
fn a_file_in_the_wrong_place_is_named() {
    for path in ["specs/mercado/dolar.yml", "specs/dolar.yaml", "specs/mercado/usd/dolar.yaml"] {
        check(Memory::examples().with(path, "dataset: dolar\n"), "C0007", path, "");
    }
    let specs = Memory::examples().edited(SPEC, "dataset: trm", "dataset: dolar");
    let found = check(specs, "C0007", "specs/mercado/trm.yaml:1:10", "dolar");
    assert!(found.text("help").contains("specs/mercado/dolar.yaml"), "{found:#?}");
}

#[test]
fn a_domain_needs_a_name_and_a_description() {
    let specs = Memory::examples().with("specs/A b/_domain.yaml", "description: x\nowner: bi\n");
    check(specs, "C0207", "specs/A b/_domain.yaml", "A b");
    check(Memory::examples().without("specs/mercado/_domain.yaml"), "C0211", "specs/mercado", "mercado");
}

#[test]
fn duplicate_keys_are_shown_both() {
    let specs = Memory::examples().edited(SPEC, "tier: 2", "tier: 2\ntier: 3");
    let found = check(specs, "C0005", "specs/mercado/trm.yaml:6:1", "tier");
    assert_eq!(found.0["related"][0]["line"], 5, "{found:#?}");
}

#[test]
fn a_yaml_bomb_ends_quickly() {
    let level = |n: usize| format!("l{n}: &l{n} [{}]\n", vec![format!("*l{}", n - 1); 10].join(", "));
    let bomb: String = ["l0: &l0 x\n".to_string()].into_iter().chain((1..12).map(level)).collect();
    let found = finding(Memory::examples().with(SPEC, bomb));
    assert_eq!(found.text("code"), "C0004", "{found:#?}");
    let deep = format!("a: {}{}\n", "[".repeat(5_000), "]".repeat(5_000));
    assert_eq!(finding(Memory::examples().with(SPEC, deep)).text("code"), "C0004");
    let large = format!("description: {}\n", "x".repeat(2 << 20));
    assert_eq!(finding(Memory::examples().with(SPEC, large)).text("code"), "C0004");
    let tagged = Memory::examples().edited(SPEC, "tier: 2", "tier: !!python/object:os.system 2");
    assert_eq!(finding(tagged).text("code"), "C0004");
}

#[test]
fn a_misspelt_key_is_one_finding_with_the_right_key() {
    let specs = Memory::examples().edited(SPEC, "description:", "descripton:");
    let found = check(specs, "C0101", "specs/mercado/trm.yaml:3:1", "descripton");
    assert!(found.text("help").contains("`description`"), "{found:#?}");
}

#[test]
fn broken_yaml_is_shown_where_it_breaks() {
    let found = finding(Memory::examples().edited(SPEC, "records: \"$\"", "records: \"$"));
    assert!(found.text("code") == "C0002" && found.place().starts_with("specs/mercado/trm.yaml:"), "{found:#?}");
}

#[test]
fn a_cycle_is_shown_with_its_whole_path() {
    let join = "transforms:\n  - join: {dataset: pagos/transacciones, on_columns: {fecha: fecha_dia}, take: [tipo]}\n";
    let found = finding(Memory::examples().edited(SPEC, "transforms:\n", join));
    assert_eq!(found.text("code"), "C0204", "{found:#?}");
    assert!(found.text("message").contains("mercado/trm → pagos/transacciones → mercado/trm"), "{found:#?}");
    assert_eq!(found.place(), "specs/mercado/trm.yaml:22:21");
    assert_eq!(found.0["related"][0]["path"], "specs/pagos/transacciones.yaml", "{found:#?}");
}

#[test]
fn two_datasets_do_not_claim_the_same_files() {
    for prefix in ["aliado/transacciones/", "aliado/transacciones/hoy/", "aliado/"] {
        let copy = Memory::examples().text("specs/pagos/transacciones.yaml").replace("aliado/transacciones/", prefix);
        let copy = copy.replace("dataset: transacciones", "dataset: copia").replace("TRANSACCIONES", "COPIA");
        let found = finding(Memory::examples().with("specs/pagos/copia.yaml", copy));
        assert_eq!(found.text("code"), "C0205", "{found:#?}");
        assert!(found.0["related"][0]["line"].is_u64(), "{found:#?}");
    }
}

#[test]
fn unknown_names_come_with_the_nearest_one() {
    let cases = [
        (SPEC, "owner: pagos-datos", "owner: pagos-dato", "C0201", "pagos-datos"),
        (
            "specs/analitica/saldo_diario.yaml",
            "- {dataset: core/clientes, read",
            "- {dataset: core/cliente, read",
            "C0202",
            "core/clientes",
        ),
        (SPEC, "connection: datos-abiertos", "connection: datos-abierto", "C0203", "datos-abiertos"),
        ("specs/core/clientes.yaml", "column: ciudad", "column: ciuda", "C0301", "ciudad"),
        ("specs/core/clientes.yaml", "use: telefono", "use: telefon", "C0206", "telefono"),
    ];
    for (path, old, new, code, near) in cases {
        let found = finding(Memory::examples().edited(path, old, new));
        assert_eq!((found.text("code"), found.text("path")), (code, path), "{found:#?}");
        assert!(found.text("help").contains(&format!("did you mean `{near}`?")), "{found:#?}");
    }
}

#[test]
fn one_broken_spec_never_hides_the_findings_of_another() {
    let specs = Memory::examples()
        .with(SPEC, "dataset: [")
        .edited("specs/core/clientes.yaml", "tier: 1", "tier: 7")
        .edited("specs/pagos/transacciones.yaml", "owner: pagos-datos", "owner: nadie");
    let all = findings(&Project::of(&specs));
    let codes: Vec<&str> = all.iter().map(|f| f.text("code")).collect();
    assert_eq!(codes, ["C0106", "C0002", "C0201"], "{all:#?}");
}

#[test]
fn a_file_name_that_is_not_text_is_an_error() {
    let project = Project::examples();
    let name = std::ffi::OsStr::from_bytes(b"specs/mercado/\xff.yaml");
    std::fs::write(project.root().join(name), "x: 1\n").expect("a file");
    let ran = project.run(&["validate"]);
    assert!(ran.code != 0 && ran.err.contains("specs/mercado"), "{ran:?}");
}

#[test]
fn every_format_can_be_read() {
    let project = Project::of(&Memory::examples().edited(SPEC, "tier: 2", "tier: 9"));
    let run = |format: &str| -> Ran { project.finds(&["validate", "--format", format]) };
    let sarif: Value = serde_json::from_str(&run("sarif").out).expect("JSON");
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "C0106");
    let region = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!((&region["artifactLocation"]["uri"], &region["region"]["startLine"]), (&SPEC.into(), &5.into()));
    let github = run("github").out;
    assert!(github.starts_with(&format!("::error file={SPEC},line=5,col=7,")), "{github}");
    assert_eq!(github.lines().count(), 1);
    for format in ["json", "sarif", "github"] {
        assert_eq!(run(format).err, "", "machines read the standard output only");
    }
    assert_eq!(run("human").out, "", "people read the standard error");
}

#[test]
fn sound_specs_are_an_empty_document() {
    let project = Project::examples();
    assert_eq!(project.fine(&["validate", "--format", "json", "--quiet"]).out, "[]\n");
    assert_eq!(project.fine(&["validate", "--format", "github"]).out, "");
    let sarif: Value = serde_json::from_str(&project.fine(&["validate", "--format", "sarif"]).out).expect("JSON");
    assert_eq!(sarif["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn usage_and_io_are_exit_2() {
    let project = Project::examples();
    let cases: [&[&str]; 7] = [
        &["no-such-command"],
        &["validate", "--no-such-option"],
        &["validate", "--format", "xml"],
        &["generate", "--check", "--diff"],
        &["plan", "mercado/tmr"],
        &["explain", "C9999"],
        &["why", "README.md:1"],
    ];
    for arguments in cases {
        let ran = project.run(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}: {ran:?}");
        assert!(!ran.err.is_empty() && ran.out.is_empty(), "{arguments:?}: {ran:?}");
    }
    assert!(project.run(&["plan", "mercado/tmr"]).err.contains("did you mean `mercado/trm`?"));
    let nowhere = Project::empty();
    let ran = nowhere.run(&["validate"]);
    assert!(ran.code == 1 && ran.err.contains("C0210"), "{ran:?}");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_cauce"));
    let output = command.arg("validate").current_dir(nowhere.root()).output().expect("cauce starts");
    assert_eq!(output.status.code(), Some(2), "without a project above");
    assert!(String::from_utf8_lossy(&output.stderr).contains("--root"));
}

#[test]
fn warnings_are_errors_only_on_demand() {
    let specs =
        Memory::examples().edited("specs/core/clientes.yaml", "[ACTIVO, BLOQUEADO,", "[ACTIVO, ACTIVO, BLOQUEADO,");
    let project = Project::of(&specs);
    assert!(project.fine(&["validate"]).err.contains("warning[C0311]"));
    project.finds(&["validate", "--deny", "warnings"]);
    let ran = project.finds(&["generate", "--deny", "warnings"]);
    assert!(!project.path("generated").exists(), "{ran:?}");
}

#[test]
fn colours_are_asked_for_or_for_terminals() {
    let project = Project::of(&Memory::examples().edited(SPEC, "tier: 2", "tier: 9"));
    assert!(!project.finds(&["validate"]).err.contains('\u{1b}'));
    assert!(project.finds(&["validate", "--color", "always"]).err.contains('\u{1b}'));
    assert!(!project.finds(&["validate", "--color", "never"]).err.contains('\u{1b}'));
}
