//! What writing keeps: other people's files, edits, whole files, the same bytes.

mod support;

use std::collections::BTreeMap;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::time::Duration;
use support::{Memory, Project};

/// A dataset of the examples that others do not read.
const LEAF: &str = "analitica/saldo_diario";
/// Its spec.
const LEAF_SPEC: &str = "specs/analitica/saldo_diario.yaml";
/// A line of that spec that shows in its artefacts.
const TIER: (&str, &str) = ("tier: 2", "tier: 3");

#[test]
fn a_second_run_writes_nothing() {
    let project = Project::generated();
    let stamps = || -> BTreeMap<String, (u64, i64)> {
        let stamp = |path: &String| project.path(path).metadata().map(|m| (m.ino(), m.mtime_nsec())).expect("a file");
        project.disk().into_keys().map(|path| (path.clone(), stamp(&path))).collect()
    };
    let before = stamps();
    assert!(before.len() > 20, "only {} files were generated", before.len());
    let ran = project.fine(&["generate"]);
    assert!(ran.err.contains(" 0 written, 0 removed"), "{}", ran.err);
    assert_eq!(stamps(), before);
    assert!(project.fine(&["generate", "--check"]).err.contains("all current"));
}

#[test]
fn a_foreign_file_is_named_and_never_overwritten() {
    let project = Project::generated();
    let path = project.an_artefact_of(LEAF);
    std::fs::remove_dir_all(project.path("generated")).expect("generated files");
    project.write(&path, "mine\n");
    let ran = project.finds(&["generate"]);
    assert!(ran.err.contains("C0502") && ran.err.contains(&path), "{}", ran.err);
    assert_eq!(project.text(&path), "mine\n");
    assert_eq!(project.disk().keys().filter(|p| p.starts_with("generated/")).count(), 1, "something was written");
    assert_eq!(project.finds(&["generate", "--overwrite-edited"]).out, "", "an edit is not a foreign file");
    assert_eq!(project.text(&path), "mine\n");
}

#[test]
fn a_foreign_file_beside_artefacts_is_a_warning() {
    let project = Project::generated();
    let folder = project.path(&project.an_artefact_of(LEAF)).parent().expect("a folder").to_path_buf();
    std::fs::write(folder.join("notes.txt"), "mine\n").expect("a file");
    for arguments in [&["generate"][..], &["generate", "--check"]] {
        let ran = project.fine(arguments);
        assert!(ran.err.contains("warning[C0502]") && ran.err.contains("notes.txt"), "{}", ran.err);
    }
    assert_eq!(std::fs::read_to_string(folder.join("notes.txt")).expect("a file"), "mine\n");
    project.finds(&["generate", "--check", "--deny", "warnings"]);
}

#[test]
fn an_edited_file_is_named_and_restored_only_on_demand() {
    let project = Project::generated();
    let path = project.an_artefact_of(LEAF);
    let before = project.disk();
    let edited = format!("{}\n# edited\n", project.text(&path));
    project.write(&path, &edited);
    project.edit(LEAF_SPEC, TIER.0, TIER.1);
    for arguments in [&["generate"][..], &["generate", "--check"]] {
        let ran = project.finds(arguments);
        assert!(ran.err.contains("C0501") && ran.err.contains(&path), "{}", ran.err);
    }
    project.write(&path, &edited);
    let unchanged = |(p, bytes): (&String, &Vec<u8>)| *p == path || project.disk()[p] == *bytes;
    assert!(before.iter().all(unchanged), "something was written beside an edited file");
    project.edit(LEAF_SPEC, TIER.1, TIER.0);
    project.fine(&["generate", "--overwrite-edited"]);
    assert_eq!(project.disk(), before);
}

#[test]
fn what_no_spec_asks_for_is_removed_unless_it_was_edited() {
    let project = Project::generated();
    let path = project.an_artefact_of(LEAF);
    let before = project.disk();
    std::fs::rename(project.path(LEAF_SPEC), project.path("specs/spare")).expect("a spec");
    assert!(project.finds(&["generate", "--check"]).err.contains("orphaned"));
    project.write(&path, "edited\n");
    assert!(project.finds(&["generate"]).err.contains(&path));
    project.write(&path, &before[&path]);
    project.fine(&["generate"]);
    let left: Vec<String> =
        project.disk().into_keys().filter(|p| p.contains("saldo_diario") || p.contains("saldo-diario")).collect();
    assert!(left.is_empty(), "{left:?}");
    assert!(!project.path(&path).parent().expect("a folder").ends_with("saldo_diario"), "an empty folder stays");
    std::fs::rename(project.path("specs/spare"), project.path(LEAF_SPEC)).expect("a spec");
    project.fine(&["generate"]);
    assert_eq!(project.disk(), before);
}

