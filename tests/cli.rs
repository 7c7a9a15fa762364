//! The command line is a contract.

mod support;

use cauce::diagnostics::codes;
use serde_json::Value;
use support::{Memory, Project, Ran};

const COMMANDS: &[&str] =
    &["validate", "generate", "graph", "plan", "schema", "test", "run", "demo", "bootstrap", "why", "explain"];

fn bare(arguments: &[&str]) -> Ran {
    Project::empty().run(arguments)
}

#[test]
fn every_command_of_the_contract_explains_itself_in_80_columns() {
    let narrow = |arguments: &[&str]| {
        let output = Project::empty().command(arguments).env("COLUMNS", "80").output().expect("cauce starts");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let all = narrow(&["--help"]);
    for command in COMMANDS {
        assert!(
            all.lines().any(|line| line.trim_start().starts_with(&format!("{command} "))),
            "{command} is not in: {all}"
        );
        for help in [narrow(&[command, "--help"]), narrow(&[command, "-h"])] {
            assert!(help.contains("Usage: cauce") && help.contains("--format"), "{command}: {help}");
            let long = help.lines().find(|line| line.chars().count() > 80);
            assert_eq!(long, None, "{command}: a line of its help is longer than 80 columns");
        }
    }
    for hidden in ["hostile", "local", "docs"] {
        assert!(!all.lines().any(|line| line.trim_start().starts_with(&format!("{hidden} "))), "{hidden} is shown");
    }
}

#[test]
fn every_code_is_explained() {
    for explanation in codes::ALL {
        let ran = bare(&["explain", explanation.code.0]);
        assert_eq!(ran.code, 0);
        assert!(ran.out.starts_with(&format!("{}: {}\n", explanation.code.0, explanation.title)), "{}", ran.out);
        assert!(ran.out.contains("What to do: "), "{}", ran.out);
    }
    assert_eq!(bare(&["explain", "c0101"]).out, bare(&["explain", "C0101"]).out);
    assert!(bare(&["explain", "C101"]).err.contains("did you mean `C0101`?"));
}

#[test]
fn the_version_is_said() {
    assert_eq!(bare(&["--version"]).out, concat!("cauce ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn schemas_are_valid_and_accept_the_examples() {
    let specs = Memory::examples();
    let kinds = [
        ("dataset", "specs/pagos/transacciones.yaml"),
        ("platform", "specs/platform.yaml"),
        ("domain", "specs/pagos/_domain.yaml"),
        ("types", "specs/_types.yaml"),
    ];
    for (kind, example) in kinds {
        let schema: Value = serde_json::from_str(&bare(&["schema", kind]).out).expect("JSON");
        let validator = jsonschema::validator_for(&schema).expect("a valid schema");
        let document: Value = serde_yaml::from_str(&specs.text(example)).expect("YAML");
        assert!(validator.is_valid(&document), "{kind}");
        assert!(!validator.is_valid(&serde_json::json!({"x": 1})), "{kind}");
    }
    assert_eq!(bare(&["schema"]).out, bare(&["schema", "dataset"]).out);
}

#[test]
fn the_graph_comes_in_every_notation() {
    let project = Project::examples();
    let graph = |format: &str| project.fine(&["graph", "--format", format]).out;
    let names = ["analitica/saldo_diario", "core/clientes", "mercado/trm", "pagos/transacciones"];
    for format in ["human", "mermaid", "dot", "svg", "json"] {
        let text = graph(format);
        assert!(names.iter().all(|name| text.contains(name)), "{format}: {text}");
    }
    let json: Value = serde_json::from_str(&graph("json")).expect("JSON");
    assert_eq!(json["edges"].as_array().map(Vec::len), Some(4), "{json}");
    let dot = graph("dot");
    assert!(dot.starts_with("digraph ") && dot.trim_end().ends_with('}'), "{dot}");
    assert_eq!(dot.matches("->").count(), 4, "{dot}");
    well_formed(&graph("svg"));
    assert_eq!(graph("mermaid").matches("-->").count(), 4);
}

/// Every element of an XML text is closed, in order, and no text holds a bare `<` or `&`.
fn well_formed(xml: &str) {
    let mut open: Vec<&str> = vec![];
    let mut rest = xml;
    while let Some(start) = rest.find('<') {
        assert!(rest[..start].split('&').skip(1).all(|part| part.contains(';')), "a bare &: {rest}");
        let end = rest[start..].find('>').expect("a closed tag") + start;
        let tag = &rest[start + 1..end];
        assert_eq!(tag.matches('"').count() % 2, 0, "an open quote in <{tag}>");
        let name = |tag: &'_ str| tag.split([' ', '/', '\n']).next().unwrap_or_default().len();
        match (tag.strip_prefix('/'), tag.ends_with('/')) {
            (Some(closed), _) => assert_eq!(open.pop(), Some(closed)),
            (None, false) if !tag.starts_with(['?', '!']) => open.push(&tag[..name(tag)]),
            _ => {}
        }
        rest = &rest[end + 1..];
    }
    assert!(open.is_empty() && rest.trim().is_empty(), "{open:?} stay open");
}

#[test]
fn the_graph_can_be_cut() {
    let project = Project::examples();
    let nodes = |arguments: &[&str]| -> Vec<String> {
        let json: Value = serde_json::from_str(&project.fine(arguments).out).expect("JSON");
        let nodes = json["nodes"].as_array().expect("nodes").clone();
        nodes.iter().map(|n| n["dataset"].as_str().expect("a dataset").to_string()).collect()
    };
    let up = nodes(&["graph", "--format", "json", "--upstream", "pagos/transacciones"]);
    assert_eq!(up, ["core/clientes", "mercado/trm", "pagos/transacciones"]);
    let down = nodes(&["graph", "--format", "json", "--downstream", "core/clientes"]);
    assert_eq!(down, ["analitica/saldo_diario", "core/clientes", "pagos/transacciones"]);
    assert_eq!(project.run(&["graph", "--upstream", "core/cliente"]).code, 2);
}

#[test]
fn the_graph_shows_where_columns_come_from() {
    let project = Project::examples();
    let graph = |chosen: &[&str], format: &str| {
        let arguments: Vec<&str> = ["graph", "--format", format, "--columns"].iter().chain(chosen).copied().collect();
        project.fine(&arguments).out
    };
    let json: Value = serde_json::from_str(&graph(&["analitica/saldo_diario.neto_usd"], "json")).expect("JSON");
    let name =
        |n: &Value| format!("{}.{}", n["dataset"].as_str().expect("a name"), n["column"].as_str().expect("a name"));
    let delivered = |n: &Value| if n["delivered"].as_bool().expect("a boolean") { "source " } else { "" };
    let mut edges: Vec<String> = json["edges"]
        .as_array()
        .expect("edges")
        .iter()
        .map(|e| format!("{}{} > {}", delivered(&e["from"]), name(&e["from"]), name(&e["to"])))
        .collect();
    edges.sort();
    assert_eq!(
        edges,
        [
            "mercado/trm.trm > pagos/transacciones.monto_usd",
            "pagos/transacciones.monto_usd > analitica/saldo_diario.neto_usd",
            "pagos/transacciones.tipo > analitica/saldo_diario.neto_usd",
            "source mercado/trm.valor > mercado/trm.trm",
            "source pagos/transacciones.monto > pagos/transacciones.monto_usd",
            "source pagos/transacciones.tipo > pagos/transacciones.tipo",
        ],
        "through aggregate, derive, join and the name in the source"
    );
    for format in ["human", "mermaid", "dot", "svg"] {
        assert!(graph(&["core/clientes"], format).contains("documento"), "{format}");
        assert!(graph(&[], format).contains("neto_usd"), "{format}");
    }
    well_formed(&graph(&[], "svg"));
    let wrong = project.run(&["graph", "--columns", "core/clientes.ciudadd"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("did you mean `ciudad`?"), "{}", wrong.err);
    let plan = project.fine(&["plan", "pagos/transacciones"]).out;
    assert!(plan.contains("- mercado/trm.trm") && plan.contains("- source.monto"), "{plan}");
}

#[test]
fn a_plan_is_shown_for_people_programs_and_one_environment() {
    let project = Project::examples();
    let json: Value =
        serde_json::from_str(&project.fine(&["plan", "pagos/transacciones", "--format", "json"]).out).expect("JSON");
    assert_eq!(json["names"]["job"], "ribera-pagos-transacciones");
    assert_eq!(json["environments"].as_object().map(|e| e.len()), Some(3));
    let people = project.fine(&["plan", "pagos/transacciones", "--env", "prod"]).out;
    let people: Value = serde_yaml::from_str(&people).expect("YAML");
    assert_eq!(
        people["environments"].as_object().map(|e| e.keys().cloned().collect::<Vec<_>>()),
        Some(vec!["prod".to_string()])
    );
    assert_eq!(people["environments"]["prod"]["workers"], "10 × G.1X");
    let ran = project.run(&["plan", "pagos/transacciones", "--env", "produccion"]);
    assert!(ran.code == 2 && ran.err.contains("dev, stage, prod"), "{ran:?}");
}

#[test]
fn why_leads_from_generated_lines_to_spec_lines() {
    let project = Project::examples();
    let plan = support::compiled(&Memory::examples());
    for dataset in &plan.datasets {
        let mut asked = 0;
        let mut own = vec![];
        let owner = cauce::targets::Owner::Dataset(dataset.id.clone());
        cauce::targets::render(&plan, &owner, cauce::render::Trace::On, &mut |path, text| {
            own.push((path.to_string(), cauce::render::strip(text)));
        });
        for target in cauce::targets::ALL {
            let below = |path: &str| target.roots().iter().any(|root| path.starts_with(root));
            let Some((path, (text, origins))) = own.iter().find(|(path, (_, o))| below(path) && !o.is_empty()) else {
                continue;
            };
            let line = origins.last().expect("an origin").0;
            let ran = project.fine(&["why", &format!("{path}:{line}")]);
            let shown = text.lines().nth(line as usize - 1).expect("a line").trim();
            assert!(ran.out.contains(shown) && ran.out.contains("← specs/"), "{path}:{line}: {}", ran.out);
            asked += 1;
        }
        assert!(asked >= 4, "{}: only {asked} targets lead back to the spec", dataset.id);
    }
}

#[test]
fn why_finds_the_very_value() {
    let project = Project::generated();
    let job = "generated/glue/jobs/mercado/trm.py";
    let line = project.text(job).lines().position(|line| line.contains("20000")).expect("the upper bound") + 1;
    let ran = project.fine(&["why", "--format", "json", &format!("{job}:{line}")]);
    let places: Value = serde_json::from_str(&ran.out).expect("JSON");
    let spec = project.text("specs/mercado/trm.yaml");
    let written = spec.lines().position(|line| line.contains("max: 20000")).expect("the rule") + 1;
    let found = places.as_array().expect("a list").iter().filter_map(|p| p["place"].as_str());
    let wanted = format!("specs/mercado/trm.yaml:{written}:");
    assert!(found.into_iter().any(|place| place.starts_with(&wanted)), "{}", ran.out);
    let whole = project.fine(&["why", job]).out;
    assert!(whole.lines().count() > 5, "{whole}");
    assert_eq!(project.run(&["why", &format!("{job}:99999")]).code, 2);
    assert_eq!(project.run(&["why", &format!("{job}:0")]).code, 2);
}

#[test]
fn diff_shows_what_would_change_and_writes_nothing() {
    let project = Project::generated();
    let before = project.disk();
    assert_eq!(project.fine(&["generate", "--diff"]).out, "");
    project.edit("specs/mercado/trm.yaml", "max: 20000", "max: 30000");
    let ran = project.finds(&["generate", "--diff"]);
    assert!(ran.out.contains("--- a/generated/glue/jobs/mercado/trm.py"), "{}", ran.out);
    assert!(ran.out.lines().any(|l| l.starts_with('-') && l.contains("20000")), "{}", ran.out);
    assert!(ran.out.lines().any(|l| l.starts_with('+') && l.contains("30000")), "{}", ran.out);
    assert!(project.disk() == before);
}

#[test]
fn timings_are_said_on_demand() {
    let project = Project::examples();
    let ran = project.fine(&["validate", "--timings"]);
    assert!(["load", "resolve", "plan"].iter().all(|stage| ran.err.contains(stage)), "{}", ran.err);
    assert_eq!(project.fine(&["validate", "--quiet"]).err, "");
}

#[test]
fn a_run_without_a_sample_is_a_finding() {
    let project = Project::examples();
    let ran = project.run(&["run", "mercado/trm"]);
    assert!(ran.code == 1 && ran.err.contains("C0601"), "{ran:?}");
}

#[test]
fn validate_shows_the_findings_of_the_files_asked_for() {
    let project = Project::examples();
    project.edit("specs/mercado/trm.yaml", "dataset: trm", "datasett: trm");
    project.edit("specs/core/clientes.yaml", "owner: clientes-datos", "owner: nadie");
    let core = project.finds(&["validate", "specs/core"]);
    assert!(core.err.contains("unknown team `nadie`") && !core.err.contains("datasett"), "{}", core.err);
    let trm = project.finds(&["validate", "specs/mercado/trm.yaml"]);
    assert!(trm.err.contains("datasett") && !trm.err.contains("nadie"), "{}", trm.err);
    assert!(project.fine(&["validate", "specs/pagos"]).err.contains("other files have some"));
    assert_eq!(project.run(&["validate", "specs/nothing"]).code, 2);
}

#[test]
fn generate_writes_only_what_the_datasets_asked_for_own() {
    let project = Project::examples();
    project.fine(&["generate", "mercado/trm"]);
    let written: Vec<String> = project.disk().into_keys().filter(|p| !p.starts_with("specs/")).collect();
    assert!(!written.is_empty());
    let foreign = written.iter().find(|p| !p.contains("trm"));
    assert_eq!(foreign, None, "a file of something else was written");
    assert!(project.fine(&["generate", "--check", "mercado/trm"]).err.contains("all current"));
    project.finds(&["generate", "--check", "core/clientes"]);
    assert_eq!(project.run(&["generate", "mercado/nothing"]).code, 2);
}
