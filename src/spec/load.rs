//! Reads all specs: text → tree → shape → typed spec. Findings are collected; a file with an error has no typed spec.

use super::scan::scan;
use super::shape::{Shape, published};
use super::tree::{self, Data, Tree};
use super::types::{DomainSpec, PipelineSpec, PlatformSpec, TypesSpec};
use crate::diagnostics::{FileId, Finding, Place, Severity, SourceMap, Where, codes};
use crate::files::{Entry, EntryKind, Files};
use crate::model::days::DayNumber;
use crate::model::plan::DatasetId;
use crate::model::ribs::HandWritten;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::LazyLock;

/// A typed spec and the file that it was written in.
#[derive(Clone, Debug)]
pub struct Spec<T> {
    /// Path relative to the project root.
    pub path: String,
    /// The spec as written.
    pub spec: T,
}

/// Everything that was read.
#[derive(Debug, Default)]
pub struct Loaded {
    /// Where things were written.
    pub map: SourceMap,
    /// What is wrong so far.
    pub findings: Vec<Finding>,
    /// `platform.yaml`.
    pub platform: Option<Spec<PlatformSpec>>,
    /// `_types.yaml`, empty when there is none.
    pub types: TypesSpec,
    /// Whether there is a `_types.yaml` that could not be read, so that nobody knows its types.
    pub types_unread: bool,
    /// `_domain.yaml` files by domain.
    pub domains: BTreeMap<String, Spec<DomainSpec>>,
    /// Datasets whose shape is sound, sorted by id.
    pub datasets: BTreeMap<DatasetId, Spec<PipelineSpec>>,
    /// Ids of all dataset files, those with errors included.
    pub known: BTreeSet<DatasetId>,
    /// Texts below `specs/overrides/`, by their path there.
    pub overrides: BTreeMap<String, String>,
    /// Hand-written Python beside the specs, by path.
    pub modules: BTreeMap<String, HandWritten>,
    /// The day on which exceptions are judged; no generated file depends on it.
    pub today: DayNumber,
}

impl Loaded {
    /// Whether anything stands in the way of a plan.
    pub fn failed(&self) -> bool {
        self.findings.iter().any(|f| f.severity == Severity::Error)
    }
}

/// Keys of specs on which the meaning of no other key rests: where one of them is wrong, the others are judged all the same.
const APART: &[&str] = &["tier", "status", "compute", "environments", "retention", "quality", "tests", "security"];

/// What a file of `specs/` is, by its path.
enum Role {
    Platform,
    Types,
    Domain(String),
    Dataset(DatasetId),
    Override(String),
    Module,
    Ignored,
    Misplaced(&'static str),
}

/// Reads all specs. Fails only when the files themselves cannot be listed.
pub fn load(files: &dyn Files) -> io::Result<Loaded> {
    let mut reader = Reader { files, loaded: Loaded::default() };
    for entry in files.list("specs")? {
        reader.entry(&entry);
    }
    reader.only_the_language();
    reader.lay_defaults();
    reader.loaded.today = files.today();
    Ok(reader.loaded)
}

/// The schemas, compiled once.
static SHAPES: LazyLock<Shapes> = LazyLock::new(Shapes::new);

struct Shapes {
    platform: Shape,
    types: Shape,
    domain: Shape,
    dataset: Shape,
}

impl Shapes {
    fn new() -> Shapes {
        Shapes {
            platform: shape::<PlatformSpec>(),
            types: shape::<TypesSpec>(),
            domain: shape::<DomainSpec>(),
            dataset: shape::<PipelineSpec>(),
        }
    }
}

fn shape<T: JsonSchema>() -> Shape {
    Shape::new(&published::<T>())
}

fn role(path: &str) -> Role {
    let steps: Vec<&str> = path.split('/').skip(1).collect();
    let yaml = path.ends_with(".yaml");
    match steps.as_slice() {
        ["overrides", rest @ ..] => Role::Override(rest.join("/")),
        _ if path.ends_with(".yml") => Role::Misplaced("specs end with `.yaml`"),
        [_, file] if file.ends_with(".py") => Role::Module,
        _ if !yaml => Role::Ignored,
        ["platform.yaml"] => Role::Platform,
        ["_types.yaml"] => Role::Types,
        [domain, "_domain.yaml"] => Role::Domain(domain.to_string()),
        [domain, file] => Role::Dataset(DatasetId::new(*domain, file.trim_end_matches(".yaml"))),
        _ => Role::Misplaced("a dataset stands at `specs/<domain>/<dataset>.yaml`"),
    }
}

/// The one version of the spec language that this compiler reads.
const LANGUAGE: i64 = 1;

/// The finding for a file of a language that this compiler does not read; its keys would be judged by the wrong list.
fn other_language(tree: &Tree, file: FileId) -> Option<Finding> {
    let written = tree.entry(Tree::ROOT, "language")?.value;
    let Data::Int(language) = tree.node(written).data else { return None };
    let at = Place { file, span: tree.node(written).span.clone() };
    let message = format!("these specs are written in language {language}; this cauce reads language {LANGUAGE}");
    let finding = Finding::error(codes::LANGUAGE, at, message);
    let newer = "use a newer cauce, whose release notes say how specs of language 1 are migrated";
    let help = if language > LANGUAGE { newer } else { "write `language: 1`, the first one that there is" };
    (language != LANGUAGE).then(|| finding.help(help))
}

struct Reader<'a> {
    files: &'a dyn Files,
    loaded: Loaded,
}