#[test]
fn a_broken_spec_leaves_everything_as_it_was() {
    let project = Project::generated();
    let before = project.disk();
    project.edit(LEAF_SPEC, "tier: 2", "tier: 9");
    project.edit("specs/mercado/trm.yaml", "owner: pagos-datos", "owner: pagos-dato");
    project.edit("specs/core/clientes.yaml", "tier: 1", "tire: 1");
    project.edit("specs/platform.yaml", "locale: es", "locale: xx");
    for arguments in [&["validate"][..], &["generate"], &["generate", "--overwrite-edited"]] {
        let ran = project.finds(arguments);
        for file in [LEAF_SPEC, "specs/core/clientes.yaml", "specs/platform.yaml"] {
            assert!(ran.err.contains(&format!("{file}:")), "{file} is not named: {}", ran.err);
        }
    }
    project.edit("specs/platform.yaml", "locale: xx", "locale: es");
    let ran = project.finds(&["generate"]);
    for code in ["C0106", "C0101", "C0201"] {
        assert!(ran.err.contains(code), "{code} is missing: {}", ran.err);
    }
    assert_eq!(project.disk(), before);
}

#[test]
fn nothing_is_written_through_a_symbolic_link() {
    for link in ["generated", "generated/.sums", "generated/.sums/analitica"] {
        let project = Project::generated();
        let elsewhere = tempfile::tempdir().expect("a folder");
        let moved = elsewhere.path().join("moved");
        std::fs::rename(project.path(link), &moved).expect("a folder");
        symlink(&moved, project.path(link)).expect("a link");
        project.edit(LEAF_SPEC, TIER.0, TIER.1);
        let before =
            support::files_below(&moved).into_iter().map(|p| support::read(&moved.join(p))).collect::<Vec<_>>();
        let ran = project.finds(&["generate", "--overwrite-edited"]);
        assert!(ran.err.contains("C0503") && ran.err.contains(link), "{link}: {}", ran.err);
        assert!(project.finds(&["generate", "--check"]).err.contains("C0503"), "{link}");
        let after = support::files_below(&moved).into_iter().map(|p| support::read(&moved.join(p))).collect::<Vec<_>>();
        assert!(before == after, "{link}: something was written through the link");
    }
}

#[test]
fn an_artefact_that_is_a_link_is_refused() {
    let project = Project::generated();
    let path = project.an_artefact_of(LEAF);
    std::fs::rename(project.path(&path), project.path("elsewhere")).expect("an artefact");
    symlink(project.path("elsewhere"), project.path(&path)).expect("a link");
    let ran = project.finds(&["generate"]);
    assert!(ran.err.contains("C0503") && ran.err.contains(&path), "{}", ran.err);
}

#[test]
fn a_file_in_the_place_of_a_folder_is_an_error_that_names_it() {
    let project = Project::examples();
    project.write("generated", "mine\n");
    let ran = project.run(&["generate"]);
    assert_ne!(ran.code, 0);
    assert!(ran.err.contains("generated"), "{}", ran.err);
    assert_eq!(project.text("generated"), "mine\n");
}

#[test]
fn a_disk_that_refuses_is_exit_2_and_leaves_whole_files() {
    let project = Project::generated();
    let before = project.disk();
    let folder = project.path("generated/.sums/analitica");
    project.edit(LEAF_SPEC, TIER.0, TIER.1);
    let refuses = || std::fs::File::create_new(folder.join("probe")).is_err();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o555)).expect("a folder");
    if refuses() {
        let ran = project.run(&["generate"]);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.err.contains("generated/.sums/analitica"), "{}", ran.err);
    } else {
        // The superuser may write everywhere: a folder in the place of the unfinished file refuses him too.
        std::fs::remove_file(folder.join("probe")).expect("the probe");
        std::fs::create_dir_all(folder.join(".saldo_diario.cauce-tmp/x")).expect("a folder");
        let ran = project.run(&["generate"]);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.err.contains("generated/.sums/analitica/saldo_diario"), "{}", ran.err);
        std::fs::remove_dir_all(folder.join(".saldo_diario.cauce-tmp")).expect("a folder");
    }
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).expect("a folder");
    assert!(project.disk().keys().eq(before.keys()), "a file is missing or left over");
    converges(&project, "after a disk that refused");
}

