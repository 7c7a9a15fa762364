//! Revisions and branches.

use super::support::{Memory, Project, artefacts, compiled};
use cauce::files::Revision;
use git2::{IndexAddOption, Oid, Repository, Signature, build::CheckoutBuilder};

/// Commits the whole work tree on top of the parents.
pub fn commit(repository: &Repository, parents: &[Oid]) -> Oid {
    let mut index = repository.index().expect("an index");
    index.add_all(["*"], IndexAddOption::DEFAULT, None).expect("files");
    index.update_all(["*"], None).expect("files");
    let tree = repository.find_tree(index.write_tree().expect("a tree")).expect("a tree");
    index.write().expect("an index");
    let author = Signature::now("cauce", "cauce@ribera.example").expect("a signature");
    let parents: Vec<_> = parents.iter().map(|id| repository.find_commit(*id).expect("a parent")).collect();
    let parents: Vec<_> = parents.iter().collect();
    repository.commit(None, &author, &author, "x", &tree, &parents).expect("a commit")
}

fn check_out(repository: &Repository, tree: Oid) {
    let tree = repository.find_object(tree, None).expect("a tree");
    let mut how = CheckoutBuilder::new();
    repository.checkout_tree(&tree, Some(how.force().remove_untracked(true))).expect("a work tree");
    repository.set_head_detached(tree.peel_to_commit().map_or(tree.id(), |c| c.id())).ok();
}

#[test]
fn an_older_revision_is_planned_by_the_same_code() {
    for below in ["", "a/project"] {
        let project = Project::empty();
        let root = project.path(below);
        Memory::examples().unpack(&root);
        let repository = Repository::init(project.root()).expect("a repository");
        let old = commit(&repository, &[]);
        super::support::write(&root.join("specs/mercado/trm.yaml"), "broken: [");
        std::fs::remove_file(root.join("specs/core/clientes.yaml")).expect("a spec");
        let revision = Revision::open(&root, &old.to_string()).expect("a revision");
        assert!(artefacts(&compiled(&revision)) == artefacts(&compiled(&Memory::examples())), "root {below:?}");
    }
    assert!(Revision::open(Project::examples().root(), "HEAD").is_err(), "there is no repository");
}

#[test]
fn where_a_branch_left_another_can_be_named() {
    let project = Project::examples();
    let repository = Repository::init(project.root()).expect("a repository");
    let base = commit(&repository, &[]);
    project.write("specs/mercado/trm.yaml", "main moved on: [");
    let main = commit(&repository, &[base]);
    repository.branch("main", &repository.find_commit(main).expect("a commit"), true).expect("a branch");
    check_out(&repository, base);
    let id = |name: &str| Revision::open(project.root(), name).expect(name).commit().to_string();
    assert_eq!((id("main"), id("main...")), (main.to_string(), base.to_string()));
    let missing = Revision::open(project.root(), "0000000000000000000000000000000000000000").err().expect("an error");
    assert!(!missing.to_string().contains("class="), "{missing}");
}

#[test]
fn two_branches_that_each_add_a_dataset_merge() {
    let project = Project::generated();
    let repository = Repository::init(project.root()).expect("a repository");
    let base = commit(&repository, &[]);
    let spec = project.text("specs/pagos/transacciones.yaml");
    let branch = |name: &str| {
        check_out(&repository, base);
        let text = spec
            .replace("dataset: transacciones", &format!("dataset: {name}"))
            .replace("TRANSACCIONES", &name.to_uppercase());
        project.write(
            &format!("specs/pagos/{name}.yaml"),
            text.replace("aliado/transacciones/", &format!("aliado/{name}/")),
        );
        project.fine(&["generate"]);
        commit(&repository, &[base])
    };
    let (ours, theirs) = (branch("ajustes"), branch("reversos"));
    let find = |id| repository.find_commit(id).expect("a commit");
    let mut merged = repository.merge_commits(&find(ours), &find(theirs), None).expect("a merge");
    let conflicts: Vec<String> = merged
        .conflicts()
        .expect("an index")
        .filter_map(|c| c.ok()?.our.map(|e| String::from_utf8_lossy(&e.path).into_owned()))
        .collect();
    assert!(conflicts.is_empty(), "{conflicts:?}");
    assert!(!merged.has_conflicts());
    let tree = merged.write_tree_to(&repository).expect("a tree");
    check_out(&repository, tree);
    assert!(
        project.path("generated/.sums/pagos/ajustes").exists()
            && project.path("generated/.sums/pagos/reversos").exists()
    );
    project.fine(&["generate", "--check", "--deny", "warnings"]);
}
