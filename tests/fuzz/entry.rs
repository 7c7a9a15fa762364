//! One random file in the place of one of a sound project, through all stages up to the plan and the artefacts.

use cauce::diagnostics::{Finding, Format, Severity, SourceMap, render};
use cauce::files::{Entry, EntryKind, Files};
use cauce::render::Trace;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::LazyLock;

/// Comments that put the file in the place of another one than a dataset's.
pub const PLACES: [(&str, &str); 3] = [
    ("# platform\n", "specs/platform.yaml"),
    ("# types\n", "specs/_types.yaml"),
    ("# domain\n", "specs/sales/_domain.yaml"),
];

/// The project that cases are laid over, and the example platform.
static BASE: LazyLock<Specs> = LazyLock::new(|| Specs::below("tests/cases/base/specs"));
static EXAMPLES: LazyLock<Specs> = LazyLock::new(|| Specs::below("specs"));

/// Compiles a file, whatever it holds.
///
/// # Panics
/// If the compiler does, if a finding has no place or no way out, or if there is neither a finding nor a plan.
pub fn compile(bytes: &[u8]) {
    let (findings, map) = findings(&placed(bytes));
    findings.iter().for_each(|finding| judge(finding, &map));
    for format in [Format::Human, Format::Json, Format::Github, Format::Sarif] {
        render(&findings, &map, format, false, 60);
    }
}

fn findings(specs: &Specs) -> (Vec<Finding>, SourceMap) {
    let mut loaded = cauce::spec::load::load(specs).expect("files that can be listed");
    let (project, found) = cauce::resolve::resolve(&loaded);
    loaded.findings.extend(found);
    let plan = project.map(|project| cauce::plan::plan(&project));
    let failed = |all: &[Finding]| all.iter().any(|f| f.severity == Severity::Error);
    if let Some((plan, found)) = plan {
        loaded.findings.extend(found);
        loaded.findings.extend(cauce::targets::check(&plan));
        if !failed(&loaded.findings) {
            for owner in cauce::targets::owners(&plan) {
                cauce::targets::render(&plan, &owner, Trace::Off, &mut |_, _| {});
            }
        }
    } else {
        assert!(failed(&loaded.findings), "there is neither a plan nor an error");
    }
    (loaded.findings, loaded.map)
}

fn judge(finding: &Finding, map: &SourceMap) {
    assert!(finding.help.as_ref().is_some_and(|help| !help.is_empty()), "no way out: {finding:?}");
    let one = std::slice::from_ref(finding);
    let json = render(one, map, Format::Json, false, 60);
    assert!(!json.contains("\"path\": \"\""), "no place: {finding:?}");
    assert!(!finding.message.starts_with("the schema accepts this file"), "schema and types disagree: {finding:?}");
}

/// The project with the file at the place that the file itself names.
fn placed(bytes: &[u8]) -> Specs {
    if let Some((_, path)) = PLACES.iter().find(|(start, _)| bytes.starts_with(start.as_bytes())) {
        return BASE.with(path, bytes);
    }
    let text = String::from_utf8_lossy(bytes);
    let word = |key: &str| {
        let word = text.lines().find_map(|line| line.strip_prefix(key))?.trim();
        let name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        (!word.is_empty() && word.len() <= 40 && word.chars().all(name)).then_some(word)
    };
    let domain = word("domain:").unwrap_or("sales");
    let path = format!("specs/{domain}/{}.yaml", word("dataset:").unwrap_or("orders"));
    let example = EXAMPLES.0.keys().any(|known| known.starts_with(&format!("specs/{domain}/")));
    if example { EXAMPLES.with(&path, bytes) } else { BASE.with(&path, bytes) }
}

/// Files by path.
#[derive(Clone)]
pub struct Specs(BTreeMap<String, Vec<u8>>);

impl Specs {
    fn below(folder: &str) -> Specs {
        // The fuzzer's own package stands two folders below that of the compiler.
        let own = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = own.ancestors().find(|above| above.join("tests/cases").is_dir()).expect("the repository");
        let (mut specs, mut open) = (BTreeMap::new(), vec![root.join(folder)]);
        while let Some(next) = open.pop() {
            for path in next.read_dir().expect("specs").map(|entry| entry.expect("an entry").path()) {
                match path.is_dir() {
                    true => open.push(path),
                    false => {
                        _ = specs.insert(Specs::name(&root.join(folder), &path), std::fs::read(path).expect("bytes"))
                    }
                }
            }
        }
        specs.retain(|path: &String, _| path.ends_with(".yaml"));
        Specs(specs)
    }

    fn name(folder: &Path, path: &Path) -> String {
        format!("specs/{}", path.strip_prefix(folder).expect("below").to_string_lossy())
    }

    fn with(&self, path: &str, bytes: &[u8]) -> Specs {
        let mut specs = self.clone();
        specs.0.insert(path.to_string(), bytes.to_vec());
        specs
    }
}

impl Files for Specs {
    fn list(&self, _: &str) -> io::Result<Vec<Entry>> {
        Ok(self.0.keys().map(|path| Entry { path: path.clone(), kind: EntryKind::File }).collect())
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.0.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}
