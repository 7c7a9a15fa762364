//! Runs datasets of a plan on their samples or on a file, in one folder.

use std::path::{Path, PathBuf};

use super::error::LocalError;
use super::extract;
use super::rendered::Rendered;
use super::result::JobResult;
use super::spark::{JobRun, run_job};
use super::toolchain::Toolchain;
use super::zones::{Zones, run_key};
use crate::diagnostics::{Finding, Where, codes};
use crate::model::plan::{Dataset, Plan, SampleFile, SampleRole, Zone};

/// The word by which a job knows that it runs on a laptop.
const ENVIRONMENT: &str = "local";

/// Zones on disk, the rendered jobs and what runs them.
#[derive(Debug)]
pub struct Workbench<'a> {
    plan: &'a Plan,
    root: &'a Path,
    toolchain: &'a Toolchain,
    rendered: Rendered,
    zones: Zones,
}

/// The files of a batch, where they were before they were delivered.
#[derive(Debug, Default, PartialEq, Eq)]
struct Delivery {
    files: Vec<(PathBuf, String)>,
    control: Vec<(PathBuf, String)>,
}

impl<'a> Workbench<'a> {
    /// Renders the jobs of `plan` into `folder`, beside the zones. Samples lie below `root`.
    pub fn open(
        plan: &'a Plan,
        root: &'a Path,
        toolchain: &'a Toolchain,
        folder: &Path,
    ) -> Result<Workbench<'a>, LocalError> {
        let rendered = Rendered::write(plan, folder)?;
        Ok(Workbench { plan, root, toolchain, rendered, zones: Zones::open(folder)? })
    }

    /// The zones.
    pub fn zones(&self) -> &Zones {
        &self.zones
    }

    /// Datasets that must run before this one: those that it reads, directly or not, and that have no table yet.
    pub fn before(&self, dataset: &Dataset) -> Vec<&'a Dataset> {
        let mut order = vec![];
        self.collect(dataset, &mut order);
        order.retain(|d| !self.zones.has_table(&d.id.to_string()));
        order
    }

    fn collect(&self, dataset: &Dataset, order: &mut Vec<&'a Dataset>) {
        for id in &dataset.upstream {
            if let Some(upstream) = self.plan.dataset(id).filter(|u| order.iter().all(|d| d.id != u.id)) {
                self.collect(upstream, order);
                order.push(upstream);
            }
        }
    }

    /// Delivers the sample, or `input` in its place, and runs the job on it; `line` sees what the job prints.
    pub fn run(
        &self,
        dataset: &Dataset,
        input: Option<&Path>,
        line: impl FnMut(&str),
    ) -> Result<JobResult, LocalError> {
        let delivery = match input {
            Some(file) => given(dataset, file)?,
            None => sample(dataset, self.root)?,
        };
        let name = dataset.id.to_string();
        let sources: Vec<PathBuf> =
            delivery.files.iter().chain(&delivery.control).map(|(path, _)| path.clone()).collect();
        let run = run_key(&sources)?;
        let place = |(source, name): &(PathBuf, String)| self.deliver(dataset, &run, source, name);
        let job = JobRun {
            dataset: &name,
            script: &self.rendered.job(&dataset.id),
            runtime: self.rendered.runtime(),
            run: &run,
            env: ENVIRONMENT,
            files: &delivery.files.iter().map(place).collect::<Result<Vec<_>, _>>()?,
            control: &delivery.control.iter().map(place).collect::<Result<Vec<_>, _>>()?,
            zones: &self.zones,
        };
        run_job(self.toolchain, &job, line)
    }

    /// Puts a file where ingestion would have put it.
    fn deliver(&self, dataset: &Dataset, run: &str, source: &Path, name: &str) -> Result<PathBuf, LocalError> {
        let (zone, folder) = match &dataset.source.arrival {
            Some(arrival) => (Zone::Landing, arrival.prefix.value.clone()),
            None => (Zone::Raw, format!("{}/run={run}/", dataset.id)),
        };
        let path = format!("{folder}{name}");
        if ends_with(Path::new(name), "parquet") && !ends_with(source, "parquet") {
            let part = self.zones.path(zone).join(&path);
            return extract::write(self.toolchain, dataset, source, &part).map(|()| part);
        }
        self.zones.place(zone, &path, source)
    }
}

