//! What holds for all specs, not only for the examples.

#[path = "../support/mod.rs"]
mod support;

mod affected;
mod diff_size;
mod edits;
mod generator;
mod hostile;
mod merging;
mod movement;
mod schema;

use cauce::render::{Trace, strip};
use support::{Memory, Project, artefacts, compiled, findings_of, human, rendered};

#[test]
fn the_order_of_files_does_not_matter() {
    let plain = artefacts(&compiled(&Memory::examples()));
    let broken =
        Memory::examples().edited("specs/mercado/trm.yaml", "tier: 2", "tier: 9").with("specs/core/x.yaml", "x: 1\n");
    let (findings, map) = findings_of(&broken);
    let expected = human(&findings, &map);
    for seed in 1..4 {
        assert!(artefacts(&compiled(&Memory::examples().shuffled(seed))) == plain, "seed {seed}");
        let (findings, map) = findings_of(&broken.clone().shuffled(seed));
        assert_eq!(human(&findings, &map), expected, "seed {seed}");
    }
}

#[test]
fn the_machine_leaves_no_trace_in_the_output() {
    let (here, there) = (Project::generated(), Project::examples());
    let mut command = there.command(&["generate"]);
    command.env("TZ", "Asia/Tokyo").env("LANG", "tr_TR.UTF-8").env("HOME", "/nowhere").current_dir("/");
    assert!(command.output().expect("cauce starts").status.success());
    assert!(here.disk() == there.disk(), "the time zone, the language or the folder shows in the output");
    let folder = here.root().to_string_lossy().into_owned();
    let version = concat!("cauce ", env!("CARGO_PKG_VERSION"));
    for (path, bytes) in here.disk() {
        let text = String::from_utf8(bytes).unwrap_or_else(|_| panic!("{path} is not UTF-8"));
        assert!(!text.contains(&folder) && !text.contains(version), "{path} names the machine or the version");
    }
}

#[test]
fn a_stripped_trace_is_the_plain_text() {
    let plan = compiled(&Memory::examples());
    let plain = artefacts(&plan);
    let traced = rendered(&plan, Trace::On);
    assert!(!plain.is_empty() && plain.keys().eq(traced.keys()));
    for (path, (_, traced)) in &traced {
        assert!(strip(traced).0 == plain[path], "{path} differs when its marks are taken out");
    }
}

#[test]
fn every_artefact_stands_below_a_root_of_its_target() {
    let plan = compiled(&Memory::examples());
    let roots: Vec<&str> = cauce::targets::ALL.iter().flat_map(|t| t.roots()).copied().collect();
    for path in artefacts(&plan).keys() {
        assert!(roots.iter().any(|root| path.starts_with(root)), "{path} is outside of {roots:?}");
        assert!(path.split('/').all(|step| !step.is_empty() && step != ".." && step != "."), "{path}");
    }
    for (i, root) in roots.iter().enumerate() {
        assert!(
            roots.iter().enumerate().all(|(j, other)| i == j || !other.starts_with(root)),
            "two targets write below {root}"
        );
    }
}

#[test]
fn every_text_artefact_is_tidy() {
    for (path, text) in artefacts(&compiled(&Memory::examples())) {
        assert!(
            text.is_empty() || (text.ends_with('\n') && !text.ends_with("\n\n")),
            "{path} does not end with one newline"
        );
        for (at, line) in text.lines().enumerate() {
            assert!(
                line.trim_end() == line && !line.contains('\t'),
                "{path}:{} has a tab or ends with a space",
                at + 1
            );
        }
    }
}