impl Reader<'_> {
    /// Gives every dataset what its domain and the platform have for it; one that is not told how fresh it must be has no
    /// meaning and is left out.
    fn lay_defaults(&mut self) {
        let Loaded { datasets, domains, platform, findings, .. } = &mut self.loaded;
        for (id, spec) in datasets.iter_mut() {
            let domain = domains.get(&id.domain).map(|d| &d.spec.defaults);
            let platform = platform.as_ref().map(|p| &p.spec.defaults);
            domain.into_iter().chain(platform).for_each(|layer| spec.spec.lay_under(layer));
            if let (None, Some(_)) = (&spec.spec.sla.freshness, platform) {
                let message = "nothing says how old this table may be";
                let finding = Finding::error(codes::NO_FRESHNESS, spec.spec.dataset.at, message);
                findings.push(finding.help("write `sla: {freshness: 26h}` here, or in `defaults:` of the domain"));
            }
        }
        datasets.retain(|_, spec| spec.spec.sla.freshness.is_some());
    }

    /// All else that was found in specs of another language is noise.
    fn only_the_language(&mut self) {
        if self.loaded.findings.iter().any(|f| f.code == codes::LANGUAGE) {
            self.loaded.findings.retain(|f| f.code == codes::LANGUAGE);
        }
    }

    fn entry(&mut self, entry: &Entry) {
        let yaml = entry.path.ends_with(".yaml") || entry.path.ends_with(".yml");
        match (entry.kind, role(&entry.path)) {
            (EntryKind::File, role) => self.file(&entry.path, role),
            (EntryKind::Folder, _) if yaml => {
                self.misplaced(&entry.path, "this is a folder, but its name is that of a spec")
            }
            (EntryKind::Other, _) if yaml => self.misplaced(&entry.path, "a spec is a plain file, not a link"),
            // A link to a folder would hide its specs, and what they say would be removed.
            (EntryKind::Other, _) if !entry.path.contains(".sample.") => {
                self.misplaced(&entry.path, "specs stand in plain folders and files, not behind links");
            }
            _ => {}
        }
    }

    fn file(&mut self, path: &str, role: Role) {
        match role {
            Role::Platform => self.loaded.platform = self.read(path, |s| &s.platform),
            Role::Types => match self.read(path, |s| &s.types) {
                Some(Spec { spec, .. }) => self.loaded.types = spec,
                None => self.loaded.types_unread = true,
            },
            Role::Domain(domain) => {
                if let Some(spec) = self.read(path, |s| &s.domain) {
                    self.loaded.domains.insert(domain, spec);
                }
            }
            Role::Dataset(id) => {
                self.loaded.known.insert(id.clone());
                if let Some(spec) = self.read(path, |s| &s.dataset) {
                    self.loaded.datasets.insert(id, spec);
                }
            }
            Role::Module => {
                if let Some(text) = self.text(path) {
                    let file = self.loaded.map.add(path, text.clone(), vec![]);
                    self.loaded.modules.insert(path.to_string(), HandWritten { file, text });
                }
            }
            Role::Override(name) => {
                if let Some(text) = self.text(path) {
                    self.loaded.overrides.insert(name, text);
                }
            }
            Role::Misplaced(why) => self.misplaced(path, why),
            Role::Ignored => {}
        }
    }

    fn misplaced(&mut self, path: &str, why: &str) {
        let finding = Finding::error(codes::MISPLACED, Where::File(path.to_string()), why);
        self.loaded.findings.push(finding.help("move it, or give it the name and form of a spec"));
    }

    fn text(&mut self, path: &str) -> Option<String> {
        match self.files.read(path).map(String::from_utf8) {
            Ok(Ok(text)) => return Some(text),
            Ok(Err(error)) => self.not_utf8(path, &error),
            Err(error) => {
                let problem = format!("this file cannot be read: {error}");
                let finding = Finding::error(codes::UNREADABLE, Where::File(path.to_string()), problem);
                self.loaded.findings.push(finding.help("see to it that it can be read, or move it out of `specs/`"));
            }
        }
        None
    }

    /// Points at the first byte that is no text; what is before it stands in the text that is shown as it is in the file.
    fn not_utf8(&mut self, path: &str, error: &std::string::FromUtf8Error) {
        let (bytes, at) = (error.as_bytes(), error.utf8_error().valid_up_to());
        let file = self.loaded.map.add(path, String::from_utf8_lossy(bytes), vec![]);
        let span = at as u32..(at + char::REPLACEMENT_CHARACTER.len_utf8()) as u32;
        let message = format!("byte {at} of this file (0x{:02X}) is not UTF-8", bytes[at]);
        let utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
        let help = match bytes[at] {
            _ if utf16 => "it looks like UTF-16; save it as UTF-8".to_string(),
            latin1 @ 0xa0.. => format!("in Latin-1 it is `{}`; save the file as UTF-8", char::from(latin1)),
            _ => "save it as UTF-8".to_string(),
        };
        self.loaded.findings.push(Finding::error(codes::UNREADABLE, Place { file, span }, message).help(help));
    }

    fn read<T: DeserializeOwned>(&mut self, path: &str, shape: impl Fn(&Shapes) -> &Shape) -> Option<Spec<T>> {
        let shape = shape(&SHAPES);
        let text = self.text(path)?;
        let parsed = tree::parse(&text);
        let spans = parsed.tree.as_ref().map(|t| t.spans()).unwrap_or_default();
        let file = self.loaded.map.add(path, text, spans);
        let text = self.loaded.map.text(file);
        let broken = parsed.problems.iter().any(tree::Problem::is_error);
        let problems = parsed.problems.into_iter().map(|p| p.in_file(file));
        let Some(mut tree) = parsed.tree else {
            self.loaded.findings.extend(problems);
            return None;
        };
        if let Some(finding) = other_language(&tree, file) {
            self.loaded.findings.extend(problems.chain([finding]));
            return None;
        }
        let mut findings = shape.check(&tree, text, file);
        let readable = match findings.is_empty() {
            true => {
                findings = scan(&tree, file);
                findings.iter().all(|f| f.severity != Severity::Error)
            }
            false => shape.mend(&mut tree, text, APART),
        };
        // What the schema says about a place says more than a warning of how others might read it.
        let told = |p: &Finding| p.severity == Severity::Warning && findings.iter().any(|f| f.at == p.at);
        self.loaded.findings.extend(problems.filter(|p| !told(p)));
        self.loaded.findings.extend(findings);
        let map = &self.loaded.map;
        let wrapped = (readable && !broken).then(|| shape.wrap(&tree, |node| map.origin(file, node).number()))?;
        match T::deserialize(&wrapped) {
            Ok(spec) => Some(Spec { path: path.to_string(), spec }),
            Err(error) => {
                let message = format!("the schema accepts this file, but the compiler does not: {error}");
                self.loaded.findings.push(Finding::error(codes::WRONG_TYPE, Where::File(path.to_string()), message));
                None
            }
        }
    }
}