/// A finding for each file of a dataset's sample that is not there.
pub fn missing_samples(dataset: &Dataset, root: &Path) -> Vec<Finding> {
    let paths = dataset.source.sample.iter().map(|file| sample_path(dataset, file));
    let missing = paths.filter(|path| !root.join(path).exists());
    let finding = |path: PathBuf| {
        let at = Where::File(path.to_string_lossy().into_owned());
        let message = format!("`{}` has no sample here", dataset.id);
        Finding::error(codes::NO_SAMPLE, at, message).help("add the file, or give one with `--input`")
    };
    missing.map(finding).collect()
}

fn sample_path(dataset: &Dataset, file: &SampleFile) -> PathBuf {
    Path::new(&dataset.spec).with_extension(&file.ending)
}

/// The sample beside the spec; nothing for a dataset that is derived from others.
fn sample(dataset: &Dataset, root: &Path) -> Result<Delivery, LocalError> {
    let mut delivery = Delivery::default();
    for file in &dataset.source.sample {
        let path = root.join(sample_path(dataset, file));
        if !path.exists() {
            let message = format!("{} has no sample: {} is missing", dataset.id, path.display());
            return Err(LocalError::new(message).help("add it, or give a file with --input"));
        }
        delivery.add(file, path, file.delivered_as.clone());
    }
    Ok(delivery)
}

/// A file of the user's in place of the sample, with its control file beside it where the source has one.
fn given(dataset: &Dataset, input: &Path) -> Result<Delivery, LocalError> {
    let mut delivery = Delivery::default();
    for file in &dataset.source.sample {
        let path = match file.role {
            SampleRole::Data => input.to_owned(),
            SampleRole::Control => input.with_extension(extension(Path::new(&file.ending))),
        };
        if !path.is_file() {
            return Err(LocalError::new(format!("{} is missing", path.display())).help(match file.role {
                SampleRole::Data => "--input names a file as the source delivers it",
                SampleRole::Control => "deliveries of this dataset have a control file: put it beside the input",
            }));
        }
        let name = delivered_name(file, &path);
        delivery.add(file, path, name);
    }
    if delivery == Delivery::default() {
        let message = format!("{} is derived from other datasets: it has no input of its own", dataset.id);
        return Err(LocalError::new(message).help("leave --input out"));
    }
    Ok(delivery)
}

/// A file keeps its own name, unless it is turned into something else on the way.
fn delivered_name(file: &SampleFile, path: &Path) -> String {
    let own = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if ends_with(path, extension(Path::new(&file.delivered_as))) { own } else { file.delivered_as.clone() }
}

impl Delivery {
    fn add(&mut self, file: &SampleFile, path: PathBuf, name: String) {
        match file.role {
            SampleRole::Data => self.files.push((path, name)),
            SampleRole::Control => self.control.push((path, name)),
        }
    }
}

fn extension(path: &Path) -> &str {
    path.extension().and_then(|e| e.to_str()).unwrap_or("")
}

fn ends_with(path: &Path, wanted: &str) -> bool {
    extension(path) == wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(delivered_as: &str) -> SampleFile {
        SampleFile { ending: "sample.jsonl".into(), delivered_as: delivered_as.into(), role: SampleRole::Data }
    }

    #[test]
    fn a_file_keeps_its_name_unless_it_changes_its_form() {
        assert_eq!(delivered_name(&file("TRX_1.csv"), Path::new("/x/mine.csv")), "mine.csv");
        assert_eq!(delivered_name(&file("part-0.parquet"), Path::new("/x/mine.jsonl")), "part-0.parquet");
    }

    #[test]
    fn control_files_are_told_from_data() {
        let mut delivery = Delivery::default();
        delivery.add(&file("a.csv"), "a".into(), "a.csv".into());
        delivery.add(&SampleFile { role: SampleRole::Control, ..file("a.ctl") }, "b".into(), "a.ctl".into());
        assert_eq!((delivery.files.len(), delivery.control.len()), (1, 1));
    }
}
