//! `cauce demo`: the tour, on a scratch folder, touching nothing else.

use super::local_run::{folder, step};
use super::session::{Compiled, Failure, Session};
use super::{Outcome, graph};
use crate::cli::{Demo, Output};
use crate::emit::{self, Options, Tree};
use crate::local::{self, JobResult, Progress, Workbench};
use crate::model::plan::{Dataset, Plan};
use std::path::Path;

/// Validates, generates, runs the main job twice and draws the graph.
pub fn run(session: &Session, args: &Demo) -> Result<Outcome, Failure> {
    session.only(&[Output::Human])?;
    heading("1. Validate: every spec, by shape and by meaning");
    let compiled = session.compile()?;
    session.show(&compiled.findings, &compiled.map)?;
    println!("{} datasets in {} domains are sound.", compiled.plan.datasets.len(), compiled.plan.domains.len());
    let dataset = main_dataset(&compiled.plan)?;
    let folder = folder(args.workdir.as_deref(), "demo")?;
    generate(&compiled, &folder)?;
    run_twice(session, &compiled, dataset, &folder)?;
    heading("5. The graph (Mermaid)");
    let all = compiled.plan.datasets.iter().map(|d| d.id.clone()).collect();
    print!("{}", graph::text(&compiled.plan, &all, Output::Mermaid));
    println!(
        "\nEverything is in {}. Next: `cauce run DATASET`, `cauce test`, `cauce why FILE:LINE`.",
        folder.display()
    );
    Ok(Outcome::Fine)
}

fn generate(compiled: &Compiled, folder: &Path) -> Result<(), Failure> {
    heading("2. Generate: plain code for the tools that the team runs");
    let tree = Tree::new(folder);
    let comparison = emit::compare(&compiled.plan, &tree)?;
    emit::write(&compiled.plan, &tree, &comparison, Options { overwrite_edited: true })?;
    println!("{} artefacts in {}", comparison.artefacts, folder.join(emit::GENERATED).display());
    Ok(())
}

fn run_twice(session: &Session, compiled: &Compiled, dataset: &Dataset, folder: &Path) -> Result<(), Failure> {
    let root = session.root()?;
    let progress = Progress::new(session.global.quiet);
    heading(&format!("3. Run: the generated job of {} on its sample, on Spark and Hudi", dataset.id));
    let toolchain = local::ensure(&progress)?;
    let bench = Workbench::open(&compiled.plan, &root, &toolchain, folder)?;
    for upstream in bench.before(dataset) {
        step(&progress, &bench, upstream, None, true)?;
    }
    let first = step(&progress, &bench, dataset, None, true)?;
    heading("4. The same batch again: nothing changes");
    let second = step(&progress, &bench, dataset, None, false)?;
    println!("{}", verdict(&first, &second)?);
    Ok(())
}

fn verdict(first: &JobResult, second: &JobResult) -> Result<String, Failure> {
    let instant = |r: &JobResult| r.commit.as_ref().and_then(|c| c.instant.clone());
    let unchanged = second.commit.as_ref().is_some_and(|c| c.unchanged && c.verified);
    if unchanged && instant(first) == instant(second) && first.counts == second.counts {
        let commit = instant(second).unwrap_or_else(|| "none".to_owned());
        return Ok(format!(
            "Unchanged: the newest commit is still {commit}, found again by the batch's id, and the counts are equal."
        ));
    }
    Err(Failure::message("the second run of the same batch changed the table"))
}

/// The dataset that shows most: one whose files arrive by themselves, else the first with a sample.
fn main_dataset(plan: &Plan) -> Result<&Dataset, Failure> {
    let sampled = || plan.datasets.iter().filter(|d| !d.source.sample.is_empty());
    let found = sampled().find(|d| d.source.arrival.is_some()).or_else(|| sampled().next());
    found.ok_or_else(|| Failure::message("no dataset has a sample: add specs/<domain>/<dataset>.sample.csv"))
}

fn heading(text: &str) {
    println!("\n== {text}");
}
