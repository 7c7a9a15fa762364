//! What `cauce review` says of a change. A folder of `tests/cases/review` is a change to the platform `_base`, in `change.yaml`: the class
//! that it has, the edits, and in `review.snap` what people read.

mod support;

use cauce::diagnostics::SourceMap;
use cauce::files::ContentId;
use cauce::model::Locale;
use cauce::model::plan::Plan;
use cauce::render::Trace;
use cauce::review::{self, Base, Cause, Class, Links, Review, Side, Verdict};
use cauce::targets::Owner;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use support::{Memory, compile, human, rendered, root, text};

/// A change, and how bad it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    class: String,
    changes: Vec<Alter>,
}

/// One edit of the base.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Alter {
    Edit { file: String, from: String, to: String },
    Write { file: String, text: String },
    Remove { file: String },
}

/// A project with all that the review asks of it.
struct Sound {
    plan: Plan,
    map: SourceMap,
    texts: BTreeMap<String, String>,
    committed: BTreeMap<String, ContentId>,
    listed: BTreeMap<String, Owner>,
}

impl Sound {
    fn of(specs: &Memory) -> Sound {
        let (plan, findings, map) = compile(specs);
        let plan = plan.unwrap_or_else(|| panic!("{}", human(&findings, &map)));
        let artefacts = rendered(&plan, Trace::Off);
        let id = |(path, (_, text)): (&String, &(String, String))| (path.clone(), ContentId::of(text.as_bytes()));
        let committed = artefacts.iter().map(id).collect();
        let owner =
            |(path, (owner, _)): (&String, &(String, String))| (path.clone(), Owner::parse(owner).expect("an owner"));
        let listed = artefacts.iter().map(owner).collect();
        let texts = artefacts.into_iter().map(|(path, (_, text))| (path, text)).collect();
        Sound { plan, map, texts, committed, listed }
    }

    /// The review of a change of this project.
    fn review(&self, changed: &Memory) -> Option<Review> {
        let (plan, findings, map) = compile(changed);
        let Some(plan) = plan else {
            println!("{}", human(&findings, &map));
            return None;
        };
        let read = |path: &str| self.texts.get(path).cloned();
        let side = Side { plan: &self.plan, map: &self.map };
        let base = Base { side, committed: &self.committed, listed: &self.listed, read: &read };
        Some(review::review(&base, &Side { plan: &plan, map: &map }, "2026-06-30"))
    }
}

fn base() -> Memory {
    Memory::default().with_folder(&root().join("tests/cases/review/_base"))
}

fn cases() -> Vec<PathBuf> {
    let folder = root().join("tests/cases/review");
    let all = folder.read_dir().expect("cases").map(|entry| entry.expect("an entry").path());
    let mut cases: Vec<PathBuf> = all.filter(|path| !name(path).starts_with('_')).collect();
    cases.sort();
    cases
}

fn name(case: &Path) -> String {
    case.file_name().expect("a name").to_string_lossy().into_owned()
}

fn read(case: &Path) -> Case {
    let value: serde_json::Value = serde_yaml::from_str(&text(&case.join("change.yaml"))).expect("YAML");
    serde_json::from_value(value).unwrap_or_else(|e| panic!("{case:?}: {e}"))
}

fn changed(edits: Vec<Alter>) -> Memory {
    edits.into_iter().fold(base(), |specs, edit| match edit {
        Alter::Edit { file, from, to } => specs.edited(&file, &from, &to),
        Alter::Write { file, text } => specs.with(&file, text),
        Alter::Remove { file } => specs.without(&file),
    })
}

/// What people read. How many lines differ is the templates' matter, and has tests of its own.
fn snapshot(case: &Path, review: &Review) {
    let text = review::human(review, Locale::En);
    let lines = text.lines().filter(|line| !line.contains(" · by the specs · "));
    let text: String = lines.map(|line| format!("{line}\n")).collect();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(case);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("review", text));
}

/// How many changes of each class (rows) were judged as which (columns).
type Matrix = BTreeMap<(Class, Class), Vec<String>>;

fn print(matrix: &Matrix) {
    print!("{:>12}", "is \\ judged");
    Class::ALL.iter().for_each(|judged| print!("{:>12}", judged.word()));
    println!();
    for is in Class::ALL {
        print!("{:>12}", is.word());
        for judged in Class::ALL {
            print!("{:>12}", matrix.get(&(is, judged)).map_or(0, Vec::len));
        }
        println!();
    }
}

