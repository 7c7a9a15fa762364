//! What `cauce affected` names is what moves, and nothing else.

use super::edits::{Dice, edit};
use super::merging::commit;
use super::support::{Memory, Project, compile, rendered};
use cauce::diagnostics::SourceMap;
use cauce::files::ContentId;
use cauce::model::plan::{DatasetId, Plan};
use cauce::render::Trace;
use cauce::review::{self, Affected, Base, Reason, Side, State};
use cauce::targets::Owner;
use std::collections::{BTreeMap, BTreeSet};

type Artefacts = BTreeMap<String, (String, String)>;

/// A sound project with all that it becomes.
struct Sound {
    plan: Plan,
    map: SourceMap,
    artefacts: Artefacts,
}

impl Sound {
    fn of(specs: &Memory) -> Option<Sound> {
        let (plan, _, map) = compile(specs);
        let plan = plan?;
        Some(Sound { artefacts: rendered(&plan, Trace::Off), plan, map })
    }

    fn side(&self) -> Side<'_> {
        Side { plan: &self.plan, map: &self.map }
    }
}

/// What differs between two projects, the older one with its artefacts committed.
fn affected(old: &Sound, new: &Sound) -> Affected {
    let texts = old.artefacts.iter();
    let committed = texts.clone().map(|(path, (_, text))| (path.clone(), ContentId::of(text.as_bytes()))).collect();
    let listed = texts.map(|(path, (owner, _))| (path.clone(), Owner::parse(owner).expect("an owner"))).collect();
    let base = Base { side: old.side(), committed: &committed, listed: &listed, read: &|_| None };
    review::affected(&base, &new.side())
}

/// Owners of the artefacts that differ, found by looking at every text.
fn moved(old: &Artefacts, new: &Artefacts) -> BTreeMap<String, BTreeSet<String>> {
    let mut owners: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in old.keys().chain(new.keys()).filter(|path| old.get(*path) != new.get(*path)) {
        let (owner, _) = old.get(path).or(new.get(path)).expect("one side");
        owners.entry(owner.clone()).or_default().insert(path.clone());
    }
    owners
}

#[test]
fn random_edits_affect_exactly_the_owners_whose_artefacts_move() {
    let examples = Memory::examples();
    let before = Sound::of(&examples).expect("sound examples");
    let (mut sound, mut moving) = (0, 0);
    for seed in 1..70 {
        let (file, after) = edit(&examples, &mut Dice::new(seed));
        let Some(after) = Sound::of(&after) else { continue };
        sound += 1;
        let found = affected(&before, &after);
        let expected = moved(&before.artefacts, &after.artefacts);
        moving += usize::from(!expected.is_empty());
        let owners: BTreeSet<String> = found.owners.keys().map(ToString::to_string).collect();
        assert_eq!(owners, expected.keys().cloned().collect(), "seed {seed}, {file}");
        for (owner, touched) in &found.owners {
            let paths: BTreeSet<String> = touched.moves.iter().map(|change| change.path.clone()).collect();
            assert_eq!(paths, expected[&owner.to_string()], "seed {seed}, {file}");
            assert!(!touched.reasons.is_empty(), "seed {seed}, {file}: {owner} without a reason");
            let named = touched.reasons.iter().any(|reason| reason.what().iter().any(|what| explains(what, &file)));
            assert!(named, "seed {seed}, {file}: {owner} because of {:?}", touched.reasons);
        }
        only_what_depends_moves(&after.plan, &file, &owners, seed);
        every_moved_root_is_a_state(&expected, &found, seed);
    }
    assert!(sound > 25 && moving > 15, "{sound} edits were sound and {moving} moved something");
}

/// Whether a reason's word names the edited file or its dataset.
fn explains(what: &str, file: &str) -> bool {
    what == file || format!("specs/{what}.yaml") == file
}

/// A dataset's spec moves its own files and those of its readers.
fn only_what_depends_moves(plan: &Plan, file: &str, owners: &BTreeSet<String>, seed: u64) {
    let id = file.trim_start_matches("specs/").trim_end_matches(".yaml");
    let Some(dataset) = DatasetId::parse(id).and_then(|id| plan.dataset(&id)) else { return };
    let may: BTreeSet<String> = dataset.downstream.iter().map(ToString::to_string).chain([id.to_string()]).collect();
    assert!(owners.is_subset(&may), "seed {seed}, {file} moves files of {owners:?}");
}

fn every_moved_root_is_a_state(moved: &BTreeMap<String, BTreeSet<String>>, found: &Affected, seed: u64) {
    for path in moved.values().flatten() {
        let steps: Vec<&str> = path.split('/').collect();
        let named = |environment: &str, name: &str| {
            let state = State { environment: environment.to_string(), name: name.to_string() };
            assert!(found.states.contains_key(&state), "seed {seed}: {path} moved, {environment}/{name} is not named");
            assert!(found.environments.contains_key(environment), "seed {seed}: {path} moved, not {environment}");
        };
        match steps.as_slice() {
            ["generated", "terraform", "modules", domain, _, file]
                if !["README.md", "inventory.json"].contains(file) =>
            {
                let name = if *domain == "platform" { "core" } else { domain };
                ["dev", "stage", "prod"].iter().for_each(|environment| named(environment, name));
            }
            ["generated", "terraform", environment, state, _] if *environment != "modules" => named(environment, state),
            ["generated", "alerts", "cloudwatch", domain, _, "main.tf"] => named("prod", domain),
            _ => {}
        }
    }
}

