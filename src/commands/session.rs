//! What commands share: the root, the stages, and how findings are shown.

use crate::cli::{Color, Deny, Global, Output};
use crate::diagnostics::{self, Finding, Format, Severity, SourceMap};
use crate::emit::Tree;
use crate::files::{Disk, Files};
use crate::model::plan::{Dataset, DatasetId, Plan};
use crate::resolve::{resolve, waive};
use crate::spec::load::load;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::time::Instant;

/// Why a command stopped.
#[derive(Debug)]
pub enum Failure {
    /// Findings were shown: exit 1.
    Findings,
    /// Usage or I/O: exit 2.
    Message(String),
}

impl Failure {
    /// A failure with a sentence.
    pub fn message(text: impl Into<String>) -> Failure {
        Failure::Message(text.into())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Message(error.to_string())
    }
}

/// A sound project.
pub struct Compiled {
    /// The plan.
    pub plan: Plan,
    /// Where things were written.
    pub map: SourceMap,
    /// Warnings.
    pub findings: Vec<Finding>,
}

/// One run of a command.
pub struct Session {
    /// What every command takes.
    pub global: Global,
}

impl Session {
    /// A session with these options.
    pub fn new(global: Global) -> Session {
        Session { global }
    }

    /// The project root: the option, or the nearest folder upwards with `specs/platform.yaml`.
    pub fn root(&self) -> Result<PathBuf, Failure> {
        if let Some(root) = &self.global.root {
            return Ok(root.clone());
        }
        let here = std::env::current_dir()?;
        let nothing =
            || Failure::message("there is no specs/platform.yaml here or above; go to a project, or give --root DIR");
        Disk::find_root(&here).ok_or_else(nothing)
    }

    /// The project's files on disk.
    pub fn tree(&self) -> Result<Tree, Failure> {
        Ok(Tree::new(self.root()?))
    }

    /// Compiles the work tree; on errors the findings are shown and the command ends.
    pub fn compile(&self) -> Result<Compiled, Failure> {
        let compiled = self.compile_from(&Disk::new(self.root()?))?;
        if self.denied(&compiled.findings) {
            self.show(&compiled.findings, &compiled.map)?;
            return Err(Failure::Findings);
        }
        Ok(compiled)
    }

    /// Compiles specs wherever they are; on errors the findings are shown and the command ends.
    pub fn compile_from(&self, files: &dyn Files) -> Result<Compiled, Failure> {
        let (plan, findings, map) = self.examine(files)?;
        match plan {
            Some(plan) => Ok(Compiled { plan, map, findings }),
            None => {
                self.show(&findings, &map)?;
                Err(Failure::Findings)
            }
        }
    }

    /// Compiles as far as the specs allow: a plan unless there are errors, and all findings.
    pub fn examine(&self, files: &dyn Files) -> Result<(Option<Plan>, Vec<Finding>, SourceMap), Failure> {
        let mut loaded = self.timed("load", || load(files))?;
        let (project, found) = self.timed("resolve", || resolve(&loaded));
        loaded.findings.extend(found);
        let plan = project.map(|project| self.timed("plan", || crate::plan::plan(&project)));
        let plan = plan.map(|(plan, found)| {
            loaded.findings.extend(found);
            loaded.findings.extend(crate::targets::check(&plan));
            plan
        });
        waive(&mut loaded);
        let plan = plan.filter(|_| !loaded.failed());
        Ok((plan, loaded.findings, loaded.map))
    }

    /// Whether these findings make the command fail.
    pub fn denied(&self, findings: &[Finding]) -> bool {
        let strict = self.global.deny == Some(Deny::Warnings);
        findings.iter().any(|f| strict || f.severity == Severity::Error)
    }

    /// Shows findings: human ones on stderr, others on stdout.
    pub fn show(&self, findings: &[Finding], map: &SourceMap) -> Result<(), Failure> {
        let format = self.findings_format()?;
        let text = diagnostics::render(findings, map, format, self.color(), width());
        match format {
            Format::Human => io::stderr().write_all(text.as_bytes())?,
            _ => io::stdout().write_all(text.as_bytes())?,
        }
        Ok(())
    }

    /// The format of findings; graph formats are refused elsewhere.
    fn findings_format(&self) -> Result<Format, Failure> {
        match self.global.format {
            Output::Json => Ok(Format::Json),
            Output::Github => Ok(Format::Github),
            Output::Sarif => Ok(Format::Sarif),
            _ => Ok(Format::Human),
        }
    }

    /// Refuses formats that a command does not have.
    pub fn only(&self, formats: &[Output]) -> Result<(), Failure> {
        match formats.contains(&self.global.format) {
            true => Ok(()),
            false => Err(Failure::message("this command does not have that --format; see `cauce --help`")),
        }
    }

    fn color(&self) -> bool {
        match self.global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()),
        }
    }

    /// Says something on stderr, unless `--quiet`.
    pub fn say(&self, text: &str) {
        if !self.global.quiet {
            eprintln!("{text}");
        }
    }

    /// Runs a stage; `--timings` says how long it took.
    pub fn timed<T>(&self, stage: &str, run: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = run();
        if self.global.timings {
            eprintln!("{stage:>10} {:>9.3} ms", start.elapsed().as_secs_f64() * 1e3);
        }
        result
    }
}

/// Columns of the terminal; 100 when there is none.
fn width() -> usize {
    std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).unwrap_or(100)
}

impl Compiled {
    /// The dataset that an argument names.
    pub fn dataset(&self, name: &str) -> Result<&Dataset, Failure> {
        let found = DatasetId::parse(name).and_then(|id| self.plan.dataset(&id));
        let known: Vec<String> = self.plan.datasets.iter().map(|d| d.id.to_string()).collect();
        let nearest = diagnostics::suggest::nearest(name, known.iter().map(String::as_str));
        let hint =
            nearest.map_or_else(|| format!("there are: {}", known.join(", ")), |n| format!("did you mean `{n}`?"));
        found.ok_or_else(|| Failure::message(format!("there is no dataset `{name}`; {hint}")))
    }
}