#[test]
fn the_lists_are_what_sha256sum_reads() {
    use sha2::{Digest, Sha256};
    let project = Project::generated();
    let disk = project.disk();
    let mut listed = vec![];
    for (_, list) in disk.iter().filter(|(path, _)| path.starts_with("generated/.sums/")) {
        for line in std::str::from_utf8(list).expect("UTF-8").lines() {
            let (digest, path) = line.split_at(64);
            let path = path.strip_prefix("  ").expect("two spaces");
            let found: String = Sha256::digest(&disk[path]).iter().map(|b| format!("{b:02x}")).collect();
            assert_eq!(digest, found, "{path}");
            listed.push(path.to_string());
        }
    }
    listed.sort();
    let others: Vec<String> = disk.into_keys().filter(|p| !p.starts_with("generated/.sums/")).collect();
    assert_eq!(listed, others, "every artefact is listed once");
}

#[test]
fn a_list_cannot_make_cauce_delete_other_files() {
    let project = Project::generated();
    project.write("mine.txt", "mine\n");
    let digest = "f58ee43103ae1aa1e4cdfca9b9f8f6ce5e0b9e4a4ee0bc2d9a2d2d6a7a5a0000";
    for path in ["mine.txt", "generated/../mine.txt", "specs/platform.yaml", "/etc/hostname"] {
        let sum: String =
            sha2_of(&std::fs::read(project.root().join(path)).unwrap_or_default()).unwrap_or(digest.into());
        project.write("generated/.sums/stray", format!("{sum}  {path}\n"));
        project.fine(&["generate"]);
    }
    assert_eq!(project.text("mine.txt"), "mine\n");
    assert!(project.path("specs/platform.yaml").exists() && !project.path("generated/.sums/stray").exists());
}

fn sha2_of(bytes: &[u8]) -> Option<String> {
    use sha2::{Digest, Sha256};
    Some(Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect())
}

#[test]
fn a_merge_conflict_in_a_list_is_mended_by_generating() {
    let project = Project::generated();
    let list = format!("generated/.sums/{LEAF}");
    let text = project.text(&list);
    project.write(&list, format!("<<<<<<< ours\n{text}=======\n{text}>>>>>>> theirs\n"));
    converges(&project, "after a conflict");
    assert_eq!(project.text(&list), text);
}

#[test]
fn a_kill_leaves_whole_files_and_a_rerun_converges() {
    let project = Project::generated();
    let old = project.disk();
    let change = |tier: &str| {
        for spec in Memory::examples().paths().filter(|p| p.matches('/').count() == 2 && !p.contains("_domain")) {
            let text = project.text(spec);
            let tiers = text
                .lines()
                .map(|l| if l.starts_with("tier: ") { format!("tier: {tier}\n") } else { format!("{l}\n") });
            project.write(spec, tiers.collect::<String>());
        }
    };
    change("3");
    project.fine(&["generate"]);
    let new = project.disk();
    let start = std::time::Instant::now();
    project.fine(&["generate", "--check"]);
    let whole = start.elapsed();
    for attempt in 0..10u32 {
        change(if attempt % 2 == 0 { "1" } else { "3" });
        let mut child =
            project.command(&["generate"]).stderr(std::process::Stdio::null()).spawn().expect("cauce starts");
        std::thread::sleep(whole.mul_f64(f64::from(attempt) / 8.0).min(Duration::from_secs(2)));
        child.kill().expect("a child");
        child.wait().expect("a child");
        change("3");
        let parts = project.disk().into_iter().filter(|(path, _)| !path.ends_with(".cauce-tmp"));
        for (path, bytes) in parts {
            assert!(
                bytes.ends_with(b"\n") || bytes.is_empty() || old.get(&path) == Some(&bytes),
                "{path} is not whole"
            );
        }
        converges(&project, &format!("after kill {attempt}"));
        assert_eq!(project.disk(), new);
    }
}

/// Generating again succeeds, and then everything is current and nothing unfinished is left.
fn converges(project: &Project, when: &str) {
    let ran = project.run(&["generate"]);
    assert_eq!(ran.code, 0, "{when}: {}", ran.err);
    let ran = project.run(&["generate", "--check", "--deny", "warnings"]);
    assert_eq!(ran.code, 0, "{when}: {}", ran.err);
    assert!(project.disk().keys().all(|p| !p.ends_with(".cauce-tmp")), "{when}: something unfinished is left");
}