/// Owner and reason.
type Because = (&'static str, &'static str);

/// File, before, after, and what must be affected with which reasons.
const REASONS: &[(&str, &str, &str, &[Because])] = &[
    ("specs/mercado/trm.yaml", "tier: 2", "tier: 1", &[("mercado/trm", "spec changed")]),
    (
        "specs/pagos/transacciones.yaml",
        "name: monto_usd, type: \"decimal(18,6)\", unit: USD, round",
        "name: monto_usd, type: \"decimal(18,5)\", unit: USD, round",
        &[("pagos/transacciones", "spec changed")],
    ),
    (
        "specs/mercado/trm.yaml",
        "name: trm, type: \"decimal(18,6)\"",
        "name: trm, type: \"decimal(18,5)\"",
        &[("mercado/trm", "spec changed"), ("pagos/transacciones", "upstream contract changed")],
    ),
    ("specs/platform.yaml", "log_retention: 365d", "log_retention: 400d", &[("mercado/_domain", "platform changed")]),
    ("specs/_types.yaml", "unit: COP", "unit: USD", &[("pagos/transacciones", "platform changed")]),
];

#[test]
fn each_reason_is_told_from_the_others() {
    let before = Sound::of(&Memory::examples()).expect("sound examples");
    for (file, old, new, expected) in REASONS {
        let after = Sound::of(&Memory::examples().edited(file, old, new)).expect("sound specs");
        let found = affected(&before, &after);
        for (owner, reason) in *expected {
            let touched = &found.owners.get(&Owner::parse(owner).expect("an owner"));
            let words: Vec<&str> = touched.map(|t| t.reasons.iter().map(Reason::words).collect()).unwrap_or_default();
            assert_eq!(words, [*reason], "{file}: {new}: {owner}");
        }
    }
    let without = Sound::of(&Memory::examples().without("specs/analitica/saldo_diario.yaml")).expect("sound specs");
    for (found, words) in [(affected(&before, &without), "removed"), (affected(&without, &before), "new")] {
        let (owner, touched) = found.owners.iter().next().expect("an owner");
        assert_eq!((owner.to_string().as_str(), touched.reasons[0].words()), ("analitica/saldo_diario", words));
        assert_eq!((found.owners.len(), found.datasets().len()), (1, usize::from(words == "new")));
    }
}

#[test]
fn a_committed_file_that_this_binary_writes_differently_is_found() {
    let project = Project::generated();
    let repository = git2::Repository::init(project.root()).expect("a repository");
    let artefact = project.an_artefact_of("mercado/trm");
    let current = project.text(&artefact);
    project.write(&artefact, current.clone() + "# as another version wrote it\n");
    project.write("generated/glue/jobs/mercado/old.py", "");
    let list = project.text("generated/.sums/mercado/trm");
    project.write(
        "generated/.sums/mercado/trm",
        format!("{list}{}  generated/glue/jobs/mercado/old.py\n", "0".repeat(64)),
    );
    let base = commit(&repository, &[]);
    project.fine(&["generate", "--overwrite-edited"]);
    assert_eq!(project.text(&artefact), current);
    let head = commit(&repository, &[base]);
    repository.set_head_detached(head).expect("HEAD");
    let said = project.fine(&["affected", "--base", &base.to_string(), "--format", "json"]).out;
    let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    let datasets = said["datasets"].as_array().expect("datasets");
    assert_eq!(datasets.len(), 1, "{said}");
    assert_eq!(datasets[0]["reasons"][0]["reason"], "template changed");
    assert_eq!(datasets[0]["artefacts"], serde_json::json!([artefact, "generated/glue/jobs/mercado/old.py"]));
    assert_eq!(project.fine(&["affected", "--base", "HEAD"]).out, "nothing is affected\n");
}

#[test]
fn an_unknown_base_affects_everything() {
    let project = Project::generated();
    let repository = git2::Repository::init(project.root()).expect("a repository");
    let sound = project.text("specs/mercado/trm.yaml");
    project.write("specs/mercado/trm.yaml", "broken: [");
    let base = commit(&repository, &[]);
    repository.set_head_detached(base).expect("HEAD");
    project.write("specs/mercado/trm.yaml", sound);
    for base in [base.to_string(), "0".repeat(40), "nowhere".to_string()] {
        let said = project.fine(&["affected", "--base", &base, "--uncommitted", "--format", "json"]).out;
        let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
        assert!(said["unknown"].is_string(), "{said}");
        let counts =
            ["datasets", "domains", "states", "environments"].map(|key| said[key].as_array().map_or(0, Vec::len));
        assert_eq!(counts, [4, 4, 18, 3], "{base}");
    }
    let ran = project.finds(&["affected", "--base", "HEAD"]);
    assert!(ran.err.contains("C0002"), "HEAD itself has errors: {ran:?}");
}