#[test]
fn every_change_is_judged_as_it_is() {
    let before = Sound::of(&base());
    let mut matrix = Matrix::new();
    let mut broken = vec![];
    for case in cases() {
        let Case { class, changes } = read(&case);
        let is = Class::ALL.into_iter().find(|known| known.word() == class).expect("a class");
        let Some(review) = before.review(&changed(changes)) else {
            broken.push(name(&case));
            continue;
        };
        let Verdict::Known(judged) = review.verdict else { panic!("{case:?}: unknown") };
        matrix.entry((is, judged)).or_default().push(name(&case));
        snapshot(&case, &review);
    }
    print(&matrix);
    assert!(broken.is_empty(), "specs with errors: {broken:#?}");
    let wrong: Vec<_> = matrix.iter().filter(|((is, judged), _)| is != judged).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let count: usize = matrix.values().map(Vec::len).sum();
    assert!(count >= 80, "{count} changes");
    for class in Class::ALL {
        assert!(matrix.contains_key(&(class, class)), "no change is {}", class.word());
    }
}

/// A base of which something breaks, and the report in Spanish with links.
#[test]
fn the_comment_is_good_to_read() {
    let before = Sound::of(&base().edited("specs/platform.yaml", "locale: en", "locale: es"));
    let after = base()
        .edited("specs/platform.yaml", "locale: en", "locale: es")
        .edited("specs/crm/customers.yaml", "freshness: 26h", "freshness: 50h")
        .edited("specs/crm/customers.yaml", "  - {name: points, type: int}\n", "")
        .edited("specs/sales/archive.yaml", "key: [order_id]", "key: [order_id, version]")
        .edited("specs/sales/archive.yaml", "by: [order_id]", "by: [order_id, version]")
        .edited("specs/sales/orders.yaml", "amount / rate", "amount * rate")
        .edited("specs/platform.yaml", "log_retention: 365d", "log_retention: 90d");
    let review = before.review(&after).expect("sound specs");
    let site = |commit: &str| Some(format!("https://github.com/acme/data/blob/{commit}"));
    let links = Links { old: site("1111111"), new: site("2222222") };
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("tests/cases/review/_comment"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let text = review::markdown(&review, Locale::Es, &links);
    let (text, diff) = text.split_once("<details><summary>El diff, agrupado (5)").expect("the diff");
    assert!(
        diff.contains("- **4** `analytics`, `crm`, `market`, `sales` · por las specs · 2 archivos cada uno, +2 −2\n")
    );
    settings.bind(|| insta::assert_snapshot!("comment", text));
}

#[test]
fn the_same_change_of_many_datasets_is_one_item() {
    let before = Sound::of(&base());
    let datasets = ["crm/customers", "market/rates", "sales/orders", "analytics/daily"];
    let specs = datasets.iter().fold(base(), |specs, dataset| {
        specs.edited(&format!("specs/{dataset}.yaml"), "quarantine: 90d}", "quarantine: 60d}")
    });
    let review = before.review(&specs).expect("sound specs");
    assert_eq!(review.items.len(), 1, "{}", review::human(&review, Locale::En));
    assert_eq!(review.items[0].all().count(), 4);
    assert_eq!(review.clusters.len(), 1, "{:#?}", review.clusters);
    assert_eq!(review.clusters[0].owners.len(), 4);
}

#[test]
fn what_the_specs_cause_is_told_from_what_cauce_causes() {
    let mut before = Sound::of(&base());
    for path in ["generated/glue/jobs/sales/orders.py", "generated/glue/jobs/market/rates.py"] {
        let old = format!("# as an older cauce wrote it\n{}", before.texts[path]);
        before.committed.insert(path.to_string(), ContentId::of(old.as_bytes()));
        before.texts.insert(path.to_string(), old);
    }
    let changed = base().edited("specs/sales/orders.yaml", "amount / rate", "amount * rate");
    let review = before.review(&changed).expect("sound specs");
    let clusters: Vec<(Cause, usize, (usize, usize))> =
        review.clusters.iter().map(|c| (c.cause, c.owners.len(), c.lines)).collect();
    assert_eq!(clusters, [(Cause::Specs, 1, (1, 1)), (Cause::Cauce, 2, (0, 1))]);
}

#[test]
fn the_command_fails_by_policy() {
    let project = support::Project::of(&base());
    project.fine(&["generate"]);
    let repository = git2::Repository::init(project.root()).expect("a repository");
    let (said, review) =
        (|ran: &support::Ran| serde_json::from_str::<serde_json::Value>(&ran.out).expect("JSON"), ["review", "--base"]);
    let unknown = project.finds(&[&review[..], &["HEAD", "--uncommitted", "--format", "json"]].concat());
    assert_eq!((said(&unknown)["verdict"].clone(), said(&unknown)["passes"].clone()), ("unknown".into(), false.into()));
    let mut index = repository.index().expect("an index");
    index.add_all(["*"], git2::IndexAddOption::DEFAULT, None).expect("files");
    let tree = repository.find_tree(index.write_tree().expect("a tree")).expect("a tree");
    let author = git2::Signature::now("cauce", "cauce@acme.example").expect("a signature");
    repository.commit(Some("HEAD"), &author, &author, "x", &tree, &[]).expect("a commit");
    let run = |more: &[&str], code: i32| {
        let ran = project.run(&[&review[..], &["HEAD", "--uncommitted"], more].concat());
        assert_eq!(ran.code, code, "{more:?}: {ran:?}");
        ran
    };
    assert_eq!(said(&run(&["--format", "json"], 0))["verdict"], "invisible");
    project.edit("specs/sales/orders.yaml", "amount / rate", "amount * rate");
    run(&[], 0);
    run(&["--fail-on", "risky"], 1);
    project.edit("specs/crm/customers.yaml", "  - {name: points, type: int}\n", "");
    let json = said(&run(&["--format", "json"], 1));
    assert_eq!((json["label"].clone(), json["changes"][0]["code"].clone()), ("cauce:breaking".into(), "C0510".into()));
    assert_eq!(
        json["changes"][0]["at"],
        serde_json::json!({"path": "specs/crm/customers.yaml", "line": 22, "base": true})
    );
    run(&["--fail-on", "never"], 0);
    assert!(run(&["--format", "markdown"], 1).out.starts_with("## What this change means\n"));
}

#[test]
fn a_break_is_taken_on_by_a_waiver_that_comes_with_it() {
    let file = "specs/crm/customers.yaml";
    let waiver = |column: &str, until: &str| {
        format!("waivers: [{{code: C0510, column: {column}, reason: nobody reads it, owner: data, until: {until}}}]\n")
    };
    let with = |specs: Memory, text: &str| {
        let spec = specs.text(file);
        specs.with(file, spec + text)
    };
    let removed = || base().edited(file, "  - {name: points, type: int}\n", "");
    let before = Sound::of(&base());
    let judged = |before: &Sound, after: &Memory| before.review(after).expect("sound specs").verdict;
    let (broken, taken) = (Verdict::Known(Class::Breaking), Verdict::Known(Class::Risky));
    assert_eq!(judged(&before, &removed()), broken);
    assert_eq!(judged(&before, &with(removed(), &waiver("points", "2026-12-31"))), taken);
    assert_eq!(judged(&before, &with(removed(), &waiver("points", "2026-06-30"))), taken, "its last day");
    assert_eq!(judged(&before, &with(removed(), &waiver("points", "2026-06-29"))), broken, "its time is over");
    assert_eq!(judged(&before, &with(removed(), &waiver("city", "2026-12-31"))), broken, "another column's");
    let older = Sound::of(&with(base(), &waiver("points", "2026-12-31")));
    assert_eq!(judged(&older, &with(removed(), &waiver("points", "2026-12-31"))), broken, "an older change's");
    let both = removed().edited(file, "  - {name: segment, type: string}\n", "").edited(
        file,
        "  - {rule: not_null, column: segment, on_fail: warn}\n",
        "",
    );
    assert_eq!(judged(&before, &with(both, &waiver("points", "2026-12-31"))), broken, "one of two");
    let review = before.review(&with(removed(), &waiver("points", "2026-12-31"))).expect("sound specs");
    let text = review::markdown(&review, Locale::En, &Links::default());
    assert!(text.contains("taken on by **data** until 2026-12-31: nobody reads it"), "{text}");
}
